"""What another user of the machine does to a host's sockets: prints what it achieved.

`python -m tests.contract.scenes.other_user FOLDER attack INFO` tries all it can, with a copy of the
connection info; `... let_in INFO` only to be let in, where the directory does not stop it;
`... trap PLACE` makes a directory and waits there for somebody to connect.
"""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final

import zmq
from runtime import ConnectionInfo

from tests.contract.intruder import Intruder, paths_of
from tests.contract.scale import limit

NOBODY: Final = 65534


def become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def attack(info: ConnectionInfo) -> None:
    """Print every thing that could be done, but should not."""
    paths = paths_of(info)
    directory = os.path.dirname(paths[0])
    context = zmq.Context[zmq.Socket[bytes]]()

    def enter(path: str) -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)

    def bind(path: str) -> None:
        with context.socket(zmq.PULL) as thief:
            thief.bind(f"ipc://{path}")

    tries: dict[str, Callable[[str], object]] = {
        "connected to": enter,
        "bound a second time": bind,
        "removed": os.unlink,
        "replaced": lambda path: os.symlink("/dev/null", path),
        "looked at": os.lstat,
    }
    for path in paths:
        for what, act in tries.items():
            with suppress(OSError, zmq.ZMQError):
                act(path)
                print(what, path)
    tries = {
        "listed": os.listdir,
        "renamed": lambda path: os.rename(path, f"{path}-mine"),
        "removed": os.rmdir,
        "opened up": lambda path: os.chmod(path, 0o777),
        "made a file in": lambda path: (Path(path) / "mine").touch(),
    }
    for what, act in tries.items():
        with suppress(OSError):
            act(directory)
            print(what, directory)
    context.destroy(linger=0)


def let_in(info: ConnectionInfo) -> None:
    """Print the sockets that let this user in, or of which it got something."""
    with Intruder(info, "copy") as intruder:
        intruder.await_refusals(limit(10))
        for what in intruder.achieved():
            print(what)


def trap(place: str) -> None:
    """Wait at a socket in a directory of one's own; print what comes until told to end."""
    os.mkdir(place)
    os.chmod(place, 0o777)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{place}/-session")
        os.chmod(f"{place}/-session", 0o777)
        server.listen()
        print("set", flush=True)
        sys.stdin.readline()
        server.settimeout(0.01)
        begin = monotonic()
        while monotonic() < begin + 0.05:
            with suppress(TimeoutError):
                server.accept()
                print("somebody came")
    Path(f"{place}/-session").unlink()
    os.rmdir(place)


def main(folder: str, what: str, subject: str) -> None:
    become_nobody()
    match what:
        case "attack":
            attack(ConnectionInfo.from_json(subject))
        case "let_in":
            let_in(ConnectionInfo.from_json(subject))
        case "trap":
            trap(subject)


if __name__ == "__main__":
    main(*sys.argv[1:])
