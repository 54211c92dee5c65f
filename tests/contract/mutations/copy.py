"""A copy of the tree, in which bugs are planted and tests run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec

from tests.contract.mutations.mutation import Mutation

ROOT: Final = Path(__file__).parents[3]

_SEEN: Final = re.compile(r"^(tests/\S+::.+?) (?:PASSED|FAILED|ERROR|SKIPPED)?", re.M)
_RED: Final = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - (.*))?$", re.M)


class CopyError(Exception):
    """The tests say nothing: it is not the copy that they test, or they cannot run."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of tests: who turned red, with the first line of why; what hung, if anything; how
    pytest itself was ended, if by a signal.
    """

    red: dict[str, str]
    hung: str = ""
    crashed: str = ""
    seconds: float = 0.0

    @property
    def caught(self) -> bool:
        return bool(self.red or self.hung or self.crashed)

    def told(self) -> str:
        """Return the first thing that was wrong, in a line."""
        for test, why in self.red.items():
            return f"{_short(test)}: {why}" if why else _short(test)
        if self.crashed:
            return self.crashed
        return f"the time limit, in {_short(self.hung)}" if self.hung else ""


class Copy:
    """The tree. Programs that its tests start import from it, too."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self._environment = {**os.environ, "PYTHONPATH": str(tree)}
        self._environment["COLUMNS"] = "200"  # pytest cuts the reasons
        # A test that is late because the machine is busy has caught nothing.
        self._environment["CI_SLOW"] = "1"
        for name in ("PYTEST_ADDOPTS", "CONTRACT"):
            self._environment.pop(name, None)

    def check(self) -> None:
        """Make sure that it is the copy which is imported.

        Raises:
            CopyError: it is not.
        """
        done = subprocess.run(
            [sys.executable, "-c", "import runtime; print(runtime.__file__)"],
            cwd="/",
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        found = done.stdout.strip()
        if found != str(self.tree / "runtime" / "__init__.py"):
            raise CopyError(f"what is tested would be {found or done.stderr}")

    @contextmanager
    def planted(self, mutation: Mutation) -> Iterator[None]:
        """Have a bug in the copy meanwhile."""
        path = mutation.path(self.tree)
        sound = path.read_text("utf-8")
        self._write(path, mutation.planted(sound))
        try:
            yield
        finally:
            self._write(path, sound)

    def test(self, tests: Sequence[str], limit: float, *options: str) -> Result:
        """Run tests for so many seconds at most; nothing that they started is left.

        Raises:
            CopyError: pytest could not run them.
        """
        command = [sys.executable, "-m", "pytest", "-v", "-rfE", "--tb=no"]
        command += ["-p", "no:cacheprovider", *options, *tests]
        begin = monotonic()
        process = subprocess.Popen(
            command,
            cwd=self.tree,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        hung = False
        try:
            said, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            hung = True
            _kill(process)
            said, _ = process.communicate()
        finally:
            _kill(process)
        seen = _SEEN.findall(said)
        last = seen[-1] if seen else "pytest itself"
        code = process.returncode
        if not hung and code > 1:
            raise CopyError(f"pytest ended with exit code {code}:\n{said[-2000:]}")
        return Result(
            red=dict(_RED.findall(said)),
            hung=last if hung else "",
            crashed=f"signal {-code}, in {last}" if code < 0 and not hung else "",
            seconds=monotonic() - begin,
        )

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        # Python would take what it has compiled for as new as the text, if both are of one second.
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
            compiled.unlink()


@contextmanager
def copied() -> Iterator[Copy]:
    """Yield a copy of all that git knows or would add, as it is on disk."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        tree = Path(folder).resolve()
        for name in listed.stdout.decode().split("\0"):
            source = ROOT / name
            if name and source.is_file():
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, tree / name)
        copy = Copy(tree)
        copy.check()
        yield copy


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill all processes of its session's group that are left."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _short(test: str) -> str:
    return test.rpartition("/")[2]
