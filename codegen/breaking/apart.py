"""Makes the comparison of one change alone: everything else is as on the old side.

Rule: comparisons share the structs of a side, but for a side in which one has changed: there are as
many comparisons as changes, and a thousand times a thousand structs would be too many.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from runtime.wire_model import Node, Reference, WireField, WireStruct

from codegen.breaking.comparison import Comparison, Side
from codegen.breaking.differences import Difference
from codegen.breaking.meetings import Meetings, Names, Pair
from codegen.breaking.pairs import Translation


class Apart:
    """The structs of both sides as they are but for one change."""

    def __init__(self, found: Meetings) -> None:
        self.known = found.known
        same = {name: name for name in found.known.old if name in found.known.new}
        met: dict[str, str] = {}
        for old, new in found.pairs:
            met.setdefault(old, new)
        self.translation = Translation(found.known, {**met, **same})

    def types(
        self, before: Node, after: Node, more: Mapping[str, WireStruct] | None = None
    ) -> Comparison:
        """Return the comparison of two types."""
        return Comparison(
            Side(before, self.known.old),
            Side(self.translation.node(after), _with(self.translation.structs, more)),
        )

    def as_new(self, pair: Pair) -> WireStruct:
        """Return the old struct under its new name; only what it forbids and omits is new."""
        return self.translation.of(pair.old, pair.new)

    def structs(self, before: WireStruct, after: WireStruct) -> Comparison:
        """Return the comparison of two structs, the second in the names of the new side."""
        return Comparison(
            Side(Reference(before.name), _with(self.known.old, {before.name: before})),
            Side(
                Reference(after.name),
                _with(self.translation.structs, {after.name: after}),
            ),
        )

    def fields(
        self, pair: Pair, before: tuple[WireField, ...], after: tuple[WireField, ...]
    ) -> Comparison:
        """Return the comparison of a struct that has some fields with one that has others."""
        made = tuple(map(self.translation.field, after))
        return self.structs(
            replace(pair.old, fields=before), replace(self.as_new(pair), fields=made)
        )

    def field(self, pair: Pair, was: WireField, now: WireField) -> Comparison:
        """Return the comparison of a struct with one in which one field is another."""
        after = tuple(now if f is was else f for f in pair.old.fields)
        return self.fields(pair, pair.old.fields, after)

    def field_type(
        self,
        pair: Pair,
        field: WireField,
        before: Node,
        after: Node,
        more: Mapping[str, WireStruct] | None = None,
    ) -> Comparison:
        """Return the comparison of a struct with one in which a field has another type."""
        olds = tuple(
            replace(f, type=before) if f is field else f for f in pair.old.fields
        )
        news = tuple(
            replace(f, type=after) if f is field else f for f in pair.old.fields
        )
        made = self.fields(pair, olds, news)
        new = Side(made.new.type, _with(made.new.structs, more))
        return Comparison(made.old, new)

    def overlay(
        self, difference: Difference, pairs: Mapping[Names, Pair]
    ) -> dict[str, WireStruct]:
        """Return the structs that a difference takes as they are on the new side.

        Where one struct has become several, or several one, having a tag is part of the change; so
        is what a struct holds that stands where another stood.
        """
        match difference.kind, difference.new:
            case (("struct_to_union" | "union_to_struct"), _):
                return {
                    name: replace(made, tag=now.tag, tag_field=now.tag_field)
                    for name, now in self.known.new.items()
                    if ((made := self.translation.structs[name]).tag is None)
                    != (now.tag is None)
                }
            case "reference", Reference(name=name):
                old = difference.old
                if isinstance(old, Reference) and (old.name, name) not in pairs:
                    return {name: self.known.new[name]}
        return {}


def _with(
    structs: Mapping[str, WireStruct], more: Mapping[str, WireStruct] | None
) -> Mapping[str, WireStruct]:
    """Return some structs with others added, or in their places."""
    if all(structs.get(name) == struct for name, struct in (more or {}).items()):
        return structs
    return {**structs, **(more or {})}
