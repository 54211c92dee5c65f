"""Channels: who sends what to whom, where, and how much may wait."""

from __future__ import annotations

from collections.abc import Iterator

from codegen import document
from codegen.catalogue import DEFAULT_LIMIT, Channel, Role
from codegen.docs import text
from codegen.problems import Problem, listed, meant
from codegen.types import Type

PLATFORMS = (
    "aix",
    "android",
    "cygwin",
    "darwin",
    "emscripten",
    "ios",
    "linux",
    "wasi",
    "win32",
)
"""What `sys.platform` can be."""
_PLATFORM_NAMES = {
    "windows": "win32",
    "win64": "win32",
    "macos": "darwin",
    "osx": "darwin",
    "mac": "darwin",
    "posix": "linux",
    "unix": "linux",
}
_LARGEST_CAPACITY = 2**31 - 1  # ZeroMQ keeps a high-water mark in an int
_SMALLEST_LIMIT = 1024
_LARGEST_LIMIT = 1024**3


def channel(
    written: document.Channel, type: Type, binder: Role, connector: Role
) -> Channel:
    """Return the channel as it is meant."""
    sends = [connector, binder]
    if written.sender and written.sender.value == connector.name:
        sends.reverse()
    receiver, sender = sends
    limit = written.max_message_bytes
    return Channel(
        name=written.name.value,
        doc=text(written.doc),
        sender=sender,
        receiver=receiver,
        type=type,
        capacity=written.capacity.value if written.capacity else 1000,
        max_message_bytes=limit.value if limit else DEFAULT_LIMIT,
        overflow=written.overflow,
        platforms=tuple(platform.value for platform in written.platforms),
        deprecated=text(written.deprecated),
        renamed_from=text(written.renamed_from),
    )


def problems(
    written: document.Channel, binder: Role, connector: Role
) -> Iterator[Problem]:
    """Yield what is wrong with a channel, but for the type that it carries."""
    roles = [binder.name, connector.name]
    sender = written.sender
    if sender and sender.value.strip() and all(roles) and sender.value not in roles:
        hint = meant(sender.value, roles) or f"; it is {listed(roles)}"
        yield sender.problem(f"no role named {sender.value!r}{hint}")
    for platform in written.platforms:
        if platform.value not in PLATFORMS:
            near = _PLATFORM_NAMES.get(platform.value.casefold())
            hint = f"; did you mean {near!r}?" if near else ""
            hint = hint or meant(platform.value, PLATFORMS)
            hint = hint or f"; it is {listed(PLATFORMS)}"
            yield platform.problem(f"sys.platform is never {platform.value!r}{hint}")
    if written.capacity and not 1 <= written.capacity.value <= _LARGEST_CAPACITY:
        why = f"a capacity of {written.capacity.value} cannot be; write 1 to {_LARGEST_CAPACITY}"
        yield written.capacity.problem(why)
    limit = written.max_message_bytes
    if limit and not _SMALLEST_LIMIT <= limit.value <= _LARGEST_LIMIT:
        why = f"a limit of {limit.value} bytes cannot be; write {_SMALLEST_LIMIT} to {_LARGEST_LIMIT}"
        yield limit.problem(why)
