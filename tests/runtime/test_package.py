"""What the package is to those who import it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import runtime
from runtime import deprecated

SLOW: Final = {"asyncio", "dataclasses", "inspect", "subprocess", "tempfile"}
"""Modules that an import of the package must not cost."""


@deprecated("use `New`")
class Old:
    """Is deprecated."""


def test_all_is_sorted_and_complete() -> None:
    assert runtime.__all__ == sorted(runtime.__all__)
    for name in runtime.__all__:
        assert getattr(runtime, name) is not None


def test_it_needs_msgspec_and_zmq_and_nothing_slow() -> None:
    script = (
        "import msgspec, zmq, sys, json; before = set(sys.modules); import runtime; "
    )
    script += "print(json.dumps(sorted(set(sys.modules) - before)))"
    output = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, check=True
    ).stdout
    loaded = {name.partition(".")[0] for name in json.loads(output)}
    assert loaded - sys.stdlib_module_names == {"runtime"}
    assert not loaded & SLOW


def test_deprecated_marks_without_warning() -> None:
    assert Old.__name__ == "Old"
    assert Old.__dict__["__deprecated__"] == "use `New`"
    assert Old()


def test_a_type_checker_reports_the_use_of_what_is_deprecated(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text(
        "from runtime import deprecated\n"
        "@deprecated('use `New`')\n"
        "class Old: ...\n"
        "@deprecated('use `new`')\n"
        "def old() -> None: ...\n"
    )
    (tmp_path / "use.py").write_text("from old import Old, old\nOld()\nold()\n")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--enable-error-code=deprecated",
    ]
    command += ["--config-file=", f"--cache-dir={tmp_path}", "use.py"]
    process = subprocess.run(
        command,
        cwd=tmp_path,
        env={"MYPYPATH": str(Path(runtime.__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.returncode == 1, process.stdout
    assert "class old.Old is deprecated: use `New`" in process.stdout
    assert "function old.old is deprecated: use `new`" in process.stdout
