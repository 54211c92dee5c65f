"""What a frame may cost, judged before anything decodes it.

A decoder recurses as deep as a frame is nested, and makes an object for every byte of some. How
deep and how many it bears depends on the stack and on the recursion limit; this does not.

Rule 1: nothing here recurses, and nothing grows with what a frame says of itself.
Rule 2: every message passes here, so what is plainly harmless is not read in Python.
Rule 3: what is not msgpack is the decoder's to refuse: the part before that is judged, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import add, sub
from typing import Final, final

DEPTH: Final = 64
"""How many arrays and maps may stand inside each other."""

ELEMENTS: Final = 1_000_000
"""How many values, keys included, all arrays and maps of a frame may hold."""


class BoundsError(ValueError):
    """A frame costs more to decode than it may. Catch its two kinds, or both."""


@final
class TooDeep(BoundsError):
    """More than `DEPTH` arrays and maps stand inside each other."""

    def __init__(self) -> None:
        super().__init__(f"more than {DEPTH} arrays and maps inside each other")


@final
class TooMany(BoundsError):
    """All arrays and maps together hold more than `ELEMENTS` values."""

    def __init__(self) -> None:
        super().__init__(f"more than {ELEMENTS:,} values in arrays and maps")


# https://github.com/msgpack/msgpack/blob/master/spec.md, by the first byte of a value.
_CONTAINERS: Final = bytes([*range(0x80, 0xA0), *range(0xDC, 0xE0)])
_COUNTED: Final = {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}
"""Arrays and maps: how many bytes the count has, how many values are counted as one."""

_SIZED: Final = {
    0xC4: (1, 0), 0xC5: (2, 0), 0xC6: (4, 0),  # bin
    0xC7: (1, 1), 0xC8: (2, 1), 0xC9: (4, 1),  # ext
    0xD9: (1, 0), 0xDA: (2, 0), 0xDB: (4, 0),  # str
}  # fmt: skip
"""How many bytes the length has, how many more follow that it does not count."""

_FIXED: Final = {
    **dict.fromkeys([*range(0x80), 0xC0, 0xC2, 0xC3, *range(0xE0, 0x100)], 1),
    **{0xA0 + length: 1 + length for length in range(32)},  # short str
    0xCA: 5, 0xCB: 9,  # float
    0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9, 0xD0: 2, 0xD1: 3, 0xD2: 5, 0xD3: 9,  # int
    0xD4: 3, 0xD5: 4, 0xD6: 6, 0xD7: 10, 0xD8: 18,  # fixext
}  # fmt: skip
_WIDTH: Final = tuple(_FIXED.get(first, 0) for first in range(256))
"""How many bytes a value has; 0 if its first byte alone does not say."""
_OF_WIDTH: Final = {
    width: bytes(first for first in range(256) if _WIDTH[first] == width)
    for width in set(_FIXED.values())
}

_SHORT: Final = 1024
"""Up to here, counting the bytes that could begin a container is sooner done than reading."""
_MARKED: Final = bytes(first in _CONTAINERS for first in range(256))
"""By each byte, 1 if it could begin a container."""
_RUN: Final = 256
"""How many values of one width are passed over at once."""
_WORTH: Final = 16
"""Fewer values, or frames, than that are looked at as quickly one by one."""


_MANY: Final = 64
"""So many values are worth a look at what follows: usually, they are the last."""
_FAR: Final = 256 * 1024
"""No more than that is looked at: it is copied, and nothing else runs meanwhile."""


def check(frame: bytes) -> None:
    """Return if a frame may be decoded; whether it can be, is the decoder's to say.

    Raises:
        TooDeep: it is nested deeper than `DEPTH`.
        TooMany: it has more than `ELEMENTS` elements.
    """
    size = len(frame)
    if size <= DEPTH:
        return
    if size <= _SHORT and size - len(frame.translate(None, _CONTAINERS)) <= DEPTH:
        return
    _read(frame, size)


def are_plain(frames: Sequence[bytes], sizes: Sequence[int]) -> bool:
    """Return whether all frames, of these sizes, plainly may be decoded: no need to `check` them."""
    longest = max(sizes, default=0)
    if longest <= DEPTH:
        return True
    if longest > _SHORT:
        return False
    if len(frames) >= _WORTH:
        # Each lies in one block of `_SHORT` bytes, or in one and the next.
        marked = b"".join(frames).translate(_MARKED)
        starts = range(0, len(marked), _SHORT)
        ends = range(_SHORT, len(marked) + _SHORT, _SHORT)
        marks = list(map(marked.count, repeat(1), starts, ends))
        if max(map(add, marks, [*marks[1:], 0])) <= DEPTH:
            return True
    others = map(bytes.translate, frames, repeat(None), repeat(_CONTAINERS))
    counts: Iterable[int] = map(sub, sizes, map(len, others))
    return max(counts) <= DEPTH


def _read(frame: bytes, size: int) -> None:
    """Pass over every value of a frame, and keep count."""
    at = 0
    left = 1  # values to come in this container
    outer: list[int] = []  # and in those around it
    elements = 0
    no_run_before = 0
    look_from = 0
    while at < size:
        while left == 0:
            if not outer:
                return
            left = outer.pop()
        left -= 1
        first = frame[at]
        if width := _WIDTH[first]:
            at += width
            if left < _WORTH or at < no_run_before:
                continue
            heads = frame[at : at + width * min(left, _RUN) : width]
            run = len(heads) - len(heads.lstrip(_OF_WIDTH[width]))
            at += width * run
            left -= run
            if run < _WORTH:
                no_run_before = at + _RUN
        elif sized := _SIZED.get(first):
            width, more = sized
            at += 1
            if width == 1:  # most often, and no slice need be made
                at += 1 + more + (frame[at] if at < size else 0)
            else:
                at += width + more + int.from_bytes(frame[at : at + width])
        elif first == 0xC1:
            return  # it begins nothing
        else:
            outer.append(left)
            if len(outer) > DEPTH:
                raise TooDeep
            if first < 0x90:
                left = 2 * (first & 15)
                at += 1
            elif first < 0xA0:
                left = first & 15
                at += 1
            else:
                start = at + 1 + _COUNTED[first][0]
                left = int.from_bytes(frame[at + 1 : start]) * _COUNTED[first][1]
                at = start
            # A count that the frame has no room for is not to be believed.
            elements += left if left < size - at else size - at
            if elements > ELEMENTS:
                raise TooMany
            if (
                left >= _MANY
                and look_from <= at
                and size - at <= _FAR
                and not _is_run(frame, at)
            ):
                if not _may_nest(frame[at:]):
                    return
                look_from = (at + size) // 2


def _is_run(frame: bytes, at: int) -> bool:
    """Return whether values of one width begin here, worth passing over at once."""
    width = _WIDTH[frame[at]] if at < len(frame) else 0
    heads = frame[at : at + width * _WORTH : width] if width else b""
    return len(heads) == _WORTH and not heads.lstrip(_OF_WIDTH[width])


def _may_nest(rest: bytes) -> bool:
    """Return whether anything in the rest of a frame could begin a container."""
    return len(rest.translate(None, _CONTAINERS)) < len(rest)
