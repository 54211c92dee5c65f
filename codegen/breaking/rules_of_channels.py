"""The rules about unions and channels, and what must not be used again."""

from __future__ import annotations

from codegen.breaking.rule import Rule

_A = '[messages.A]\ndoc = "."\nfields.x = "int"\n'
_B = '[messages.B]\ndoc = "."\nfields.s = "str"\n'
_C = '[messages.C]\ndoc = "."\nfields.b = "bool"\n'


def _feed(carries: str) -> str:
    return f"[channels.feed]\ncarries = {carries}\n"


_INTS = _feed('"int"')
_MORE = '[channels.more]\ncarries = "int"\n'

CHANNELS = (
    Rule(
        "UNION_MEMBER_ADDED",
        "A union has a member that old readers do not know",
        "An old reader refuses the new message; the sender is not told. In a field, the whole message around it is "
        "refused.",
        "Release readers first; send the new message when they are everywhere.",
        _A + _B + _C + _feed('["A", "B"]'),
        _A + _B + _C + _feed('["A", "B", "C"]'),
    ),
    Rule(
        "UNION_MEMBER_REMOVED",
        "A union has lost a member that old writers may send",
        "A new reader refuses it. The sender is not told, and other members pass.",
        "Stop sending it first; remove it when no old writer is left.",
        _A + _B + _C + _feed('["A", "B", "C"]'),
        _A + _B + _C + _feed('["A", "B"]'),
    ),
    Rule(
        "UNION_MEMBER_REMOVED_NOT_RESERVED",
        "A tag is gone and free to be used again",
        "Whoever gives the tag to another message is misread by every version that remembers the "
        "first. No comparison of two neighbours shows it.",
        'Write `reserved_tags = ["tag"]` in `[catalogue]`, or `reserved` next to the union.',
        _A + _B + _C + _feed('["A", "B", "C"]'),
        _A + _B + _feed('["A", "B"]'),
        "LINT",
    ),
    Rule(
        "TAG_REUSED",
        "A tag was reserved and is used again",
        "The tag was reserved because it once belonged to another message. Versions from that time take"
        " the new message for the old one; what they make of it cannot be seen from here.",
        "Choose a tag that was never used, and keep the reservation.",
        _A + '[types.U]\nunion = ["A"]\nreserved = ["B"]\n' + _feed('"U"'),
        _A + _B + '[types.U]\nunion = ["A", "B"]\n' + _feed('"U"'),
    ),
    Rule(
        "UNION_ORDER_CHANGED",
        "The members of a union stand in another order",
        "A reader tells them by their tags and their types, not by their order. To a type "
        "checker, too, it is the same union.",
        "Nothing to do.",
        _A + _B + _feed('["A", "B"]'),
        _A + _B + _feed('["B", "A"]'),
    ),
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
    Rule(
        "RESERVED_REMOVED",
        "Something that was reserved no longer is",
        "Reservations are for the versions that remember, and there is no telling when the last "
        "of them is gone. Whatever takes the place is misread by them.",
        "Keep it for ever.",
        '[types.M]\nfields.x = "int"\nreserved = ["y"]\n',
        '[types.M]\nfields.x = "int"\n',
        "LINT",
    ),
)
