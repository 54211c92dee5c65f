"""The rules about fields: of maps, and of arrays."""

from __future__ import annotations

from codegen.breaking.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_XY = f'{_X}fields.y = "int"\n'
_ARRAY = '[types.M]\narray_like = true\nfields.x = "int"\n'
_FORBIDS = '[types.M]\nforbid_unknown_fields = true\nfields.x = "int"\n'
_OMITS = "[types.M]\nomit_defaults = true\n"


def _typed(type: str) -> str:
    return f'[types.M]\nfields.x = "{type}"\n'


FIELDS = (
    Rule(
        "FIELD_ADDED_REQUIRED",
        "A field was added that every message has to have",
        "Old messages do not have the field, and a new reader refuses each of them. That the field "
        "may be null does not help: it has to be there. Old readers skip it.",
        "Give it a default, or `optional = true`. Make it required, if ever, when no old writer is left.",
        _X,
        _XY,
    ),
    Rule(
        "FIELD_ADDED_DEFAULT",
        "A field was added that may be missing",
        "A new reader takes the default where an old writer sends nothing; an old reader skips what "
        "it does not know. This is how catalogues are meant to grow.",
        "Nothing to do.",
        _X,
        f'{_X}fields.y = "int = 0"\n',
    ),
    Rule(
        "FIELD_ADDED_READER_FORBIDS_UNKNOWN",
        "A field was added, and old readers forbid what they do not know",
        "Defaults are written like any other value, so every new message has the field, and every"
        " old reader with `forbid_unknown_fields` refuses it. Where the field may be left out, "
        "only those messages fail that have it.",
        "Release readers without `forbid_unknown_fields` first, and add the field when they are everywhere.",
        _FORBIDS,
        f'{_FORBIDS}fields.y = "int = 0"\n',
    ),
    Rule(
        "FIELD_REMOVED_REQUIRED",
        "A field was removed that old readers insist on",
        "An old reader refuses every message without the field. A new reader skips the field in old messages.",
        "Give the field a default first; remove it when no reader is left that requires it, and put its "
        "name in `reserved`.",
        _XY,
        _X,
    ),
    Rule(
        "FIELD_REMOVED_DEFAULT",
        "A field was removed that may be missing",
        "Old readers take their default for it from now on. New readers skip it in old messages.",
        "Put its name on the wire in `reserved`, so that nothing else is ever called the same.",
        f'{_X}fields.y = "int = 0"\n',
        f'{_X}reserved = ["y"]\n',
    ),
    Rule(
        "FIELD_REMOVED_READER_FORBIDS_UNKNOWN",
        "A field was removed, and new readers forbid what they do not know",
        "Old writers still send the field, and a new reader with `forbid_unknown_fields` refuses "
        "every message that has it. An old reader takes its default, as always.",
        "Keep the field, as deprecated, until no old writer is left; or do without `forbid_unknown_fields`.",
        f'{_FORBIDS}fields.y = "int = 0"\n',
        f'{_FORBIDS}reserved = ["y"]\n',
    ),
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
        "FIELD_NAME_REUSED",
        "A name on the wire was reserved and is used again",
        "The name was reserved because it once meant something else. Versions from that time take the "
        "new field for the old one; what they make of it cannot be seen from here.",
        "Choose a name that was never used, and keep the reservation.",
        f'{_X}reserved = ["y"]\n',
        f'{_X}fields.y = "int = 0"\n',
    ),
    Rule(
        "FIELD_WIRE_NAME_CHANGED",
        "A field has another name on the wire",
        "Only names on the wire are compared: to the other side one field is missing and another is "
        "unknown. If it is required, messages are refused; if it has a default, its value is replaced by "
        "that in silence. A change of `rename` does this to every field of more than one word.",
        "Rename it in Python only: keep the old name on the wire with `name = '...'`, and say `renamed_from`.",
        _X,
        '[types.M]\nfields.x = { type = "int", name = "X" }\n',
    ),
    Rule(
        "FIELD_PROBABLE_RENAME",
        "A field with a default is gone, and one of the same type and default is new",
        "If it was renamed, every value is lost in silence: each side takes its default. If the two have "
        "nothing to do with each other, no harm is done. The wire cannot tell, and the catalogue does not say.",
        "Say `renamed_from` and keep the old name with `name = '...'`; or put the old name in `reserved`, "
        "which says that the field is gone.",
        '[types.M]\nfields.x = "int = 0"\n',
        '[types.M]\nfields.count = "int = 0"\n',
    ),
    Rule(
        "FIELD_WIRE_NAMES_SWAPPED",
        "A name on the wire belongs to another field than before",
        "What is sent as one field is read as the other. Where the types agree there is no error at all.",
        "Give each field a name on the wire that no other field ever had.",
        _typed("int") + 'fields.y = "int"\n',
        '[types.M]\nfields.x = { type = "int", name = "y" }\nfields.y = { type = "int", name = "x" }\n',
    ),
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
        "Nothing to do on the wire; who uses the field in Python has another type to do with.",
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
    Rule(
        "FIELD_ORDER_CHANGED",
        "The fields of a map stand in another order",
        "A map is read by names; the order does not matter, nor does it in Python, where structs "
        "take keywords only. Only the frames look different.",
        "Nothing to do.",
        '[types.M]\nfields.x = "int"\nfields.y = "int"\n',
        '[types.M]\nfields.y = "int"\nfields.x = "int"\n',
    ),
)

