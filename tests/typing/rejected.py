"""What the type checker must refuse: each line says which error mypy gives there.

`test_rejected.py` compares; no other tool reads this file.
"""

from typing import Final, assert_never

from runtime import AsyncPush, Channel, Push

from generated import (
    CONTROL,
    INPUT,
    AsyncControlPush,
    AsyncHost,
    AsyncKernel,
    CellId,
    CellStatus,
    CellValue,
    ControlMessage,
    ControlPush,
    ExecuteCells,
    Host,
    InputPull,
    Kernel,
    ModelCommand,
    StopKernel,
    UpdateUIElement,
)
from tests.codegen.golden.buffers.generated import Picture
from tests.codegen.golden.marimo.generated import Kernel as MarimoKernel
from tests.codegen.golden.marimo.generated import KernelMessage


def the_wrong_end(host: Host, kernel: Kernel) -> None:
    host.control.recv()  # E: attr-defined
    kernel.control.send(StopKernel())  # E: attr-defined
    kernel.stream.recv()  # E: attr-defined
    for _ in host.control:  # E: attr-defined
        pass


def a_message_of_another_channel(host: Host, kernel: Kernel) -> None:
    host.control.send(CellValue(cell_id=CellId("a"), text=""))  # E: arg-type
    host.control.send_many(["text"])  # E: list-item
    kernel.stream.send(StopKernel())  # E: arg-type
    host.input.send_nowait(b"bytes")  # E: arg-type
    host.completion.send(None)  # E: arg-type


def bytes_for_a_newtype(kernel: MarimoKernel) -> None:
    kernel.stream.send(b"...")  # E: arg-type
    ExecuteCells(cell_ids=["a"], codes=["1"])  # E: list-item
    message: KernelMessage = b"..."  # E: assignment


def bytes_for_a_buffer() -> None:
    Picture(content=b"...")  # E: arg-type
    Picture(content=memoryview("..."))  # E: arg-type


def a_missing_case(command: ControlMessage) -> None:
    match command:
        case ExecuteCells():
            pass
        case UpdateUIElement() | ModelCommand():
            pass
        case _:
            assert_never(command)  # E: arg-type


WRONG_TYPE: Final[Channel[StopKernel]] = Channel("control", ExecuteCells)  # E: arg-type
WIDER: Final[Channel[StopKernel]] = Channel("c", StopKernel | int)  # E: arg-type


class WrongChannel(Push[ControlMessage]):
    channel = INPUT  # E: assignment


class WrongPull(InputPull):
    channel = CONTROL  # E: assignment


def messages_are_values(message: StopKernel, cells: ExecuteCells) -> None:
    cells.codes = []  # E: misc
    ExecuteCells([CellId("a")], ["1"])  # E: call-arg
    ExecuteCells(cell_ids=[])  # E: call-arg
    ExecuteCells(cell_ids=[], codes=[], cells=[])  # E: call-arg
    status: CellStatus = "queued"  # E: assignment


def the_wrong_role(host: Host) -> None:
    Kernel.bind()  # E: attr-defined
    Host.connect(host.info)  # E: attr-defined
    Kernel.pair()  # E: attr-defined
    host.win32_interrupt.send(True)  # E: union-attr
    push: ControlPush = host.input  # E: assignment


async def the_wrong_end_of_tasks(host: AsyncHost, kernel: AsyncKernel) -> None:
    await host.control.recv()  # E: attr-defined
    await kernel.control.send(StopKernel())  # E: attr-defined
    async for _ in host.control:  # E: attr-defined
        pass
    for _ in host.stream:  # E: attr-defined
        pass


async def a_message_of_another_channel_of_tasks(host: AsyncHost) -> None:
    await host.control.send(CellValue(cell_id=CellId("a"), text=""))  # E: arg-type
    await host.control.send_many(["text"])  # E: list-item
    host.input.send_nowait(b"bytes")  # E: arg-type


async def what_is_not_awaited(host: AsyncHost, kernel: AsyncKernel) -> None:
    number: int = kernel.input.recv()  # E: assignment
    end = AsyncHost.bind().control  # E: attr-defined
    with AsyncHost.bind() as bound:  # E: attr-defined
        pass
    host.input.send("x")  # E: unused-coroutine


def the_wrong_face(host: Host, kernel: Kernel) -> None:
    AsyncHost(kernel)  # E: arg-type
    push: AsyncControlPush = host.control  # E: assignment
    AsyncKernel.bind()  # E: attr-defined


class WrongAsyncChannel(AsyncPush[ControlMessage]):
    channel = INPUT  # E: assignment
