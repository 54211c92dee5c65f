"""What is not sent because the other side could not decode it.

Rule: the other side's decoder decides, made of its wire model; so what is refused here is what it
would have kept as a dead letter.
"""

from __future__ import annotations

import msgspec
from runtime.channel import Decodes
from runtime.diagnosis import path_of, unknown_tag
from runtime.errors import PeerCannotDecode


class Guard:
    """Tries frames of a channel as the other side, whose catalogue is called `peer`, would.

    Args:
        version: that of the other side's catalogue.
    """

    def __init__(
        self,
        channel: str,
        decoder: Decodes[object],
        peer: str,
        version: str,
    ) -> None:
        self._channel = channel
        self._decoder = decoder
        self._peer = peer
        self._version = version

    def check(self, end: str, frame: bytes, accepted: int) -> None:
        """Return if the other side can decode a frame.

        Args:
            end: the `repr` of the end that sends.
            accepted: how many messages of the same call were accepted.

        Raises:
            PeerCannotDecode: it cannot.
        """
        try:
            self._decoder.decode(frame)
        except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:
            tag, path = unknown_tag(error), path_of(error)
            why = str(error) if tag is None else f"it has no tag {tag!r} at {path}"
            text = (
                f"{end}: the other side, of {self._peer}, cannot decode this: {why}; "
            )
            text += "upgrade that side, or send it only what it knows"
            raise PeerCannotDecode(
                text, self._channel, path, tag, self._version, accepted
            ) from error
