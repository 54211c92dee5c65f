"""What the type checker must infer. mypy reads this file; a wrong guess is an error there."""

from typing import assert_never, assert_type

from runtime import Channel, ConnectionInfo, Pull, Push, Stats

from generated import (
    CONTROL,
    CellId,
    CellStatusChanged,
    CompleteCode,
    CompletionPull,
    ControlMessage,
    ExecuteCells,
    Host,
    Kernel,
    ModelCommand,
    StopKernel,
    StreamMessage,
    UpdateUIElement,
    Win32InterruptPush,
)
from tests.codegen.golden.marimo.generated import Host as MarimoHost
from tests.codegen.golden.marimo.generated import Kernel as MarimoKernel
from tests.codegen.golden.marimo.generated import KernelMessage


def what_arrives(host: Host, kernel: Kernel) -> None:
    assert_type(
        kernel.control.recv(),
        ExecuteCells | UpdateUIElement | ModelCommand | StopKernel,
    )
    assert_type(kernel.completion.recv(timeout=0.5), CompleteCode)
    assert_type(kernel.completion.recv_nowait(), CompleteCode)
    assert_type(kernel.input.recv(), str)
    for event in host.stream:
        assert_type(event, StreamMessage)
    assert_type(host.stream.stats(), Stats)


def what_is_sent(host: Host, kernel: Kernel) -> None:
    host.control.send(ExecuteCells(cell_ids=[CellId("a")], codes=["1"]))
    host.control.send_many([StopKernel(), StopKernel()], timeout=1.0)
    host.input.send_nowait("yes")
    message: ControlMessage = StopKernel()
    host.control.send(message)
    push: Push[StopKernel] = host.control  # a sender of more can send less
    push.send(StopKernel())
    read_anything(kernel.completion)


def read_anything(pull: Pull[object]) -> None:
    """Any end that receives is an end that receives an object."""
    assert_type(pull.recv(), object)


def newtypes_reach_the_ends(host: MarimoHost, kernel: MarimoKernel) -> None:
    assert_type(host.stream.recv(), KernelMessage)
    kernel.stream.send(KernelMessage(b"..."))


def every_case_is_there(command: ControlMessage) -> str:
    match command:
        case ExecuteCells(cell_ids=cell_ids):
            assert_type(cell_ids, list[CellId])
            return "execute"
        case UpdateUIElement() | ModelCommand():
            return "set"
        case StopKernel():
            return "stop"
        case _:
            assert_never(command)


def connections(info: ConnectionInfo) -> None:
    host, kernel = Host.pair()
    assert_type(host, Host)
    assert_type(kernel, Kernel)
    with Host.bind() as bound:
        assert_type(bound, Host)
        assert_type(bound.win32_interrupt, Win32InterruptPush | None)
        assert_type(bound.info, ConnectionInfo)
    with Kernel.connect(info) as connected:
        assert_type(connected.completion, CompletionPull)


def constants() -> None:
    assert_type(
        CONTROL, Channel[ExecuteCells | UpdateUIElement | ModelCommand | StopKernel]
    )
    assert_type(
        CONTROL.decoder.decode(b""),
        ExecuteCells | UpdateUIElement | ModelCommand | StopKernel,
    )


def fields_have_their_types(event: CellStatusChanged) -> None:
    assert_type(event.cell_id, CellId)
    assert_type(event.timestamp, float)
