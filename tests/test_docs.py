"""The documentation names every command, option and address, and the README's commands work."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from boundaries.cli import main
from tests.cli_run import run
from web.views.data import data
from web.views.pages import pages

ROOT = Path(__file__).resolve().parent.parent
TAPAL = Path(sys.executable).parent / "tapal"


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for name, command in commands():
        assert f"## `tapal {name} " in text
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("-"):
                    assert f"`{option}" in text, f"{name} {option}"


def test_every_address_is_documented() -> None:
    text = (ROOT / "docs/review-page.md").read_text(encoding="utf-8")
    documented = {re.sub(r"<\w+:", "<", path) for path in re.findall(r"^\| `(/[^`]*)`", text, re.M)}
    routes: set[str] = set()
    for blueprint in (pages, data):
        routes |= {str(rule) for rule in rules_of(blueprint)}
    assert {re.sub(r"<(\w+:)?identifier>", "<id>", rule) for rule in routes} <= documented


def rules_of(blueprint: object) -> list[str]:
    """Paths under which the views of a blueprint are registered."""
    source = Path(sys.modules[blueprint.import_name].__file__ or "")  # type: ignore[attr-defined]
    found = re.findall(r'^@\w+\.(?:get|post)\("([^"]+)"', source.read_text(encoding="utf-8"), re.M)
    assert found
    return [re.sub(r"<\w+:", "<", path) for path in found]


def readme_commands() -> list[list[str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.split() for line in lines if line.startswith(".venv/bin/tapal")]


@pytest.fixture
def office(sample: Path, tmp_path: Path) -> Path:
    """A folder in which the README's paths hold."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sample").symlink_to(sample)
    return tmp_path


def expanded(words: list[str], folder: Path) -> list[str]:
    """The words of a command as a shell in `folder` would pass them."""
    arguments: list[str] = []
    for word in words[1:]:
        found = sorted(str(path.relative_to(folder)) for path in folder.glob(word))
        arguments += found if "*" in word else [word]
    return [str(TAPAL), *arguments]


def test_the_commands_of_the_readme_work(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process; that `tapal` itself starts, the test of the review shows."""
    monkeypatch.chdir(office)
    lines = readme_commands()
    assert [words[1] for words in lines] == [
        "inspect", "check", "compare", "report", "serve",
        "init", "import", "import", "detect", "status",
    ]  # fmt: skip
    for words in lines:
        if words[1] != "serve":
            done = run(*expanded(words, office)[1:])
            assert done.exit_code == 0, done.stderr
    for name in ("big.xlsx", "findings.gpkg", "report.html"):
        assert (office / name).stat().st_size > 0
    assert re.search(r"indikatif +56 ", done.stdout)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_the_review_of_the_readme_answers(office: Path) -> None:
    port = free_port()
    words = [*expanded(readme_commands()[4], office), "--port", str(port)]
    with subprocess.Popen(words, cwd=office, stderr=subprocess.DEVNULL) as server:
        try:
            assert "Mekar Sari" in first_page(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()


def first_page(address: str) -> str:
    """The page at an address, awaited for up to a minute."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"no answer from {address}")


def test_links_of_the_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
