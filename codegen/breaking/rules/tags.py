"""The rules about tags, which tell messages apart."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_MESSAGE = '[messages.M]\ndoc = "..."\nfields.x = "int"\n'
_BOTH = '[channels.feed]\ncarries = ["A", "B"]\n'


def _message(name: str, tag: str) -> str:
    return f'[messages.{name}]\ndoc = "..."\ntag = {tag}\nfields.x = "int"\n'


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
        '[messages.M]\ndoc = "..."\nfields.kind = "str"\n',
    ),
)
