"""Sending notices by mail while the server runs, apart from the requests of people."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from boundaries.errors import TapalError
from boundaries.io.mail import MailServer
from boundaries.messages import translator
from boundaries.store.database import Store
from boundaries.workflows.mail_notices import LANGUAGE, Outcome, Style, mail_notices

EVERY_S = 60
logger = logging.getLogger(__name__)


def start(store: Store, server: MailServer, address: str) -> threading.Event:
    """Send what is due every minute; `address` is that of the pages. Setting the event ends it."""
    stop = threading.Event()
    style = Style(translator(LANGUAGE), address)

    def work() -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="tapal-mail") as runner:
            while not stop.wait(EVERY_S):
                fault = runner.submit(tick, store, server, style).exception()
                if fault:
                    logger.error("mail was not sent; it is tried again", exc_info=fault)

    threading.Thread(target=work, name="tapal-mail", daemon=True).start()
    return stop


def tick(store: Store, server: MailServer, style: Style) -> Outcome | None:
    """Queue and send once; None where the workspace does not answer, which the log tells."""
    try:
        outcome = mail_notices(store, server, style, datetime.now(UTC))
    except TapalError as fault:
        logger.warning("mail: %s: %s", fault.code, fault.message)
        return None
    if outcome.failed:
        logger.warning("mail: %s failed, %s given up", outcome.failed, outcome.given_up)
    return outcome
