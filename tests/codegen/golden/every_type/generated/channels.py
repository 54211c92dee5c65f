# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'every type', and the connection of each role."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    AsyncPull,
    AsyncPush,
    BindingConnection,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
)

from .messages import (
    Both,
    Bounds,
    Command,
    Containers,
    Defaults,
    Factories,
    Later,
    LogMessage,
    Named,
    Numbers,
    Optionals,
    Point,
    Scalars,
    Status,
    Unions,
)

ControlMessage: TypeAlias = (
    Command
    | Later
    | Scalars
    | Containers
    | Unions
    | Named
    | Defaults
    | Factories
    | Optionals
    | Bounds
)

CONTROL: Final[Channel[ControlMessage]] = Channel(
    "control",
    ControlMessage,
    capacity=1000,
    fingerprint="b7827aa9426251a8c1886634552ac63a679d4b69cdfd461301ec5d4489a545a4",
    names="b8024f93beed955e59815e569da943d15cc69ab40040e3ec4f98ac6c33eb8df5",
)
"""Many messages."""


class ControlPush(Push[ControlMessage]):
    """Sends `ControlMessage`:

    Command | Later | Scalars | Containers | Unions | Named | Defaults |
    Factories | Optionals | Bounds
    """

    channel = CONTROL


class ControlPull(Pull[ControlMessage]):
    """Receives `ControlMessage`:

    Command | Later | Scalars | Containers | Unions | Named | Defaults |
    Factories | Optionals | Bounds
    """

    channel = CONTROL


class AsyncControlPush(AsyncPush[ControlMessage]):
    """Sends `ControlMessage`:

    Command | Later | Scalars | Containers | Unions | Named | Defaults |
    Factories | Optionals | Bounds
    """

    channel = CONTROL


class AsyncControlPull(AsyncPull[ControlMessage]):
    """Receives `ControlMessage`:

    Command | Later | Scalars | Containers | Unions | Named | Defaults |
    Factories | Optionals | Bounds
    """

    channel = CONTROL


REPEAT: Final[Channel[Command]] = Channel(
    "repeat",
    Command,
    capacity=1000,
    fingerprint="7c72870c7730888e0f6675f4392f6e53ad1e943d120a31c9e8e99ad32eb89b55",
    names="815a743dc8b32a4da995768e178c8d20b74ba1a864b34d4613f669689c884b74",
)
"""A message that travels elsewhere too; a list of one."""


class RepeatPush(Push[Command]):
    """Sends `Command`."""

    channel = REPEAT


class RepeatPull(Pull[Command]):
    """Receives `Command`."""

    channel = REPEAT


class AsyncRepeatPush(AsyncPush[Command]):
    """Sends `Command`."""

    channel = REPEAT


class AsyncRepeatPull(AsyncPull[Command]):
    """Receives `Command`."""

    channel = REPEAT


TREE: Final[Channel[Both]] = Channel(
    "tree",
    Both,
    capacity=1000,
    fingerprint="b9da7fad56b5a78d00ae4e69d39118af117e1db3c0ca557aa1a1bae29a5d2674",
    names="cc7191299bff722e4e5b7218442a062e923b515f935af4a7d4062c8ea8cae40e",
)
"""A union by its name."""


class TreePush(Push[Both]):
    """Sends `Both`."""

    channel = TREE


class TreePull(Pull[Both]):
    """Receives `Both`."""

    channel = TREE


class AsyncTreePush(AsyncPush[Both]):
    """Sends `Both`."""

    channel = TREE


class AsyncTreePull(AsyncPull[Both]):
    """Receives `Both`."""

    channel = TREE


EitherMessage: TypeAlias = Decimal | Numbers | None

EITHER: Final[Channel[EitherMessage]] = Channel(
    "either",
    EitherMessage,
    capacity=1000,
    fingerprint="aeb67b29d6fa8e1269b8f3e95646305f4cd515504f0465b0ef0a65309e31962c",
    names="79166c54019c234a0880ba52c398806d6d63125159346bf2099b362f55b448b8",
)
"""A union spelled out, of what is no message."""


class EitherPush(Push[EitherMessage]):
    """Sends `Decimal | Numbers | None`."""

    channel = EITHER


class EitherPull(Pull[EitherMessage]):
    """Receives `Decimal | Numbers | None`."""

    channel = EITHER


class AsyncEitherPush(AsyncPush[EitherMessage]):
    """Sends `Decimal | Numbers | None`."""

    channel = EITHER


class AsyncEitherPull(AsyncPull[EitherMessage]):
    """Receives `Decimal | Numbers | None`."""

    channel = EITHER


POINT: Final[Channel[Point]] = Channel(
    "point",
    Point,
    capacity=1000,
    fingerprint="0e7563e1c325bca42f6fbce28012fe124b6e69ef1e6686dd7cda953467d08ebc",
    names="26f483692c8aff71aed6f24f78ba26cf48f4fd2ef99446af350eb49edb5dbd1a",
)
"""A struct without a tag."""


