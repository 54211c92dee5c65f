"""S5: data is data: nothing that arrives, and nothing in a catalogue, is ever run."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from codegen.formatting import formatted
from codegen.generate import generate
from codegen.problems import CatalogueError
from tests.contract.hostile import bones, catalogue
from tests.contract.hosting import command
from tests.contract.measured import measured
from tests.contract.scale import FULL, count

ROOT: Final = Path(__file__).parents[2]

MODULES: Final = sorted(
    path
    for folder in (
        "runtime",
        "generated",
        "tests/contract/wire",
        "benchmarks/wire",
        *(
            str(path.relative_to(ROOT))
            for path in ROOT.glob("tests/codegen/golden/*/*")
        ),
    )
    for path in (ROOT / folder).rglob("*.py")
)

FORBIDDEN_MODULES: Final = {
    "pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "code",
    "codeop", "runpy", "imp", "importlib.util", "importlib.machinery", "pkgutil", "pydoc",
}  # fmt: skip
FORBIDDEN_NAMES: Final = {
    "eval", "exec", "compile", "__import__", "execfile", "import_module", "load_module",
    "globals", "locals", "__builtins__", "__loader__", "exec_module", "find_spec", "__subclasses__",
    "PyObject", "send_pyobj", "recv_pyobj", "get_type_hints", "ForwardRef", "literal_eval",
}  # fmt: skip
"""Whatever they belong to; the last two would evaluate annotations that might be text."""


def faults(tree: ast.Module) -> Iterator[str]:
    """Yield what could turn data into code."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                used = {alias.name for alias in names}
            case ast.ImportFrom(module=module, names=names):
                used = {f"{module}", *(f"{module}.{alias.name}" for alias in names)}
            case ast.Name(id=name) | ast.Attribute(attr=name):
                if name in FORBIDDEN_NAMES:
                    yield f"line {node.lineno}: {name}"
                continue
            case ast.Constant(value=str() as name):
                if name in FORBIDDEN_NAMES:  # as for getattr
                    yield f"line {node.lineno}: {name!r}"
                continue
            case _:
                continue
        for name in used:
            if name in FORBIDDEN_MODULES or name.split(".")[0] in FORBIDDEN_MODULES:
                yield f"line {node.lineno}: import {name}"
            if name.rpartition(".")[2] in FORBIDDEN_NAMES:
                yield f"line {node.lineno}: import {name}"


@pytest.mark.parametrize(
    "path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES]
)
def test_no_module_can_run_data(path: Path) -> None:
    assert list(faults(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pickle", "from marshal import loads", "import importlib.util", "eval('1')",
        "import yaml", "from importlib import import_module", "import builtins; builtins.exec('')",
        "getattr(x, 'eval')", "socket.recv_pyobj()", "__import__('os')", "f = compile",
        "import os, shelve as s", "from typing import get_type_hints",
    ],
)  # fmt: skip
def test_the_scan_finds_what_it_looks_for(text: str) -> None:
    assert list(faults(ast.parse(text)))


TIMES: Final = count(10_000)


def test_a_catalogue_only_says_names_and_literals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Layout takes most of the time and changes no meaning; one in a hundred is laid out."""
    as_written = bones(generate(catalogue(0)))
    monkeypatch.setattr("codegen.render.formatted", dict)
    harmless_bones = bones(generate(catalogue(0)))
    made = 0
    for seed in range(1, TIMES + 1):
        text = catalogue(seed)
        try:
            files = generate(text)
        except CatalogueError:
            continue
        made += 1
        assert bones(files) == harmless_bones, f"catalogue {seed}:\n{text}"
        if made % 100 == 1:
            modules = {k: text for k, text in files.items() if k.endswith(".py")}
            assert bones(formatted(modules)) == as_written, f"catalogue {seed}:\n{text}"
    measured("refused", TIMES - made)
    measured("generated", made)
    assert TIMES // 10 < made < TIMES


def test_an_import_does_nothing(tmp_path: Path) -> None:
    """No file is written, nothing started or connected, nothing of the process changed."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if FULL or path.parts[-2] in ("runtime", "generated", "wire")
    ]
    done = subprocess.run(
        command("importing", json.dumps(names)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("act", ["open('{0}', 'w')", "import socket; socket.socket()"])
def test_the_watch_over_imports_sees(act: str, tmp_path: Path) -> None:
    (tmp_path / "acting.py").write_text(act.format(tmp_path / "made"))
    done = subprocess.run(
        [*command("importing", '["acting"]'), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "acting" in done.stdout
