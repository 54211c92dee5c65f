"""The rules about options of messages, and about structs that stand for others."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'

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
