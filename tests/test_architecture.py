"""Rules that hold the parts apart: who imports whom, sizes, docstrings, lock files."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted([*ROOT.glob("boundaries/**/*.py"), *ROOT.glob("web/**/*.py")])
BOUNDARIES = [path for path in CODE if path.is_relative_to(ROOT / "boundaries")]

# A part may import itself and parts of a lower rank; parts of equal rank do not know each other.
RANKS = {
    "messages": 0,
    "errors": 1,
    "geometry": 2,
    "domain": 3,
    "io": 4,
    "reports": 4,
    "store": 4,
    "engine": 4,
    "engine_dask": 4,
    "workflows": 5,
    "cli_inspection": 6,
    "cli_language": 5,
    "cli_code_options": 5.5,
    "cli_faults": 5.5,
    "cli_output_options": 5.5,
    "cli_parameters": 5.5,
    "cli_options": 6,
    "cli_workspace_options": 6.5,
    "cli_other_inputs": 7.5,
    "cli": 8,
    "web": 8,
    "start": 9,
}
COMMANDS = 7
"""The rank of the modules cli_* of single commands."""
LIBRARIES = {"argon2": "argon2_cffi", "docx": "python_docx"}
"""Libraries that are imported under another name than that of their distribution."""
BANNED = {
    "geometry": {
        "fiona", "pyogrio", "sqlalchemy", "flask", "folium", "click", "rich", "geopandas",
    },
    "domain": {"fiona", "pyogrio", "sqlalchemy", "flask", "folium", "click", "rich"},
    "io": {"sqlalchemy", "alembic"},
    "reports": {"sqlalchemy", "alembic", "psycopg"},
    "store": {"fiona", "pyogrio", "flask", "folium", "click", "rich"},
    "workflows": {"sqlalchemy", "alembic", "psycopg"},
}  # fmt: skip
OUTERMOST_HANDLERS = {"boundaries/cli.py", "web/errors.py"}
MOST_LINES = 400


def name_of(path: Path) -> str:
    """A module's path in the repository, the way a person writes it."""
    return path.relative_to(ROOT).as_posix()


def part_of(module: str) -> str | None:
    """The part a dotted module belongs to; None for the bare package and other libraries."""
    names = module.split(".")
    if names[0] == "web":
        return "web"
    return names[1] if names[0] == "boundaries" and len(names) > 1 else None


def rank_of(part: str | None) -> float | None:
    """The rank of a part; None for what is none of ours."""
    if part is not None and part.startswith("cli_"):
        return RANKS.get(part, COMMANDS)
    return RANKS.get(part or "")


