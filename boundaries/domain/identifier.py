"""Short identifiers made of what a thing is and where it lies."""

from __future__ import annotations

import base64
import hashlib

PLACE_DECIMALS = 5
"""Places are told apart to 1e-5 degree, about a metre."""


def place_text(lon: float, lat: float) -> str:
    """A place in degrees as text, rounded to `PLACE_DECIMALS`."""
    return f"{lon:.{PLACE_DECIMALS}f} {lat:.{PLACE_DECIMALS}f}"


def identifier(prefix: str, *parts: str) -> str:
    """The prefix and eight characters of the hash of the parts, e.g. "SG-7K3QZ5MA"."""
    digest = hashlib.sha256("\t".join(parts).encode()).digest()
    return f"{prefix}-{base64.b32encode(digest[:5]).decode()}"
