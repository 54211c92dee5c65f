# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
# mypy: disable-error-code="deprecated"
# pyright: reportDeprecated=false
"""The channels of the catalogue 'policies', and the connection of each role."""

from typing import Final, TypeAlias

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
    "control",
    ControlMessage,
    capacity=1000,
    fingerprint="69ac0aee7a59ad19d9fff0bde9c44aafa148e478f34f39c618dde11dcd11fe16",
    names="973736100140b574ca27b3a7261eaa261e4e7cc988adddefa569fe7e3f7ea3d3",
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


class AsyncControlPush(AsyncPush[ControlMessage]):
    """Sends `ControlMessage`:

    HTTPRequest2Sent | PlainNames | SnakeNames | PascalNames | KebabNames |
    Options
    """

    channel = CONTROL


class AsyncControlPull(AsyncPull[ControlMessage]):
    """Receives `ControlMessage`:

    HTTPRequest2Sent | PlainNames | SnakeNames | PascalNames | KebabNames |
    Options
    """

    channel = CONTROL


NumberedMessage: TypeAlias = First | Second

NUMBERED: Final[Channel[NumberedMessage]] = Channel(
    "numbered",
    NumberedMessage,
    capacity=1,
    max_message_bytes=1024,
    overflow="error",
    fingerprint="a3041605a18f5deb980dbf2683dc7697f89be7f0e95f7291fc8013734d1c818b",
    names="b4330af270e97d020c6f843dad4d0b9222b924ee1118755a5d7a69dcf0ddec68",
)
"""Refuses what is too much."""


class NumberedPush(Push[NumberedMessage]):
    """Sends `First | Second`."""

    channel = NUMBERED


class NumberedPull(Pull[NumberedMessage]):
    """Receives `First | Second`."""

    channel = NUMBERED


class AsyncNumberedPush(AsyncPush[NumberedMessage]):
    """Sends `First | Second`."""

    channel = NUMBERED


class AsyncNumberedPull(AsyncPull[NumberedMessage]):
    """Receives `First | Second`."""

    channel = NUMBERED


ArraysMessage: TypeAlias = ArrayOne | ArrayTwo

ARRAYS: Final[Channel[ArraysMessage]] = Channel(
    "arrays",
    ArraysMessage,
    capacity=2147483647,
    max_message_bytes=1073741824,
    overflow="drop_oldest",
    fingerprint="57a7ac4cf53d6aec479885c7adf774b9b6477b6df4c78a044c57a32696dbb0e2",
    names="0f19b55c4fed45214565d6efaa93d38e9d0756301ab754765f12d161ff8ebb53",
)
"""Forgets the oldest."""


class ArraysPush(Push[ArraysMessage]):
    """Sends `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


class ArraysPull(Pull[ArraysMessage]):
    """Receives `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


class AsyncArraysPush(AsyncPush[ArraysMessage]):
    """Sends `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


class AsyncArraysPull(AsyncPull[ArraysMessage]):
    """Receives `ArrayOne | ArrayTwo`."""

    channel = ARRAYS


NEWEST: Final[Channel[dict[str, Part]]] = Channel(
    "newest",
    dict[str, Part],
    capacity=1000,
    overflow="drop_newest",
    fingerprint="638a986bf847b69a9e207ad10726835c5668c02a56fe19f47e6d7d0a97810636",
    names="49d1b3f3fee442ea3e5e7651932d86fdfbb54c65cdda7acf5547f688fd23b764",
)
"""Forgets the newest."""


class NewestPush(Push[dict[str, Part]]):
    """Sends `dict[str, Part]`."""

    channel = NEWEST


class NewestPull(Pull[dict[str, Part]]):
    """Receives `dict[str, Part]`."""

    channel = NEWEST


class AsyncNewestPush(AsyncPush[dict[str, Part]]):
    """Sends `dict[str, Part]`."""

    channel = NEWEST


class AsyncNewestPull(AsyncPull[dict[str, Part]]):
    """Receives `dict[str, Part]`."""

    channel = NEWEST


PROGRESS_2: Final[Channel[float]] = Channel(
    "progress_2",
    float,
    capacity=1000,
    overflow="latest",
    fingerprint="c8faa2aad0d65764c6b3a6b009ec5138242d5e1eadca1f070dca8e0f089d6763",
    names="a6c871ff72c57f35934325de26fba3add81b1df8935af30a164fb9a13117949a",
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


@deprecated("Use `arrays`.")
class AsyncProgress2Push(AsyncPush[float]):
    """Sends `float`."""

    channel = PROGRESS_2


@deprecated("Use `arrays`.")
class AsyncProgress2Pull(AsyncPull[float]):
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
    fingerprint="419ef265c12002b6213354ba8aea825b7c3bbc8a0ac2c125a72533324cb9ed09",
    names="c511da579364be932435a248bf3f04254e5c257664551ad10ac69cdc4170a098",
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


class AsyncPosixOnlyPush(AsyncPush[int]):
    """Sends `int`."""

    channel = POSIX_ONLY


class AsyncPosixOnlyPull(AsyncPull[int]):
    """Receives `int`."""

    channel = POSIX_ONLY


WIN32_ONLY: Final[Channel[int]] = Channel(
    "win32_only",
    int,
    capacity=1000,
    platforms=("win32",),
    fingerprint="3724e7b2625eb39bec605cbc64341b94fa89fb238b3c0f18666d4caca27ca9ca",
    names="c511da579364be932435a248bf3f04254e5c257664551ad10ac69cdc4170a098",
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


@deprecated("Nobody needs it.")
class AsyncWin32OnlyPush(AsyncPush[int]):
    """Sends `int`."""

    channel = WIN32_ONLY


@deprecated("Nobody needs it.")
class AsyncWin32OnlyPull(AsyncPull[int]):
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


class AsyncApiServer(AsyncConnectingConnection[ApiServer]):
    """`ApiServer`, for asyncio."""

    control: AsyncControlPull
    """Waits while it is full."""
    numbered: AsyncNumberedPull
    """Refuses what is too much."""
    arrays: AsyncArraysPush
    """Forgets the oldest."""
    newest: AsyncNewestPush
    """Forgets the newest."""
    progress_2: AsyncProgress2Push
    """Keeps the latest.

    Deprecated: Use `arrays`.
    """
    posix_only: AsyncPosixOnlyPush | None
    """Where there are signals.

    Only where sys.platform is 'linux', 'darwin', 'aix', 'android', 'cygwin', 'emscripten', 'ios' or 'wasi'.
    """
    win32_only: AsyncWin32OnlyPull | None
    """Where there are none.

    Only where sys.platform is 'win32'.

    Deprecated: Nobody needs it.
    """


class AsyncEngineCore(AsyncBindingConnection[EngineCore, AsyncApiServer]):
    """`EngineCore`, for asyncio."""

    control: AsyncControlPush
    """Waits while it is full."""
    numbered: AsyncNumberedPush
    """Refuses what is too much."""
    arrays: AsyncArraysPull
    """Forgets the oldest."""
    newest: AsyncNewestPull
    """Forgets the newest."""
    progress_2: AsyncProgress2Pull
    """Keeps the latest.

    Deprecated: Use `arrays`.
    """
    posix_only: AsyncPosixOnlyPull | None
    """Where there are signals.

    Only where sys.platform is 'linux', 'darwin', 'aix', 'android', 'cygwin', 'emscripten', 'ios' or 'wasi'.
    """
    win32_only: AsyncWin32OnlyPush | None
    """Where there are none.

    Only where sys.platform is 'win32'.

    Deprecated: Nobody needs it.
    """
