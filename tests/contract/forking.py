"""What forked children do with the connection of their parent, and how they end."""

from __future__ import annotations

import gc
import multiprocessing
import os
import select
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from runtime import ForkedConnection, Pull, Push

from tests.contract.measured import measured
from tests.contract.payload import Sizes, make, message_of
from tests.contract.scale import limit
from tests.contract.waiters import pulls_of, pushes_of
from tests.contract.wire import Control, Host, Kernel, Report, Values

WAYS: Final = ("sys.exit", "os._exit", "gc", "new connection")
"""What a child does at last."""

AT_ONCE: Final = limit(0.1)
LIFE: Final = limit(2.0)


def fork_often(side: Host | Kernel, method: str, count: int, folder: Path) -> list[str]:
    """Start children again and again; return what is wrong with them.

    Args:
        method: "os", or a way in which `multiprocessing` starts its processes.
    """
    fork = fork_by_os if method == "os" else partial(fork_by_library, method)
    found = []
    for number in range(count):
        way, report = WAYS[number % len(WAYS)], folder / f"child{number}"
        found += fork(side, way, report)
        found += report.read_text().splitlines()
    return found


def fork_by_os(side: Host | Kernel, way: str, report: Path) -> list[str]:
    """Fork; return what is wrong with how the child ended."""
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        live(side, way, report)
    return await_child(pid, way, began)


def fork_by_library(
    method: str, side: Host | Kernel, way: str, report: Path
) -> list[str]:
    """Start a process; return what is wrong with that."""
    multiprocessing.set_start_method(method, force=True)
    found = []
    process = multiprocessing.Process(target=live, args=(side, way, report))
    began = time.monotonic()
    try:
        process.start()
    except TypeError:  # only a fork can copy a connection
        process = multiprocessing.Process(target=live_apart, args=(report,))
        process.start()
    process.join(10 * LIFE)
    if method != "fork":
        began = float(report.with_suffix(".began").read_text())
    took = measured(f"{method}: child's life (s)", time.monotonic() - began, LIFE)
    if took > LIFE or process.exitcode:
        found.append(f"{method}, {way}: {process.exitcode} after {took:.3f} s")
    return found


def await_child(pid: int, way: str, began: float) -> list[str]:
    """Return what is wrong with how a child ended."""
    child = os.pidfd_open(pid)
    ended, _, _ = select.select([child], [], [], 10 * LIFE)
    took = measured("child's life (s)", time.monotonic() - began, LIFE)
    os.close(child)
    if not ended:
        os.kill(pid, 9)
    _, status = os.waitpid(pid, 0)
    found = []
    if took > LIFE:
        found.append(f"{way}: the child took {took:.3f} s")
    if status:
        found.append(f"{way}: the child ended with {os.waitstatus_to_exitcode(status)}")
    return found


def live(side: Host | Kernel, way: str, report: Path) -> NoReturn:
    """Be a child."""
    found = try_calls(side)
    if way == "new connection":
        found += try_new_connection()
    report.write_text("\n".join(found))
    if way == "os._exit":
        os._exit(0)
    if way == "gc":
        for name, end in list(vars(side).items()):
            if isinstance(end, Pull | Push):
                delattr(side, name)
        del end
        gc.collect()
    sys.exit(0)


def live_apart(report: Path) -> None:
    """Be a child that shares nothing with its parent."""
    report.with_suffix(".began").write_text(str(time.monotonic()))
    report.write_text("\n".join(try_new_connection()))


def try_new_connection() -> list[str]:
    """Return what is wrong with a connection of the child's own."""
    host, kernel = Host.pair()
    host.down1.send(make("down1", 0, 0, Sizes(16, 16)))
    message = kernel.down1.recv(LIFE)
    report = host.close()
    kernel.close()
    if message.number or not report.complete:
        return [f"in the child, a new connection: {message}, {report}"]
    return []


def try_calls(side: Host | Kernel) -> list[str]:
    """Return the calls on a copied connection that do not say at once what it is."""
    found = []
    worst = 0.0
    for name, call in calls_of(side).items():
        began = time.monotonic()
        try:
            call()
            outcome = "returns"
        except ForkedConnection:
            outcome = ""
        except BaseException as error:
            outcome = f"raises {error!r}"
        took = time.monotonic() - began
        worst = max(worst, took)
        if outcome or took > AT_ONCE:
            found.append(f"in the child, {name} {outcome} after {took:.3f} s")
    measured("a call in the child (ms)", worst * 1000, AT_ONCE * 1000)
    return found


def calls_of(side: Host | Kernel) -> dict[str, Callable[[], object]]:
    """Return every call that a connection and its ends have."""
    calls: dict[str, Callable[[], object]] = {
        "stats": side.stats,
        "close": side.close,
        "close(0)": partial(side.close, 0),
        "events.recv": side.events.recv,
        "events.recv_nowait": side.events.recv_nowait,
    }
    if isinstance(side, Host):
        calls["spawn"] = partial(side.spawn, [sys.executable, "-c", ""])
    messages = {"orders": Control(verb="no"), "reports": Report(text="no")}
    values = {"up_values": Values(), "down_values": Values()}
    for name, push in pushes_of(side).items():
        other = message_of(name, 0, 0, Sizes(16, 16))
        message = (messages | values).get(name, other)
        calls[f"{name}.send"] = partial(push.send, message)
        calls[f"{name}.send(0.2)"] = partial(push.send, message, 0.2)
        calls[f"{name}.send_nowait"] = partial(push.send_nowait, message)
        calls[f"{name}.send_many"] = partial(push.send_many, [message, message])
        calls[f"{name}.stats"] = push.stats
    for name, pull in pulls_of(side).items():
        calls[f"{name}.recv"] = pull.recv
        calls[f"{name}.recv(0.2)"] = partial(pull.recv, 0.2)
        calls[f"{name}.recv_nowait"] = pull.recv_nowait
        calls[f"next({name})"] = partial(next, pull)
        calls[f"{name}.stats"] = pull.stats
    return calls
