"""Channels and connections as the generator would write them, by hand."""

from typing import Final, NewType, TypeAlias

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


class ExecuteCells(msgspec.Struct, frozen=True, kw_only=True, tag="execute-cells"):
    """Run cells, in order."""

    cell_ids: list[str]
    codes: list[str]


class Interrupt(msgspec.Struct, frozen=True, kw_only=True, tag="interrupt"):
    """Stop what is running."""


ControlMessage: TypeAlias = ExecuteCells | Interrupt
KernelMessage = NewType("KernelMessage", bytes)

CONTROL: Final[Channel[ControlMessage]] = Channel(
    "control", ControlMessage, capacity=1000
)
INPUT: Final[Channel[str]] = Channel("input", str, capacity=1)
ELSEWHERE: Final[Channel[bool]] = Channel(
    "elsewhere", bool, platforms=("no-such-platform",)
)
STREAM: Final[Channel[KernelMessage]] = Channel("stream", KernelMessage, capacity=1000)


class ControlPush(Push[ControlMessage]):
    """Sends `ExecuteCells | Interrupt`."""

    channel = CONTROL


class ControlPull(Pull[ControlMessage]):
    """Receives `ExecuteCells | Interrupt`."""

    channel = CONTROL


class InputPush(Push[str]):
    """Sends `str`."""

    channel = INPUT


class InputPull(Pull[str]):
    """Receives `str`."""

    channel = INPUT


class ElsewherePush(Push[bool]):
    """Sends `bool`."""

    channel = ELSEWHERE


class ElsewherePull(Pull[bool]):
    """Receives `bool`."""

    channel = ELSEWHERE


class StreamPush(Push[KernelMessage]):
    """Sends `KernelMessage`."""

    channel = STREAM


class StreamPull(Pull[KernelMessage]):
    """Receives `KernelMessage`."""

    channel = STREAM


class Kernel(ConnectingConnection):
    """The side that connects."""

    control: ControlPull
    input: InputPull
    elsewhere: ElsewherePull | None
    stream: StreamPush


class Host(BindingConnection[Kernel]):
    """The side that binds."""

    control: ControlPush
    input: InputPush
    elsewhere: ElsewherePush | None
    stream: StreamPull


class AsyncControlPush(AsyncPush[ControlMessage]):
    """Sends `ExecuteCells | Interrupt`."""

    channel = CONTROL


class AsyncControlPull(AsyncPull[ControlMessage]):
    """Receives `ExecuteCells | Interrupt`."""

    channel = CONTROL


class AsyncInputPush(AsyncPush[str]):
    """Sends `str`."""

    channel = INPUT


class AsyncInputPull(AsyncPull[str]):
    """Receives `str`."""

    channel = INPUT


class AsyncElsewherePush(AsyncPush[bool]):
    """Sends `bool`."""

    channel = ELSEWHERE


class AsyncElsewherePull(AsyncPull[bool]):
    """Receives `bool`."""

    channel = ELSEWHERE


class AsyncStreamPush(AsyncPush[KernelMessage]):
    """Sends `KernelMessage`."""

    channel = STREAM


class AsyncStreamPull(AsyncPull[KernelMessage]):
    """Receives `KernelMessage`."""

    channel = STREAM


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    control: AsyncControlPull
    input: AsyncInputPull
    elsewhere: AsyncElsewherePull | None
    stream: AsyncStreamPush


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    control: AsyncControlPush
    input: AsyncInputPush
    elsewhere: AsyncElsewherePush | None
    stream: AsyncStreamPull
