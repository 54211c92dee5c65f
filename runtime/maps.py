"""What becomes of maps: dicts, and structs with the names of their fields.

Rule 1: a struct reads the keys that it knows, which are strings, and ignores or forbids the others.
Rule 2: a single struct does not insist on its tag, though a wrong one is refused; several do.
"""

from __future__ import annotations

from runtime import ranges, shapes
from runtime.forms import Form, described, described_form, emissions, kind, lengths
from runtime.forms import sent as sent_values
from runtime.judge import Judge, Place, field_place
from runtime.shapes import Sent, sent_fields
from runtime.verdicts import OK, Verdict, both, depends, either, error, lossy, maybe
from runtime.wire_model import Map, Node, Plain, Reference, Values, WireStruct

_MISSING = "the reader requires it, the writer does not send it"
_FORBIDDEN = "the reader forbids what it does not know"


def mapping(form: Form, reader: Form, place: Place, judge: Judge) -> Verdict:
    """Return what becomes of a map at the one form that takes maps."""
    match form.node, reader.node:
        case Map(key=key, value=value), Map() as takes:
            keys = judge.compare(key, takes.key, place.key())
            values = judge.compare(value, takes.value, place.value())
            inside = both([_told_apart(keys, place), values])
            least, most = lengths(form)
            sizes = ranges.sizes(form, reader, place.path)
            return both(
                [sizes, inside if least else maybe(inside)] if most else [sizes]
            )
        case Reference(name=name), Map() as takes:
            return _as_dict(judge.writers[name], reader, takes, place, judge)
        case Map() as gives, Reference(name=name):
            least, most = lengths(form)
            return _as_struct(gives, least, most, judge.readers[name], place, judge)
    return OK


def tagged(
    form: Form, structs: list[WireStruct], place: Place, judge: Judge
) -> Verdict:
    """Return what becomes of a map at several structs that one of its keys tells apart."""
    tag_field = structs[0].tag_field
    tags = Values(tuple(s.tag for s in structs if s.tag is not None))
    why = f"the reader insists on a tag, {described(tags)} in {tag_field!r}"
    node: Node | None = None
    if isinstance(form.node, Map):
        names = _keys(form.node.key, judge)
        if lengths(form)[1] and (names is None or tag_field in names):
            node = form.node.value
    elif isinstance(form.node, Reference):
        fields = sent_fields(judge.writers[form.node.name])
        node = next((s.node for s in fields if s.wire_name == tag_field), None)
    if node is None:
        return error(place.path, why)
    tag = judge.compare(node, tags, place)
    return both([tag, depends(place.path, why)])


def by_name(
    writer: WireStruct, reader: WireStruct, judge: Judge, *, hashed: bool
) -> Verdict:
    """Return what becomes of one struct at another, name by name."""
    sent = sent_fields(writer)
    parts = [_field(entry, writer, reader, judge, hashed) for entry in sent]
    names = {entry.wire_name for entry in sent}
    for field in reader.fields:
        if field.name not in names and shapes.required(field):
            path = field_place(reader, field, hashed=hashed).path
            parts.append(error(path, _MISSING))
    return both(parts)


def _field(
    sent: Sent, writer: WireStruct, reader: WireStruct, judge: Judge, hashed: bool
) -> Verdict:
    field = next((f for f in reader.fields if f.name == sent.wire_name), None)
    if reader.tag is not None and sent.wire_name == reader.tag_field:
        place = field_place(reader, None, hashed=hashed)
        value = judge.compare(sent.node, Values((reader.tag,)), place)
        if sent.field is None:
            return value
        why = f"the reader takes {sent.field.attribute} for the tag"
        lost = lossy(place.path, why, shapes.loss_of(sent.field, reader))
        return _perhaps(sent, both([value, lost]), OK)
    if field is None:
        path = field_place(writer, sent.field, hashed=hashed).path
        return _perhaps(sent, _superfluous(sent, reader, path), OK)
    place = field_place(reader, field, hashed=hashed)
    value = judge.compare(sent.node, field.type, place)
    if sent.field is None:
        why = "the reader takes the writer's tag for it"
        return both([value, lossy(place.path, why, "altered")])
    known = shapes.names(writer.fields), shapes.names(reader.fields)
    if shapes.means_another(sent.field, field, *known):
        why = f"on the wire it is what the writer calls {sent.field.attribute}"
        value = both([value, lossy(place.path, why, "altered")])
    if shapes.required(field):
        why = f"the reader requires it, the writer leaves it out where it {_WHEN[sent.omitted]}"
        return _perhaps(sent, value, error(place.path, why))
    same = shapes.same_when_absent(sent.field, field)
    why = f"left out, as where it {_WHEN[sent.omitted]}, it is another to the reader"
    return _perhaps(sent, value, OK if same else lossy(place.path, why, "altered"))


