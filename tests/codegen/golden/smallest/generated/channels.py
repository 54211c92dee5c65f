# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'smallest', and the connection of each role."""

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

READY: Final[Channel[bool]] = Channel(
    "ready",
    bool,
    capacity=1000,
    fingerprint="3881f2ede67b406b73b6628275c960c9d0574d9a93efb095e1bb7adea733588e",
    names="8c302101cea5b079551379f70a5aaee70c6838ede917295adafe6067e3c17131",
)
"""Whether the kernel is."""


class ReadyPush(Push[bool]):
    """Sends `bool`."""

    channel = READY


class ReadyPull(Pull[bool]):
    """Receives `bool`."""

    channel = READY


class AsyncReadyPush(AsyncPush[bool]):
    """Sends `bool`."""

    channel = READY


class AsyncReadyPull(AsyncPull[bool]):
    """Receives `bool`."""

    channel = READY


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    ready: ReadyPush
    """Whether the kernel is."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    ready: ReadyPull
    """Whether the kernel is."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    ready: AsyncReadyPush
    """Whether the kernel is."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    ready: AsyncReadyPull
    """Whether the kernel is."""
