"""The rules about structs that are sent as arrays."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_ARRAY = '[types.M]\narray_like = true\nfields.x = "int"\n'

ARRAYS = (
    Rule(
        "ARRAY_FIELD_APPENDED_DEFAULT",
        "A field with a default was added at the end of an array",
        "Old readers stop before it, new readers take the default. Only a reader with `forbid_unknown_fields` "
        "refuses the longer array, and `omit_defaults` does not make it shorter.",
        "Nothing; always add at the end.",
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
