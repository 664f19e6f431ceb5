"""`tapal serve`: the review of a comparison, or of one layer by itself, in the browser."""

from __future__ import annotations

import errno
import logging
import socket
from pathlib import Path
from typing import Any

import click
from flask import Flask
from waitress import create_server

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_options import (
    extra_options,
    extras_from,
    layer_options,
    layer_options_from,
    reference_options,
)
from boundaries.cli_output_options import language_option, paths_from
from boundaries.cli_parameters import parameter_options, parameters_from
from boundaries.domain.analysis import Analysis
from boundaries.engine import Engine
from boundaries.errors import ParameterError
from boundaries.messages import Gettext, Message, Progress, message
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from web import create_app
from web.app_settings import LOCAL_NAMES, LOOPBACK, parse_public_url
from web.config import Settings, parse_basemap
from web.serve_workspace import Place, mailing, opened, workspace_app

THREADS = 4
SERVE_HELP = message(
    "Work in a workspace, or review files, in the browser.\n\n"
    "REFERENCE is a workspace: people sign in and work in it. With other files REFERENCE is "
    "compared with LOCAL layers, or checked by itself; nothing is changed, the page shows every "
    "finding with the lines of its parties."
)


def serve_analysis(
    analysis: Analysis, *, host: str, port: int, settings: Settings, gettext: Gettext
) -> None:
    """Show the pages of `analysis` at `host`:`port` until interrupted.

    Raises `MissingPartError` when browser files or translations were not set up, and
    `ParameterError` when the port cannot be used.
    """
    serve_app(create_app(analysis, settings), host=host, port=port, gettext=gettext)


def serve_app(app: Flask, *, host: str, port: int, gettext: Gettext, proxied: bool = False) -> None:
    """Answer requests at `host`:`port` until interrupted.

    With `proxied` a server of this computer hands them on and tells where they come from. Raises
    `ParameterError` when the port cannot be used.
    """
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as fault:
        raise ParameterError(
            "port",
            message(
                "cannot listen on {host}:{port}: {reason}",
                host=host,
                port=port,
                reason=_reason(fault),
            ),
            message("end the program that uses the port, or choose another one with --port"),
        ) from fault
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    note = message("Review at {address} (Ctrl+C ends it)", address=address)
    click.echo(note.render(gettext), err=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app, sockets=[listener], threads=THREADS, clear_untrusted_proxy_headers=not proxied
    )
    server.run()


def _reason(fault: OSError) -> Message | str:
    """Why a port cannot be used, in our words where they are known."""
    if fault.errno == errno.EADDRINUSE:
        return message("another program uses this port")
    if fault.errno == errno.EACCES:
        return message("this user may not use this port")
    return fault.strerror or str(fault)


@click.command(help=SERVE_HELP.template)
@click.argument("reference")
@click.argument("local", nargs=-1)
@option("--host", default=LOOPBACK[0], show_default=True, help=message("Address to listen on."))
@option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=message("Port.")
)
@option(
    "--basemap",
    "basemaps",
    metavar="[TITLE=]MAP",
    multiple=True,
    help=message(
        "Background: an address with {z}/{x}/{y}, a WMS with layers=, or an .mbtiles file, "
        "such as an orthophoto. Repeatable; give source and date as the title."
    ),
)
@option(
    "--public-url",
    metavar="URL",
    help=message(
        "The address that people type, where a proxy with https stands before a workspace's server."
    ),
)
@layer_options
@reference_options
@parameter_options
@extra_options
@language_option
@reports_faults
def serve(
    *,
    reference: str,
    local: tuple[str, ...],
    host: str,
    port: int,
    basemaps: tuple[str, ...],
    public_url: str | None,
    language: str,
    **values: Any,
) -> None:
    """Serve a workspace, or the review of files."""
    store = None if local else opened(reference)
    if store is not None:
        with store:
            place = Place(host, parse_public_url(public_url) if public_url else "")
            app = workspace_app(store, place, language, basemaps, catalogue(language))
            with mailing(store, place):
                serve_app(
                    app,
                    host=host,
                    port=port,
                    gettext=catalogue(language),
                    proxied=bool(place.public_url),
                )
        return
    settings = Settings(
        language=language,
        basemaps=tuple(parse_basemap(text) for text in basemaps),
        trusted_hosts=LOCAL_NAMES if host in LOOPBACK else (),
    )
    serve_analysis(
        analyse(reference, local, values, progress_in(language)),
        host=host,
        port=port,
        settings=settings,
        gettext=catalogue(language),
    )


def analyse(
    reference: str, local: tuple[str, ...], values: dict[str, Any], progress: Progress
) -> Analysis:
    """The comparison with `local`, or the check of `reference` where there is none."""
    options, parameters = layer_options_from(values), parameters_from(values)
    engine = Engine(workers=values["jobs"])
    if not local:
        return check(
            [Path(reference)],
            options=options,
            parameters=parameters,
            engine=engine,
            extras=extras_from(values),
            progress=progress,
        )
    return compare(
        Path(reference),
        paths_from(local),
        options=options,
        reference_options=layer_options_from(values, prefix="reference_"),
        parameters=parameters,
        engine=engine,
        extras=extras_from(values),
        progress=progress,
    )
