"""Who imports whom. The walls of ARCHITECTURE.md stand because these tests do."""

import ast
import graphlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATED = [ROOT / "generated", *(ROOT / "tests/codegen/golden").glob("*/generated")]
STDLIB = sys.stdlib_module_names

MAY_IMPORT = {
    "runtime": {"msgspec", "zmq", "runtime"},
    "generated": {"msgspec", "runtime"},
    "codegen": {
        "codegen", "jinja2", "msgspec", "rich", "runtime", "tree_sitter",
        "tree_sitter_toml", "typer",
    },
}  # fmt: skip
"""Beside the standard library."""

CODEGEN_MAY_USE_OF_RUNTIME = {
    "runtime.enums", "runtime.evolution", "runtime.fingerprints", "runtime.forms",
    "runtime.framing", "runtime.python_types", "runtime.verdicts", "runtime.wire_model",
}  # fmt: skip


PACKAGES = sorted(
    path.parent.relative_to(ROOT).as_posix()
    for package in ("codegen", "runtime")
    for path in (ROOT / package).rglob("__init__.py")
    if "starter_files" not in path.parts
)
"""With those inside others."""


def modules(package: str) -> list[Path]:
    """Return the modules of a package; for `generated`, of every generated package."""
    folders = GENERATED if package == "generated" else [ROOT / package]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if "starter_files" not in path.parts
    ]


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a module imports when it runs; relative imports begin with a dot."""
    tree = ast.parse(path.read_text())
    for_checkers = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if node in for_checkers:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "."
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (
                f"{module}.{alias.name}"
                if (ROOT / module.replace(".", "/")).is_dir()
                else module
                for alias in node.names
            )


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    assert modules(package)
    for path in modules(package):
        for name in imports(path):
            top = name.split(".")[0]
            if not top:
                assert package == "generated", f"{path}: relative import"
                continue
            assert top in MAY_IMPORT[package] | STDLIB, f"{path} imports {name}"


def test_the_generator_uses_the_wire_model_and_never_the_sockets() -> None:
    used = {name for path in modules("codegen") for name in imports(path)}
    of_runtime = {name for name in used if name.split(".")[0] == "runtime"}
    assert of_runtime <= CODEGEN_MAY_USE_OF_RUNTIME
    assert not used & {"zmq"}


@pytest.mark.parametrize("package", ["codegen", "runtime"])
def test_imports_point_one_way(package: str) -> None:
    graph = {}
    for path in modules(package):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        graph[name] = {i for i in imports(path) if i.startswith(f"{package}.")}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_the_generator_knows_nothing_of_what_a_change_breaks() -> None:
    for path in modules("codegen"):
        is_outside = path.parent.name == "codegen" and path.name != "__main__.py"
        of_breaking = {i for i in imports(path) if i.startswith("codegen.breaking")}
        assert not (is_outside and of_breaking), path


OUTSIDE = {
    "codegen/__main__.py", "codegen/terminal.py",
    "codegen/breaking/command.py", "codegen/breaking/run.py",
    "codegen/breaking/git.py",
}  # fmt: skip
"""The modules of the command line."""


def test_only_the_command_line_reads_writes_prints_or_exits() -> None:
    for path in modules("codegen"):
        if path.relative_to(ROOT).as_posix() in OUTSIDE:
            continue
        calls = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
        }
        assert not calls & {"print", "open", "input", "sys.exit", "exit"}, path
        assert not any(c.endswith((".write_text", ".write_bytes")) for c in calls), path


def test_only_the_command_line_knows_the_command_line() -> None:
    inside = {name.removesuffix(".py").replace("/", ".") for name in OUTSIDE}
    for path in modules("codegen"):
        if path.relative_to(ROOT).as_posix() not in OUTSIDE:
            assert not inside & set(imports(path)), path


@pytest.mark.parametrize("package", ["runtime", "generated"])
def test_nothing_is_executed_from_data(package: str) -> None:
    forbidden = {"eval", "exec", "compile", "__import__"}
    for path in modules(package):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in forbidden, path
        assert not {"pickle", "marshal", "shelve"} & set(imports(path)), path


def test_every_package_init_lists_names_and_does_nothing_else() -> None:
    for package in PACKAGES:
        body = ast.parse((ROOT / package / "__init__.py").read_text()).body
        for node in body:
            is_all = (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "__all__"
            )
            docstring = isinstance(node, ast.Expr) and isinstance(
                node.value, ast.Constant
            )
            assert is_all or docstring or isinstance(node, ast.ImportFrom), package


@pytest.mark.parametrize("package", PACKAGES)
def test_the_code_map_has_every_module_and_no_other(package: str) -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text()
    part = page.split(f"### {package}/ - ")[1].split("\n### ")[0]
    cells = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    mapped = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    there = {path.stem for path in (ROOT / package).glob("*.py")}
    assert mapped == there - {"__init__"}


def test_the_walls_can_be_seen_to_stand(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "import os.path\n"
        "from runtime import push\n"
        "from . import messages\n"
        "if TYPE_CHECKING:\n    import numpy\n"
        "def inside():\n    import codegen\n"
    )
    assert sorted(imports(path)) == [
        ".", "codegen", "os.path", "runtime.push", "typing",
    ]  # fmt: skip
