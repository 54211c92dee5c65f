"""What can go wrong: one class per thing the caller would do differently.

Rule 1: the text names the object, says what is wrong, then what to do.
Rule 2: no text holds a secret or the content of a message.
"""


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
    """The other side has died, or ended by an exception: what it had not received is lost.

    `exitcode` is how its process ended, as `subprocess` says it; None where that is not known.
    """

    def __init__(self, text: str, exitcode: int | None = None) -> None:
        super().__init__(text)
        self.exitcode = exitcode


class EncodeError(StubwireError):
    """The message cannot be put on the wire: the sender's fault. Nothing was sent."""


class StartupError(StubwireError):
    """The two sides did not find each other; `exitcode` is how the child ended, if it did."""

    def __init__(self, text: str, exitcode: int | None = None) -> None:
        super().__init__(text)
        self.exitcode = exitcode


class ConnectionInfoError(StubwireError):
    """The connection info is missing or is not one; `field` is the part that is wrong."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class ReceiverDied(StubwireError):
    """The receiver thread met what it cannot handle: a fault of this package or of the machine.

    `cause` is what it met. The connection is of no more use: close it.
    """

    def __init__(self, text: str, cause: BaseException | None = None) -> None:
        super().__init__(text)
        self.cause = cause
