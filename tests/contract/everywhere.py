"""`python -m tests.contract.everywhere [ARG ...]`: the small tier, on every Python that is here, in every mode.

A Python is here if it has an environment in `.venv`, as `make unit PYTHON=python3.13` makes one. The
modes reach the processes that tests start, too. Arguments are passed on to pytest. It fails if a test
does, or is skipped on Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).parents[2]

MODES: Final[Mapping[str, Mapping[str, str]]] = {
    "": {},
    "-O": {"PYTHONOPTIMIZE": "1"},
    "-OO": {"PYTHONOPTIMIZE": "2"},
    "-X dev": {"PYTHONDEVMODE": "1"},
}
"""By environment variable, because children inherit it."""

IGNORED: Final = "ignore::pytest.PytestConfigWarning"
"""It says that asserts of modules which pytest does not rewrite are left out, as they should be."""

LOWEST: Final = "lowest"
"""The environment of `make test-lowest`: it is about versions of other packages."""


def pythons() -> list[Path]:
    """Return the interpreters that have an environment here."""
    found = sorted((ROOT / ".venv").glob("*/bin/python"))
    return [path for path in found if path.parts[-3] != LOWEST]


def version_of(python: Path) -> str:
    program = "import sys; print(sys.version.split()[0])"
    return subprocess.run(
        [python, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()


def run(python: Path, mode: str, args: Sequence[str], report: Path) -> int:
    """Run the tests; return pytest's exit code, and leave a report."""
    command = [str(python), "-m", "pytest", "-q", "-W", IGNORED]
    command += ["-p", "no:cacheprovider", f"--junit-xml={report}"]
    chosen = [arg for arg in args if "/" in arg]
    return subprocess.run(
        [*command, *([] if chosen else ["tests/contract"]), *args],
        cwd=ROOT,
        env={**os.environ, **MODES[mode], "PYTHONPATH": str(ROOT)},
    ).returncode


def skipped(report: Path) -> Iterator[str]:
    """Yield each skipped test and why it was."""
    for case in ElementTree.parse(report).iter("testcase"):
        for one in case.iter("skipped"):
            yield f"{case.get('classname')}::{case.get('name')}: {one.get('message')}"


def count_of(report: Path) -> int:
    return sum(1 for _ in ElementTree.parse(report).iter("testcase"))


def main(args: Sequence[str]) -> int:
    lines, bad = [], False
    for python in pythons():
        version = version_of(python)
        for mode in MODES:
            print(f"--- Python {version} {mode}", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                report = Path(folder) / "report.xml"
                code = run(python, mode, args, report)
                left_out = list(skipped(report)) if report.exists() else []
                count = count_of(report) if report.exists() else 0
            said = "passed" if code == 0 else f"failed ({code})"
            lines.append(
                f"Python {version:8} {mode:7} {count} tests, {said}, {len(left_out)} skipped"
            )
            lines += [f"    {one}" for one in left_out]
            bad = bad or code != 0 or (bool(left_out) and sys.platform == "linux")
    print("\n".join(lines))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
