"""The rules about what is gone, and must not be used again."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_A = '[messages.A]\ndoc = "..."\nfields.x = "int"\n'
_B = '[messages.B]\ndoc = "..."\nfields.s = "str"\n'
_C = '[messages.C]\ndoc = "..."\nfields.b = "bool"\n'


def _enum(members: str, more: str = "") -> str:
    return f'[types.C]\nenum = {members}\n{more}[types.M]\nfields.c = "C"\n'


def _feed(carries: str) -> str:
    return f"[channels.feed]\ncarries = {carries}\n"


RESERVED = (
    Rule(
        "FIELD_REMOVED_NOT_RESERVED",
        "A field was removed, and its name on the wire is free to be used again",
        "Each step from one version to the next may be harmless and the two together not: whoever"
        " gives the name to another field is misread by every version that remembers the first. "
        "No comparison of two neighbours shows it.",
        'Write `reserved = ["name"]` next to the fields.',
        f'{_X}fields.y = "int = 0"\n',
        _X,
        "LINT",
    ),
    Rule(
        "ENUM_MEMBER_REMOVED_NOT_RESERVED",
        "A value of an enum is gone and free to be used again",
        "Whoever gives the value to another member is misread by every version that remembers the"
        " first. No comparison of two neighbours shows it.",
        "Reserve the value.",
        _enum('["a", "b"]'),
        _enum('["a"]'),
        "LINT",
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
        "FIELD_NAME_REUSED",
        "A name on the wire was reserved and is used again",
        "The name was reserved because it once meant something else. Versions from that time take the "
        "new field for the old one; what they make of it cannot be seen from here.",
        "Choose a name that was never used, and keep the reservation.",
        f'{_X}reserved = ["y"]\n',
        f'{_X}fields.y = "int = 0"\n',
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
