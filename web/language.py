"""The reader's language and contrast: chosen in the address, remembered in a cookie."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale

import boundaries.messages
from boundaries.errors import MissingPartError
from boundaries.messages import LANGUAGES, message
from boundaries.reports.numbers import Numbers

CONTRASTS = ("biasa", "tinggi")
COOKIE_AGE_S = 365 * 24 * 3600
KIBIBYTE, MEBIBYTE = 1024, 1024 * 1024
OWN_TRANSLATIONS = "translations"


def language() -> str:
    """The language of this request."""
    return _choice("lang", LANGUAGES, str(current_app.config["BABEL_DEFAULT_LOCALE"]))


def decimal_comma() -> bool:
    """Whether figures in files for spreadsheets have decimal commas, as the pages have them.

    Spreadsheets in Indonesian take 73.658 for seventy-three thousand, and put a line with commas
    into one cell.
    """
    return language() == boundaries.messages.DEFAULT_LANGUAGE


def contrast() -> str:
    """The contrast of this request: "biasa", or "tinggi" for projectors."""
    return _choice("kontras", CONTRASTS, CONTRASTS[0])


class PageNumbers(Numbers):
    """Number formats that never show a small measure as zero: "< 0,01 m"."""

    def decimal(self, value: float, digits: int = 2) -> str:
        """`value` with `digits` decimals, or "< 0,1" where these would all be zeros."""
        least = 10.0**-digits
        if value > 0 and round(value, digits) == 0:
            return f"< {super().decimal(least, digits)}"
        return super().decimal(value, digits)

    def size(self, count: int) -> str:
        """The size of a file of so many bytes: "6 KB", "1,5 MB"; never 0."""
        if count >= MEBIBYTE:
            return f"{self.decimal(count / MEBIBYTE, 1)} MB"
        return f"{self.integer(max(-(-count // KIBIBYTE), 1))} KB"


def numbers() -> PageNumbers:
    """Number formats of this request's language."""
    return PageNumbers(str(get_locale()))


def install(app: Flask, default: str) -> None:
    """Translate through our own catalogues and those of `boundaries`.

    Raises `MissingPartError` when a catalogue was not compiled.
    """
    folders = (str(boundaries.messages.TRANSLATIONS), f"{app.root_path}/{OWN_TRANSLATIONS}")
    app.config["BABEL_DEFAULT_LOCALE"] = default
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    babel = Babel(app, locale_selector=language)
    with app.app_context():
        if not any(str(locale) == "id" for locale in babel.list_translations()):
            raise MissingPartError(
                "translations",
                message("the Indonesian texts of the pages are not compiled"),
                message("run 'make setup'"),
            )
    app.after_request(_remember)
    app.jinja_env.globals.update(language=language, contrast=contrast, numbers=numbers)


def _choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    for value in (request.args.get(name), request.cookies.get(name)):
        if value in allowed:
            return str(value)
    return default


def _remember(response: Response) -> Response:
    for name, allowed in (("lang", LANGUAGES), ("kontras", CONTRASTS)):
        value = request.args.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=COOKIE_AGE_S, httponly=True, samesite="Lax")
    if "nonce" in g and response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-cache, private"
        response.vary.add("Cookie")
    return response
