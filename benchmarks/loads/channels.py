# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The channels of the catalogue 'loads', and the connection of each role."""

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
)

from .messages import Block, Log, Trace

ReportsMessage: TypeAlias = Trace | Log

REPORTS: Final[Channel[ReportsMessage]] = Channel(
    "reports",
    ReportsMessage,
    capacity=1000,
    fingerprint="99444624e948cd93eb9474b71407ed3f20a6bfb6cebb5b1dc4b5422701843982",
    names="017203b19543c399544b3152be1f92ca63efb1f2f5ee915fe3fece0cea9d73ae",
)
"""About 10 kB each."""


class ReportsPush(Push[ReportsMessage]):
    """Sends `Trace | Log`."""

    channel = REPORTS


class ReportsPull(Pull[ReportsMessage]):
    """Receives `Trace | Log`."""

    channel = REPORTS


class AsyncReportsPush(AsyncPush[ReportsMessage]):
    """Sends `Trace | Log`."""

    channel = REPORTS


class AsyncReportsPull(AsyncPull[ReportsMessage]):
    """Receives `Trace | Log`."""

    channel = REPORTS


ReportsBackMessage: TypeAlias = Trace | Log

REPORTS_BACK: Final[Channel[ReportsBackMessage]] = Channel(
    "reports_back",
    ReportsBackMessage,
    capacity=1000,
    fingerprint="3c5e2b4a78218495b17bdcef22d640aa86af7b787c6c6d02462aa512b32a1bcc",
    names="017203b19543c399544b3152be1f92ca63efb1f2f5ee915fe3fece0cea9d73ae",
)
"""What came back."""


class ReportsBackPush(Push[ReportsBackMessage]):
    """Sends `Trace | Log`."""

    channel = REPORTS_BACK


class ReportsBackPull(Pull[ReportsBackMessage]):
    """Receives `Trace | Log`."""

    channel = REPORTS_BACK


class AsyncReportsBackPush(AsyncPush[ReportsBackMessage]):
    """Sends `Trace | Log`."""

    channel = REPORTS_BACK


class AsyncReportsBackPull(AsyncPull[ReportsBackMessage]):
    """Receives `Trace | Log`."""

    channel = REPORTS_BACK


BLOCKS: Final[Channel[Block]] = Channel(
    "blocks",
    Block,
    capacity=1000,
    fingerprint="a4a773ec580d61199b051bef4380abf1ece51dc7cd9b22d43c1e430d2145e4a5",
    names="66ed133e3650bfca88cc971fbd16727431d9465afde2aaf33eb77561ebfb4907",
)
"""Of any size."""


class BlocksPush(Push[Block]):
    """Sends `Block`."""

    channel = BLOCKS


class BlocksPull(Pull[Block]):
    """Receives `Block`."""

    channel = BLOCKS


class AsyncBlocksPush(AsyncPush[Block]):
    """Sends `Block`."""

    channel = BLOCKS


class AsyncBlocksPull(AsyncPull[Block]):
    """Receives `Block`."""

    channel = BLOCKS


BLOCKS_BACK: Final[Channel[Block]] = Channel(
    "blocks_back",
    Block,
    capacity=1000,
    fingerprint="76cdab3bc623bce539d6f36596f7351af02ec78d4052048fd7e8ddfab276595f",
    names="66ed133e3650bfca88cc971fbd16727431d9465afde2aaf33eb77561ebfb4907",
)
"""What came back."""


class BlocksBackPush(Push[Block]):
    """Sends `Block`."""

    channel = BLOCKS_BACK


class BlocksBackPull(Pull[Block]):
    """Receives `Block`."""

    channel = BLOCKS_BACK


class AsyncBlocksBackPush(AsyncPush[Block]):
    """Sends `Block`."""

    channel = BLOCKS_BACK


class AsyncBlocksBackPull(AsyncPull[Block]):
    """Receives `Block`."""

    channel = BLOCKS_BACK


class Far(ConnectingConnection):
    """The side that connects: goes where 'near' tells it to."""

    reports: ReportsPull
    """About 10 kB each."""
    reports_back: ReportsBackPush
    """What came back."""
    blocks: BlocksPull
    """Of any size."""
    blocks_back: BlocksBackPush
    """What came back."""


class Near(BindingConnection[Far]):
    """The side that binds: starts 'far', or tells it where to connect."""

    reports: ReportsPush
    """About 10 kB each."""
    reports_back: ReportsBackPull
    """What came back."""
    blocks: BlocksPush
    """Of any size."""
    blocks_back: BlocksBackPull
    """What came back."""


class AsyncFar(AsyncConnectingConnection[Far]):
    """`Far`, for asyncio."""

    reports: AsyncReportsPull
    """About 10 kB each."""
    reports_back: AsyncReportsBackPush
    """What came back."""
    blocks: AsyncBlocksPull
    """Of any size."""
    blocks_back: AsyncBlocksBackPush
    """What came back."""


class AsyncNear(AsyncBindingConnection[Near, AsyncFar]):
    """`Near`, for asyncio."""

    reports: AsyncReportsPush
    """About 10 kB each."""
    reports_back: AsyncReportsBackPull
    """What came back."""
    blocks: AsyncBlocksPush
    """Of any size."""
    blocks_back: AsyncBlocksBackPull
    """What came back."""
