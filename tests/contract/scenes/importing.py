"""Imports modules, and prints what happens besides: `... importing NAMES [FOLDER]`."""

import importlib
import json
import os
import signal
import sys
import threading
import warnings

STANDS_ON = (
    "msgspec", "zmq", "zmq.utils.z85", "ctypes", "hmac", "logging", "subprocess", "tempfile",
)  # fmt: skip

QUIET = (
    "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill",
    "os.remove", "os.rename", "os.mkdir", "os.chdir", "os.chmod", "os.putenv", "os.link",
    "os.symlink", "socket.", "shutil.", "tempfile.", "signal.", "eval", "ctypes.dlopen", "ftplib.",
    "urllib.", "http.", "_thread.start_new_thread", "fcntl.", "resource.", "pickle.",
)  # fmt: skip
"""Audit events that an import is not the place for."""


def state() -> dict[str, object]:
    """Return what an import could change of its process."""
    return {
        "threads": threading.active_count(),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "signals": [str(signal.getsignal(one)) for one in signal.valid_signals()],
        "recursion": sys.getrecursionlimit(),
        "switching": sys.getswitchinterval(),
        "stack": threading.stack_size(),
        "path": list(sys.path),
        "hooks": (sys.excepthook, sys.displayhook, threading.excepthook),
        "warnings": list(warnings.filters),
    }


def main(names: str, *folders: str) -> None:
    sys.dont_write_bytecode = True
    sys.path[:0] = folders
    # What this package stands on is not its doing.
    for other in STANDS_ON:
        importlib.import_module(other)
    importing = ""

    def watch(event: str, args: tuple[object, ...]) -> None:
        writes = (
            event == "open"
            and isinstance(args[2], int)
            and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if importing and (writes or event.startswith(QUIET)):
            os.write(1, f"{importing}: {event} {args}\n".encode())

    sys.addaudithook(watch)
    before = state()
    for importing in json.loads(names):
        importlib.import_module(importing)
        after = state()
        for what, value in after.items():
            if value != before[what]:
                os.write(1, f"{importing}: {what}\n".encode())
        before = after
    importing = ""


if __name__ == "__main__":
    main(*sys.argv[1:])
