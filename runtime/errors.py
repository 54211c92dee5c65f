"""What can go wrong: one class per thing the caller would do differently.

Rule 1: the text names the object, says what is wrong, then what to do.
Rule 2: no text holds a secret or the content of a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.dead_letters import DeadLetter


class StubwireError(Exception):
    """Whatever this package raises on purpose."""


class ChannelFull(StubwireError):
    """The peer reads more slowly than this side sends: try again, wait longer, or give up.

    `accepted` is how many messages of the call were taken nevertheless: they will be delivered.
    """

    def __init__(self, text: str, accepted: int = 0) -> None:
        super().__init__(text)
        self.accepted = accepted


class ChannelEmpty(StubwireError):
    """Nothing has arrived in time; the channel is well."""


class ChannelClosed(StubwireError):
    """The channel has ended as it should: one of the two sides closed it. Nobody's fault."""


class PeerLost(StubwireError):
    """The other side has died, ended by an exception, or cannot be reached any more.

    `exitcode` is how its process ended, as `subprocess` says it; None where that is not known.
    `unconfirmed` has, for each channel this side sends on, how many messages were sent of which
    the other side has not said that it read them: those are lost, or were read just before.
    """

    def __init__(
        self,
        text: str,
        exitcode: int | None = None,
        unconfirmed: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(text)
        self.exitcode = exitcode
        self.unconfirmed = dict(unconfirmed or {})


class EncodeError(StubwireError):
    """The message is not what the channel carries: the sender's fault. Nothing was sent."""


class MessageTooLarge(EncodeError):
    """The message takes `size` bytes on the wire, and the channel carries no more than `limit`."""

    def __init__(self, text: str, size: int = 0, limit: int = 0) -> None:
        super().__init__(text)
        self.size = size
        self.limit = limit


class PeerCannotDecode(StubwireError):
    """The message is right, but the other side's catalogue is of another version, to which it means
    nothing: nobody's fault. Nothing was sent: upgrade the other side, or send what it knows.

    `path` is where in the message, as `$.status`; `tag` is the tag that the other side does not
    know, None if it is something else. `peer_version` is the version of its catalogue. `accepted`
    is how many messages of the call were taken nevertheless: none, but where a `send_many` waited
    for the other side.
    """

    def __init__(
        self,
        text: str,
        channel: str = "",
        path: str = "",
        tag: str | int | None = None,
        peer_version: str = "",
        accepted: int = 0,
    ) -> None:
        super().__init__(text)
        self.channel = channel
        self.path = path
        self.tag = tag
        self.peer_version = peer_version
        self.accepted = accepted


class UndecodableMessage(StubwireError):
    """A frame arrived that is not what the channel carries; the next `recv` goes on after it.

    Only where the connection was made with `on_dead_letter="raise"`. `letter` has the frame.
    """

    def __init__(self, text: str, letter: DeadLetter) -> None:
        super().__init__(text)
        self.letter = letter


class StartupError(StubwireError):
    """The two sides did not find each other.

    `exitcode` is how the child ended, if it did; `stderr` is the end of what it wrote there.
    """

    def __init__(
        self, text: str, exitcode: int | None = None, stderr: str = ""
    ) -> None:
        super().__init__(text)
        self.exitcode = exitcode
        self.stderr = stderr


class HandshakeError(StartupError):
    """The two sides found each other, and one has refused the other."""


class CatalogueMismatch(HandshakeError):
    """The two sides are of catalogues that do not understand each other: upgrade one of them."""


class ConnectionInfoError(StubwireError):
    """The connection info is missing or is not one; `field` is the part that is wrong."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class ProtocolFault(StubwireError):
    """The other side has done what no peer of this package does; the session has been ended."""


class ForkedConnection(StubwireError):
    """The connection belongs to the process that this one was forked from: open one here."""


class ReceiverDied(StubwireError):
    """The receiver thread met what it cannot handle: a fault of this package or of the machine.

    `cause` is what it met. The connection is of no more use: close it.
    """

    def __init__(self, text: str, cause: BaseException | None = None) -> None:
        super().__init__(text)
        self.cause = cause
