"""The rules about fields that come, go, and change their names."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_XY = f'{_X}fields.y = "int"\n'
_FORBIDS = '[types.M]\nforbid_unknown_fields = true\nfields.x = "int"\n'

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
        "Nothing.",
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
        _XY,
        '[types.M]\nfields.x = { type = "int", name = "y" }\nfields.y = { type = "int", name = "x" }\n',
    ),
    Rule(
        "FIELD_ORDER_CHANGED",
        "The fields of a map stand in another order",
        "A map is read by names; the order does not matter, nor does it in Python, where structs "
        "take keywords only. Only the frames look different.",
        "Nothing.",
        '[types.M]\nfields.x = "int"\nfields.y = "int"\n',
        '[types.M]\nfields.y = "int"\nfields.x = "int"\n',
    ),
)
