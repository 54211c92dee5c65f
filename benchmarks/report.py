"""The pages about what was measured: a function of the figures alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from benchmarks.figures import Unit
from benchmarks.idling import CONNECTIONS
from benchmarks.measured import NONE, SHOWN, Measured
from benchmarks.payloads import SIZES, size_label
from benchmarks.peers import (
    CROWD,
    GRPC,
    MARIMO,
    MSGSPEC,
    PICKLE,
    PIPE,
    QUEUE,
    RAW,
    SEND,
    SEND_MANY,
    Peer,
)
from benchmarks.process import ROOT
from benchmarks.targets import TARGETS
from benchmarks.throughput import NUMBERS_OF_CHANNELS

_TEMPLATE: Final = ROOT / "benchmarks" / "performance.md"

_BEGIN, _END = "<!-- figures: written by benchmarks.page -->\n", "<!-- end -->\n"

_IN_README: Final = (SEND, SEND_MANY, RAW, MSGSPEC, PICKLE, MARIMO, PIPE, QUEUE, GRPC)

_WEATHER: Final = "What counts is the ratios; they vary from machine to machine."


def performance(measured: Measured) -> str:
    """Return the page with all figures."""
    return _TEMPLATE.read_text("utf-8").format(
        about=_about(measured),
        targets=_targets(measured),
        throughput=_throughput(measured),
        roundtrip=_roundtrip(measured),
        payloads=_payloads(measured),
        several=_several(measured),
        idle=_idle(measured),
        beginnings=_beginnings(measured),
        connections=CONNECTIONS,
    )


def with_figures(readme: str, measured: Measured) -> str:
    """Return the README with its table as measured; the rest is as it was."""
    before, begin, rest = readme.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        text = (
            f"README.md: there is no part between {_BEGIN.strip()} and {_END.strip()}"
        )
        raise ValueError(text)
    return f"{before}{begin}{_readme(measured)}{end}{after}"


def _readme(measured: Measured) -> str:
    head = [
        "",
        "messages per second",
        "`send` to it",
        "round trip",
        "`send` to it",
        "50 MB messages",
    ]
    rows = [
        [
            _label(peer),
            measured.shown(f"throughput_small_{peer.name}_per_s", "per_second"),
            measured.shown(f"throughput_small_send_vs_{peer.name}", "times"),
            measured.shown(f"roundtrip_p50_{peer.name}_us", "microseconds"),
            measured.shown(f"roundtrip_p50_vs_{peer.name}", "times"),
            measured.shown(
                f"payload_50mb_{peer.name}_mb_per_s", "megabytes_per_second"
            ),
        ]
        for peer in _IN_README
    ]
    reached = sum(
        name in measured.figures and target.reached_by(measured.figures[name])
        for name, target in TARGETS.items()
    )
    importing = measured.shown("import_generated_vs_import_msgspec_zmq", "times")
    comparing = measured.shown("breaking_1000_s", "seconds")
    generating = measured.shown("generation_generate_1000_s", "seconds")
    return (
        f"{_about(measured)}\n\n{_markdown(head, rows)}\n\n"
        f"Importing a generated package takes {importing} as long as `import msgspec, zmq`; generating 1,000 messages on\n"
        f"100 channels takes {generating}, comparing two versions of them with `breaking` {comparing}. Of {len(TARGETS)} targets, {reached} are reached.\n"
    )


def _about(measured: Measured) -> str:
    rounds = "1 round" if measured.rounds == 1 else f"{measured.rounds} rounds"
    return (
        f"Measured with `make bench` on {measured.machine}:\n"
        f"medians of {rounds} in which all took turns. {_WEATHER}"
    )


def _targets(measured: Measured) -> str:
    rows = []
    for name, target in TARGETS.items():
        number = measured.figures.get(name)
        verdict = "not measured"
        if number is not None:
            verdict = "reached" if target.reached_by(number) else "**not reached**"
        unit = _unit(name)
        bound = f"{target.sign} {target.bound:g}"
        rows.append([f"`{name}`", bound, measured.spread(name, unit), verdict])
    return _markdown(["", "target", "median (spread)", ""], rows)


def _unit(name: str) -> Unit:
    if name.endswith("_s"):
        return "seconds"
    return "percent" if "_percent_" in name else "times"


def _throughput(measured: Measured) -> str:
    head = ["", "102 bytes", "`send` to it", "10 kB", "`send` to it"]
    rows = [
        [
            _label(peer),
            measured.spread(f"throughput_small_{peer.name}_per_s", "per_second"),
            measured.shown(f"throughput_small_send_vs_{peer.name}", "times"),
            measured.spread(f"throughput_medium_{peer.name}_per_s", "per_second"),
            measured.shown(f"throughput_medium_send_vs_{peer.name}", "times"),
        ]
        for peer in SHOWN
    ]
    return _markdown(head, rows)


def _roundtrip(measured: Measured) -> str:
    head = ["", "median", "stubwire to it", "99 of 100 are faster", "stubwire to it"]
    rows = [
        [
            _label(peer),
            measured.spread(f"roundtrip_p50_{peer.name}_us", "microseconds"),
            measured.shown(f"roundtrip_p50_vs_{peer.name}", "times"),
            measured.spread(f"roundtrip_p99_{peer.name}_us", "microseconds"),
            measured.shown(f"roundtrip_p99_vs_{peer.name}", "times"),
        ]
        for peer in SHOWN
    ]
    return _markdown(head, rows)


def _payloads(measured: Measured) -> str:
    head = ["MB/s", *map(size_label, SIZES)]
    rows = [
        [
            _label(peer),
            *(
                measured.shown(
                    f"payload_{size}_{peer.name}_mb_per_s", "megabytes_per_second"
                ).removesuffix(" MB/s")
                for size in SIZES
            ),
        ]
        for peer in SHOWN
    ]
    return _markdown(head, rows)


def _several(measured: Measured) -> str:
    columns = {
        "1 thread": "senders_1",
        "8 threads": "senders_8",
        **{f"{n} channels": f"channels_{n}" for n in NUMBERS_OF_CHANNELS},
    }
    rows = [
        [
            _label(peer),
            *(
                measured.shown(f"throughput_{stem}_{peer.name}_per_s", "per_second")
                for stem in columns.values()
            ),
        ]
        for peer in SHOWN
    ]
    return _markdown(["", *columns], rows)


def _idle(measured: Measured) -> str:
    rows = []
    for peer in (CROWD, MSGSPEC, MARIMO, QUEUE, GRPC):
        end = "" if peer is CROWD else f"_{peer.name}"
        percent = f"idle_cpu_percent_{CONNECTIONS}_connections{end}"
        memory = f"memory_per_connection{end}_kb"
        rows.append(
            [
                _label(peer),
                measured.spread(percent, "percent"),
                measured.spread(memory, "kilobytes"),
            ]
        )
    return _markdown(["", "of one processor", "memory"], rows)


def _beginnings(measured: Measured) -> str:
    names = {
        "`import msgspec, zmq`": "import_msgspec_zmq_s",
        "`import generated`, with them": "import_generated_s",
        **{
            f"`python -m codegen`, {size:,} messages": f"generation_generate_{size}_s"
            for size in (10, 100, 1000)
        },
        "`breaking`, 1,000 messages, 30 of them changed": "breaking_1000_s",
    }
    rows = [[label, measured.spread(name, "seconds")] for label, name in names.items()]
    return _markdown(["", "takes"], rows)


def _label(peer: Peer) -> str:
    return f"**{peer.label}**" if peer.label.startswith("stubwire") else peer.label


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, without the rows that have nothing to say."""
    kept = [row for row in rows if any(cell != NONE for cell in row[1:])]
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *kept])
