"""The rules about enums and literals."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule


def _enum(members: str, more: str = "") -> str:
    return f'[types.C]\nenum = {members}\n{more}[types.M]\nfields.c = "C"\n'


def _literal(values: str) -> str:
    return f'[types.M]\nfields.c = "Literal[{values}]"\n'


ENUMS = (
    Rule(
        "ENUM_MEMBER_ADDED",
        "An enum has a member that old readers do not know",
        "An old reader refuses the whole message in which the new value stands, even as one item "
        "of a list; unless its enum has an `unknown` member, which stands for the new one then. A"
        " new reader knows all old values.",
        "Give every enum that crosses the wire an `unknown` member from the first day. Release readers first.",
        _enum('["a"]'),
        _enum('["a", "b"]'),
    ),
    Rule(
        "ENUM_MEMBER_REMOVED",
        "An enum has lost a member that old writers may send",
        "A new reader refuses old messages in which it stands. Where the enum has an `unknown` "
        "member, that stands for it, and nobody sees what it was.",
        "Stop sending it first; remove it when no old writer is left, and never use its value again.",
        _enum('["a", "b"]'),
        _enum('["a"]'),
    ),
    Rule(
        "ENUM_VALUE_CHANGED",
        "A member of an enum has another value",
        "Values travel, names do not: to the other side one value is gone and another is unknown."
        " Messages with other members pass.",
        "Keep the value; rename the member if its name is the trouble.",
        _enum('{ A = "a", B = "b" }'),
        _enum('{ A = "a", B = "bee" }'),
    ),
    Rule(
        "ENUM_VALUES_SWAPPED",
        "Members of an enum have each other's values",
        "What is sent as one member is read as the other, without any error. Both values are "
        "known on both sides, so nothing can be refused.",
        "Never give a value to another member.",
        _enum("{ A = 1, B = 2 }"),
        _enum("{ A = 2, B = 1 }"),
    ),
    Rule(
        "ENUM_VALUE_REUSED",
        "A value of an enum belongs to a member of another name",
        "If the member was renamed, nothing is wrong. If it is another one, old and new versions take each "
        "other's values for something they do not mean, without any error. The wire cannot tell, and the "
        "catalogue does not say.",
        "Say `renamed_from` on the member; or give the new one a value that was never used.",
        _enum("{ A = 1, B = 2 }"),
        _enum("{ A = 1, C = 2 }"),
    ),
    Rule(
        "ENUM_KIND_CHANGED",
        "An enum of texts has become one of integers, or the other way round",
        "No value of the one is a value of the other. Every message in which it stands is "
        "refused, both ways.",
        "Define another enum, and add a field for it.",
        _enum('{ A = "a" }'),
        _enum("{ A = 1 }"),
    ),
    Rule(
        "ENUM_UNKNOWN_ADDED",
        "An enum has a member for values it does not know",
        "From now on new values do no harm to readers of this enum. But a writer may pass the member on, and "
        "old readers refuse its value.",
        "Release readers first, and do not send the member.",
        _enum('["a"]'),
        _enum('["a"]', 'unknown = "OTHER"\n'),
    ),
    Rule(
        "ENUM_UNKNOWN_REMOVED",
        "An enum has no member any more for values it does not know",
        "The next member that is added breaks its readers. And what an old writer sends for what it did not "
        "know itself is refused today.",
        "Keep it.",
        _enum('["a"]', 'unknown = "OTHER"\n'),
        _enum('["a"]'),
    ),
    Rule(
        "LITERAL_VALUE_ADDED",
        "A literal has a value that old readers do not know",
        "An old reader refuses the whole message in which it stands. On the wire a literal and an enum with the "
        "same values are one.",
        "Release readers first; or use an enum with an `unknown` member.",
        _literal("'a'"),
        _literal("'a', 'b'"),
    ),
    Rule(
        "LITERAL_VALUE_REMOVED",
        "A literal has lost a value that old writers may send",
        "A new reader refuses old messages in which it stands. Other values pass.",
        "Stop sending it first.",
        _literal("'a', 'b'"),
        _literal("'a'"),
    ),
)
