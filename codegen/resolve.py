"""Document to Catalogue: look up names, check rules, gather every problem.

What could not be read takes part as `Any`, so that one mistake is reported once.
"""

from __future__ import annotations

import ast
from functools import cache, partial

import msgspec

from codegen import (
    allowances,
    catalogue,
    channels,
    decodable,
    document,
    enums,
    fields,
    names,
    order,
    recursion,
    reservations,
)
from codegen.annotations import Annotation, read_annotation
from codegen.catalogue import Catalogue, Role, styled
from codegen.definitions import Alias, Definition, Field, Newtype, Record
from codegen.docs import text
from codegen.document import Document
from codegen.native import Native
from codegen.problems import Problem, meant
from codegen.tables import Located
from codegen.types import SCALARS, Reference, Scalar, Type, describe, union

_ANY = Scalar("Any")


def resolve(written: Document) -> tuple[Catalogue | None, list[Problem]]:
    """Return the catalogue that a document means, or what keeps it from meaning anything."""
    resolver = _Resolver(written)
    resolver.read_definitions()
    made = tuple(resolver.channel(channel) for channel in written.channels)
    resolver.problems += names.taken_twice(written, made)
    resolver.refuse_circles()
    resolver.check_types()
    resolver.problems += reservations.problems(written, resolver.definitions)
    allowed, problems = allowances.resolve(written, resolver.definitions)
    resolver.problems += problems
    for channel, entry in zip(made, written.channels, strict=True):
        resolver.check_channel(channel, entry)
    resolver.set_defaults()
    resolver.refuse_endless()
    if resolver.problems:
        return None, resolver.problems
    definitions = order.ordered(resolver.definitions)
    resolver.ask_msgspec(made, definitions)
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
            definitions=definitions,
            channels=made,
            reserved_tags=tuple(tag.value for tag in settings.reserved_tags),
            allowances=allowed,
        ),
        [],
    )


