"""The rules about channels."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_A = '[messages.A]\ndoc = "..."\nfields.x = "int"\n'
_B = '[messages.B]\ndoc = "..."\nfields.s = "str"\n'


def _feed(carries: str) -> str:
    return f"[channels.feed]\ncarries = {carries}\n"


_INTS = _feed('"int"')
_MORE = '[channels.more]\ncarries = "int"\n'


CHANNELS = (
    Rule(
        "CHANNEL_STRUCT_TO_UNION",
        "A channel that carried one struct carries several",
        "An old reader knows one struct: it refuses the others by their tags; if it has no tag itself, it takes "
        "them for its own wherever the fields fit. A reader of several insists on a tag, which an untagged struct "
        "never sent.",
        "Carry messages from the first day, and release readers first. From an untagged struct, open another channel.",
        _A + _B + _feed('["A"]'),
        _A + _B + _feed('["A", "B"]'),
    ),
    Rule(
        "CHANNEL_UNION_TO_STRUCT",
        "A channel that carried several structs carries one",
        "A new reader refuses the others by their tags; if it has no tag itself, it takes them for its own wherever "
        "the fields fit. And what comes without a tag is refused by an old reader.",
        "Stop sending the others first, and keep the tag.",
        _A + _B + _feed('["A", "B"]'),
        _A + _B + _feed('["A"]'),
    ),
    Rule(
        "CHANNEL_TYPE_CHANGED",
        "A channel carries another type, or what it carries has changed throughout",
        "What the engine says of the channel as a whole. It is told of a channel whose type is another, and where the "
        "other findings on a channel together say less than the engine does.",
        "Open another channel for the new type, and remove the old one when nobody uses it.",
        _feed('"bytes"'),
        _feed('"str"'),
    ),
    Rule(
        "CHANNEL_FRAMING_CHANGED",
        "A channel has its first buffer, or no buffer any more",
        "From 64 KiB on a buffer is a frame of its own. On a channel with buffers, several frames at once are one "
        "message; on any other, each of them is one. Two versions that frame a channel differently misread each "
        "other, even where no message has a buffer.",
        "Open another channel for what has buffers.",
        _A + _feed('["A"]'),
        _A + 'fields.image = "buffer | None = None"\n' + _feed('["A"]'),
    ),
    Rule(
        "CHANNEL_REMOVED",
        "A channel is gone",
        "Nobody reads what an old version sends on it, and an old version waits in vain for what "
        "it reads. What it sends stays in the queue until that is full.",
        "Stop using it first, on both sides.",
        _INTS + _MORE,
        _INTS,
    ),
    Rule(
        "CHANNEL_ADDED",
        "There is a new channel",
        "An old version does not know it: nobody is at the other end of it. That matters only to who waits there.",
        "Do not rely on it before both sides have it.",
        _INTS,
        _INTS + _MORE,
    ),
    Rule(
        "CHANNEL_RENAMED",
        "A channel has another name",
        "The two sides find the ends of a channel by its name. To an old version the channel is "
        "gone, and nothing that is sent on it arrives.",
        "Open the new channel beside the old one, and close that when no old version is left.",
        _INTS + _MORE,
        _INTS + '[channels.rest]\nrenamed_from = "more"\ncarries = "int"\n',
    ),
    Rule(
        "CHANNEL_DIRECTION_CHANGED",
        "A channel goes the other way round",
        "Both sides send and nobody reads, or both read and nobody sends. Nothing that was sent "
        "on it arrives.",
        "Open another channel.",
        "[channels.feed]\nfrom = 'host'\ncarries = 'int'\n",
        "[channels.feed]\nfrom = 'kernel'\ncarries = 'int'\n",
    ),
)
