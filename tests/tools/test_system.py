"""What setting up asks of the system, with the system's commands replaced by small scripts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "tools" / "system.sh"
GOOD = "#!/bin/bash\nexit 0\n"
OLD_PYTHON = "#!/bin/bash\nexit 1\n"
NEW_BUT_BARE = '#!/bin/bash\n[[ "$2" == *version_info* ]]\n'
USER = {"id": "#!/bin/bash\necho 1000\n", "sudo": "#!/bin/bash\nexit 1\n"}


PRINTING = {"pdftoppm": GOOD}


def run(
    commands: dict[str, str], folder: Path, *arguments: str, system: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the script with `commands` as the only commands on PATH, on the files of `system`."""
    path = folder / "bin"
    path.mkdir()
    for name, text in commands.items():
        (path / name).write_text(text)
        (path / name).chmod(0o755)
    return subprocess.run(
        ["/bin/bash", SCRIPT, *arguments],
        env={"PATH": str(path), "SYSTEM_ROOT": str(system or "")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_present_chromium_needs_nothing(tmp_path: Path) -> None:
    done = run({"chromium": GOOD, "python3": GOOD, **PRINTING}, tmp_path, "chromium")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_user_without_rights_is_told_the_command(tmp_path: Path) -> None:
    done = run({**USER, **PRINTING, "python3": GOOD, "apt-get": GOOD}, tmp_path, "chromium")
    assert done.returncode == 1
    assert (
        "chromium is missing; run as root: apt-get update && "
        "apt-get install -y --no-install-recommends chromium"
    ) in done.stderr


@pytest.mark.parametrize(
    ("present", "packages"),
    [
        ({"python3": GOOD, **PRINTING}, "chromium"),
        ({"python3": NEW_BUT_BARE}, "chromium libatomic1 poppler-utils"),
        ({"python3": NEW_BUT_BARE, "chromium": GOOD, **PRINTING}, "libatomic1"),
        ({"python3": GOOD, "chromium": GOOD}, "poppler-utils"),
    ],
    ids=["no Chromium", "bare", "no library of the driver", "no printed pages"],
)
def test_root_gets_the_packages(present: dict[str, str], packages: str, tmp_path: Path) -> None:
    record = tmp_path / "asked"
    commands = {
        **present,
        "id": "#!/bin/bash\necho 0\n",
        "env": '#!/bin/bash\nshift\nexec "$@"\n',
        "apt-get": f'#!/bin/bash\necho "$@" >> {record}\n',
    }
    done = run(commands, tmp_path, "chromium")
    assert done.returncode == 0, done.stderr
    assert record.read_text().splitlines() == [
        "update -q",
        f"install -y -q --no-install-recommends {packages}",
    ]


def test_present_postgis_needs_nothing(tmp_path: Path) -> None:
    for name in ("share/postgresql/15/extension/postgis.control", "lib/postgresql/15/bin/initdb"):
        file = tmp_path / "usr" / name
        file.parent.mkdir(parents=True)
        file.touch(mode=0o755)
    done = run({}, tmp_path, "postgis", system=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def postgis_commands(record: Path, apt_get: str) -> dict[str, str]:
    """Commands of root, where every one that changes the system tells `record`."""
    tell = f'#!/bin/bash\necho "${{0##*/}} $@" >> {record}\n'
    return {
        "id": "#!/bin/bash\necho 0\n",
        "true": GOOD,
        "env": '#!/bin/bash\nshift\nexec "$@"\n',
        "apt-get": tell + apt_get,
        **dict.fromkeys(("mkdir", "tee", "rm"), tell),
    }


def test_postgis_comes_without_a_server_that_runs(tmp_path: Path) -> None:
    record = tmp_path / "asked"
    done = run(postgis_commands(record, ""), tmp_path, "postgis", system=tmp_path)
    assert done.returncode == 0, done.stderr
    clusters = tmp_path / "etc/postgresql-common/createcluster.d"
    assert record.read_text().splitlines() == [
        f"mkdir -p {clusters}",
        f"tee {clusters}/tapal.conf",
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends postgresql-postgis",
        f"rm {clusters}/tapal.conf",
    ]


def test_postgis_that_cannot_be_installed_leaves_nothing(tmp_path: Path) -> None:
    record = tmp_path / "asked"
    done = run(postgis_commands(record, "exit 1\n"), tmp_path, "postgis", system=tmp_path)
    assert done.returncode == 1
    assert "the package lists cannot be read" in done.stderr
    assert record.read_text().splitlines()[-1].startswith("rm -r ")


def test_postgis_without_rights_names_the_command(tmp_path: Path) -> None:
    done = run({**USER, "apt-get": GOOD}, tmp_path, "postgis", system=tmp_path)
    assert done.returncode == 1
    assert "postgresql-postgis is missing; run as root: apt-get update && " in done.stderr


def test_other_systems_are_named_the_package(tmp_path: Path) -> None:
    done = run({**USER, **PRINTING, "python3": GOOD}, tmp_path, "chromium")
    assert done.returncode == 1
    assert "chromium is missing; install it with this system's packages" in done.stderr


def test_old_python_is_not_taken(tmp_path: Path) -> None:
    done = run({**USER, "python3": OLD_PYTHON, "apt-get": OLD_PYTHON}, tmp_path, "venv", "x")
    assert done.returncode == 1
    assert "python3 python3-venv is missing; run as root:" in done.stderr


def test_python_without_venv_outside_the_system_names_another(tmp_path: Path) -> None:
    commands = {**USER, "python3": NEW_BUT_BARE}
    done = run(commands, tmp_path, "venv", str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "python3 has no venv or ensurepip; install them, or name another Python" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("postgres",)])
def test_unknown_wish_shows_the_use(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run({}, tmp_path, *arguments)
    assert done.returncode == 1
    assert "use: tools/system.sh venv FOLDER" in done.stderr
