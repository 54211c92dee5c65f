"""Document to Catalogue: look up names, check rules, gather every problem.

What could not be read takes part as `Any`, so that one mistake is reported once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

import msgspec

from codegen import catalogue, decodable, document, fields, names, order, recursion
from codegen.annotations import Annotation, read_annotation
from codegen.catalogue import (
    Alias,
    Catalogue,
    Definition,
    Enum,
    Newtype,
    Record,
    Role,
    styled,
)
from codegen.docs import text
from codegen.document import Document
from codegen.native import Native
from codegen.problems import Problem, listed, meant
from codegen.tables import Located
from codegen.types import Reference, Scalar, Type, union

PLATFORMS = (
    "aix",
    "android",
    "cygwin",
    "darwin",
    "emscripten",
    "ios",
    "linux",
    "wasi",
    "win32",
)
"""What `sys.platform` can be."""
_LARGEST_CAPACITY = 2**31 - 1  # ZeroMQ keeps a high-water mark in an int
_PLATFORM_NAMES = {
    "windows": "win32",
    "win64": "win32",
    "macos": "darwin",
    "osx": "darwin",
}
_ANY = Scalar("Any")


def resolve(written: Document) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue that a document means, or what keeps it from meaning anything."""
    resolver = _Resolver(written)
    resolver.read_definitions()
    resolver.refuse_circles()
    resolver.check_types()
    resolver.set_defaults()
    channels = tuple(resolver.channel(channel) for channel in written.channels)
    if not resolver.problems:
        resolver.ask_msgspec(channels)
    if resolver.problems:
        return None, resolver.problems
    settings = written.settings
    return (
        Catalogue(
            name=_value(settings.name),
            version=_value(settings.version),
            doc=text(settings.doc),
            binder=resolver.binder,
            connector=resolver.connector,
            definitions=order.ordered(resolver.definitions),
            channels=channels,
        ),
        [],
    )


