"""Whose numbers a column of key figures has: a municipality, a KOSTRA group or the country, by what its head calls it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from kommunevarehus.lesing.layouts import normal

_GROUP = re.compile(r"(?i)(?:kostra[- ]?)?(?:gruppe|gr\.?)? ?(\d{1,2})$")
_COUNTRY = (
    (re.compile(r"(?i)land(?:et)?\s?(?:u\.?/|uten(?:om)?|utan|u\.)\s?oslo|landet u oslo"), "landet_uten_oslo"),
    (re.compile(r"(?i)(?:heile |hele )?landet"), "landet"),
)
_FIRST_OF_NEW_GROUPS = 2020

Units = Mapping[str, tuple[tuple[str, int, int], ...]]


def read_units(folder: Path) -> Units:
    """The numbers that each municipality's name has had, each with its first and last year, from kommune.csv in `folder`."""
    found: dict[str, tuple[tuple[str, int, int], ...]] = {}
    with (folder / "kommune.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            years = re.fullmatch(r"(\d{4})?-(\d{4})?", row["gyldighet"])
            first, last = (int(years[1] or 0), int(years[2] or 9999)) if years else (0, 9999)
            name = normal(row["navn"])
            found[name] = (*found.get(name, ()), (row["kommunenr"], first, last))
    return found


def unit_of(name: str, year: int, units: Units) -> str | None:
    """The code of a unit by its name in a year; None if nobody is called so, or several are."""
    plain = normal(re.sub(r"(?i)\bkommune\b", "", name))
    for pattern, code in _COUNTRY:
        if pattern.fullmatch(plain):
            return code
    if (group := _GROUP.fullmatch(plain)) and 1 <= int(group[1]) <= 17 and re.search(r"kostra|gruppe|gr", plain):
        return f"kostra_{int(group[1]):02d}{'' if year >= _FIRST_OF_NEW_GROUPS else '_til_2019'}"
    known = {number for number, first, last in units.get(plain, ()) if first <= year <= last}
    return known.pop() if len(known) == 1 else None