def imported(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that the module imports, `from a import b` as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(module: str, source: str) -> list[str]:
    """The imports of `source` that the part of `module` may not have."""
    part = part_of(module)
    wrong = []
    for name in imported(ast.parse(source)):
        target = part_of(name)
        rank, own = rank_of(target), rank_of(part)
        if rank is not None and target != part:
            if own is None or rank >= own:
                wrong.append(name)
        elif name.split(".")[0] in BANNED.get(part or "", set()):
            wrong.append(name)
    return wrong


def deferred_imports(source: str) -> list[int]:
    """Lines of imports inside functions."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = {
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return sorted(lines)


def broad_handlers(source: str) -> list[int]:
    """Lines of handlers that catch everything."""
    broad = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {each.id for each in caught if isinstance(each, ast.Name)}
            if node.type is None or names & {"Exception", "BaseException"}:
                broad.append(node.lineno)
    return sorted(broad)


def undocumented(source: str) -> list[str]:
    """Public classes, functions and methods without a docstring, and the module itself."""
    tree = ast.parse(source)
    missing = [] if ast.get_docstring(tree) or not tree.body else ["the module"]
    queue: list[ast.AST] = [tree]
    while queue:
        for node in ast.iter_child_nodes(queue.pop()):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                if node.name.startswith("_"):
                    continue
                if not ast.get_docstring(node) and not is_override(node):
                    missing.append(node.name)
                if isinstance(node, ast.ClassDef):
                    queue.append(node)
    return missing


def is_override(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is marked @override or @overload, so that another one documents it."""
    marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
    return bool(marks & {"override", "overload"})


def module_of(path: Path) -> str:
    """The dotted name of a module file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def breaches(paths: list[Path], rule: Callable[[str, str], object]) -> dict[str, object]:
    """What a rule, given a module's name and text, objects to, by the module's path."""
    found = {path: rule(module_of(path), path.read_text(encoding="utf-8")) for path in paths}
    return {name_of(path): fault for path, fault in found.items() if fault}


def test_imports_go_one_way() -> None:
    assert breaches(CODE, wrong_imports) == {}


def test_imports_stand_at_the_top() -> None:
    assert breaches(CODE, lambda _, text: deferred_imports(text)) == {}


def test_only_outermost_handlers_catch_everything() -> None:
    others = [path for path in CODE if name_of(path) not in OUTERMOST_HANDLERS]
    assert breaches(others, lambda _, text: broad_handlers(text)) == {}


def test_modules_stay_short() -> None:
    assert breaches(CODE, lambda _, text: len(text.splitlines()) > MOST_LINES) == {}


def test_public_things_have_docstrings() -> None:
    assert breaches(BOUNDARIES, lambda _, text: undocumented(text)) == {}


def test_every_module_belongs_to_a_known_part() -> None:
    parts = {part_of(module_of(path)) for path in BOUNDARIES} - {None}
    assert [part for part in parts if rank_of(part) is None] == []


def test_every_imported_library_is_declared() -> None:
    declared = configparser.ConfigParser()
    declared.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = declared["options"]["install_requires"].split()
    known = {re.split(r"[<>=[]", line)[0].lower().replace("-", "_") for line in lines}
    known |= {*sys.stdlib_module_names, "boundaries", "web"}
    used = {
        name.split(".")[0]
        for path in CODE
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert {LIBRARIES.get(name, name) for name in used} - known == set()


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("boundaries.geometry.lines", "from boundaries.domain import finding", 1),
        ("boundaries.geometry.lines", "import geopandas as gpd", 1),
        ("boundaries.domain.layer", "import geopandas as gpd", 0),
        ("boundaries.domain.layer", "from fiona.crs import from_epsg", 1),
        ("boundaries.io.read", "from boundaries.reports import overlap", 1),
        ("boundaries.reports.overlap", "import boundaries.io.write", 1),
        ("boundaries.store.models", "from boundaries.io.read import read", 1),
        ("boundaries.store.models", "from boundaries.reports import overlap", 1),
        ("boundaries.store.models", "import pyogrio", 1),
        ("boundaries.store.models", "from sqlalchemy import select", 0),
        ("boundaries.domain.layer", "from boundaries.store import models", 1),
        ("boundaries.domain.layer", "from sqlalchemy import select", 1),
        ("boundaries.geometry.lines", "import sqlalchemy", 1),
        ("boundaries.workflows.check", "from sqlalchemy import select", 1),
        ("boundaries.workflows.check", "from boundaries.store.repository import Repository", 0),
        ("boundaries.workflows.check", "from boundaries.io.read import read", 0),
        ("boundaries.workflows.check", "from boundaries import cli", 1),
        ("boundaries.cli", "import web.serve", 1),
        ("boundaries.cli", "from boundaries import __version__", 0),
        ("web.serve", "from boundaries.workflows import compare", 0),
        ("web.serve", "from boundaries.cli_options import language_option", 0),
        ("web.serve", "from boundaries import cli", 1),
        ("boundaries.reports.overlap", "from boundaries.cli_options import language_option", 1),
        ("boundaries.errors", "from boundaries.messages import Message", 0),
        ("boundaries.messages", "from boundaries.errors import TapalError", 1),
    ],
)
def test_wrong_imports_are_recognised(module: str, source: str, wrong: int) -> None:
    assert len(wrong_imports(module, source)) == wrong


def test_other_faults_are_recognised() -> None:
    source = """
def shown():
    import os
    try:
        os.stat("x")
    except (ValueError, Exception):
        pass
    try:
        os.stat("x")
    except OSError:
        pass
"""
    assert deferred_imports(source) == [3]
    assert broad_handlers(source) == [6]
    assert undocumented(source) == ["the module", "shown"]


@pytest.mark.parametrize(
    "name",
    [
        "setup.cfg",
        "pyproject.toml",
        "Makefile",
        "package.json",
        "package-lock.json",
        "requirements.lock",
        "requirements-test.lock",
        "requirements-npm.in",
        "requirements-npm.lock",
        "tools/vendor.json",
        "tools/system.sh",
        ".ci/run",
    ],
)
def test_no_download_address_is_fixed(name: str) -> None:
    """Where packages come from is the business of the machine, not of the repository."""
    text = (ROOT / name).read_text(encoding="utf-8")
    hint = r"registry\.npmjs|pypi\.org|pythonhosted|--(extra-)?index-url|--find-links|\"resolved\""
    assert re.findall(hint, text) == []
    if name.endswith((".lock", ".in")):
        assert "://" not in text


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_a_sum(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pinned = [i for i, line in enumerate(lines) if "==" in line and not line.startswith((" ", "#"))]
    assert pinned
    assert all("--hash=sha256:" in lines[i + 1] for i in pinned)


def test_help_lists_every_target_for_people() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    listed = set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE))
    assert listed >= {"demo", "test", "setup", "lint", "bench", "lock", "wheel", "clean", "help"}
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    steps = {"chromium", "postgis", "vendor", "fetch-vendor", "mapshaper"}
    assert phony - steps == listed
