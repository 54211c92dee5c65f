"""The rules about what a field holds: types, null, defaults."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_OMITS = "[types.M]\nomit_defaults = true\n"


def _typed(type: str) -> str:
    return f'[types.M]\nfields.x = "{type}"\n'


VALUES = (
    Rule(
        "FIELD_TYPE_INCOMPATIBLE",
        "A field has another type, and one side refuses every value of the other",
        "A strict decoder does not convert: it refuses a string where it wants an integer, an "
        "integer where it wants a bool, a float where it wants an integer. The whole message is "
        "refused, not the field.",
        "Add a field of the new type under another name, send both for a while, and remove the old one.",
        _typed("int"),
        _typed("str"),
    ),
    Rule(
        "FIELD_TYPE_NARROWED",
        "A field has another type, and one side takes only some values of the other",
        "Messages pass or fail by what is in them: a date is a string, but not every string is a date. "
        "A container whose items no longer fit still passes while it is empty.",
        "If only old readers suffer, release readers first. Otherwise add a field of the new type under another name.",
        _typed("date"),
        _typed("str"),
    ),
    Rule(
        "FIELD_TYPE_LOSSY",
        "A field has another type, and values arrive changed",
        "Nothing fails, and the reader holds something else than was sent: items in a set lose "
        "their order and repetitions, great integers lose digits as floats. That is worse than an"
        " error: nobody is told.",
        "Keep the type on the wire and convert in Python; or add a field of the new type under another name.",
        _typed("list[int]"),
        _typed("set[int]"),
    ),
    Rule(
        "FIELD_TYPE_WIDENED",
        "A field has another type that says the same on the wire",
        "Every value of either type is read by the other as it was sent. The bytes are the same, "
        "or different bytes for the same value.",
        "Nothing on the wire; code that uses the field has another type to do with.",
        _typed("list[int]"),
        _typed("tuple[int, ...]"),
    ),
    Rule(
        "FIELD_NULLABLE_ADDED",
        "A field may be null",
        "An old reader refuses a message in which it is. Null is a type of its own on the wire, "
        "and only a type that names it takes it.",
        "Release readers first; send null when they are everywhere.",
        _typed("int"),
        _typed("int | None"),
    ),
    Rule(
        "FIELD_NULLABLE_REMOVED",
        "A field may no longer be null",
        "A new reader refuses old messages in which it is. A default does not help: it is for a "
        "field that is missing, not for one that is null.",
        "Stop sending null first; remove it from the type when no old writer is left.",
        _typed("int | None"),
        _typed("int"),
    ),
    Rule(
        "FIELD_BECAME_OMITTABLE",
        "A field that old readers insist on may be left out",
        "With `omit_defaults`, or as an `optional` field, it is missing from some messages, and "
        "an old reader refuses those. The messages that have it pass.",
        "Release readers that have the default first; let writers leave it out when they are everywhere.",
        f'{_OMITS}fields.x = "int"\n',
        f'{_OMITS}fields.x = "int = 0"\n',
    ),
    Rule(
        "FIELD_BECAME_REQUIRED",
        "A field has to come that could be missing",
        "Without `omit_defaults` a field with a default is always written, and nothing breaks. Otherwise a new "
        "reader refuses every old message that has left it out.",
        "Release writers that always send it first.",
        f'{_OMITS}fields.x = "int = 0"\n',
        f'{_OMITS}fields.x = "int"\n',
    ),
    Rule(
        "FIELD_DEFAULT_CHANGED",
        "What is taken for a field that does not come is another value",
        "Defaults are written, so each side says what it means; but with `omit_defaults` they are"
        " not, and the reader puts its own default where the writer meant another. What is left "
        "out is told by identity, not by equality, so it depends on how a value was made.",
        "Do without `omit_defaults`; then it is safe. With it, give the new meaning a field of its own.",
        f'{_OMITS}fields.x = "int = 1"\n',
        f'{_OMITS}fields.x = "int = 2"\n',
    ),
)
