"""Headers that keep a page from loading or running anything that is not ours."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

from web.config import Settings

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def nonce() -> str:
    """The number used once that marks this response's own scripts and styles."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def content_security_policy(number: str, image_origins: str) -> str:
    """The policy of one response; `image_origins` are hosts of base maps or ""."""
    own = f"'self' 'nonce-{number}'"
    images = " ".join(filter(None, ("'self' data:", image_origins.strip())))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            f"img-src {images}",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def install(app: Flask, settings: Settings) -> None:
    """Send the headers with every response and give templates the nonce."""
    origins = " ".join(dict.fromkeys(basemap.origin for basemap in settings.basemaps))

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        policy = content_security_policy(nonce(), origins)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    app.jinja_env.globals["nonce"] = nonce
