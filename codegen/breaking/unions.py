"""How the members of a union differ: which are the same, which are gone, which are new.

Rule: structs are the same by name, by tag, or because there is only one on each side; other types by
their make, whatever their parts are. A type that is no union has one member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from runtime.wire_model import Node, Plain, Reference

from codegen.breaking.differences import (
    Around,
    Difference,
    Kind,
    Meets,
    Way,
    alike,
    members,
    one_of,
)
from codegen.breaking.pairs import Known, without_crowd

Found: TypeAlias = Meets | Difference
Compare: TypeAlias = Callable[[Node, Node, Around, Way], Iterator[Found]]


def union_changes(
    old: Node, new: Node, around: Around, way: Way, known: Known, compare: Compare
) -> Iterator[Found]:
    """Yield how two types differ of which at least one is a union.

    Args:
        compare: yields how two members differ.
    """
    yield from _Union(old, new, around, way, known, compare).differences()


class _Union:
    """Two types of which at least one is a union: members that are the same, gone and new."""

    def __init__(
        self,
        old: Node,
        new: Node,
        around: Around,
        way: Way,
        known: Known,
        compare: Compare,
    ) -> None:
        self.around, self.way = around, way
        self.known, self.compare = known, compare
        self.old, self.new = old, new
        self.olds, self.news = list(members(old)), list(members(new))
        self.pairs: list[tuple[Node, Node]] = []
        left = list(self.news)
        for test in (self.same_struct, self.same_tag, self.only_structs, alike):
            for one in self.olds:
                if any(one is old for old, _ in self.pairs):
                    continue
                mate = next((other for other in left if test(one, other)), None)
                if mate is not None:
                    left.remove(mate)
                    self.pairs.append((one, mate))
        paired = [one for one, _ in self.pairs]
        self.gone = [one for one in self.olds if not any(one is p for p in paired)]
        self.added = left

    def same_struct(self, old: Node, new: Node) -> bool:
        match old, new:
            case Reference(name=one), Reference(name=other):
                return self.known.same(one, other)
        return False

    def same_tag(self, old: Node, new: Node) -> bool:
        match old, new:
            case Reference(name=one), Reference(name=other):
                return self.known.same_tag(one, other)
        return False

    def only_structs(self, old: Node, new: Node) -> bool:
        match old, new:
            case Reference(name=one), Reference(name=other):
                alone = _structs(self.olds) == _structs(self.news) == 1
                return alone and self.known.replaced(one, other)
        return False

    def differences(self) -> Iterator[Meets | Difference]:
        if not self.pairs:
            yield self.whole("type")
            return
        crosses = self.crossing()
        for one, other in self.pairs:
            for found in self.compare(one, other, self.among(one), self.inside()):
                if isinstance(found, Meets):
                    yield Meets(
                        found.old,
                        found.new,
                        found.way,
                        self.around(self.old),
                        bool(crosses) and isinstance(one, Reference),
                    )
                else:
                    yield found
        if crosses:
            yield self.whole(crosses)
        yield from self.changed_members(bool(crosses))
        yield from self.order()

    def crossing(self) -> Literal["struct_to_union", "union_to_struct", ""]:
        was, now = _structs(self.olds), _structs(self.news)
        if was == 1 and now > 1:
            return "struct_to_union"
        return "union_to_struct" if was > 1 and now == 1 else ""

    def changed_members(self, crosses: bool) -> Iterator[Difference]:
        others = False
        for member in self.added:
            if member == Plain("None"):
                yield self.with_member("nullable_added", member)
            elif not isinstance(member, Reference):
                others = True
            elif not crosses:
                yield self.with_member("member_added", member)
        for member in self.gone:
            if member == Plain("None"):
                yield self.without_member("nullable_removed", member)
            elif not isinstance(member, Reference):
                others = True
            elif not crosses:
                yield self.without_member("member_removed", member)
        if others:
            kept = [m for m in self.olds if _is_struct_or_none(m) or m not in self.gone]
            more = [m for m in self.added if not _is_struct_or_none(m)]
            after = self.around(one_of([*kept, *more]))
            yield Difference(
                "type", self.way, self.old, self.new, self.around(self.old), after
            )

    def order(self) -> Iterator[Difference]:
        if self.gone or self.added:
            return
        by_place = sorted(self.pairs, key=lambda pair: _place(pair[1], self.news))
        if [_place(one, self.olds) for one, _ in by_place] != sorted(
            _place(one, self.olds) for one, _ in by_place
        ):
            yield Difference(
                "order",
                self.way,
                self.old,
                self.new,
                self.around(self.old),
                self.around(one_of([one for one, _ in by_place])),
            )

    def whole(self, kind: Kind) -> Difference:
        return Difference(
            kind,
            self.way,
            self.old,
            self.new,
            self.around(self.old),
            self.around(self.new),
        )

    def with_member(self, kind: Kind, member: Node) -> Difference:
        after = one_of([*self.olds, member])
        return self.of_member(kind, member, after)

    def without_member(self, kind: Kind, member: Node) -> Difference:
        after = one_of([one for one in self.olds if one is not member])
        return self.of_member(kind, member, after)

    def of_member(self, kind: Kind, member: Node, after: Node) -> Difference:
        name = member.name if isinstance(member, Reference) else ""
        keep = frozenset({name})
        before = without_crowd(self.old, keep)
        after = without_crowd(after, keep)
        return Difference(
            kind,
            self.way,
            self.old,
            self.new,
            self.around(before),
            self.around(after),
            member,
        )

    def among(self, member: Node) -> Around:
        """Return what puts another type in the place of a member."""

        def around(node: Node) -> Node:
            return self.around(
                one_of([node if one is member else one for one in self.olds])
            )

        return around

    def inside(self) -> Way:
        alone = len(self.olds) == len(self.news) == 1
        return self.way if alone else self.way.member()


def _structs(nodes: list[Node]) -> int:
    return sum(isinstance(node, Reference) for node in nodes)


def _is_struct_or_none(node: Node) -> bool:
    return isinstance(node, Reference) or node == Plain("None")


def _place(node: Node, nodes: list[Node]) -> int:
    return next(place for place, other in enumerate(nodes) if other is node)
