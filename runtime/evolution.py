"""What msgspec does when a writer with one wire model sends to a reader with another.

Rule 1: the verdict is computed from what the writer can put on the wire and what a strict decoder
makes of it; there is no list of harmless changes.
Rule 2: what meets a struct is ok until found otherwise, so that structs may contain themselves; what
is found is gone over again until nothing changes.
Rule 3: the wire is msgpack.
"""

from __future__ import annotations

from msgspec import msgpack
from msgspec.structs import replace
from runtime import arrays, maps, scalars, shapes
from runtime.forms import Form, Structs, described_form, emissions, forms, kind, lengths
from runtime.framing import BUFFERS, framings_differ
from runtime.judge import Meeting, Place, field_place
from runtime.verdicts import (
    OK,
    Reason,
    Verdict,
    both,
    depends,
    either,
    error,
    lossy,
    maybe,
    with_reasons,
    without_reasons,
)
from runtime.wire_model import (
    Array,
    Items,
    Map,
    Node,
    Plain,
    Reference,
    WireChannel,
    WireModel,
    WireStruct,
)

_NO_BUFFER = "a large buffer is a frame of its own, which only `buffer` finds"
FRAMED_APART = "only one side has buffers there, which are frames of their own"
_UNHASHABLE = "the reader puts it where it has to be hashed, and cannot"


def verdict(
    writer: Node, reader: Node, writer_structs: Structs, reader_structs: Structs
) -> Verdict:
    """Return what becomes of the values of one type at a reader that takes another.

    Raises:
        KeyError: a type mentions a struct that its side does not have.
    """
    return _Comparison(writer_structs, reader_structs).verdict(writer, reader)


def channel_verdict(writer: WireModel, reader: WireModel, channel: str) -> Verdict:
    """Return what becomes of the messages that one model sends to another on a channel.

    Raises:
        KeyError: a type mentions a struct that its side does not have.
    """
    sending, reading = _channel(writer, channel), _channel(reader, channel)
    if sending is None or reading is None:
        side = "writer" if sending is None else "reader"
        return error(channel, f"the {side} has no such channel")
    if sending.sender != reading.sender:
        return error(channel, "the two sides do not agree which of them sends")
    if framings_differ(sending, reading, writer, reader):
        return error(channel, FRAMED_APART)
    found = verdict(sending.type, reading.type, writer.structs, reader.structs)
    return with_reasons(found, (_inside(channel, r) for r in found.reasons))


def _channel(model: WireModel, name: str) -> WireChannel | None:
    return next((channel for channel in model.channels if channel.name == name), None)


def _inside(channel: str, reason: Reason) -> Reason:
    starts_below = reason.path[:1] not in ("", "[", "{")
    path = f"{channel}.{reason.path}" if starts_below else channel + reason.path
    return replace(reason, path=path)


class _Family:
    """The forms of one kind, and the structs among them by their tags."""

    def __init__(self, forms: list[Form], known: Structs) -> None:
        self.forms = forms
        self.structs: list[WireStruct] = []
        self.by_tag: dict[tuple[str | int | None, type], Form] = {}
        for form in forms:
            if isinstance(form.node, Reference):
                struct = known[form.node.name]
                self.structs.append(struct)
                self.by_tag.setdefault((struct.tag, type(struct.tag)), form)


class _Takers:
    """The forms that a reader takes, looked through once for all that a writer sends."""

    def __init__(self, forms: list[Form], known: Structs) -> None:
        self.forms = forms
        self.known = known
        self.families: dict[str, _Family] = {}
        plain = (form.node for form in forms if isinstance(form.node, Plain))
        self.keeps = next((n for n in plain if n.name in ("Any", "Raw")), None)

    def of(self, family: str) -> _Family:
        """Return those of a kind."""
        if family not in self.families:
            alike = [form for form in self.forms if kind(form, self.known) == family]
            self.families[family] = _Family(alike, self.known)
        return self.families[family]


def _unlike(form: Form, readers: _Takers) -> str:
    told = " | ".join(map(described_form, readers.forms))
    return f"the writer sends {described_form(form)}, the reader takes {told}"


