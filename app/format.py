"""Numbers and words as Norwegian readers expect them: `1 234,5`, `−3,2 %`, `mangler` with its reason."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "mangler"

_REASONS = {
    "tapt": "tapt i kildens tekstuttrekk",
    "tom": "ikke trykt i kilden",
    "strek": "strek i kilden",
    "ikke_tilgjengelig": "ikke tilgjengelig i kilden",
}
UNITS = {
    "pst": "prosent",
    "kr": "kroner",
    "kr_per_innbygger": "kroner per innbygger",
    "kr_per_bruker": "kroner per bruker",
    "kr_per_time": "kroner per time",
    "kr_per_m2": "kroner per m²",
    "antall": "antall",
    "per_1000": "per 1 000 innbyggere",
    "per_10000": "per 10 000 innbyggere",
    "per_innbygger": "per innbygger",
    "arsverk": "årsverk",
    "timer_per_uke": "timer per uke",
    "timer_per_arsverk": "timer per årsverk",
    "elever_per_laerer": "elever per lærer",
    "m2_per_innbygger": "m² per innbygger",
    "kwh_per_m2": "kWh per m²",
    "mill. kr": "mill. kr",
    "1000 kr": "1 000 kr",
    "1000 tonn": "tusen tonn",
    "1000 personer": "tusen personer",
    "maaneder": "måneder",
    "per_arsverk": "per årsverk",
    "kr_per_meter": "kroner per meter",
    "kr_per_vedtak": "kroner per vedtak",
    "kr_per_plass": "kroner per plass",
    "antall_per_km": "antall per km",
    "m3_per_meter_per_aar": "m³ per meter per år",
    "m2_per_1000_innbyggere": "m² per 1 000 innbyggere",
    "m2_per_1000_innbygger": "m² per 1 000 innbyggere",
    "ug_per_m3": "µg per m³",
    "uoppgitt": "enhet ikke oppgitt",
}


def is_missing(value: Any) -> bool:
    """None, NaN and NaT."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {"NaT", "<NA>", "NaN"}


def number(value: Any, decimals: int = 0, *, sign: bool = False) -> str:
    """`1 234,5` with no-break spaces and a real minus; `sign` puts a plus before what is above zero."""
    if is_missing(value):
        return MISSING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def plain(value: Any) -> str:
    """A number with the decimals it has: `14,9`, `0,929`, `5`."""
    if is_missing(value):
        return MISSING
    exact = Decimal(str(value)).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def short(value: Any, decimals: int = 2) -> str:
    """A computed number with the decimals it has, `decimals` at most."""
    return MISSING if is_missing(value) else plain(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def mill_kr(value: Any, decimals: int = 0, *, sign: bool = False) -> str:
    """`601 mill. kr`."""
    return MISSING if is_missing(value) else f"{number(value, decimals, sign=sign)}{NBSP}mill.{NBSP}kr"


def percent(value: Any, decimals: int = 1, *, sign: bool = False) -> str:
    """`3,6 %`."""
    return MISSING if is_missing(value) else f"{number(value, decimals, sign=sign)}{NBSP}%"


def reason(status: Any) -> str:
    """Why a number is missing, from its cell's status; empty for a number that is there."""
    return _REASONS.get(str(status), "")


def unit(code: Any) -> str:
    """The unit in words; empty when there is none."""
    return "" if is_missing(code) else UNITS.get(str(code), str(code).replace("_", " "))


def measured(value: Any, code: Any) -> str:
    """A value with its unit: `3,6 %`, `601 mill. kr`, `5 døgn`; a bare count stands alone."""
    if is_missing(value):
        return MISSING
    if code == "pst":
        return f"{plain(value)}{NBSP}%"
    return plain(value) if is_missing(code) or code in {"antall", "uoppgitt"} else f"{plain(value)} {unit(code)}"


def listed(parts: list[str]) -> str:
    """`a, b og c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"
