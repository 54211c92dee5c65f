"""What becomes of a value without parts: numbers, texts, bytes, times, enums.

Rule: no pattern is run: whether two of them agree cannot be decided, and a peer wrote one of them.
"""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from collections.abc import Callable

import msgspec
from runtime import ranges
from runtime.forms import Form, Kind, chosen, lengths, sent, unfit, whole
from runtime.framing import BUFFERS
from runtime.verdicts import OK, Verdict, both, depends, each, either, error, lossy
from runtime.wire_model import Plain, Values

_FORMATS: dict[str, object] = {
    "datetime": dt.datetime,
    "date": dt.date,
    "time": dt.time,
    "timedelta": dt.timedelta,
    "UUID": uuid.UUID,
    "Decimal": decimal.Decimal,
}
_TAKERS: dict[Kind, tuple[str, ...]] = {
    "bool": ("bool",),
    "int": ("int", "values", "float", "Decimal"),
    "float": ("float", "Decimal"),
    "str": ("str", "values", *_FORMATS),
    "bin": ("bytes", "UUID", *BUFFERS),
    "buffer": (*BUFFERS, "bytes", "UUID"),
    "timestamp": ("datetime",),
    "nil": ("None",),
}
"""Who takes a value of a kind: the first of these that the reader's type has, as in msgspec."""


def taker(kind: Kind, readers: list[Form]) -> Form | None:
    """Return the form to which msgspec gives a value of the kind; None if it takes none."""
    for name in _TAKERS.get(kind, ()):
        for form in readers:
            match form.node:
                case Plain(name=other) if other == name:
                    return form
                case Values() if name == "values":
                    part = chosen(form.node, "str" if kind == "str" else "int")
                    if part.values or part.open:
                        return Form(part)
    return None


def scalar(kind: Kind, writer: Form, reader: Form, path: str) -> Verdict:
    """Return what becomes of the writer's values at the form that takes their kind."""
    match kind, reader.node:
        case "int", Plain(name="int"):
            return ranges.integers(writer, reader, path)
        case "int", Plain(name="float"):
            return ranges.integers_as_floats(writer, reader, path)
        case "float", Plain(name="float"):
            return ranges.floats(writer, reader, path)
        case "str" | "int", Values():
            return _one_of(writer, reader, reader.node, path)
        case "str", Plain(name="str"):
            return both(
                [_pattern(writer, reader, path), ranges.sizes(writer, reader, path)]
            )
        case "str", Plain(name=name):
            return _formatted(writer, reader, name, path)
        case "bin", Plain(name="bytes"):
            return ranges.sizes(writer, reader, path)
        case "bin", Plain(name="UUID"):
            return ranges.sizes(writer, _SIXTEEN_BYTES, path)
        case "buffer", Plain(name="bytes" | "UUID"):
            return depends(path, f"{unfit(writer, reader)}: {_BESIDE}")
        case "timestamp", Plain() if reader.bounds.get("tz") is False:
            return error(path, unfit(writer, reader))
    return OK


_BESIDE = "a large buffer is a frame of its own"
_SIXTEEN_BYTES = Form(Plain("bytes"), {"min_length": 16, "max_length": 16})


def _one_of(writer: Form, reader: Form, takes: Values, path: str) -> Verdict:
    """Return what becomes of values at an enum or a Literal."""
    text = unfit(writer, reader)
    unknown = lossy(path, f"{text}: others are told as unknown", "altered")
    if not isinstance(writer.node, Values):
        if takes.open:
            return unknown
        possible = any(_may_send(writer, value) for value in takes.values)
        return (depends if possible else error)(path, text)
    gives = writer.node
    found: list[Verdict] = []
    for place, value in enumerate(sent(gives)):
        for_unknown = place == len(gives.values)
        if value not in takes.values:
            closed = OK if for_unknown else unknown
            found.append(closed if takes.open else error(path, text))
        elif for_unknown:
            why = f"{value!r} is sent for what the writer does not know"
            found.append(lossy(path, why, "altered"))
        else:
            found.append(_renamed(gives, takes, value, path))
    return either(found)


def _renamed(gives: Values, takes: Values, value: str | int, path: str) -> Verdict:
    """Return whether a value still has its name; what was renamed is no loss, what was swapped is."""
    if not gives.names or not takes.names:
        return OK
    was = gives.names[gives.values.index(value)]
    now = takes.names[takes.values.index(value)]
    if was == now or not (was in takes.names or now in gives.names):
        return OK
    return lossy(
        path, f"{value!r} is {was} to the writer, {now} to the reader", "altered"
    )


def _may_send(writer: Form, value: str | int) -> bool:
    """Return whether a form that is not a choice of values has room for this one."""
    match writer.node, value:
        case Plain(name="int"), int():
            return whole(writer).has(value)
        case Plain(name="str"), str():
            least, most = lengths(writer)
            return least <= len(value) <= most
        case Plain(name=name), str() if name in _FORMATS:
            return _reads(name, value)
    return True


def _reads(name: str, text: str) -> bool:
    """Return whether a text is one of a format, by msgspec's judgement."""
    try:
        msgspec.convert(text, _FORMATS[name])
    except msgspec.ValidationError:
        return False
    return True


def _pattern(writer: Form, reader: Form, path: str) -> Verdict:
    pattern = reader.bounds.get("pattern")
    if pattern is None or pattern == writer.bounds.get("pattern"):
        return OK
    return depends(path, unfit(writer, reader), str(pattern))


def _formatted(writer: Form, reader: Form, name: str, path: str) -> Verdict:
    """Return what becomes of a text at a reader that takes texts of one format."""
    text = unfit(writer, reader)
    outcome: Callable[[str, str], Verdict]
    zone = reader.bounds.get("tz")
    match writer.node:
        case Values():
            texts = [str(value) for value in sent(writer.node)]
            if zone is None or not any(_reads(name, value) for value in texts):
                return each([_reads(name, value) for value in texts], path, text)
            outcome = depends
        case Plain(name="str"):
            outcome = depends
        case Plain(name=other) if other == name:
            if zone in (None, writer.bounds.get("tz")):
                return OK
            outcome = error
        case Plain(name="Decimal") if name == "UUID":
            outcome = depends  # a UUID may be written as 32 digits
        case _:
            outcome = error
    return outcome(path, text)
