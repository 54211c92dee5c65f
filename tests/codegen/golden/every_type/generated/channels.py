# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'every type', and the connection of each role."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from runtime import (
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


REPEAT: Final[Channel[Command]] = Channel(
    "repeat",
    Command,
    capacity=1000,
    fingerprint="7c72870c7730888e0f6675f4392f6e53ad1e943d120a31c9e8e99ad32eb89b55",
)
"""A message that travels elsewhere too; a list of one."""


class RepeatPush(Push[Command]):
    """Sends `Command`."""

    channel = REPEAT


class RepeatPull(Pull[Command]):
    """Receives `Command`."""

    channel = REPEAT


TREE: Final[Channel[Both]] = Channel(
    "tree",
    Both,
    capacity=1000,
    fingerprint="b9da7fad56b5a78d00ae4e69d39118af117e1db3c0ca557aa1a1bae29a5d2674",
)
"""A union by its name."""


class TreePush(Push[Both]):
    """Sends `Both`."""

    channel = TREE


class TreePull(Pull[Both]):
    """Receives `Both`."""

    channel = TREE


EitherMessage: TypeAlias = Decimal | Numbers | None

EITHER: Final[Channel[EitherMessage]] = Channel(
    "either",
    EitherMessage,
    capacity=1000,
    fingerprint="aeb67b29d6fa8e1269b8f3e95646305f4cd515504f0465b0ef0a65309e31962c",
)
"""A union spelled out, of what is no message."""


class EitherPush(Push[EitherMessage]):
    """Sends `Decimal | Numbers | None`."""

    channel = EITHER


class EitherPull(Pull[EitherMessage]):
    """Receives `Decimal | Numbers | None`."""

    channel = EITHER


POINT: Final[Channel[Point]] = Channel(
    "point",
    Point,
    capacity=1000,
    fingerprint="0e7563e1c325bca42f6fbce28012fe124b6e69ef1e6686dd7cda953467d08ebc",
)
"""A struct without a tag."""


class PointPush(Push[Point]):
    """Sends `Point`."""

    channel = POINT


class PointPull(Pull[Point]):
    """Receives `Point`."""

    channel = POINT


CHANGES: Final[Channel[Status]] = Channel(
    "changes",
    Status,
    capacity=1000,
    fingerprint="034ed8168c10c1cceab753fe662ea7ec9d90c1afa368e4a7b9d5d09ca23391cc",
)
"""An enum."""


class ChangesPush(Push[Status]):
    """Sends `Status`."""

    channel = CHANGES


class ChangesPull(Pull[Status]):
    """Receives `Status`."""

    channel = CHANGES


WHEN: Final[Channel[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]] = (
    Channel(
        "when",
        tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]],
        capacity=1000,
        fingerprint="e88ea9430ed144b85369ec0ac7dbff827dd0e58318560abb2c975acc71312897",
    )
)
"""Types whose classes live in modules."""


class WhenPush(Push[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]):
    """Sends `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


class WhenPull(Pull[tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal["x"]]]):
    """Receives `tuple[dt.datetime, UUID, Any, msgspec.Raw, Literal['x']]`."""

    channel = WHEN


LOG: Final[Channel[LogMessage]] = Channel(
    "log",
    LogMessage,
    capacity=1000,
    fingerprint="70c569a66b5a986150fc8d8010a0ebaf32e8d8aed5fc1afaef1d13eba66802ba",
)
"""Its one message is called as the union would have been."""


class LogPush(Push[LogMessage]):
    """Sends `LogMessage`."""

    channel = LOG


class LogPull(Pull[LogMessage]):
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
