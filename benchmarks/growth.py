"""What 10, 100 and 1,000 messages cost the generator itself: python -m benchmarks.growth

Seconds of processor time, in one process that has warmed up: next to what starting the command costs,
and to what a busy machine adds, the difference between 10 and 100 messages would drown.
"""

from __future__ import annotations

import resource
from typing import Final

import msgspec

from benchmarks.generation import SIZES
from benchmarks.workload import catalogue
from codegen import output
from codegen.generate import generate

_REPEATS: Final = {10: 5, 100: 3, 1000: 1}
"""The smaller, the more often; the best of them counts."""


def main() -> None:
    generate(catalogue(SIZES[0]))
    measured = {}
    for size in SIZES:
        samples = [cost(size) for _ in range(_REPEATS[size])]
        generated, checked = zip(*samples, strict=True)
        measured[f"generation_growth_generate_{size}"] = min(generated)
        measured[f"generation_growth_check_{size}"] = min(checked)
    print(msgspec.json.encode(measured).decode())


def cost(size: int) -> tuple[float, float]:
    """Return what it costs to generate a package, and to do so and compare it with what is there."""
    text = catalogue(size)
    begin = _processor_time()
    files = generate(text)
    generated = _processor_time()
    if output.compare(files, dict(files)):
        raise SystemExit("what was just generated is not up to date")
    return generated - begin, _processor_time() - begin


def _processor_time() -> float:
    """Return the seconds that this process and the children it has waited for have had."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
