"""The command line `tapal`: the group of all commands, each loaded when it is called for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, cast

import click

from boundaries import __version__
from boundaries.cli_faults import ended_as_documented
from boundaries.cli_language import language_of, speaking, translated
from boundaries.messages import message

COMMANDS = "tapal.commands"
MAIN_HELP = message(
    "Find where village boundaries conflict, and look at each conflict on a map.\n\n"
    "Exit codes: 0 done, 1 findings with --fail-on-findings, 2 usage, 3 input or environment."
)


class Commands(click.Group):
    """The commands that installed packages register, those of Tapal itself too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, sorted."""
        return sorted({entry.name for entry in entry_points(group=COMMANDS)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None where there is none."""
        for entry in entry_points(group=COMMANDS, name=cmd_name):
            command: click.Command = entry.load()
            return translated(command)
        return None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language spoken."""
        click.Group.format_help(cast(click.Group, translated(self)), ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command that `args` (those of the process unless given) ask for.

        With --json usage errors are in English, as all faults are in JSON.
        """
        words = sys.argv[1:] if args is None else list(args)
        as_json = "--json" in words
        with speaking("en" if as_json else language_of(words)):
            if not standalone_mode:
                return super().main(words, prog_name, complete_var, False, **extra)
            with ended_as_documented(as_json=as_json):
                sys.exit(super().main(words, prog_name, complete_var, False, **extra))


@click.group(cls=Commands, help=MAIN_HELP.template, context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="tapal")
def main() -> None:
    """The group of all commands."""
