"""Short identifiers made of what a thing is and where it lies."""

from __future__ import annotations

import hashlib

PLACE_DECIMALS = 5
"""Places are told apart to 1e-5 degree, about a metre."""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""The digits of base 32 (RFC 4648)."""
PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
LAST_PAIR = len(PAIRS) - 1


def place_text(lon: float, lat: float) -> str:
    """A place in degrees as text, rounded to `PLACE_DECIMALS`."""
    return f"{lon:.{PLACE_DECIMALS}f} {lat:.{PLACE_DECIMALS}f}"


def identifier(prefix: str, *parts: str) -> str:
    """The prefix and eight characters of the hash of the parts, e.g. "SG-7K3QZ5MA"."""
    number = int.from_bytes(hashlib.sha256("\t".join(parts).encode()).digest()[:5])
    first, second = PAIRS[number >> 30], PAIRS[number >> 20 & LAST_PAIR]
    return f"{prefix}-{first}{second}{PAIRS[number >> 10 & LAST_PAIR]}{PAIRS[number & LAST_PAIR]}"
