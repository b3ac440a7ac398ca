"""Numbers and words as the reader's language has them: `1 234,5`, `−3,2 %`, `mangler` with its reason."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from language import N_, _, current
from vocabulary import UNITS, term

MINUS = "\u2212"

_REASONS = {
    "tapt": N_("tapt i kildens tekstuttrekk"),
    "tom": N_("ikke trykt i kilden"),
    "strek": N_("strek i kilden"),
    "ikke_tilgjengelig": N_("ikke tilgjengelig i kilden"),
    "kan_ikke_forekomme": N_("kan ikke forekomme"),
    "skjult": N_("vises ikke av hensyn til konfidensialitet"),
    "tekst": N_("tekst i kilden"),
}
# What one of a unit is called, where that is another word.
_ONE = {"maaneder": N_("måned"), "måneder": N_("måned"), "dager": N_("dag"), "virkedager": N_("virkedag"), "uker": N_("uke")}
# A sum of money is written around its number, which comes first in some languages and last in others, with no-break spaces.
_MONEY = {
    "mill. kr": N_("{tall} mill. kr"),
    "mrd. kr": N_("{tall} mrd. kr"),
    "kr": N_("{tall} kroner"),
}


def missing() -> str:
    """The word for a number that is not there."""
    return _("mangler")


def is_missing(value: Any) -> bool:
    """None, NaN and NaT."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {"NaT", "<NA>", "NaN"}


def number(value: Any, decimals: int = 0, *, sign: bool = False) -> str:
    """`1 234,5` with no-break spaces and a real minus; `sign` puts a plus before what is above zero."""
    if is_missing(value):
        return missing()
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".translate(current().digits)
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def plain(value: Any) -> str:
    """A number with the decimals it has: `14,9`, `0,929`, `5`."""
    if is_missing(value):
        return missing()
    exact = Decimal(str(value)).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def short(value: Any, decimals: int = 2) -> str:
    """A computed number with the decimals it has, `decimals` at most."""
    return missing() if is_missing(value) else plain(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def mill_kr(value: Any, decimals: int = 0, *, sign: bool = False) -> str:
    """`601 mill. kr`."""
    return missing() if is_missing(value) else _money("mill. kr", number(value, decimals, sign=sign))


def _money(code: str, written: str) -> str:
    return _(_MONEY[code]).format(tall=written)


def percent(value: Any, decimals: int = 1, *, sign: bool = False) -> str:
    """`3,6 %`."""
    return missing() if is_missing(value) else f"{number(value, decimals, sign=sign)}{current().percent}"


def plain_percent(value: Any) -> str:
    """`3,6 %` with the decimals the number has."""
    return missing() if is_missing(value) else f"{plain(value)}{current().percent}"


def reason(status: Any) -> str:
    """Why a number is missing, from its cell's status; empty for a number that is there."""
    known = _REASONS.get(str(status))
    return _(known) if known else ""


def unit(code: Any) -> str:
    """The unit in words; empty when there is none."""
    return "" if is_missing(code) else term(UNITS.get(str(code), str(code).replace("_", " ")))


def measured(value: Any, code: Any) -> str:
    """A value with its unit: `3,6 %`, `601 mill. kr`, `5 døgn`; a bare count stands alone."""
    if is_missing(value):
        return missing()
    if code == "pst":
        return plain_percent(value)
    if code in _MONEY:
        return _money(code, plain(value))
    if is_missing(code) or code in {"antall", "uoppgitt"}:
        return plain(value)
    name = _(_ONE[code]) if value == 1 and code in _ONE else unit(code)
    return f"{plain(value)} {name}"


def brief(value: Any, code: Any) -> str:
    """A value beside the name of what is measured, which has the unit in it: `3,6 %`, `82 641`."""
    return plain_percent(value) if code == "pst" else plain(value)


def year(value: Any) -> str:
    """A year without a thousands separator; empty when there is none."""
    return "" if is_missing(value) else str(value) if isinstance(value, str) else str(int(value))


def edition_date(edition: str) -> str:
    """The day an edition was made, from its id: `29.11.2026`."""
    return f"{datetime.strptime(edition[:8], '%Y%m%d'):%d.%m.%Y}"


def listed(parts: list[str]) -> str:
    """`a, b og c`; empty for nothing."""
    return "".join(parts) if len(parts) < 2 else _("{alle_for} og {siste}").format(alle_for=", ".join(parts[:-1]), siste=parts[-1])