ARRAYS = (
    Rule(
        "ARRAY_FIELD_APPENDED_DEFAULT",
        "A field with a default was added at the end of an array",
        "Old readers stop before it, new readers take the default. Only a reader with `forbid_unknown_fields` "
        "refuses the longer array, and `omit_defaults` does not make it shorter.",
        "Nothing to do; always add at the end.",
        _ARRAY,
        f'{_ARRAY}fields.y = "int = 0"\n',
    ),
    Rule(
        "ARRAY_FIELD_APPENDED_REQUIRED",
        "A field that has to come was added at the end of an array",
        "Old arrays are too short for a new reader. An array that is too short is refused as a "
        "whole.",
        "Give it a default.",
        _ARRAY,
        f'{_ARRAY}fields.y = "int"\n',
    ),
    Rule(
        "ARRAY_FIELD_REMOVED_LAST",
        "The last field of an array was removed",
        "New arrays are too short for an old reader that requires it; one that has a default "
        "takes that. A new reader skips what stands at the end of old arrays.",
        "Give it a default first, and remove it when no reader is left that requires it.",
        f'{_ARRAY}fields.y = "int"\n',
        _ARRAY,
    ),
    Rule(
        "ARRAY_FIELD_MOVED",
        "A field of an array stands in another place",
        "Fields of an array are told by their places alone. Where the types agree, one is read as the other "
        "and nobody is told; where they do not, messages are refused.",
        "Keep the order for ever; add at the end.",
        f'{_ARRAY}fields.y = "int"\n',
        '[types.M]\narray_like = true\nfields.y = "int"\nfields.x = "int"\n',
    ),
    Rule(
        "ARRAY_FIELD_INSERTED",
        "A field was added before others in an array",
        "Everything after it stands one place further: it is refused, or taken for something "
        "else. A default does not help, because nothing says which place is missing.",
        "Add it at the end.",
        f'{_ARRAY}fields.y = "int"\n',
        '[types.M]\narray_like = true\nfields.z = "int"\nfields.x = "int"\nfields.y = "int"\n',
    ),
    Rule(
        "ARRAY_FIELD_REMOVED_INSIDE",
        "A field was removed before others in an array",
        "Everything after it stands one place nearer: it is refused, or taken for something else."
        " In addition the array may be too short for the other side.",
        "Keep the place: make the field `int | None = None`, say that it is deprecated, and send nothing in it.",
        f'{_ARRAY}fields.y = "int"\n',
        '[types.M]\narray_like = true\nfields.y = "int"\n',
    ),
    Rule(
        "ARRAY_FIELD_RENAMED",
        "A field of an array has another name in Python",
        "Names do not travel in arrays. If the place means something else now, that is another matter, which "
        "nobody can see from here.",
        "Say `renamed_from`.",
        _ARRAY,
        '[types.M]\narray_like = true\nfields.z = "int"\n',
    ),
)
