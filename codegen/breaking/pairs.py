"""Which struct of the new model is which of the old, and the old one told in the new one's names.

Rule 1: a struct is the one that has its name, or that says it was renamed from it. Inside a union a
tag tells, too; and where a struct that is gone has made room for one that was not there before.
Rule 2: to judge one change alone, the new side has everything else as the old side has it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from runtime.wire_model import Default, Node, OneOf, Reference, WireField, WireStruct

from codegen.breaking.nodes import rebuilt

MANY = 4
"""A union of more structs than this is judged by those that matter and two others."""


class Known(Struct, frozen=True):
    """The structs of both sides."""

    old: Mapping[str, WireStruct]
    new: Mapping[str, WireStruct]

    def same(self, old: str, new: str) -> bool:
        """Return whether two names are said to be of one struct."""
        if old == new:
            return True
        if old in self.new or new in self.old:
            return False
        return old == self.new[new].renamed_from or new == self.old[old].renamed_from

    def replaced(self, old: str, new: str) -> bool:
        """Return whether a struct that is gone has made room for one that was not there."""
        return old not in self.new and new not in self.old

    def same_tag(self, old: str, new: str) -> bool:
        one, other = self.old[old], self.new[new]
        if one.tag is None or not self.replaced(old, new):
            return False
        return isinstance(one.tag, str) == isinstance(other.tag, str) and (
            one.tag == other.tag
        )


def without_crowd(node: Node, keep: frozenset[str]) -> Node:
    """Return a type in which great unions have the structs to keep, and two others."""

    def small(part: Node) -> Node:
        if not isinstance(part, OneOf) or len(part.members) <= MANY:
            return rebuilt(part, small)
        structs = {m.name for m in part.members if isinstance(m, Reference)}
        kept = keep.union(sorted(structs - keep)[:2])
        left = tuple(
            small(member)
            for member in part.members
            if not isinstance(member, Reference) or member.name in kept
        )
        return OneOf(left) if len(left) > 1 else left[0]

    return small(node)


class Translation:
    """The old structs under the names that the new side has for them."""

    def __init__(self, known: Known, names: Mapping[str, str]) -> None:
        """Take the structs, and the new names of old ones."""
        self.known = known
        self.names = names
        origins = {new: old for old, new in reversed(list(names.items()))}
        self.structs = {
            name: self.of(known.old[origins[name]], struct)
            if name in origins
            else struct
            for name, struct in known.new.items()
        }
        self.add_what_is_gone()

    def of(self, old: WireStruct, new: WireStruct) -> WireStruct:
        """Return an old struct as the new side would have it, had no field changed.

        What it forbids and leaves out is the new side's: by itself it harms no message, but it
        decides what other changes do.
        """
        return replace(
            old,
            name=new.name,
            renamed_from=new.renamed_from,
            forbid_unknown_fields=new.forbid_unknown_fields,
            omit_defaults=new.omit_defaults,
            fields=tuple(map(self.field, old.fields)),
        )

    def field(self, field: WireField) -> WireField:
        default = field.default
        if default is not None and default.factory in self.names:
            default = Default(factory=self.names[default.factory])
        return replace(field, type=self.node(field.type), default=default)

    def node(self, node: Node) -> Node:
        """Return a type in the names of the new side."""
        if isinstance(node, Reference):
            return Reference(self.names.get(node.name, node.name))
        return rebuilt(node, self.node)

    def add_what_is_gone(self) -> None:
        for name, gone in self.known.old.items():
            if self.names.get(name, name) not in self.structs:
                fields = tuple(map(self.field, gone.fields))
                self.structs[name] = replace(gone, fields=fields)
