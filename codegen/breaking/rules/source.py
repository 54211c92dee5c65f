"""The rules about the generated Python: what changes for those who write code on top of it."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_X = '[types.M]\nfields.x = "int"\n'
_A = '[messages.A]\ndoc = "..."\nfields.x = "int"\n'
_B = '[messages.B]\ndoc = "..."\nfields.s = "str"\n'
_C = '[messages.C]\ndoc = "..."\nfields.b = "bool"\n'
_AB = '[channels.feed]\ncarries = ["A", "B"]\n'


def _source(
    id: str, title: str, explanation: str, recipe: str, old: str, new: str
) -> Rule:
    return Rule(id, title, explanation, recipe, old, new, "SOURCE")


SOURCE = (
    _source(
        "MESSAGE_REMOVED",
        "A struct is gone from the generated package",
        "Code that imports it does not run. Nobody knows whether it was renamed.",
        "Say that it is deprecated for a release before it goes.",
        f'{_X}[types.Old]\nfields.x = "int"\n',
        _X,
    ),
    _source(
        "MESSAGE_RENAMED",
        "A struct has another name in the generated package",
        "Code that imports it by its old name does not run. On the wire the tag counts, not the name.",
        "Give code an alias of its own for the old name, and keep the tag.",
        '[messages.Get]\ndoc = "..."\ntag = "get"\nfields.x = "int"\n[channels.feed]\ncarries = "Get"\n',
        '[messages.Fetch]\ndoc = "..."\ntag = "get"\nfields.x = "int"\nrenamed_from = "Get"\n'
        '[channels.feed]\ncarries = "Fetch"\n',
    ),
    _source(
        "FIELD_ATTRIBUTE_REMOVED",
        "A struct has lost an attribute",
        "Code that reads it raises `AttributeError`; code that gives it to the constructor, "
        "`TypeError`. A type checker finds both.",
        "Say that it is deprecated for a release before it goes.",
        f'{_X}fields.y = "int = 0"\n',
        f'{_X}reserved = ["y"]\n',
    ),
    _source(
        "FIELD_ATTRIBUTE_RENAMED",
        "An attribute has another name in Python",
        "Nothing changes on the wire while the field keeps its name there. Code that uses the old name does not run.",
        "Change code and catalogue together.",
        _X,
        '[types.M]\nfields.y = { type = "int", name = "x", renamed_from = "x" }\n',
    ),
    _source(
        "FIELD_ANNOTATION_CHANGED",
        "An attribute has another type to the type checker",
        "Code that is right with the old type may be wrong with the new one. Newtypes count, aliases are looked "
        "through, constraints are not seen by a type checker.",
        "Run the type checker over the code that uses it.",
        _X,
        '[types.M]\nfields.x = "int | None"\n',
    ),
    _source(
        "CONSTRUCTOR_ARGUMENT_REQUIRED",
        "A struct cannot be made any more without an argument",
        "Code that leaves it out raises `TypeError`. A type checker finds it; on the wire the "
        "field may have been there all along.",
        "Give the field a default.",
        '[types.M]\nfields.x = "int = 0"\n',
        _X,
    ),
    _source(
        "ENUM_MEMBER_REMOVED_OR_RENAMED",
        "An enum has no member of a name that it had",
        "Code that mentions the member raises `AttributeError`. A type checker finds it.",
        "Change code and catalogue together.",
        "[types.C]\nenum = { A = 1, B = 2 }\n[types.M]\nfields.c = 'C'\n",
        "[types.C]\nenum = { A = 1 }\n[types.M]\nfields.c = 'C'\n",
    ),
    _source(
        "UNION_MEMBER_ADDED_EXHAUSTIVE",
        "There is an alternative that a `match` may not know",
        "A `match` that ends in `assert_never` no longer passes the type checker; one that was "
        "not checked raises. That is what `assert_never` is for.",
        "Add the case, in the same change.",
        _A + _B + _C + _AB,
        _A + _B + _C + _AB.replace('"B"]', '"B", "C"]'),
    ),
    _source(
        "CHANNEL_ACCESSOR_RENAMED",
        "The end of a channel is not where it was",
        "The attribute of a connection, the class of an end or of a role has another name, or is "
        "gone, or may be `None`. Code that uses it does not run, or does not pass the type "
        "checker.",
        "Change code and catalogue together.",
        '[channels.feed]\ncarries = "int"\n[channels.more]\ncarries = "int"\n',
        '[channels.feed]\ncarries = "int"\n[channels.rest]\ncarries = "int"\n',
    ),
    _source(
        "ALIAS_REMOVED",
        "A type with a name is gone from the generated package",
        "A newtype, alias, union or enum that code imports does not exist any more, or is of "
        "another make. Nothing changes on the wire, where such names do not travel.",
        "Keep the name for a release.",
        f'[types.Uid]\nalias = "int"\n{_X}',
        _X,
    ),
    _source(
        "ENUM_MEMBER_RENAMED",
        "A member of an enum has another name",
        "The value is the same, and the value travels. Code that uses the old name does not run.",
        "Change code and catalogue together.",
        "[types.C]\nenum = { A = 1, B = 2 }\n[types.M]\nfields.c = 'C'\n",
        "[types.C]\nenum = { A = 1, C = { value = 2, renamed_from = 'B' } }\n[types.M]\nfields.c = 'C'\n",
    ),
)