class _Resolver:
    def __init__(self, written: Document) -> None:
        self.written = written
        self.problems = list(names.misspelt(written))
        self.places: dict[str, document.Definition] = {}
        for definition in written.definitions:
            self.places.setdefault(definition.name.value, definition)
        self.known = frozenset(self.places)
        self.read = cache(partial(read_annotation, names=self.known))
        self.undecodable = cache(self.find_undecodable)
        self.channels = frozenset(channel.name.value for channel in written.channels)
        self.definitions: dict[str, Definition] = {}
        self.literals: dict[tuple[str, str], ast.expr] = {}
        self.unreadable: set[tuple[str, str]] = set()
        self.binder = Role(_value(written.settings.binds), binds=True)
        self.connector = Role(_value(written.settings.connects), binds=False)

    def refuse(self, place: Located[str], why: str) -> None:
        self.problems.append(place.problem(why))

    def read_definitions(self) -> None:
        for name, written in self.places.items():
            self.definitions[name] = self.definition(written)

    def definition(self, written: document.Definition) -> Definition:
        name, doc = written.name.value, text(written.doc)
        match written:
            case document.Record():
                return self.record(written)
            case document.Enum():
                enum, problems = enums.enum(written)
                self.problems += problems
                return enum
            case document.Union():
                type = self.listed(written.members, of_union=True)
                reserved = tuple(tag.value for tag in written.reserved)
                return Alias(name=name, doc=doc, type=type, reserved=reserved)
            case document.Named():
                made = Newtype if written.form == "newtype" else Alias
                return made(name=name, doc=doc, type=self.type(written.type))

    def record(self, written: document.Record) -> Record:
        settings = self.written.settings
        name = written.name.value
        rename = written.rename or settings.rename
        read = fields.read(written, rename, self.read)
        self.problems += read.problems
        self.literals |= {(name, field): node for field, node in read.defaults.items()}
        self.unreadable |= {(name, field) for field in read.unreadable}
        tag: str | int | None = None
        tag_field = ""
        if written.is_message:
            tag = written.tag.value if written.tag else styled(settings.tags, name)
            if isinstance(tag, int) and written.tag and not -(2**63) <= tag < 2**63:
                self.problems.append(
                    written.tag.problem(f"{tag} does not fit in 64 bits")
                )
            tag_field = (written.tag_field or settings.tag_field).value
        record = Record(
            name=name,
            doc=text(written.doc),
            fields=read.fields,
            tag=tag,
            tag_field=tag_field,
            rename=rename,
            omit_defaults=written.omit_defaults,
            array_like=written.array_like,
            forbid_unknown_fields=written.forbid_unknown_fields,
            reserved=tuple(name.value for name in written.reserved),
            deprecated=text(written.deprecated),
            renamed_from=text(written.renamed_from),
        )
        self.problems += fields.shape_problems(written, record)
        if written.renamed_from and written.renamed_from.value in self.known:
            why = f"{written.renamed_from.value!r} is still defined here"
            self.refuse(written.renamed_from, why)
        return record

    def type(self, written: Located[str]) -> Type:
        """Read a type that stands by itself, without a default."""
        found = self.read(written.value)
        if not isinstance(found, Annotation):
            self.problems += [written.problem(item.text, item.offset) for item in found]
            return _ANY
        if found.default is not None:
            self.refuse(written, "only a field has a default; write the type alone")
        return found.type

    def listed(self, members: tuple[Located[str], ...], *, of_union: bool) -> Type:
        """Return the union of what is listed by name: messages, and in a union structs too."""
        found: list[Type] = []
        for name in members:
            word, definition = name.value, self.places.get(name.value)
            if isinstance(definition, document.Record) and (
                of_union or definition.is_message
            ):
                found.append(Reference(word))
            elif definition or word in SCALARS:
                if of_union and definition:
                    found.append(Reference(word))
                    continue
                what = f"a list names messages; write carries = {word!r} to carry it by itself"
                if of_union:
                    what = f"a union lists messages; write alias = 'A | {word}' to mix them"
                self.refuse(name, f"{word!r} is a type, and {what}")
            else:
                kind = "message or type" if of_union else "message"
                known = [n for n, d in self.places.items() if of_union or _travels(d)]
                self.refuse(name, f"no {kind} named {word!r}{meant(word, known)}")
        return union(found) if found else _ANY

    def channel(self, written: document.Channel) -> catalogue.Channel:
        self.problems += channels.problems(written, self.binder, self.connector)
        if (old := written.renamed_from) and old.value in self.channels:
            self.refuse(old, f"{old.value!r} is still defined here")
        match written.carries:
            case None:
                type: Type = _ANY
            case Located():
                type = self.type(written.carries)
            case _:
                type = self.listed(written.carries, of_union=False)
        return channels.channel(written, type, self.binder, self.connector)

    def refuse_circles(self) -> None:
        """Refuse what is never finished, and cut it open so that the rest can be checked."""
        for name, circle in recursion.circular_names(self.definitions).items():
            way = " -> ".join(circle)
            self.cut(name, f"contains itself: {way}; put a struct in between")
        for name in recursion.deep_names(self.definitions):
            limit = recursion.DEEPEST
            self.cut(
                name,
                f"more than {limit} types inside one another; put a struct in between",
            )

    def cut(self, name: str, why: str) -> None:
        self.refuse(self.places[name].name, why)
        definition = self.definitions[name]
        if isinstance(definition, Newtype | Alias):
            self.definitions[name] = msgspec.structs.replace(definition, type=_ANY)

    def check_types(self) -> None:
        """Check each type where it stands, and give the fields their constraints."""
        for name, written in self.places.items():
            definition = self.definitions[name]
            if isinstance(written, document.Record) and isinstance(definition, Record):
                self.definitions[name] = self.bounded(written, definition)
            elif isinstance(definition, Newtype | Alias):
                place = written.name
                if isinstance(written, document.Named):
                    place = written.type
                why = None
                if isinstance(definition, Newtype):
                    why = decodable.newtype_problem(definition.type, self.definitions)
                found = decodable.problems(definition.type, self.definitions)
                for problem in [why] if why else found:
                    self.refuse(place, problem)

    def check_channel(
        self, channel: catalogue.Channel, written: document.Channel
    ) -> None:
        place = written.carries if isinstance(written.carries, Located) else None
        for problem in decodable.problems(channel.type, self.definitions):
            self.refuse(place or written.name, problem)

    def bounded(self, written: document.Record, record: Record) -> Record:
        bounded: list[Field] = []
        for entry, field in zip(written.fields, record.fields, strict=True):
            if (record.name, field.name) not in self.unreadable:
                found = self.undecodable(field.type)
                self.problems += map(entry.type.problem, found)
                self.problems += fields.raw_problems(entry, field, self.definitions)
                field, problems = fields.bounded(entry, field, self.definitions)
                self.problems += problems
            bounded.append(field)
        return msgspec.structs.replace(record, fields=tuple(bounded))

    def find_undecodable(self, type: Type) -> tuple[str, ...]:
        return tuple(decodable.problems(type, self.definitions))

    def set_defaults(self) -> None:
        """Give the fields their defaults; msgspec says whether they fit."""
        native, _ = self.native(self.beside_defaults())
        needed = {
            name: [
                entry.name.value
                for entry in written.fields
                if (name, entry.name.value) not in self.unreadable
                and not fields.has_default(
                    entry, (name, entry.name.value) in self.literals
                )
            ]
            for name, written in self.places.items()
            if isinstance(written, document.Record)
        }
        for name, written in self.places.items():
            record = self.definitions[name]
            if not isinstance(written, document.Record) or not isinstance(
                record, Record
            ):
                continue
            made: list[Field] = []
            for entry, field in zip(written.fields, record.fields, strict=True):
                if (name, field.name) not in self.unreadable:
                    literal = self.literals.get((name, field.name))
                    field, problems = fields.defaulted(
                        entry, field, literal, self.definitions, native, needed
                    )
                    self.problems += problems
                made.append(field)
            finished = msgspec.structs.replace(record, fields=tuple(made))
            self.definitions[name] = finished
            self.problems += fields.hidden_words(written, finished)

    def refuse_endless(self) -> None:
        """Refuse structs of which there can be none."""
        for circle in recursion.endless_structs(self.definitions):
            why = f"contains itself without end: {' -> '.join(circle)}"
            hint = "make a field a list, or '| None = None'"
            self.refuse(self.places[circle[0]].name, f"{why}; {hint}")
        makes = {
            name: recursion.made_by_default(definition)
            for name, definition in self.definitions.items()
        }
        for name, circle in recursion.circles(makes).items():
            written = self.places[name]
            for field in written.fields if isinstance(written, document.Record) else ():
                if field.default_factory and field.default_factory.value == circle[1]:
                    way = " makes ".join(circle)
                    self.refuse(field.default_factory, f"never ends: {way}")

    def beside_defaults(self) -> tuple[Definition, ...]:
        """Return the definitions that the types of fields with a default are made of."""
        types = [
            field.type
            for name, written in self.places.items()
            if isinstance(written, document.Record)
            and isinstance(record := self.definitions[name], Record)
            for entry, field in zip(written.fields, record.fields, strict=True)
            if fields.has_default(entry, (name, field.name) in self.literals)
        ]
        return order.ordered(order.below(types, self.definitions))

    def native(
        self, definitions: tuple[Definition, ...]
    ) -> tuple[Native, list[Problem]]:
        """Return definitions as msgspec's types, and those that msgspec would refuse."""
        native, problems = Native(), []
        for definition in definitions:
            try:
                native.add(definition)
            except (TypeError, ValueError) as error:
                place = self.places[definition.name].name
                problems.append(place.problem(f"Python refuses it: {error}"))
                native.put(definition.name, object)
        return native, problems

    def ask_msgspec(
        self, made: tuple[catalogue.Channel, ...], definitions: tuple[Definition, ...]
    ) -> None:
        """Build every decoder once. Nothing that imports here fails to import there."""
        native, self.problems = self.native(definitions)
        asked: dict[str, tuple[Type, Located[str]]] = {
            name: (Reference(name), self.places[name].name)
            for name, definition in self.definitions.items()
            if isinstance(definition, Record)
        }
        for channel, written in zip(made, self.written.channels, strict=True):
            asked.setdefault(describe(channel.type), (channel.type, written.name))
        for type, place in asked.values():
            if not self.problems:
                self.problems += native.refusals(type, place)


def _travels(definition: document.Definition) -> bool:
    return isinstance(definition, document.Record) and definition.is_message


def _value(written: Located[str] | None) -> str:
    return written.value if written else ""