_WHEN = {"never": "", "default": "has its default", "absent": "is absent"}


def _perhaps(sent: Sent, written: Verdict, left_out: Verdict) -> Verdict:
    return written if sent.omitted == "never" else either([written, left_out])


def _superfluous(sent: Sent, reader: WireStruct, path: str) -> Verdict:
    if reader.forbid_unknown_fields:
        return error(path, _FORBIDDEN)
    if sent.field is None:
        return OK
    loss = shapes.loss_of(sent.field, reader)
    know = "know it" if loss == "dropped" else f"look for it in {sent.wire_name!r}"
    return lossy(path, f"the reader does not {know}", loss)


def _told_apart(keys: Verdict, place: Place) -> Verdict:
    if not keys.losses:
        return keys
    why = "what is lost may make keys equal"
    return both([keys, lossy(place.path, why, "deduped")])


def _as_dict(
    writer: WireStruct, reader: Form, takes: Map, place: Place, judge: Judge
) -> Verdict:
    """Return what becomes of a struct at a dict, which has no defaults."""
    sent = sent_fields(writer)
    parts: list[Verdict] = []
    for entry in sent:
        inside = field_place(writer, entry.field, hashed=place.hashed)
        key = judge.compare(Values((entry.wire_name,)), takes.key, place.key())
        value = judge.compare(entry.node, takes.value, inside)
        pair = both([_told_apart(key, place), value])
        parts.append(kept(entry, pair, inside.path))
    least = sum(entry.omitted == "never" for entry in sent)
    sizes = ranges.within((least, len(sent)), reader, place.path, writer.name)
    return both([sizes, *parts])


def kept(sent: Sent, value: Verdict, path: str) -> Verdict:
    """Return what becomes of a field at a reader that takes it as it comes, and has no defaults."""
    match sent.omitted:
        case "never":
            return value
        case "absent":
            return maybe(value)
        case "default":
            why = "a default that is not sent is lost to a reader without it"
            return either([value, lossy(path, why, "dropped")])


def _keys(node: Node, judge: Judge) -> frozenset[str] | None:
    """Return the strings that may be keys; None where they cannot be counted."""
    found: set[str] = set()
    for form in emissions(node):
        if isinstance(form.node, Values):
            values = sent_values(form.node)
            found |= {value for value in values if isinstance(value, str)}
        elif kind(form, judge.writers) in ("str", "any"):
            return None
    return frozenset(found)


def _as_struct(
    gives: Map,
    least: float,
    most: float,
    reader: WireStruct,
    place: Place,
    judge: Judge,
) -> Verdict:
    """Return what becomes of a dict at a struct, which looks for its own keys."""
    names = _keys(gives.key, judge) if most else frozenset()
    parts: list[Verdict] = []
    if most:
        keys = judge.compare(gives.key, Plain("str"), place.key())
        parts.append(keys if least else maybe(keys))
    known = {field.name for field in reader.fields}
    for field in reader.fields:
        inside = field_place(reader, field, hashed=place.hashed)
        missing = error(inside.path, _MISSING)
        absent = missing if shapes.required(field) else OK
        if names is None or field.name in names:
            value = judge.compare(gives.value, field.type, inside)
            parts.append(either([value, absent]))
        else:
            parts.append(absent)
    if reader.tag is not None and (names is None or reader.tag_field in names):
        known.add(reader.tag_field)
        tag = judge.compare(gives.value, Values((reader.tag,)), place)
        parts.append(maybe(tag))
    if names is None or names - known:
        told = described_form(Form(gives))
        if reader.forbid_unknown_fields:
            parts.append(maybe(error(place.path, f"{told}: {_FORBIDDEN}")))
        else:
            why = f"of {told} the reader knows only the fields of {reader.name}"
            parts.append(lossy(place.path, why, "dropped"))
    return both(parts)
