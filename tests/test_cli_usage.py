"""What ends a command before or amid its work: words it does not understand, and Ctrl+C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_run import run


@pytest.mark.parametrize(
    ("words", "text", "hint"),
    [
        (("check",), "Missing argument 'FILES...'.", "Try 'main check --help' for help."),
        (("chek",), "No such command 'chek'.", "Try 'main --help' for help."),
        (
            ("check", "x", "--scale", "abc"),
            "Invalid value for '--scale': 'abc' is not a valid whole number.",
            "Try 'main check --help' for help.",
        ),
        (
            ("check", "x", "--inlet-width", "nan"),
            "Invalid value for '--inlet-width': 'nan' is not a valid number.",
            "Try 'main check --help' for help.",
        ),
    ],
)
def test_usage_errors_are_documents_in_english(
    words: tuple[str, ...], text: str, hint: str
) -> None:
    result = run(*words, "--json", "--lang", "id")
    assert result.exit_code == 2
    fault = json.loads(result.stdout)["error"]
    assert fault["code"] == "usage"
    assert fault["message"].startswith(text)
    assert fault["hint"] == hint
    assert text in result.stderr


def test_without_json_nothing_is_on_standard_output() -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")


def test_help_and_version_end_well() -> None:
    assert run("check", "--help").exit_code == 0
    assert run("--version").exit_code == 0


def test_interruption_ends_with_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("boundaries.cli_check.run_check", interrupted)
    result = run("check", tmp_path / "a.gpkg", "--lang", "en")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.split("\n") == ["", "Aborted!", ""]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends other signals")
def test_the_signal_of_the_terminal_interrupts(tmp_path: Path) -> None:
    """The command waits for a writer of the pipe that it reads."""
    code = (
        "import signal, sys\nfrom boundaries import cli, cli_check\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def wait(*_, **__): print('waiting', flush=True); sys.stdin.read()\n"
        "cli_check.run_check = wait\n"
        f"cli.main(['check', {str(tmp_path / 'a.gpkg')!r}, '--lang', 'en'])"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.split() == ["Aborted!"]
