"""What becomes of arrays: collections, fixed tuples, and structs that are array_like.

Rule 1: the slots of an array are told by their places, and the tag of a struct takes the first.
Rule 2: an array of any length may be too short or too long for a fixed number of slots.
"""

from __future__ import annotations

from msgspec import Struct
from runtime import ranges, shapes
from runtime.forms import Form, described, described_form, lengths
from runtime.judge import Judge, Place, field_place
from runtime.shapes import Sent, sent_fields
from runtime.verdicts import OK, Verdict, both, depends, error, lossy, maybe
from runtime.wire_model import Array, Items, Node, Reference, Values, WireStruct

_SETS = ("set", "frozenset")


class Slots(Struct, frozen=True):
    """An array as its writer sends it."""

    least: float
    most: float
    nodes: tuple[Node, ...]
    """One for each slot; or one that all slots share, however many there are."""
    shared: bool = False

    def at(self, number: int) -> Node:
        return self.nodes[0 if self.shared else number]


def slots(form: Form, judge: Judge) -> Slots:
    """Return the slots of an array."""
    match form.node:
        case Items(items=nodes):
            return Slots(len(nodes), len(nodes), nodes)
        case Reference(name=name):
            nodes = tuple(sent.node for sent in sent_fields(judge.writers[name]))
            return Slots(len(nodes), len(nodes), nodes)
        case Array(item=item):
            least, most = lengths(form)
            return Slots(least, most, (item,) if most else (), shared=True)
    raise TypeError(f"{described_form(form)} is not sent as an array")


def array(form: Form, reader: Form, place: Place, judge: Judge) -> Verdict:
    """Return what becomes of an array at the one form that takes arrays."""
    gives = slots(form, judge)
    match reader.node:
        case Array():
            from_set = isinstance(form.node, Array) and form.node.collection in _SETS
            items = _collected(gives, reader.node, from_set, place, judge)
            sizes = ranges.within(
                (gives.least, gives.most), reader, place.path, described_form(form)
            )
            return both([sizes, items])
        case Items(items=items):
            asked = [(node, place.slot(i)) for i, node in enumerate(items)]
            return _filled(gives, asked, len(items), place, judge)
        case Reference(name=name):
            return _as_struct(gives, judge.readers[name], place, judge)
    return OK


def tagged(
    form: Form, structs: list[WireStruct], place: Place, judge: Judge
) -> Verdict:
    """Return what becomes of an array at several structs that its first slot tells apart."""
    tags = Values(tuple(s.tag for s in structs if s.tag is not None))
    gives = slots(form, judge)
    why = f"the reader insists on a tag, {described(tags)}"
    if not gives.most:
        return error(place.path, why)
    first = judge.compare(gives.at(0), tags, place.slot(0))
    return both([first, depends(place.path, why)])


def by_place(
    writer: WireStruct, reader: WireStruct, judge: Judge, *, hashed: bool
) -> Verdict:
    """Return what becomes of one struct at another, slot by slot."""
    gives, takes = sent_fields(writer), sent_fields(reader)
    parts: list[Verdict] = []
    for sent, read in zip(gives, takes, strict=False):
        place = field_place(reader, read.field, hashed=hashed)
        parts.append(judge.compare(sent.node, read.node, place))
        parts.append(_meaning(sent, read, writer, reader, place.path))
    for sent in gives[len(takes) :]:
        path = field_place(writer, sent.field, hashed=hashed).path
        parts.append(_superfluous(sent, reader, path))
    for read in takes[len(gives) :]:
        if read.field is None or shapes.required(read.field):
            path = field_place(reader, read.field, hashed=hashed).path
            parts.append(error(path, _MISSING))
    return both(parts)


_KNOW = {"dropped": "know it", "altered": "look for it in this place"}
_MISSING = "the reader requires it, the writer does not send it"


def _meaning(
    sent: Sent, read: Sent, writer: WireStruct, reader: WireStruct, path: str
) -> Verdict:
    """Return whether a slot is read as what it was sent as."""
    if sent.field is None:
        why = "the reader takes the writer's tag for it"
        return OK if read.field is None else lossy(path, why, "altered")
    if read.field is None:
        why = f"the reader takes {sent.field.attribute} for the tag"
        return lossy(path, why, shapes.loss_of(sent.field, reader))
    known = shapes.names(writer.fields), shapes.names(reader.fields)
    if not shapes.means_another(sent.field, read.field, *known):
        return OK
    why = f"in its place the writer sends {sent.field.attribute}"
    return lossy(path, why, "altered")


def _superfluous(sent: Sent, reader: WireStruct, path: str) -> Verdict:
    if reader.forbid_unknown_fields:
        return error(path, "the reader forbids what it does not know")
    if sent.field is None:
        return OK
    loss = shapes.loss_of(sent.field, reader)
    return lossy(path, f"the reader does not {_KNOW[loss]}", loss)


def _collected(
    gives: Slots, takes: Array, from_set: bool, place: Place, judge: Judge
) -> Verdict:
    """Return what becomes of the items of an array in a collection."""
    is_set = takes.collection in _SETS
    inside = place.item(in_set=is_set)
    items = both(judge.compare(node, takes.item, inside) for node in gives.nodes)
    parts = [items if gives.least else maybe(items)]
    if is_set and not from_set:
        why = f"a {takes.collection} keeps no order and nothing twice"
        parts.append(lossy(place.path, why, "order", "deduped"))
    elif is_set and items.losses:
        why = "what is lost may make items equal"
        parts.append(lossy(place.path, why, "deduped"))
    return both(parts)


def _filled(
    gives: Slots,
    takes: list[tuple[Node, Place]],
    needed: int,
    place: Place,
    judge: Judge,
) -> Verdict:
    """Return what becomes of an array in slots, of which the first `needed` must be filled."""
    why = f"the writer sends {_told(gives)}, the reader takes {needed}"
    if needed < len(takes):
        why += f" to {len(takes)}"
    if gives.most < needed or gives.least > len(takes):
        return error(place.path, why)
    parts: list[Verdict] = []
    for number, (node, inside) in enumerate(takes):
        if number < gives.most:
            part = judge.compare(gives.at(number), node, inside)
            parts.append(part if number < max(needed, gives.least) else maybe(part))
    if gives.least < needed or gives.most > len(takes):
        parts.append(depends(place.path, why))
    return both(parts)


def _told(gives: Slots) -> str:
    if gives.least == gives.most:
        return f"{gives.least} items"
    return f"{gives.least} items or more"


def _as_struct(gives: Slots, reader: WireStruct, place: Place, judge: Judge) -> Verdict:
    """Return what becomes of an array that is no struct at a struct."""
    takes = sent_fields(reader)
    insisted = [
        number
        for number, read in enumerate(takes, 1)
        if read.field is None or shapes.required(read.field)
    ]
    needed = insisted[-1] if insisted else 0
    nodes = [
        (read.node, field_place(reader, read.field, hashed=place.hashed))
        for read in takes
    ]
    if gives.most <= len(takes) or reader.forbid_unknown_fields:
        return _filled(gives, nodes, needed, place, judge)
    least = min(gives.least, len(takes))
    within = Slots(least, len(takes), gives.nodes, gives.shared)
    why = f"{reader.name} has no place for more than {len(takes)} items"
    dropped = lossy(place.path, why, "dropped")
    return both([_filled(within, nodes, needed, place, judge), dropped])