class PointPush(Push[Point]):
    """Sends `Point`."""

    channel = POINT


class PointPull(Pull[Point]):
    """Receives `Point`."""

    channel = POINT


class AsyncPointPush(AsyncPush[Point]):
    """Sends `Point`."""

    channel = POINT


class AsyncPointPull(AsyncPull[Point]):
    """Receives `Point`."""

    channel = POINT


CHANGES: Final[Channel[Status]] = Channel(
    "changes",
    Status,
    capacity=1000,
    fingerprint="034ed8168c10c1cceab753fe662ea7ec9d90c1afa368e4a7b9d5d09ca23391cc",
    names="bcb7c9cc8832b121442e45d9849a6fe539cebfa4805e8e56aada0bf44814b5d5",
)
"""An enum."""


class ChangesPush(Push[Status]):
    """Sends `Status`."""

    channel = CHANGES


class ChangesPull(Pull[Status]):
    """Receives `Status`."""

    channel = CHANGES


class AsyncChangesPush(AsyncPush[Status]):
    """Sends `Status`."""

    channel = CHANGES


class AsyncChangesPull(AsyncPull[Status]):
    """Receives `Status`."""

    channel = CHANGES


WHEN: Final[Channel[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]] = (
    Channel(
        "when",
        tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]],
        capacity=1000,
        fingerprint="e88ea9430ed144b85369ec0ac7dbff827dd0e58318560abb2c975acc71312897",
        names="a752ccd0942db571a0c9222dcf908dc097f5773cfe9516787703c594a7a6889a",
    )
)
"""Types whose classes live in modules."""


class WhenPush(Push[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]):
    """Sends `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


class WhenPull(Pull[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]):
    """Receives `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


class AsyncWhenPush(
    AsyncPush[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]
):
    """Sends `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


class AsyncWhenPull(
    AsyncPull[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]
):
    """Receives `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


LOG: Final[Channel[LogMessage]] = Channel(
    "log",
    LogMessage,
    capacity=1000,
    fingerprint="70c569a66b5a986150fc8d8010a0ebaf32e8d8aed5fc1afaef1d13eba66802ba",
    names="2ef4cf5be042ff19497da4af7592f44a9947294e84db69fc8c27bdd0fd11dd3a",
)
"""Its one message is called as the union would have been."""


class LogPush(Push[LogMessage]):
    """Sends `LogMessage`."""

    channel = LOG


class LogPull(Pull[LogMessage]):
    """Receives `LogMessage`."""

    channel = LOG


class AsyncLogPush(AsyncPush[LogMessage]):
    """Sends `LogMessage`."""

    channel = LOG


class AsyncLogPull(AsyncPull[LogMessage]):
    """Receives `LogMessage`."""

    channel = LOG


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    control: ControlPull
    """Many messages."""
    repeat: RepeatPush
    """A message that travels elsewhere too; a list of one."""
    tree: TreePush
    """A union by its name."""
    either: EitherPush
    """A union spelled out, of what is no message."""
    point: PointPush
    """A struct without a tag."""
    changes: ChangesPush
    """An enum."""
    when: WhenPull
    """Types whose classes live in modules."""
    log: LogPush
    """Its one message is called as the union would have been."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    control: ControlPush
    """Many messages."""
    repeat: RepeatPull
    """A message that travels elsewhere too; a list of one."""
    tree: TreePull
    """A union by its name."""
    either: EitherPull
    """A union spelled out, of what is no message."""
    point: PointPull
    """A struct without a tag."""
    changes: ChangesPull
    """An enum."""
    when: WhenPush
    """Types whose classes live in modules."""
    log: LogPull
    """Its one message is called as the union would have been."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    control: AsyncControlPull
    """Many messages."""
    repeat: AsyncRepeatPush
    """A message that travels elsewhere too; a list of one."""
    tree: AsyncTreePush
    """A union by its name."""
    either: AsyncEitherPush
    """A union spelled out, of what is no message."""
    point: AsyncPointPush
    """A struct without a tag."""
    changes: AsyncChangesPush
    """An enum."""
    when: AsyncWhenPull
    """Types whose classes live in modules."""
    log: AsyncLogPush
    """Its one message is called as the union would have been."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    control: AsyncControlPush
    """Many messages."""
    repeat: AsyncRepeatPull
    """A message that travels elsewhere too; a list of one."""
    tree: AsyncTreePull
    """A union by its name."""
    either: AsyncEitherPull
    """A union spelled out, of what is no message."""
    point: AsyncPointPull
    """A struct without a tag."""
    changes: AsyncChangesPull
    """An enum."""
    when: AsyncWhenPush
    """Types whose classes live in modules."""
    log: AsyncLogPull
    """Its one message is called as the union would have been."""