class _Resolver:
    def __init__(self, written: Document) -> None:
        self.written = written
        self.problems = names.check(written)
        self.known = frozenset(
            definition.name.value for definition in written.definitions
        )
        self.definitions: dict[str, Definition] = {}
        self.places: dict[str, document.Definition] = {}
        self.literals: dict[tuple[str, str], ast.expr] = {}
        self.unreadable: set[tuple[str, str]] = set()
        self.binder = Role(_value(written.settings.binds), binds=True)
        self.connector = Role(_value(written.settings.connects), binds=False)

    def read_definitions(self) -> None:
        for written in self.written.definitions:
            name = written.name.value
            if name not in self.definitions:
                self.places[name] = written
                self.definitions[name] = self.definition(written)

    def definition(self, written: document.Definition) -> Definition:
        match written:
            case document.Record():
                return self.record(written)
            case document.Enum():
                return self.enum(written)
            case document.Union():
                members = self.references(written.members, "a union")
                return Alias(
                    name=written.name.value, doc=text(written.doc), type=members
                )
            case document.Named():
                made = Newtype if written.form == "newtype" else Alias
                type = self.type(written.type)
                return made(name=written.name.value, doc=text(written.doc), type=type)

    def record(self, written: document.Record) -> Record:
        settings = self.written.settings
        name = written.name.value
        rename = written.rename or settings.rename
        read = fields.read(written, rename, self.known)
        self.problems += read.problems
        self.literals |= {(name, field): node for field, node in read.defaults.items()}
        self.unreadable |= {(name, field) for field in read.unreadable}
        tag: str | int | None = None
        if written.is_message:
            tag = written.tag.value if written.tag else styled(settings.tags, name)
        record = Record(
            name=name,
            doc=text(written.doc),
            fields=read.fields,
            tag=tag,
            tag_field=(written.tag_field or settings.tag_field).value
            if written.is_message
            else "",
            rename=rename,
            omit_defaults=written.omit_defaults,
            array_like=written.array_like,
            forbid_unknown_fields=written.forbid_unknown_fields,
            reserved=tuple(name.value for name in written.reserved),
            deprecated=text(written.deprecated),
            renamed_from=text(written.renamed_from),
        )
        self.problems += fields.shape_problems(written, record)
        if record.renamed_from in self.known and written.renamed_from:
            self.refuse(
                written.renamed_from, f"{record.renamed_from!r} is still defined here"
            )
        return record

    def enum(self, written: document.Enum) -> Enum:
        members: dict[str, str | int] = {}
        for name, value in written.members:
            place = name or value
            member = name.value if name else str(value.value).upper().replace("-", "_")
            if name is None and isinstance(value.value, int):
                self.refuse(
                    value, "an integer has no name; write enum = { NAME = 1, ... }"
                )
                continue
            self.problems += names.enum_member(place, member)
            if member in members:
                self.refuse(place, f"two members named {member!r}")
            elif value.value in members.values():
                self.refuse(value, f"two members with the value {value.value!r}")
            elif members and isinstance(value.value, str) != isinstance(
                next(iter(members.values())), str
            ):
                self.refuse(value, "an enum is all strings or all integers")
            elif isinstance(value.value, int) and not -(2**63) <= value.value < 2**63:
                self.refuse(value, f"{value.value} does not fit in 64 bits")
            members[member] = value.value
        if not members:
            self.refuse(
                written.name, "an enum without members; list at least one value"
            )
        unknown = written.unknown.value if written.unknown else ""
        if written.unknown:
            self.problems += names.enum_member(written.unknown, unknown)
            if unknown in members or unknown in members.values():
                self.refuse(
                    written.unknown, f"{unknown!r} is a member already; choose another"
                )
            integers = [value for value in members.values() if isinstance(value, int)]
            members[unknown] = min(integers) - 1 if integers else unknown
        return Enum(
            name=written.name.value,
            doc=text(written.doc),
            members=tuple(members.items()),
            unknown=unknown,
        )

    def refuse(
        self, place: Located[str] | Located[str | int] | Located[int], why: str
    ) -> None:
        self.problems.append(place.problem(why))

    def type(self, written: Located[str]) -> Type:
        """Read a type that stands by itself, without a default."""
        found = read_annotation(written.value, self.known)
        if not isinstance(found, Annotation):
            self.problems += [written.problem(item.text, item.offset) for item in found]
            return _ANY
        if found.default is not None:
            self.refuse(written, "only a field has a default; write the type alone")
        return found.type

    def references(self, listed_names: Iterable[Located[str]], what: str) -> Type:
        """Return the union of structs that are listed by name."""
        members: list[Type] = []
        for name in listed_names:
            definition = next(
                (d for d in self.written.definitions if d.name.value == name.value),
                None,
            )
            if definition is None:
                kind = "message" if what == "a channel" else "message or type"
                self.refuse(
                    name,
                    f"no {kind} named {name.value!r}{meant(name.value, self.known)}",
                )
            elif what == "a channel" and not (
                isinstance(definition, document.Record) and definition.is_message
            ):
                self.refuse(
                    name,
                    f"{name.value!r} is a type, and a list names messages; "
                    f"write carries = {name.value!r} to carry it by itself",
                )
            elif Reference(name.value) in members:
                self.refuse(name, f"{name.value!r} is listed twice")
            else:
                members.append(Reference(name.value))
        return union(members) if members else _ANY

    def refuse_circles(self) -> None:
        """Refuse what is never finished, and cut it open so that the rest can be checked."""
        for name, circle in recursion.circular_names(self.definitions).items():
            way = " -> ".join(circle)
            self.refuse(
                self.places[name].name,
                f"contains itself: {way}; put a struct in between",
            )
            definition = self.definitions[name]
            if isinstance(definition, Newtype | Alias):
                self.definitions[name] = msgspec.structs.replace(definition, type=_ANY)
        for name in recursion.endless_structs(self.definitions):
            self.refuse(
                self.places[name].name,
                "contains itself without end; make a field a list, or '| None = None'",
            )

    def check_types(self) -> None:
        """Check each type where it stands, and give the fields their constraints."""
        for name, written in self.places.items():
            definition = self.definitions[name]
            if isinstance(written, document.Record) and isinstance(definition, Record):
                self.definitions[name] = self.bounded(written, definition)
            elif isinstance(definition, Newtype | Alias):
                place = (
                    written.type
                    if isinstance(written, document.Named)
                    else written.name
                )
                why = None
                if isinstance(definition, Newtype):
                    why = decodable.newtype_problem(definition.type, self.definitions)
                for problem in (
                    [why]
                    if why
                    else decodable.problems(definition.type, self.definitions)
                ):
                    self.refuse(place, problem)

    def bounded(self, written: document.Record, record: Record) -> Record:
        self.problems += fields.hidden_words(written, record)
        bounded: list[catalogue.Field] = []
        for entry, field in zip(written.fields, record.fields, strict=True):
            if (record.name, field.name) not in self.unreadable:
                self.problems += fields.type_problems(entry, field, self.definitions)
                field, problems = fields.bounded(entry, field, self.definitions)
                self.problems += problems
            bounded.append(field)
        return msgspec.structs.replace(record, fields=tuple(bounded))

    def set_defaults(self) -> None:
        """Give the fields their defaults; msgspec says whether they fit."""
        native = self.native(order.ordered(self.definitions))
        for name, written in self.places.items():
            record = self.definitions[name]
            if not isinstance(written, document.Record) or not isinstance(
                record, Record
            ):
                continue
            made: list[catalogue.Field] = []
            for entry, field in zip(written.fields, record.fields, strict=True):
                if (name, field.name) not in self.unreadable:
                    literal = self.literals.get((name, field.name))
                    field, problems = fields.defaulted(
                        entry, field, literal, self.definitions, native
                    )
                    self.problems += problems
                made.append(field)
            self.definitions[name] = msgspec.structs.replace(record, fields=tuple(made))

    def native(self, definitions: Iterable[Definition]) -> Native:
        """Return the definitions as msgspec's types; those that Python refuses are problems."""
        native = Native()
        for definition in definitions:
            try:
                native.add(definition)
            except (TypeError, ValueError) as error:
                self.refuse(
                    self.places[definition.name].name, f"Python refuses it: {error}"
                )
                native.built[definition.name] = object
        return native

    def ask_msgspec(self, channels: Iterable[catalogue.Channel]) -> None:
        """Build every decoder once. Nothing that imports here fails to import there."""
        definitions = order.ordered(self.definitions)
        native = self.native(definitions)
        for definition in definitions:
            if isinstance(definition, Record):
                place = self.places[definition.name].name
                self.problems += native.refusals(Reference(definition.name), place)
        for channel, written in zip(channels, self.written.channels, strict=True):
            self.problems += native.refusals(channel.type, written.name)

    def channel(self, written: document.Channel) -> catalogue.Channel:
        sender, receiver = self.binder, self.connector
        if written.sender and self.binder.name and self.connector.name:
            if written.sender.value == self.connector.name:
                sender, receiver = receiver, sender
            elif written.sender.value != self.binder.name:
                roles = [self.binder.name, self.connector.name]
                hint = meant(written.sender.value, roles) or f"; it is {listed(roles)}"
                self.refuse(
                    written.sender, f"no role named {written.sender.value!r}{hint}"
                )
        for platform in written.platforms:
            if platform.value not in PLATFORMS:
                known = {**{name: name for name in PLATFORMS}, **_PLATFORM_NAMES}
                near = known.get(platform.value.casefold())
                hint = (
                    f"; did you mean {near!r}?"
                    if near
                    else meant(platform.value, PLATFORMS)
                )
                hint = hint or f"; it is {listed(PLATFORMS)}"
                self.refuse(platform, f"sys.platform is never {platform.value!r}{hint}")
        capacity = written.capacity.value if written.capacity else 1000
        if written.capacity and not 1 <= capacity <= _LARGEST_CAPACITY:
            self.refuse(
                written.capacity,
                f"a capacity of {capacity} cannot be; write 1 to {_LARGEST_CAPACITY}",
            )
        return catalogue.Channel(
            name=written.name.value,
            doc=text(written.doc),
            sender=sender,
            receiver=receiver,
            type=self.carried(written),
            capacity=capacity,
            overflow=written.overflow,
            platforms=tuple(platform.value for platform in written.platforms),
            deprecated=text(written.deprecated),
        )

    def carried(self, written: document.Channel) -> Type:
        place = written.name
        match written.carries:
            case None:
                return _ANY
            case Located():
                type, place = self.type(written.carries), written.carries
            case _:
                type = self.references(written.carries, "a channel")
        for problem in decodable.problems(type, self.definitions):
            self.refuse(place, problem)
        return type


def _value(written: Located[str] | None) -> str:
    return written.value if written else ""
