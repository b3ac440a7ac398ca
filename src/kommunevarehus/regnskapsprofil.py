r"""Profiles: how a supplier's export of a ledger or a budget is read. A profile is a TOML file, declared once, and never code.

tittel = "What it is for"
[fil]                       format = "csv" | "excel" | "saf-t"; tegnsett, skilletegn (csv); hodelinje; slaa_sammen; ark (excel): a sheet, or
                            some with the same heads, read as one table with the sheet's name as a column `(ark)`
[tall]                      desimaltegn, tusenskille, enhet = "kr" | "1000 kr" | "mill. kr"; fortegn = -1: income is positive, and expenses
                            are negative; fortegn_inntekt = -1: both are positive
[felt.kontoklasse]          and art, funksjon, kapittel, sektor, konto, tekst, each of
kolonne = ["a", "b"]    the heading, or the headings it may have, whatever their case
monster = '^.(...)'     a pattern (RE2): its first group is the code; without it the whole cell is
siffer = 4              zeros that the file has lost in front are put back
kart = {drift = "1"}    what is found there → the code; what is not in it has none
fast = "1"              the same on every row; hvis_utfylt = "0" where the cell is filled in; ellers = "1" where nothing else says
[[belop]]                   kolonne = [...], versjon; one for each column of amounts; fortegn = -1 turns one of them (kredit)
[[aarskolonner]]            monster = '(20\d\d)', versjon: columns whose heading says the year; one table, or one for each version
[[utelat]]                  kolonne, verdier, grunn: rows that are left out, and counted
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from kommunevarehus.project import WarehouseError

FIELDS = ("kontoklasse", "art", "funksjon", "kapittel", "sektor", "konto", "tekst")
VERSIONS = ("regnskap", "revidert_budsjett", "opprinnelig_budsjett", "plan")
UNITS = {"kr": 1, "1000 kr": 1_000, "mill. kr": 1_000_000}
FORMATS = ("csv", "excel", "saf-t")
_ENCODINGS = ("utf-8", "latin-1", "cp1252", "utf-16")
_KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "": {
        "tittel": (str,),
        "fil": (dict,),
        "tall": (dict,),
        "felt": (dict,),
        "belop": (list,),
        "aarskolonner": (dict, list),
        "utelat": (list,),
    },
    "fil": {"format": (str,), "tegnsett": (str,), "skilletegn": (str,), "ark": (str, list), "hodelinje": (int,), "slaa_sammen": (str,)},
    "tall": {"desimaltegn": (str,), "tusenskille": (str,), "enhet": (str,), "fortegn": (int,), "fortegn_inntekt": (int,)},
    "felt.*": {
        "kolonne": (str, list),
        "monster": (str,),
        "siffer": (int,),
        "kart": (dict,),
        "fast": (str,),
        "hvis_utfylt": (str,),
        "ellers": (str,),
    },
    "belop": {"kolonne": (str, list), "versjon": (str,), "fortegn": (int,)},
    "aarskolonner": {"monster": (str,), "versjon": (str,)},
    "utelat": {"kolonne": (str, list), "verdier": (list,), "grunn": (str,)},
}


class ProfileError(WarehouseError):
    """A profile is malformed, or does not fit the file."""

    exit_code = 9


@dataclass(frozen=True)
class Field:
    """How one code is found on a row."""

    kolonne: tuple[str, ...] = ()
    monster: str | None = None
    siffer: int = 0
    kart: Mapping[str, str] = field(default_factory=dict)
    fast: str | None = None
    hvis_utfylt: str | None = None
    ellers: str | None = None


@dataclass(frozen=True)
class Amount:
    """A column of amounts, what it measures, and whether it is turned besides what the whole file is."""

    kolonne: tuple[str, ...]
    versjon: str
    fortegn: int = 1


@dataclass(frozen=True)
class YearColumns:
    """Columns of amounts whose heading says the year, by a pattern, and what they measure."""

    monster: str
    versjon: str


@dataclass(frozen=True)
class Leaving:
    """Rows that are left out."""

    kolonne: tuple[str, ...]
    verdier: tuple[str, ...]
    grunn: str


@dataclass(frozen=True)
class Profile:
    """A profile, as the module says."""

    navn: str
    tittel: str
    felt: Mapping[str, Field]
    belop: tuple[Amount, ...]
    format: str = "csv"
    tegnsett: str = "utf-8"
    skilletegn: str = ";"
    ark: tuple[str, ...] = ()
    hodelinje: int = 1
    slaa_sammen: str | None = None
    desimaltegn: str = ","
    tusenskille: str = " "
    enhet: str = "kr"
    fortegn: int = 1
    fortegn_inntekt: int = 1
    aarskolonner: tuple[YearColumns, ...] = ()
    utelat: tuple[Leaving, ...] = ()


def shipped() -> dict[str, str]:
    """The profiles that ship: the text of each, by name."""
    folder = resources.files("kommunevarehus") / "profiler"
    return {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")}


def load(name: str) -> Profile:
    """A profile by the name of one that ships, or by the path of a file.

    Raises:
        ProfileError: there is none, or it is malformed.

    """
    path = Path(name)
    known = shipped()
    if name in known:
        return parse(name, known[name])
    if not path.is_file():
        raise ProfileError(f"There is no profile {name}. Expected a file, or one of {', '.join(sorted(known))}.")
    try:
        return parse(path.name, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"The profile {name} cannot be read ({error}). Expected TOML in UTF-8. Save it again.") from error


def parse(name: str, text: str) -> Profile:
    """A profile from its text.

    Raises:
        ProfileError: it is no TOML, or a key or value is not one of a profile's.

    """
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProfileError(f"The profile {name} is no TOML: {error}. Correct it there.") from error
    _check(name, "", said)
    fil, tall = said.get("fil", {}), said.get("tall", {})
    for part, keys in (("fil", fil), ("tall", tall)):
        _check(name, part, keys)
    fields = {}
    for key, value in said.get("felt", {}).items():
        _one_of(name, "felt", key, FIELDS)
        _check(name, f"felt.{key}", value, "felt.*")
        _pattern(name, f"felt.{key}.monster", value.get("monster"), group=True)
        fields[key] = Field(**{**value, "kolonne": _columns(name, f"felt.{key}", value)})
    amounts = []
    for value in said.get("belop", []):
        _check(name, "belop", value)
        amounts.append(
            Amount(
                _columns(name, "belop", value),
                _one_of(name, "belop.versjon", value.get("versjon", "regnskap"), VERSIONS),
                _one_of(name, "belop.fortegn", value.get("fortegn", 1), (1, -1)),
            )
        )
    said_years = said.get("aarskolonner", [])
    years = []
    for value in said_years if isinstance(said_years, list) else [said_years]:
        _check(name, "aarskolonner", value)
        if "monster" not in value:
            raise ProfileError(f"The profile {name}: aarskolonner has no monster. Expected one with the year in brackets. Add it.")
        _pattern(name, "aarskolonner.monster", value["monster"], group=True)
        years.append(YearColumns(value["monster"], _one_of(name, "aarskolonner.versjon", value.get("versjon", "plan"), VERSIONS)))
    leavings = []
    for value in said.get("utelat", []):
        _check(name, "utelat", value)
        leavings.append(Leaving(_columns(name, "utelat", value), tuple(map(str, value.get("verdier", []))), value.get("grunn", "")))
    profile = Profile(
        name,
        said.get("tittel", name),
        fields,
        tuple(amounts),
        **fil | {"ark": _sheets(name, fil.get("ark", []))},
        **tall,
        aarskolonner=tuple(years),
        utelat=tuple(leavings),
    )
    _check_values(profile)
    return profile


def _check_values(profile: Profile) -> None:
    name = profile.navn
    _one_of(name, "fil.format", profile.format, FORMATS)
    _one_of(name, "fil.tegnsett", profile.tegnsett, _ENCODINGS)
    _one_of(name, "tall.enhet", profile.enhet, tuple(UNITS))
    _one_of(name, "tall.fortegn", profile.fortegn, (1, -1))
    _one_of(name, "tall.fortegn_inntekt", profile.fortegn_inntekt, (1, -1))
    _one_of(name, "tall.desimaltegn", profile.desimaltegn, (",", "."))
    _one_of(name, "tall.tusenskille", profile.tusenskille, (" ", ".", ",", "'", ""))
    if len(profile.skilletegn) != 1 or profile.skilletegn in '\r\n"':
        raise ProfileError(f"The profile {name}: fil.skilletegn is «{profile.skilletegn!r}». Expected one character. Correct it.")
    if profile.desimaltegn == profile.tusenskille:
        raise ProfileError(f"The profile {name}: desimaltegn and tusenskille are both «{profile.desimaltegn}». Correct one of them.")
    if not 1 <= profile.hodelinje <= 1_000:
        raise ProfileError(f"The profile {name}: fil.hodelinje is {profile.hodelinje}. Expected 1–1000. Correct it.")
    if not profile.belop and not profile.aarskolonner:
        raise ProfileError(f"The profile {name} names no amounts. Expected [[belop]] or [aarskolonner]. Add it.")
    if not {"art", "kapittel", "funksjon"} & set(profile.felt):
        raise ProfileError(f"The profile {name} finds no art, kapittel or funksjon. Expected one of [felt.art] and the others. Add it.")


def _check(name: str, place: str, value: Any, schema: str | None = None) -> None:
    """Hold a table of a profile against the keys it may have."""
    keys = _KEYS[place if schema is None else schema]
    if not isinstance(value, dict):
        raise ProfileError(f"The profile {name}: {place} is no table. Expected one with {', '.join(keys)}. Correct it.")
    for key, found in value.items():
        where = f"{place}.{key}" if place else key
        if key not in keys:
            raise ProfileError(f"The profile {name}: unknown {where}. Expected {', '.join(keys)}. Correct or remove it.")
        kinds = keys[key]
        fits = isinstance(found, kinds) and not isinstance(found, bool)
        if not fits:
            said = " or ".join(kind.__name__ for kind in kinds)
            raise ProfileError(f"The profile {name}: {where} is a {type(found).__name__}. Expected {said}. Correct it.")
        if key == "kart" and not all(isinstance(code, str) for code in found.values()):
            raise ProfileError(f"The profile {name}: {where} has values that are no text. Expected codes in quotes. Correct it.")
        if key == "siffer" and not 0 <= found <= 20:
            raise ProfileError(f"The profile {name}: {where} is {found}. Expected 0–20. Correct it.")


def _columns(name: str, place: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    columns = value.get("kolonne", [])
    columns = [columns] if isinstance(columns, str) else columns
    if not all(isinstance(column, str) for column in columns) or (not columns and "fast" not in value and place != "felt"):
        raise ProfileError(f"The profile {name}: {place}.kolonne names no column. Expected a heading, or a list of them. Correct it.")
    return tuple(columns)


def _sheets(name: str, value: Any) -> tuple[str, ...]:
    found = [value] if isinstance(value, str) else value
    if not all(isinstance(sheet, str) for sheet in found) or len(set(found)) != len(found):
        raise ProfileError(f"The profile {name}: fil.ark is no name of a sheet, nor a list of different ones. Correct it.")
    return tuple(found)


def _one_of(name: str, place: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed or isinstance(value, bool):
        said = ", ".join(f"«{one}»" for one in allowed)
        raise ProfileError(f"The profile {name}: {place} is «{value}». Expected one of {said}. Correct it.")
    return value


def _pattern(name: str, place: str, pattern: str | None, *, group: bool) -> None:
    if pattern is None:
        return
    if fault := _pattern_fault(pattern):
        raise ProfileError(f"The profile {name}: {place} is no pattern with a group: {fault}. Correct it.")
    if group and not re.search(r"\((?!\?[^P<])", pattern.replace(r"\(", "")):
        raise ProfileError(f"The profile {name}: {place} has no group. Expected the code in brackets, as '^.(...)'. Correct it.")


@lru_cache(maxsize=1_024)
def _pattern_fault(pattern: str) -> str | None:
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("select regexp_extract('', ?, 1)", [pattern]).fetchall()
    except (duckdb.Error, UnicodeEncodeError) as error:
        return str(error).splitlines()[0]
    return None