class _Comparison:
    def __init__(self, writers: Structs, readers: Structs) -> None:
        self.writers = writers
        self.readers = readers
        self.names = shapes.names(writers.values()), shapes.names(readers.values())
        self.meetings: dict[bytes, Meeting] = {}
        self.found: dict[bytes, Verdict] = {}

    def verdict(self, writer: Node, reader: Node) -> Verdict:
        self.compare(writer, reader, Place())
        self.meet_all()
        while self.gone_over():
            pass
        found = self.compare(writer, reader, Place())
        inside = [reason for met in self.found.values() for reason in met.reasons]
        return with_reasons(found, [*found.reasons, *inside])

    def meet_all(self) -> None:
        """Judge each meeting once, those that come of it included."""
        waiting = list(self.meetings)
        while waiting:
            known = len(self.meetings)
            for key in waiting:
                self.found[key] = self.judged(self.meetings[key])
            waiting = list(self.meetings)[known:]

    def gone_over(self) -> bool:
        """Judge each meeting anew, the last first; return whether anything came of it."""
        before = dict(self.found)
        for key in reversed(before):
            self.found[key] = self.judged(self.meetings[key])
        return self.found != before

    def compare(self, writer: Node, reader: Node, place: Place) -> Verdict:
        takers = _Takers(list(forms(reader)), self.readers)
        return either(self.form(form, takers, place) for form in emissions(writer))

    def met(self, writer: Form, reader: Form, place: Place) -> Verdict:
        """Return what is known so far; the reasons are told once, by the meeting, and not here."""
        both_in_structs = isinstance(reader.node, Plain | Reference)
        if isinstance(writer.node, Reference) and both_in_structs:
            place = Place(hashed=place.hashed)
        meeting = Meeting(writer, reader, place)
        key = msgpack.encode(meeting)
        self.meetings.setdefault(key, meeting)
        return without_reasons(self.found.setdefault(key, OK))

    def judged(self, meeting: Meeting) -> Verdict:
        form, taker, place = meeting.writer, meeting.reader, meeting.place
        match form.node, taker.node:
            case Reference(name=name), Plain() as reader:
                return self.struct_kept(self.writers[name], reader, place.hashed)
            case Reference(name=name), Reference(name=other):
                return self.structs(self.writers[name], self.readers[other], place)
        return self.family(form, taker, place)

    def structs(self, writer: WireStruct, reader: WireStruct, place: Place) -> Verdict:
        """Return what becomes of one struct at another of its kind."""
        judge = arrays.by_place if writer.array_like else maps.by_name
        found = judge(writer, reader, self, hashed=place.hashed)
        if shapes.means_another(writer, reader, *self.names):
            why = f"it is read from what the writer calls {writer.name}"
            found = both([found, lossy(reader.name, why, "misread")])
        return found

    def family(self, form: Form, taker: Form, place: Place) -> Verdict:
        if kind(form, self.writers) == "array":
            return arrays.array(form, taker, place, self)
        return maps.mapping(form, taker, place, self)

    def form(self, form: Form, readers: _Takers, place: Place) -> Verdict:
        """Return what becomes of one form, at the first that takes its kind."""
        if readers.keeps is not None:
            return self.kept(form, readers.keeps, place)
        match kind(form, self.writers):
            case "any":
                return depends(place.path, _unlike(form, readers))
            case "array" | "map" as family:
                takers = readers.of(family)
                first = next(iter(takers.forms), None)
                if first is None:
                    return error(place.path, _unlike(form, readers))
                if len(takers.forms) > 1:
                    return self.one_struct_of(form, takers, place)
                if any(isinstance(f.node, Reference) for f in (form, first)):
                    return self.met(form, first, place)
                return self.family(form, first, place)
            case scalar:
                taker = scalars.taker(scalar, readers.forms)
                if taker is None:
                    return error(place.path, _unlike(form, readers))
                return scalars.scalar(scalar, form, taker, place.path)

    def one_struct_of(self, form: Form, takers: _Family, place: Place) -> Verdict:
        """Return what becomes of a form at several structs, told apart by their tags."""
        structs = takers.structs
        if isinstance(form.node, Reference):
            writer = self.writers[form.node.name]
            by_place, tag = writer.array_like, (writer.tag, type(writer.tag))
            if writer.tag is not None and (
                by_place or writer.tag_field == structs[0].tag_field
            ):
                if taker := takers.by_tag.get(tag):
                    return self.met(form, taker, place)
                why = f"the reader has no message tagged {writer.tag!r}, which {writer.name} is"
                return error(place.path, why)
        if kind(form, self.writers) == "array":
            return arrays.tagged(form, structs, place, self)
        return maps.tagged(form, structs, place, self)

    def kept(self, form: Form, reader: Plain, place: Place) -> Verdict:
        """Return what becomes of a form at a reader that takes it as it comes."""
        if place.hashed and reader.name == "Raw":
            return error(place.path, _UNHASHABLE)
        match form.node:
            case Plain(name=name) if name in BUFFERS:
                return lossy(place.path, _NO_BUFFER, "altered")
            case Plain(name="Any" | "Raw") if place.hashed:
                return depends(place.path, _UNHASHABLE)
            case Reference():
                return self.met(form, Form(reader), place)
            case Array() | Items():
                gives = arrays.slots(form, self)
                inside = place.item()
                items = both(self.compare(n, reader, inside) for n in gives.nodes)
                return items if gives.least else maybe(items)
            case Map(key=key, value=value):
                if place.hashed:
                    return error(place.path, _UNHASHABLE)
                key_place = place.key() if reader.name == "Any" else place.value()
                least, most = lengths(form)
                inside_map = both(
                    [
                        self.compare(key, reader, key_place),
                        self.compare(value, reader, place.value()),
                    ]
                )
                if not most:
                    return OK
                return inside_map if least else maybe(inside_map)
        return OK

    def struct_kept(self, writer: WireStruct, reader: Plain, hashed: bool) -> Verdict:
        """Return what becomes of a struct at a reader that takes it as it comes."""
        if hashed and not writer.array_like:
            return error(writer.name, _UNHASHABLE)
        parts: list[Verdict] = []
        for sent in shapes.sent_fields(writer):
            place = field_place(writer, sent.field, hashed=hashed)
            value = self.compare(sent.node, reader, place)
            parts.append(maps.kept(sent, value, place.path))
        return both(parts)
