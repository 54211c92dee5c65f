"""One channel of three numbers for each thing that `send` may do beyond that."""

from typing import Final

from runtime import BindingConnection, Channel, ConnectingConnection, Pull, Push

BLOCK: Final[Channel[int]] = Channel("block", int, capacity=3)
ERROR: Final[Channel[int]] = Channel("error", int, capacity=3, overflow="error")
OLDEST: Final[Channel[int]] = Channel("oldest", int, capacity=3, overflow="drop_oldest")
NEWEST: Final[Channel[int]] = Channel("newest", int, capacity=3, overflow="drop_newest")
LATEST: Final[Channel[int]] = Channel("latest", int, capacity=3, overflow="latest")


class BlockPush(Push[int]):
    channel = BLOCK


class BlockPull(Pull[int]):
    channel = BLOCK


class ErrorPush(Push[int]):
    channel = ERROR


class ErrorPull(Pull[int]):
    channel = ERROR


class OldestPush(Push[int]):
    channel = OLDEST


class OldestPull(Pull[int]):
    channel = OLDEST


class NewestPush(Push[int]):
    channel = NEWEST


class NewestPull(Pull[int]):
    channel = NEWEST


class LatestPush(Push[int]):
    channel = LATEST


class LatestPull(Pull[int]):
    channel = LATEST


class Reader(ConnectingConnection):
    block: BlockPull
    error: ErrorPull
    oldest: OldestPull
    newest: NewestPull
    latest: LatestPull


class Writer(BindingConnection[Reader]):
    block: BlockPush
    error: ErrorPush
    oldest: OldestPush
    newest: NewestPush
    latest: LatestPush
