"""Which types msgspec can decode, in the catalogue's words.

Rule 1: the members of a union are told apart by what stands on the wire: at most one like a string,
one like an integer, one like an array, and one map, or several structs told apart by their tags.
Rule 2: `Raw` takes whatever comes, so it stands alone.
Rule 3: what is put in a set or is the key of a dict can be hashed.
Rule 4: a buffer is not decoded by msgspec, which leaves it to us, and so stands in no union but
with None.
Rule 5: a newtype has a class to derive from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from runtime.framing import BUFFERS

from codegen import types
from codegen.definitions import Alias, Definition, Enum, Newtype, Record
from codegen.problems import listed
from codegen.types import Collection, Literal, Reference, Scalar, Type, Union, describe

Definitions = Mapping[str, Definition]

STRING_LIKE = (
    "str",
    "bytes",
    "datetime",
    "date",
    "time",
    "timedelta",
    "UUID",
    "Decimal",
)
_FAMILIES = {
    "string": f"one of {', '.join(STRING_LIKE)}, an enum or a Literal of strings",
    "integer": "one of int, an enum or a Literal of integers",
    "array": "one of list, set, frozenset, tuple, a struct that is array_like",
    "dict": "one dict",
}


def underlying(type: Type, definitions: Definitions) -> Type:
    """Return the type behind newtypes and aliases; structs and enums stay references."""
    while isinstance(type, Reference):
        definition = definitions.get(type.name)
        if not isinstance(definition, Newtype | Alias):
            break
        type = definition.type
    return type


def alternatives(type: Type, definitions: Definitions) -> list[Type]:
    """Return the members of a union, nested ones and aliases opened; else the type alone."""
    opened = underlying(type, definitions)
    if not isinstance(opened, Union):
        return [opened]
    return [
        inner
        for member in opened.members
        for inner in alternatives(member, definitions)
    ]


def problems(type: Type, definitions: Definitions) -> Iterator[str]:
    """Yield what keeps msgspec from decoding the type. What it refers to is not looked into."""
    for part in types.walk(type):
        match part:
            case Union():
                yield from _union(part, definitions)
            case Collection(kind="set" | "frozenset" as kind, item=item):
                yield from _hashed(f"in a {kind}", item, definitions)
            case types.Mapping(key=key):
                yield from _hashed("as the key of a dict", key, definitions)


def newtype_problem(type: Type, definitions: Definitions) -> str | None:
    """Return why a newtype cannot stand for the type."""
    match type:
        case Scalar(name="Any" | "None" as name):
            return (
                f"{name!r} has no class a newtype could derive from; make it an alias"
            )
        case Union() | Literal():
            return f"a newtype of '{describe(type)}' means nothing to Python; make it an alias"
        case Reference(name=name) if not isinstance(
            definitions.get(name), Newtype | None
        ):
            return f"{name!r} is a type of its own already; make it an alias"
    return None


def _family(type: Type, definitions: Definitions) -> list[str]:
    match type:
        case Scalar(name=name):
            return [
                "string"
                if name in STRING_LIKE
                else "integer"
                if name == "int"
                else name
            ]
        case Literal(values=values):
            return sorted(
                {"string" if isinstance(v, str) else "integer" for v in values}
            )
        case Collection() | types.VariableTuple() | types.FixedTuple():
            return ["array"]
        case types.Mapping():
            return ["dict"]
        case Reference(name=name):
            match definitions.get(name):
                case Enum(members=((_, str()), *_)):
                    return ["string"]
                case Enum():
                    return ["integer"]
                case Record():
                    return ["struct"]
    return []


def _union(union: Union, definitions: Definitions) -> Iterator[str]:
    members = dict.fromkeys(alternatives(union, definitions))
    by_family: dict[str, list[Type]] = {}
    for member in members:
        for family in _family(member, definitions):
            by_family.setdefault(family, []).append(member)
    buffer = next((name for name in BUFFERS if name in by_family), None)
    if buffer and len(members.keys() - {types.NONE}) > 1:
        yield (
            f"{buffer!r} cannot stand in a union, but with None; give it a struct of its own, "
            "or a message"
        )
    if "Raw" in by_family:
        yield "'Raw' takes whatever comes, so it cannot stand in a union; let it stand alone"
    for family, among in _FAMILIES.items():
        if len(by_family.get(family, [])) > 1:
            names = listed(map(describe, by_family[family]), "and")
            yield f"{names} cannot be told apart in one union; it has at most {among}"
    structs = [
        definitions[m.name]
        for m in by_family.get("struct", [])
        if isinstance(m, Reference)
    ]
    records = [struct for struct in structs if isinstance(struct, Record)]
    if len(records) > 1:
        yield from _tags(records)
    for family, array_like, both in (
        ("dict", False, "both are maps"),
        ("array", True, "both are arrays"),
    ):
        alike = [record for record in records if record.array_like == array_like]
        if alike and family in by_family:
            names = listed([alike[0].name, describe(by_family[family][0])], "and")
            yield f"{names} cannot be told apart in one union; {both}"


def _tags(records: list[Record]) -> Iterator[str]:
    """Check that the structs of a union are told apart by their tags."""
    untagged = [record.name for record in records if record.tag is None]
    if untagged:
        yield (
            f"{untagged[0]!r} has no tag, so nothing tells it from the other structs of the union; "
            "make it a message"
        )
        return
    first = records[0]
    by_tag: dict[str | int | None, Record] = {}
    for record in records:
        if other := by_tag.get(record.tag):
            names = listed([other.name, record.name], "and")
            yield f"{names} have the same tag, {record.tag!r}; give one another with tag = '...'"
        by_tag[record.tag] = record
        if record.tag_field != first.tag_field:
            yield (
                f"{first.name!r} has its tag in {first.tag_field!r}, {record.name!r} in "
                f"{record.tag_field!r}; in one union it is the same field"
            )
        if isinstance(record.tag, int) != isinstance(first.tag, int):
            yield (
                f"{first.name!r} has the tag {first.tag!r}, {record.name!r} the tag "
                f"{record.tag!r}; in one union all are strings or all integers"
            )
        if record.array_like != first.array_like:
            yield (
                f"of {first.name!r} and {record.name!r} only one is array_like; "
                "in one union all are or none is"
            )


def _hashed(where: str, type: Type, definitions: Definitions) -> Iterator[str]:
    if culprit := _unhashable(type, definitions, set()):
        yield f"'{describe(type)}' cannot stand {where}: {culprit} cannot be hashed"


def _unhashable(type: Type, definitions: Definitions, seen: set[str]) -> str | None:
    """Return the part of a type that has no hash."""
    match type:
        case Collection(kind="list" | "set") | types.Mapping():
            return f"'{describe(type)}'"
        case Scalar(name=buffer) if buffer in BUFFERS:
            return f"'{buffer}'"
        case Reference(name=name) if name not in seen:
            seen.add(name)
            definition = definitions.get(name)
            inner: list[Type] = []
            if isinstance(definition, Record):
                inner = [field.type for field in definition.fields]
            elif isinstance(definition, Newtype | Alias):
                inner = [definition.type]
            found = (_unhashable(part, definitions, seen) for part in inner)
        case _:
            found = (_unhashable(part, definitions, seen) for part in types.parts(type))
    return next(filter(None, found), None)
