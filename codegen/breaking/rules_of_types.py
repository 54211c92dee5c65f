"""The rules about enums and literals, tags and options of messages."""

from __future__ import annotations

from codegen.breaking.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_MESSAGE = '[messages.M]\ndoc = "."\nfields.x = "int"\n'


def _enum(members: str, more: str = "") -> str:
    return f'[types.C]\nenum = {members}\n{more}[types.M]\nfields.c = "C"\n'


def _literal(values: str) -> str:
    return f'[types.M]\nfields.c = "Literal[{values}]"\n'


def _message(name: str, tag: str) -> str:
    return f'[messages.{name}]\ndoc = "."\ntag = {tag}\nfields.x = "int"\n'


_BOTH = '[channels.feed]\ncarries = ["A", "B"]\n'

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

TAGS = (
    Rule(
        "TAG_CHANGED",
        "A message has another tag",
        "A reader refuses a message with a tag that it does not expect. A tag that is made of the name of the "
        "message changes with it.",
        "Keep the tag with `tag = '...'` when a message is renamed.",
        _message("M", '"m"'),
        _message("M", '"m2"'),
    ),
    Rule(
        "TAG_SWAPPED",
        "Messages have each other's tags",
        "One message is read as the other wherever the fields fit, without any error. Where they "
        "do not fit, it is refused for reasons that name the wrong message.",
        "Never give a tag to another message.",
        _message("A", '"a"') + _message("B", '"b"') + _BOTH,
        _message("A", '"b"') + _message("B", '"a"') + _BOTH,
    ),
    Rule(
        "TAG_ADDED",
        "A struct without a tag has become a message with one",
        "By itself a struct does not insist on its tag, and as a map nobody minds it. But a reader that forbids what "
        "it does not know refuses the tag, and in an array it takes the first place.",
        "Make everything that travels a message from the first day.",
        _X,
        _MESSAGE,
    ),
    Rule(
        "TAG_REMOVED",
        "A message has lost its tag",
        "By itself a struct does not insist on its tag. Where it is one of several, nobody can tell it any more.",
        "Keep it a message.",
        _MESSAGE,
        _X,
    ),
    Rule(
        "TAG_FIELD_CHANGED",
        "The tag stands in another field",
        "A reader of one message takes any message whose fields fit, and does not see that the tag is missing. A "
        "reader of several insists on the tag, and refuses everything.",
        "Keep `tag_field`.",
        f"{_message('A', repr('a'))}{_message('B', repr('b'))}{_BOTH}",
        f"{_message('A', repr('a'))}tag_field = 'kind'\n"
        f"{_message('B', repr('b'))}tag_field = 'kind'\n{_BOTH}",
    ),
    Rule(
        "TAG_KIND_CHANGED",
        "A tag that was a text is an integer, or the other way round",
        "No tag of the one kind is equal to one of the other. The text '1' and the integer 1 are "
        "different bytes, and a strict decoder does not convert.",
        "Keep the tag.",
        _message("M", '"1"'),
        _message("M", "1"),
    ),
    Rule(
        "TAG_FIELD_SHADOWS_FIELD",
        "The tag stands where an old field stood",
        "What old writers send in the field is taken for the tag, and refused unless it happens "
        "to be equal; old readers take the tag for the field. A name on the wire has one meaning "
        "for ever, and the tag's is no exception.",
        "Choose another `tag_field`, or another name for the message.",
        '[types.M]\nfields.type = "str"\n',
        '[messages.M]\ndoc = "."\nfields.kind = "str"\n',
    ),
)

OPTIONS = (
    Rule(
        "ARRAY_LIKE_CHANGED",
        "A struct is sent as an array instead of a map, or the other way round",
        "A reader of maps refuses arrays, and a reader of arrays refuses maps. No message passes,"
        " either way.",
        "Define another message, send both for a while, and remove the old one.",
        _X,
        '[types.M]\narray_like = true\nfields.x = "int"\n',
    ),
    Rule(
        "FORBID_UNKNOWN_ENABLED",
        "A struct refuses fields that it does not know",
        "Nothing breaks today. But from now on every field that is added breaks its readers.",
        "Do without it.",
        _X,
        '[types.M]\nforbid_unknown_fields = true\nfields.x = "int"\n',
    ),
    Rule(
        "OMIT_DEFAULTS_ENABLED",
        "Fields that have their defaults are left out",
        "Where both sides have the same defaults nothing is lost. But from now on defaults are part of what is said: "
        "to change one changes the meaning of messages in silence.",
        "Do without it, or never change a default again.",
        '[types.M]\nfields.x = "int = 0"\n',
        '[types.M]\nomit_defaults = true\nfields.x = "int = 0"\n',
    ),
    Rule(
        "MESSAGE_REF_CHANGED",
        "A struct stands where another one stood",
        "Names of untagged structs do not travel: one is read as the other wherever the fields fit. If the first is "
        "still there, with a meaning of its own, what is read is not what was sent.",
        "If it was renamed, say `renamed_from`. If not, add a field under another name.",
        '[types.N]\nfields.x = "int"\n[types.K]\nfields.x = "int"\n'
        '[types.M]\nfields.n = "N"\nfields.k = "K"\n',
        '[types.N]\nfields.x = "int"\n[types.K]\nfields.x = "int"\n'
        '[types.M]\nfields.n = "K"\nfields.k = "N"\n',
    ),
)
