"""What an object says of itself, in every way that a log or a debugger would ask it."""

from __future__ import annotations

import copy
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import msgspec
from rich.pretty import pretty_repr

_DEPTH: Final = 4
"""How far from the object others are asked, too."""


def provoke(act: Callable[[], object]) -> BaseException:
    """Return the error that something raises."""
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("nothing was wrong")


def everything_said(thing: object) -> str:
    """Return its texts, and those of all that it holds; an error's traceback, too."""
    said: list[str] = []
    for one in reachable(thing, _DEPTH, {}):
        said += texts_of(one)
    if isinstance(thing, BaseException):
        said += traceback.format_exception(thing)
    return "\n".join(said)


def texts_of(thing: object) -> Iterator[str]:
    yield repr(thing)
    yield str(thing)
    yield f"{thing}"
    yield pretty_repr(thing)
    with suppress(Exception):
        yield repr(pickle.dumps(thing))
    with suppress(Exception):
        yield repr(copy.deepcopy(thing))
    if isinstance(thing, BaseException):
        yield repr(thing.args)


def reachable(thing: object, depth: int, seen: dict[int, object]) -> Iterator[object]:
    """Yield an object of this package and those that it holds; plain strings only in errors."""
    if id(thing) in seen or depth < 0:
        return
    seen[id(thing)] = thing
    yield thing
    held: list[object] = []
    if type(thing).__module__.startswith("runtime"):
        held += list(getattr(thing, "__dict__", {}).values())
        if isinstance(thing, msgspec.Struct):
            held += [getattr(thing, name) for name in thing.__struct_fields__]
    for one in held:
        if type(one).__module__.startswith("runtime"):
            yield from reachable(one, depth - 1, seen)
