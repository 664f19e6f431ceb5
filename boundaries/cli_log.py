"""The command `tapal log`: what was done in a workspace, and whether the log proves itself."""

from __future__ import annotations

from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    print_document,
)
from boundaries.cli_workspace_options import Opened, date_type, day_of, opened, screen_of
from boundaries.domain.roles import ACTION_NAMES
from boundaries.domain.subjects import subject_name
from boundaries.messages import message
from boundaries.reports.log_text import result_words
from boundaries.reports.workspace_document import document
from boundaries.reports.workspace_text import Screen, print_lists
from boundaries.store.base import values as row_values
from boundaries.store.log_pages import LogFilter, log_page
from boundaries.workflows.history import Proof, head_from, head_text, prove, since_from

LOG_HELP = message(
    "Show the log of a WORKSPACE, the newest entries first.\n\n"
    "With --verify compute every hash of the log and of the documents anew, and end with code 3 "
    "when one is wrong."
)
EXIT_BROKEN = 3
ACTION_WORDS = {
    "create": message("create the workspace"),
    "import": message("import a source"),
    "detect": message("detect"),
    "decide-matches": message("decide which villages records are"),
    "retire": message("withdraw a survey"),
    "restore": message("restore a snapshot"),
    "set-target": message("set a target"),
    "add-document": message("add a document"),
    "add-impact-layer": message("add an impact layer"),
    "carry-exception": message("find an excepted finding again"),
    "export": message("export a package"),
    "add-member": message("appoint a member of the team"),
    "remove-member": message("dismiss a member of the team"),
    "set-wording": message("set the wording of papers"),
    "add-account": message("open an account"),
    "invite": message("invite again"),
    "accept-invitation": message("accept the invitation"),
    "change-password": message("change the own password"),
    "set-password": message("set a password"),
    "activate": message("open the account again"),
    "deactivate": message("close the account"),
    "end-sessions": message("end all sessions"),
    "sign-in": message("sign in"),
    **{action.value: name for action, name in ACTION_NAMES.items()},
}


@click.command("log", help=LOG_HELP.template)
@click.argument("workspace")
@option("--verify", is_flag=True, help=message("Prove the log and the documents."))
@option(
    "--head",
    metavar="HASH:NUMBER",
    help=message("With --verify: the end of the log as a paper or a copy has it."),
)
@option("--subject", metavar="ID", default="", help=message("Entries about this id only."))
@option(
    "--since",
    metavar="YYYY-MM-DD",
    type=date_type,
    help=message("Entries from this day on only."),
)
@limit_option
@json_option
@language_option
@reports_faults
def log_command(**values: Any) -> None:
    """Show or prove the log."""
    known = head_from(values["head"]) if values["head"] else None
    with opened(values) as workspace:
        if values["verify"] or known is not None:
            _show_proof(prove(workspace.store, known=known), values)
        else:
            _show_entries(workspace, values)


def _show_entries(workspace: Opened, values: dict[str, Any]) -> None:
    zone = workspace.doer.at.tzinfo
    since = since_from(day_of(values["since"]), zone) if zone else None
    wanted = LogFilter(subject=values["subject"], since=since)
    page = log_page(workspace.store, wanted, limit=max(values["limit"], 1))
    entries = [row_values(row) for row in page.entries][: values["limit"]]
    if values["as_json"]:
        print_document(document("log", entries=entries, following=page.following))
        return
    screen = screen_of(values)
    _ = screen.gettext
    rows = [
        (entry["seq"], entry["at"].astimezone(zone).strftime("%Y-%m-%d %H:%M"), entry["who"],
         _action(entry["action"], screen), _subject(entry, screen),
         entry["reason"] or result_words(entry["after"], _))
        for entry in entries
    ]  # fmt: skip
    headings = [_("No."), _("Time"), _("Who"), _("Action"), _("Subject"), _("Reason or result")]
    print_lists(screen, _("Log"), headings, rows)
    if page.following is not None:
        screen.say(message("older entries: raise --limit, or narrow with --subject and --since"))


def _show_proof(proof: Proof, values: dict[str, Any]) -> None:
    """Print the proof; ends with code 3 when there is a fault."""
    faults = [
        *({"kind": fault.kind, "entry": fault.seq, "message": str(fault.message)}
          for fault in proof.faults),
        *({"kind": f"document-{fault.kind}", "document": fault.document,
           "message": str(fault.message)} for fault in proof.document_faults),
    ]  # fmt: skip
    if values["as_json"]:
        print_document(
            document("log", verified=proof.holds, entries=proof.head.seq,
                     head=head_text(proof.head), documents=proof.documents, faults=faults)
        )  # fmt: skip
    else:
        _print_proof(proof, screen_of(values))
    if not proof.holds:
        raise click.exceptions.Exit(EXIT_BROKEN)


def _print_proof(proof: Proof, screen: Screen) -> None:
    numbers = screen.numbers
    told = [fault.message for fault in proof.faults]
    told += [fault.message for fault in proof.document_faults]
    for text in told:
        screen.say(message("fault: {fault}", fault=text))
    counts = {
        "entries": numbers.integer(proof.head.seq), "documents": numbers.integer(proof.documents)
    }  # fmt: skip
    if proof.holds:
        screen.say(message("The log proves itself: {entries} entries, {documents} documents.",
                           **counts))  # fmt: skip
        screen.say(message("Its end, to be noted on paper: {head}", head=head_text(proof.head)))
        return
    screen.say(
        message("The log does not prove itself: keep this file, and look at the last snapshot.")
    )


def _action(action: str, screen: Screen) -> str:
    word = ACTION_WORDS.get(action)
    return action if word is None else word.render(screen.gettext)


def _subject(entry: dict[str, Any], screen: Screen) -> str:
    """What an entry is about: the kind in words, and its id."""
    kind = subject_name(entry["subject_kind"])
    word = kind if isinstance(kind, str) else kind.render(screen.gettext)
    return f"{word} {entry['subject_id']}".strip()
