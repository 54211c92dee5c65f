"""A channel whose messages can hold buffers: one message is all the frames of a multipart message."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from runtime.buffer_coders import BufferDecoder, BufferEncoder
from runtime.buffers import size_of
from runtime.channel import Channel, Coders, M

if TYPE_CHECKING:
    from typing_extensions import TypeForm


@final
class BufferChannel(Channel[M]):
    """A `Channel` for a type that has `Buffer` or `WritableBuffer` in it, however deep.

    Both sides have to have one: the frames are others.
    """

    __slots__ = ()

    def _coders(self, type: TypeForm[M]) -> Coders[M]:
        return BufferEncoder(type), BufferDecoder(type), size_of
