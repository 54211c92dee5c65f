# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'wire', and the connection of each role."""

from typing import Final, TypeAlias

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

from .messages import Alarm, Reading

ForthMessage: TypeAlias = Reading | Alarm

FORTH: Final[Channel[ForthMessage]] = Channel(
    "forth",
    ForthMessage,
    capacity=1000,
    fingerprint="edf63c0924c8efcd268672734a3dd1e290a6e7ab36b133f41807c94db0fe39cd",
    names="046cec1ad80e5535249a38d24ebdf978a727e4cbac107b211b88438b41dfdd26",
)
"""From the side that measures."""


class ForthPush(Push[ForthMessage]):
    """Sends `Reading | Alarm`."""

    channel = FORTH


class ForthPull(Pull[ForthMessage]):
    """Receives `Reading | Alarm`."""

    channel = FORTH


class AsyncForthPush(AsyncPush[ForthMessage]):
    """Sends `Reading | Alarm`."""

    channel = FORTH


class AsyncForthPull(AsyncPull[ForthMessage]):
    """Receives `Reading | Alarm`."""

    channel = FORTH


BackMessage: TypeAlias = Reading | Alarm

BACK: Final[Channel[BackMessage]] = Channel(
    "back",
    BackMessage,
    capacity=1000,
    fingerprint="74015f3c45b5531feafc3e345eab0ef52658c1233667620e32b7a98954727b38",
    names="046cec1ad80e5535249a38d24ebdf978a727e4cbac107b211b88438b41dfdd26",
)
"""From the other side: what came back."""


class BackPush(Push[BackMessage]):
    """Sends `Reading | Alarm`."""

    channel = BACK


class BackPull(Pull[BackMessage]):
    """Receives `Reading | Alarm`."""

    channel = BACK


class AsyncBackPush(AsyncPush[BackMessage]):
    """Sends `Reading | Alarm`."""

    channel = BACK


class AsyncBackPull(AsyncPull[BackMessage]):
    """Receives `Reading | Alarm`."""

    channel = BACK


class Far(ConnectingConnection):
    """The side that connects: goes where 'near' tells it to."""

    forth: ForthPull
    """From the side that measures."""
    back: BackPush
    """From the other side: what came back."""


class Near(BindingConnection[Far]):
    """The side that binds: starts 'far', or tells it where to connect."""

    forth: ForthPush
    """From the side that measures."""
    back: BackPull
    """From the other side: what came back."""


class AsyncFar(AsyncConnectingConnection[Far]):
    """`Far`, for asyncio."""

    forth: AsyncForthPull
    """From the side that measures."""
    back: AsyncBackPush
    """From the other side: what came back."""


class AsyncNear(AsyncBindingConnection[Near, AsyncFar]):
    """`Near`, for asyncio."""

    forth: AsyncForthPush
    """From the side that measures."""
    back: AsyncBackPull
    """From the other side: what came back."""
