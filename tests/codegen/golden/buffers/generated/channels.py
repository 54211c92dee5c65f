# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'buffers', and the connection of each role."""

from typing import Final, TypeAlias

from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    AsyncPull,
    AsyncPush,
    BindingConnection,
    Buffer,
    BufferChannel,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
)

from .messages import Picture, Scene, Stop

PicturesMessage: TypeAlias = Picture | Scene | Stop

PICTURES: Final[Channel[PicturesMessage]] = BufferChannel(
    "pictures",
    PicturesMessage,
    capacity=16,
    max_message_bytes=268435456,
    fingerprint="3053a07e9d2da317b8c885dfca16534d2efe1cadfd2d9ca7582c2930627b2feb",
    names="7ac254fec0992f5bf21d3657c1f60b27197795142a1e805fdc5d3c9c2b859c42",
)
"""What is seen."""


class PicturesPush(Push[PicturesMessage]):
    """Sends `Picture | Scene | Stop`."""

    channel = PICTURES


class PicturesPull(Pull[PicturesMessage]):
    """Receives `Picture | Scene | Stop`."""

    channel = PICTURES


class AsyncPicturesPush(AsyncPush[PicturesMessage]):
    """Sends `Picture | Scene | Stop`."""

    channel = PICTURES


class AsyncPicturesPull(AsyncPull[PicturesMessage]):
    """Receives `Picture | Scene | Stop`."""

    channel = PICTURES


LATEST: Final[Channel[Scene]] = BufferChannel(
    "latest",
    Scene,
    capacity=2,
    overflow="latest",
    fingerprint="e8d4312c392d52c8bd2c9d061814dbcd515036c1084312351e13bfa18c38c28e",
    names="9e332da17bb9d7baa4af9fa1ca9085ae9a256fa27b52068b71f86fcd7a30ab06",
)
"""What is seen now."""


class LatestPush(Push[Scene]):
    """Sends `Scene`."""

    channel = LATEST


class LatestPull(Pull[Scene]):
    """Receives `Scene`."""

    channel = LATEST


class AsyncLatestPush(AsyncPush[Scene]):
    """Sends `Scene`."""

    channel = LATEST


class AsyncLatestPull(AsyncPull[Scene]):
    """Receives `Scene`."""

    channel = LATEST


RAW: Final[Channel[Buffer]] = BufferChannel(
    "raw",
    Buffer,
    capacity=1000,
    fingerprint="3937c8eaad1146db8a96156d87268bfd65077c8ddd031b92257af3b9f91ca4fc",
    names="33905f9118f3307e03dbe8a70d82e373ac61226bca3b6b0802674afba138e9fb",
)
"""A buffer by itself."""


class RawPush(Push[Buffer]):
    """Sends `Buffer`."""

    channel = RAW


class RawPull(Pull[Buffer]):
    """Receives `Buffer`."""

    channel = RAW


class AsyncRawPush(AsyncPush[Buffer]):
    """Sends `Buffer`."""

    channel = RAW


class AsyncRawPull(AsyncPull[Buffer]):
    """Receives `Buffer`."""

    channel = RAW


CONTROL: Final[Channel[Stop]] = Channel(
    "control",
    Stop,
    capacity=1000,
    fingerprint="246a96929a248e183536b642cfbf18cb094c8c1fdd3340619e1e85418f409519",
    names="34aa39fc13b0559fa1eef1fcbb9868976516950717993d8dc635e3f6edd51bed",
)
"""Nothing here has buffers."""


class ControlPush(Push[Stop]):
    """Sends `Stop`."""

    channel = CONTROL


class ControlPull(Pull[Stop]):
    """Receives `Stop`."""

    channel = CONTROL


class AsyncControlPush(AsyncPush[Stop]):
    """Sends `Stop`."""

    channel = CONTROL


class AsyncControlPull(AsyncPull[Stop]):
    """Receives `Stop`."""

    channel = CONTROL


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    pictures: PicturesPull
    """What is seen."""
    latest: LatestPush
    """What is seen now."""
    raw: RawPush
    """A buffer by itself."""
    control: ControlPush
    """Nothing here has buffers."""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    pictures: PicturesPush
    """What is seen."""
    latest: LatestPull
    """What is seen now."""
    raw: RawPull
    """A buffer by itself."""
    control: ControlPull
    """Nothing here has buffers."""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    pictures: AsyncPicturesPull
    """What is seen."""
    latest: AsyncLatestPush
    """What is seen now."""
    raw: AsyncRawPush
    """A buffer by itself."""
    control: AsyncControlPush
    """Nothing here has buffers."""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    pictures: AsyncPicturesPush
    """What is seen."""
    latest: AsyncLatestPull
    """What is seen now."""
    raw: AsyncRawPull
    """A buffer by itself."""
    control: AsyncControlPull
    """Nothing here has buffers."""
