"""What a reader takes where the writer sends something: hints of where it may stumble, no verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from runtime.forms import Bounds, Form, Structs, forms
from runtime.wire_model import (
    Array,
    Items,
    Map,
    Node,
    Reference,
    Values,
    WireField,
    WireStruct,
)


class Facing:
    """The forms of a reader's type, and what stands inside them."""

    def __init__(self, nodes: Iterable[Node], structs: Structs) -> None:
        self.forms: list[Form] = [form for node in nodes for form in forms(node)]
        self.known = structs

    def bounds(self) -> list[Bounds]:
        """Return the constraints; values to choose from are like bounds of numbers."""
        found = [form.bounds for form in self.forms if form.bounds]
        for form in self.forms:
            if isinstance(form.node, Values):
                found += [{"ge": v} for v in form.node.values if isinstance(v, int)]
        return found

    def structs(self, writer: WireStruct | None = None) -> list[WireStruct]:
        """Return the structs; those with the tag of the writer's, if there are any."""
        names = [f.node.name for f in self.forms if isinstance(f.node, Reference)]
        found = [self.known[name] for name in names if name in self.known]
        same = [struct for struct in found if writer and struct.tag == writer.tag]
        return same or found

    def items(self) -> Facing:
        inside: list[Node] = []
        for form in self.forms:
            match form.node:
                case Array(item=item):
                    inside.append(item)
                case Items(items=items):
                    inside += items
        in_slots = [f.type for s in self.structs() if s.array_like for f in s.fields]
        return Facing([*inside, *in_slots], self.known)

    def lengths(self) -> list[Bounds]:
        """Return how many items there may be."""
        counts = [len(f.node.items) for f in self.forms if isinstance(f.node, Items)]
        counts += [len(struct.fields) for struct in self.structs()]
        return [*self.bounds(), *({"min_length": count} for count in counts)]

    def keys(self) -> Facing:
        keys = [form.node.key for form in self.forms if isinstance(form.node, Map)]
        return Facing(keys, self.known)

    def values(self) -> Facing:
        values = [form.node.value for form in self.forms if isinstance(form.node, Map)]
        return Facing(values, self.known)

    def field(self, writer: WireStruct, field: WireField) -> Facing:
        """Return what takes a field of a struct."""
        found: list[Node] = []
        for struct in self.structs(writer):
            if writer.array_like:
                shift = (writer.tag is not None) - (struct.tag is not None)
                slot = writer.fields.index(field) + shift
                found += [f.type for f in struct.fields[max(slot, 0) : slot + 1]]
            else:
                found += [f.type for f in struct.fields if f.name == field.name]
        values = [form.node.value for form in self.forms if isinstance(form.node, Map)]
        return Facing([*found, *values], self.known)


NOBODY = Facing((), {})
