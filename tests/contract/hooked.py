"""A catalogue by hand, of a message whose own code raises whatever it is told to."""

from typing import Final

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

RAISED: Final[dict[str, type[BaseException]]] = {
    "value": ValueError,
    "type": TypeError,
    "key": KeyError,
    "zero": ZeroDivisionError,
    "memory": MemoryError,
    "recursion": RecursionError,
    "timeout": TimeoutError,
    "stop": StopIteration,
}
"""What the message raises, by what its text is."""


class Hooked(msgspec.Struct, tag="hooked", kw_only=True):
    """Raises what its text says as soon as it is made."""

    number: int
    text: str = ""
    inner: "Hooked | None" = None

    def __post_init__(self) -> None:
        if self.text in RAISED:
            raise RAISED[self.text]("secret")


class Done(msgspec.Struct, tag="done"):
    """The other member of the union, so that the tag is checked."""


DOWN: Final[Channel[Hooked | Done]] = Channel("down", Hooked | Done)
UP: Final[Channel[Hooked | Done]] = Channel("up", Hooked | Done)
DOWN_OTHER: Final[Channel[int]] = Channel("down_other", int)
UP_OTHER: Final[Channel[int]] = Channel("up_other", int)


class DownPush(Push[Hooked | Done]):
    channel = DOWN


class DownPull(Pull[Hooked | Done]):
    channel = DOWN


class UpPush(Push[Hooked | Done]):
    channel = UP


class UpPull(Pull[Hooked | Done]):
    channel = UP


class DownOtherPush(Push[int]):
    channel = DOWN_OTHER


class DownOtherPull(Pull[int]):
    channel = DOWN_OTHER


class UpOtherPush(Push[int]):
    channel = UP_OTHER


class UpOtherPull(Pull[int]):
    channel = UP_OTHER


class AsyncDownPush(AsyncPush[Hooked | Done]):
    channel = DOWN


class AsyncDownPull(AsyncPull[Hooked | Done]):
    channel = DOWN


class AsyncUpPush(AsyncPush[Hooked | Done]):
    channel = UP


class AsyncUpPull(AsyncPull[Hooked | Done]):
    channel = UP


class Kernel(ConnectingConnection):
    """The side that connects."""

    down: DownPull
    up: UpPush
    down_other: DownOtherPull
    up_other: UpOtherPush


class Host(BindingConnection[Kernel]):
    """The side that binds."""

    down: DownPush
    up: UpPull
    down_other: DownOtherPush
    up_other: UpOtherPull


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    down: AsyncDownPull
    up: AsyncUpPush


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    down: AsyncDownPush
    up: AsyncUpPull
