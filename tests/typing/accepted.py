"""What the type checker must infer. mypy reads this file; a wrong guess is an error there."""

import subprocess
from typing import assert_never, assert_type

from runtime import (
    AsyncPull,
    AsyncPush,
    Channel,
    CloseReport,
    ConnectionInfo,
    Event,
    Pull,
    Push,
    Stats,
)

from generated import (
    CONTROL,
    AsyncCompletionPull,
    AsyncHost,
    AsyncKernel,
    AsyncWin32InterruptPush,
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
from tests.codegen.golden.buffers.generated import (
    PICTURES,
    Picture,
    Pixels,
    Scene,
    Stop,
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


async def what_arrives_for_tasks(host: AsyncHost, kernel: AsyncKernel) -> None:
    assert_type(
        await kernel.control.recv(),
        ExecuteCells | UpdateUIElement | ModelCommand | StopKernel,
    )
    assert_type(await kernel.completion.recv(timeout=0.5), CompleteCode)
    assert_type(kernel.completion.recv_nowait(), CompleteCode)
    async for event in host.stream:
        assert_type(event, StreamMessage)
    async for what in host.events:
        assert_type(what, Event)
    assert_type(host.stream.stats(), Stats)
    pull: AsyncPull[object] = kernel.completion
    assert_type(await pull.recv(), object)


async def what_tasks_send(host: AsyncHost) -> None:
    await host.control.send(ExecuteCells(cell_ids=[CellId("a")], codes=["1"]))
    await host.control.send_many([StopKernel(), StopKernel()], timeout=1.0)
    host.input.send_nowait("yes")
    push: AsyncPush[StopKernel] = host.control  # a sender of more can send less
    await push.send(StopKernel())


async def connections_of_tasks(info: ConnectionInfo) -> None:
    host, kernel = await AsyncHost.pair()
    assert_type(host, AsyncHost)
    assert_type(kernel, AsyncKernel)
    assert_type(host.threaded, Host)
    assert_type(kernel.threaded, Kernel)
    assert_type(AsyncHost(Host.bind()), AsyncHost)
    async with AsyncHost.bind() as bound:
        assert_type(bound, AsyncHost)
        assert_type(bound.win32_interrupt, AsyncWin32InterruptPush | None)
        assert_type(await bound.spawn(["kernel"]), subprocess.Popen[bytes])
        assert_type(await bound.close(drain=1.0), CloseReport)
    async with AsyncKernel.connect(info) as connected:
        assert_type(connected.completion, AsyncCompletionPull)
    assert_type(await AsyncKernel.connect(info), AsyncKernel)


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


def buffers_are_views(scene: Scene, numbers: bytearray) -> None:
    assert_type(PICTURES, Channel[Picture | Scene | Stop])
    assert_type(Picture(content=memoryview(numbers)).content, memoryview)
    assert_type(scene.planes, list[memoryview])
    assert_type(scene.by_name, dict[str, Pixels])
    assert_type(scene.by_name["left"][0], int)
