# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'memory', and the connection of each role."""

from typing import Final

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

from .messages import Event, Name, Part

PARTS: Final[Channel[dict[Name, Part]]] = Channel(
    "parts",
    dict[Name, Part],
    capacity=1000,
    fingerprint="8a9400a2f575d8feaaadfa9f1876039f6bc2b1c480e89fa6d57453f0ac148946",
    names="581f6eae6bc8ac19046cca131d4979d2ed6eb7c6b70be2298988bb3cec9e0456",
)
"""What there is."""


class PartsPush(Push[dict[Name, Part]]):
    """Sends `dict[Name, Part]`."""

    channel = PARTS


class PartsPull(Pull[dict[Name, Part]]):
    """Receives `dict[Name, Part]`."""

    channel = PARTS


class AsyncPartsPush(AsyncPush[dict[Name, Part]]):
    """Sends `dict[Name, Part]`."""

    channel = PARTS


class AsyncPartsPull(AsyncPull[dict[Name, Part]]):
    """Receives `dict[Name, Part]`."""

    channel = PARTS


CHANGES: Final[Channel[Event]] = Channel(
    "changes",
    Event,
    capacity=1000,
    fingerprint="b952fe619732c7e6bd8b615355dbda8c331fa0fd716a5fefc483f2e2e8d729d4",
    names="7d802fcc6ea6979958a883ef4fc2b656244dcea9e5dda0082671973c5cc7f0f3",
)
"""What happens."""


class ChangesPush(Push[Event]):
    """Sends `Event`."""

    channel = CHANGES


class ChangesPull(Pull[Event]):
    """Receives `Event`."""

    channel = CHANGES


class AsyncChangesPush(AsyncPush[Event]):
    """Sends `Event`."""

    channel = CHANGES


class AsyncChangesPull(AsyncPull[Event]):
    """Receives `Event`."""

    channel = CHANGES


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    parts: PartsPull
    """What there is."""
    changes: ChangesPush
    """What happens."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    parts: PartsPush
    """What there is."""
    changes: ChangesPull
    """What happens."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    parts: AsyncPartsPull
    """What there is."""
    changes: AsyncChangesPush
    """What happens."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    parts: AsyncPartsPush
    """What there is."""
    changes: AsyncChangesPull
    """What happens."""
