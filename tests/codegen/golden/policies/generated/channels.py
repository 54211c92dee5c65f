# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
# mypy: disable-error-code="deprecated"
# pyright: reportDeprecated=false
"""The channels of the catalogue 'policies', and the connection of each role."""

from typing import Final, TypeAlias

from runtime import (
    BindingConnection,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
    deprecated,
)

from .messages import (
    ArrayOne,
    ArrayTwo,
    First,
    HTTPRequest2Sent,
    KebabNames,
    Options,
    Part,
    PascalNames,
    PlainNames,
    Second,
    SnakeNames,
)

ControlMessage: TypeAlias = (
    HTTPRequest2Sent | PlainNames | SnakeNames | PascalNames | KebabNames | Options
)

CONTROL: Final[Channel[ControlMessage]] = Channel(
    "control", ControlMessage, capacity=1000
)
"""Waits while it is full."""


class ControlPush(Push[ControlMessage]):
    """Sends `ControlMessage`:

    HTTPRequest2Sent | PlainNames | SnakeNames | PascalNames | KebabNames |
    Options
    """

    channel = CONTROL


class ControlPull(Pull[ControlMessage]):
    """Receives `ControlMessage`:

    HTTPRequest2Sent | PlainNames | SnakeNames | PascalNames | KebabNames |
    Options
    """

    channel = CONTROL


NumberedMessage: TypeAlias = First | Second

NUMBERED: Final[Channel[NumberedMessage]] = Channel(
    "numbered", NumberedMessage, capacity=1, overflow="error"
)
"""Refuses what is too much."""


class NumberedPush(Push[NumberedMessage]):
    """Sends `First | Second`."""

    channel = NUMBERED


class NumberedPull(Pull[NumberedMessage]):
    """Receives `First | Second`."""

    channel = NUMBERED


ArraysMessage: TypeAlias = ArrayOne | ArrayTwo

ARRAYS: Final[Channel[ArraysMessage]] = Channel(
    "arrays", ArraysMessage, capacity=2147483647, overflow="drop_oldest"
)
"""Forgets the oldest."""


class ArraysPush(Push[ArraysMessage]):
    """Sends `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


class ArraysPull(Pull[ArraysMessage]):
    """Receives `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


NEWEST: Final[Channel[dict[str, Part]]] = Channel(
    "newest", dict[str, Part], capacity=1000, overflow="drop_newest"
)
"""Forgets the newest."""


class NewestPush(Push[dict[str, Part]]):
    """Sends `dict[str, Part]`."""

    channel = NEWEST


class NewestPull(Pull[dict[str, Part]]):
    """Receives `dict[str, Part]`."""

    channel = NEWEST


PROGRESS_2: Final[Channel[float]] = Channel(
    "progress_2", float, capacity=1000, overflow="latest"
)
"""Keeps the latest.

Deprecated: Use `arrays`.
"""


@deprecated("Use `arrays`.")
class Progress2Push(Push[float]):
    """Sends `float`."""

    channel = PROGRESS_2


@deprecated("Use `arrays`.")
class Progress2Pull(Pull[float]):
    """Receives `float`."""

    channel = PROGRESS_2


POSIX_ONLY: Final[Channel[int]] = Channel(
    "posix_only",
    int,
    capacity=1000,
    platforms=(
        "linux",
        "darwin",
        "aix",
        "android",
        "cygwin",
        "emscripten",
        "ios",
        "wasi",
    ),
)
"""Where there are signals.

Only where sys.platform is 'linux', 'darwin', 'aix', 'android', 'cygwin', 'emscripten', 'ios' or 'wasi'.
"""


class PosixOnlyPush(Push[int]):
    """Sends `int`."""

    channel = POSIX_ONLY


class PosixOnlyPull(Pull[int]):
    """Receives `int`."""

    channel = POSIX_ONLY


WIN32_ONLY: Final[Channel[int]] = Channel(
    "win32_only", int, capacity=1000, platforms=("win32",)
)
"""Where there are none.

Only where sys.platform is 'win32'.

Deprecated: Nobody needs it.
"""


@deprecated("Nobody needs it.")
class Win32OnlyPush(Push[int]):
    """Sends `int`."""

    channel = WIN32_ONLY


@deprecated("Nobody needs it.")
class Win32OnlyPull(Pull[int]):
    """Receives `int`."""

    channel = WIN32_ONLY


class ApiServer(ConnectingConnection):
    """The side that connects: goes where 'engine_core' tells it to."""

    control: ControlPull
    """Waits while it is full."""
    numbered: NumberedPull
    """Refuses what is too much."""
    arrays: ArraysPush
    """Forgets the oldest."""
    newest: NewestPush
    """Forgets the newest."""
    progress_2: Progress2Push
    """Keeps the latest.

    Deprecated: Use `arrays`.
    """
    posix_only: PosixOnlyPush | None
    """Where there are signals.

    Only where sys.platform is 'linux', 'darwin', 'aix', 'android', 'cygwin', 'emscripten', 'ios' or 'wasi'.
    """
    win32_only: Win32OnlyPull | None
    """Where there are none.

    Only where sys.platform is 'win32'.

    Deprecated: Nobody needs it.
    """


class EngineCore(BindingConnection[ApiServer]):
    """The side that binds: starts 'api_server', or tells it where to connect."""

    control: ControlPush
    """Waits while it is full."""
    numbered: NumberedPush
    """Refuses what is too much."""
    arrays: ArraysPull
    """Forgets the oldest."""
    newest: NewestPull
    """Forgets the newest."""
    progress_2: Progress2Pull
    """Keeps the latest.

    Deprecated: Use `arrays`.
    """
    posix_only: PosixOnlyPull | None
    """Where there are signals.

    Only where sys.platform is 'linux', 'darwin', 'aix', 'android', 'cygwin', 'emscripten', 'ios' or 'wasi'.
    """
    win32_only: Win32OnlyPush | None
    """Where there are none.

    Only where sys.platform is 'win32'.

    Deprecated: Nobody needs it.
    """
