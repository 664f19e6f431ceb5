"""The time of the place: which of Indonesia's three zones a kabupaten lies in."""

from __future__ import annotations

from datetime import timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")

CENTRAL = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
EASTERN = ("81", "82", "91", "92", "93", "94", "95", "96", "97")


def zone_of(code: str) -> timezone:
    """The zone of an official code such as 12.09, by its province; WIB where it tells nothing."""
    province = code[:2]
    if province in CENTRAL:
        return WITA
    return WIT if province in EASTERN else WIB
