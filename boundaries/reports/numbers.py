"""Figures and dates as Indonesian and English readers write them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from babel.dates import format_date
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

HECTARE_M2 = 10_000
KILOMETRE_M = 1_000


@dataclass(frozen=True)
class Numbers:
    """Number formats of one language: "id" (1.234,56) or "en" (1,234.56).

    Values are rounded half to even on their decimal notation.
    """

    language: str

    def decimal(self, value: float, digits: int = 2) -> str:
        """`value` with grouped thousands and exactly `digits` decimals; never "-0"."""
        rounded = round(float(value), digits) + 0.0
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return str(format_decimal(rounded, format=pattern, locale=self.language))

    def measure(self, value: float, digits: int = 2) -> str:
        """`value` as by `decimal`; "< 0,01" where a measure above zero would read as zero."""
        least = 10.0**-digits
        if value > 0 and round(float(value), digits) == 0:
            return f"< {self.decimal(least, digits)}"
        return self.decimal(value, digits)

    def integer(self, value: float) -> str:
        """`value` rounded to a whole number, with grouped thousands."""
        return self.decimal(value, 0)

    def parse(self, text: str) -> float:
        """The value of a number written by `decimal`."""
        plain = text.replace(get_group_symbol(self.language), "")
        return float(plain.replace(get_decimal_symbol(self.language), "."))

    def area(self, square_metres: float) -> str:
        """An area with its unit: m² below one hectare, else hectares with two decimals.

        What is above zero and would read "0,00 m²" is "< 0,01 m²".
        """
        if round(square_metres) >= HECTARE_M2:
            return f"{self.decimal(square_metres / HECTARE_M2, 2)} ha"
        return f"{self.measure(square_metres, _digits(square_metres))} m²"

    def length(self, metres: float) -> str:
        """A length with its unit: m below one kilometre, else kilometres with one decimal.

        What is above zero and would read "0,00 m" is "< 0,01 m".
        """
        if round(metres) >= KILOMETRE_M:
            return f"{self.decimal(metres / KILOMETRE_M, 1)} km"
        return f"{self.measure(metres, _digits(metres))} m"

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as a whole percentage."""
        return f"{self.integer(100 * share)}%"

    def date(self, day: datetime.date) -> str:
        """A date with the month in words: "21 November 2026"."""
        return str(format_date(day, "d MMMM y", locale=self.language))


def _digits(value: float) -> int:
    """Decimals that leave about three significant figures, two at most."""
    if round(value, 2) < 10:
        return 2
    return 1 if round(value, 1) < 100 else 0
