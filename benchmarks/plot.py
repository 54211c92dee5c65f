"""The picture of what was measured, as SVG: a function of the figures alone.

Rule 1: readable on light and on dark: text follows the reader's scheme, colours are between both.
Rule 2: what was not measured is not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10
from typing import Final, NamedTuple

from benchmarks.measured import SHOWN, Measured
from benchmarks.payloads import SIZES, size_label
from benchmarks.peers import BARE, BUFFER, MSGSPEC, PIPE, QUEUE, RAW, SEND, Peer
from benchmarks.throughput import NUMBERS_OF_CHANNELS

_LEFT, _WIDTH, _HALF, _ROW = 10, 920, 430, 22

_STYLE: Final = """\
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-size: 14px; font-weight: 600; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.ours { fill: #2f81f7; }
.other { fill: #8b949e; }
.spread, .axis { stroke: #57606a; fill: none; }
.grid { stroke: #8b949e; stroke-opacity: 0.3; }
.line { fill: none; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .spread, .axis { stroke: #c9d1d9; }
}"""

_COLOURS: Final = {
    SEND.name: "#2f81f7",
    BUFFER.name: "#a371f7",
    RAW.name: "#8b949e",
    MSGSPEC.name: "#d29922",
    QUEUE.name: "#f85149",
}


_SHORT: Final = {
    BARE.name: "stubwire, bare",
    RAW.name: "raw pyzmq",
    MSGSPEC.name: "msgspec by hand",
    QUEUE.name: "mp.Queue",
    PIPE.name: "mp.Pipe",
}
"""What is called otherwise where there is little room."""


class Bar(NamedTuple):
    """A number with its extremes."""

    peer: Peer
    median: float
    low: float
    high: float


class Line(NamedTuple):
    """A number that changes with another one."""

    peer: Peer
    points: list[tuple[float, float]]


def plot(measured: Measured) -> str:
    """Return the picture as the text of an SVG file."""
    throughput = _bars(measured, "throughput_small_{}_per_s")
    roundtrip = _bars(measured, "roundtrip_p50_{}_us")
    height = 60 + _ROW * max(len(throughput), len(roundtrip))
    parts = [
        _bar_chart(_LEFT, "102-byte messages per second", throughput, _thousands),
        _bar_chart(_WIDTH - _HALF, "round trip, microseconds", roundtrip, _plain),
        _line_chart(
            _LEFT,
            height,
            "MB/s, by the size of each message",
            _lines(measured, "payload_{}_{}_mb_per_s", SIZES),
            {number: size_label(name) for name, number in SIZES.items()},
        ),
        _line_chart(
            _WIDTH - _HALF,
            height,
            "102-byte messages per second, by channels",
            _lines(
                measured,
                "throughput_channels_{}_{}_per_s",
                {str(number): number for number in NUMBERS_OF_CHANNELS},
            ),
            {number: str(number) for number in NUMBERS_OF_CHANNELS},
        ),
    ]
    total = height + 300
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {total}" role="img">\n'
        f"<title>How fast stubwire is, and other ways</title>\n<style>\n{_STYLE}\n</style>\n"
        + "\n".join(line for part in parts for line in part)
        + "\n</svg>\n"
    )


def _bars(measured: Measured, name: str) -> list[Bar]:
    return [
        Bar(peer, *(measured.figures[key + end] for end in ("", ".low", ".high")))
        for peer in SHOWN
        if (key := name.format(peer.name)) in measured.figures
    ]


def _lines(measured: Measured, name: str, places: dict[str, int]) -> list[Line]:
    lines = []
    for peer in (SEND, BUFFER, RAW, MSGSPEC, QUEUE):
        points = [
            (float(place), measured.figures[key])
            for label, place in places.items()
            if (key := name.format(label, peer.name)) in measured.figures
        ]
        if len(points) > 1:
            lines.append(Line(peer, points))
    return lines


def _bar_chart(
    left: int, title: str, bars: Sequence[Bar], shown: Callable[[float], str]
) -> list[str]:
    """Draw one bar below the other, each with its extremes."""
    label, room = 145, _HALF - 145 - 60
    most = max((bar.high for bar in bars), default=1.0)
    parts = [_text(left, 20, title, "title")]
    for row, bar in enumerate(bars):
        y = 36 + row * _ROW
        width, low, high = (room * each / most for each in bar[1:])
        start = left + label
        kind = "ours" if bar.peer.label.startswith("stubwire") else "other"
        middle = y + 7
        parts += [
            _text(start - 8, y + 11, _short(bar.peer), "end"),
            f'<rect x="{start}" y="{y}" width="{width:.1f}" height="14" rx="2" class="{kind}"/>',
            f'<path d="M{start + low:.1f} {middle}H{start + high:.1f}" class="spread"/>',
            _text(round(start + max(width, high) + 6), y + 11, shown(bar.median)),
        ]
    return parts


def _line_chart(
    left: int, top: int, title: str, lines: Sequence[Line], ticks: dict[int, str]
) -> list[str]:
    """Draw lines on two logarithmic axes; the one below says what `ticks` say."""
    parts = [_text(left, top + 20, title, "title")]
    values = [value for line in lines for _, value in line.points]
    if not values:
        return parts
    decades = range(floor(log10(min(values))), floor(log10(max(values))) + 2)
    across = _scale(min(ticks), max(ticks), left + 50, left + _HALF - 20)
    up = _scale(10 ** decades[0], 10 ** decades[-1], top + 250, top + 60)
    for decade in decades:
        y = up(10**decade)
        parts.append(f'<path d="M{left + 50} {y:.1f}H{left + _HALF}" class="grid"/>')
        parts.append(_text(left + 44, round(y) + 4, _thousands(10**decade), "end"))
    for place, name in ticks.items():
        parts.append(_text(round(across(place)), top + 268, name, "middle"))
    for number, line in enumerate(lines):
        colour = _COLOURS[line.peer.name]
        path = "L".join(f"{across(x):.1f} {up(y):.1f}" for x, y in line.points)
        x = left + 50 + 130 * (number % 3)
        y = top + 38 + 14 * (number // 3)
        parts += [
            f'<path d="M{path}" class="line" stroke="{colour}"/>',
            f'<rect x="{x}" y="{y - 8}" width="10" height="4" fill="{colour}"/>',
            _text(x + 14, y, _short(line.peer)),
        ]
    return parts


def _scale(
    first: float, last: float, start: float, end: float
) -> Callable[[float], float]:
    """Return the function that puts `first` at `start`, `last` at `end`, and all others between."""
    span = log10(last / first)
    return lambda number: start + (end - start) * log10(number / first) / span


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    of_kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{of_kind}>{escape(text)}</text>'


def _short(peer: Peer) -> str:
    return _SHORT.get(peer.name, peer.label.replace("`", ""))


def _thousands(number: float) -> str:
    return f"{number / 1000:,.0f} k" if number >= 1000 else f"{number:.0f}"


def _plain(number: float) -> str:
    return f"{number:,.0f}"
