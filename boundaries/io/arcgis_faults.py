"""Faults of an ArcGIS REST service: what happened, the remedy, whether asking again may help."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import requests

from boundaries.errors import InputError
from boundaries.messages import Message, message

AGAIN = message("check the connection, then run the same command again: it goes on where it was")
LONGEST_DEMANDED_WAIT_S = 300.0
CUT = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)


class FailedError(Exception):
    """One attempt failed; `again` when another may succeed, not before `wait_s` seconds."""

    def __init__(self, fault: InputError, *, again: bool, wait_s: float = 0.0) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.again = again
        self.wait_s = wait_s


def shown(said: object) -> str:
    """What a service says, at most 300 characters, without those that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in str(said)[:300])


def without_credentials(url: str) -> str:
    """An address as it may be shown and recorded: without user, password and token."""
    return re.sub(r"(?i)(token=)[^&#]*", r"\1...", re.sub(r"//[^/]*@", "//", url))


def described_fault(host: str, error: object) -> FailedError:
    """What an error object within an answer says."""
    described = error if isinstance(error, dict) else {"message": str(error)}
    code = described.get("code")
    details = described.get("details") or []
    words = [described.get("message"), *(details if isinstance(details, list) else [details])]
    said = message(
        "error {code}: {words}",
        code=shown(code if code is not None else "-"),
        words=shown(" ".join(str(word) for word in words if word)) or "-",
    )
    status = code if isinstance(code, int) else 400
    if status == 429 or 500 <= status < 600:
        return out_of_order(host, said, 0.0)
    return refused(host, status, said)


def out_of_order(host: str, said: Message, wait: float) -> FailedError:
    """The service cannot answer now; it asks to wait `wait` seconds (0: it does not say)."""
    text = message("{host} is overloaded or out of order ({said})", host=host, said=said)
    if wait <= LONGEST_DEMANDED_WAIT_S:
        return FailedError(InputError("service-failed", text, AGAIN), again=True, wait_s=wait)
    hint = message(
        "it asks to wait {minutes} minutes: run the same command again then, it goes on where it "
        "was",
        minutes=round(wait / 60),
    )
    return FailedError(InputError("service-busy", text, hint), again=False)


def refused(host: str, status: int, said: Message) -> FailedError:
    """The service will not answer this question, or not to us."""
    if status in (401, 403, 498, 499):
        text = message("{host} wants a sign-in ({said})", host=host, said=said)
        hint = message(
            "give the address of a public layer with --url, or its token in the variable that "
            "--token names"
        )
        return FailedError(InputError("service-closed", text, hint), again=False)
    text = message("{host} refuses the question ({said})", host=host, said=said)
    hint = message("check that --url is the address of a layer, such as .../MapServer/0")
    return FailedError(InputError("service-refused", text, hint), again=False)


def unanswered(url: str, fault: requests.RequestException) -> FailedError:
    """A connection that failed, by its cause."""
    host = host_of(url)
    if isinstance(fault, requests.exceptions.SSLError):
        lasting = any(word in str(fault) for word in ("CERTIFICATE", "WRONG_VERSION", "mismatch"))
        text = message(
            "no safe connection to {host}: its certificate or TLS is not valid ({reason})",
            host=host,
            reason=_reason(fault),
        )
        hint = message(
            "check the clock of this computer and --url; behind an inspecting proxy set "
            "REQUESTS_CA_BUNDLE to the certificates of the office"
        )
        return FailedError(InputError("service-unsafe", text, hint), again=not lasting)
    if isinstance(fault, ValueError):
        return FailedError(no_address(url), again=False)
    if isinstance(fault, requests.Timeout) or "timed out" in str(fault).lower():
        return FailedError(late(url), again=True)
    if isinstance(fault, CUT):
        text = message("the answer of {host} is cut short", host=host)
        return FailedError(InputError("service-cut", text, AGAIN), again=True)
    text = message("no connection to {host} ({reason})", host=host, reason=_reason(fault))
    return FailedError(InputError("service-unreachable", text, AGAIN), again=True)


def late(url: str) -> InputError:
    """The answer takes too long."""
    text = message("{host} does not answer in time", host=host_of(url))
    return InputError("service-late", text, AGAIN)


def too_large(url: str, most: int) -> InputError:
    """The answer has more than `most` bytes."""
    text = message(
        "an answer of {host} is larger than {size} MB", host=host_of(url), size=round(most / 1e6)
    )
    hint = message("ask for fewer villages at a time: --page-size 50")
    return InputError("service-too-large", text, hint)


def _reason(fault: BaseException) -> str:
    """What the system says at the bottom of a chain of faults."""
    said = type(fault).__name__
    node: BaseException | None = fault
    while node is not None:
        if isinstance(node, OSError) and node.strerror:
            said = node.strerror
        node = node.__cause__ or node.__context__
    return said


def no_address(url: str) -> InputError:
    """`url` cannot be asked."""
    text = message("{url} is no address of a service", url=without_credentials(url) or '""')
    return InputError("service-address", text, message("give it in full, beginning with https://"))


def require_safe(url: str) -> None:
    """Raise `InputError` where a token would go through the network for everybody to read."""
    host = host_of(url)
    name = urlsplit(url).hostname
    if urlsplit(url).scheme == "https" or name in ("localhost", "127.0.0.1", "::1"):
        return
    raise InputError(
        "token-open",
        message("the token is not sent to {host}: the connection is not safe", host=host),
        message("give an address that begins with https://"),
    )


def host_of(url: str) -> str:
    """The host and port of an address, without credentials. Raises `InputError` for none."""
    try:
        parts = urlsplit(url)
    except ValueError as fault:
        raise no_address(url) from fault
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise no_address(url)
    return parts.netloc.rpartition("@")[2]
