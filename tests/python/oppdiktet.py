"""Report packages that are made up: a package that ships, told of another municipality, another year, and with other numbers.

For the tests and for bench/bench.py. Nothing made here is anybody's figures, and none of it is ever written inside the repository.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "seeds" / "rapporter"

Row = dict[str, str]

_NUMBER = re.compile(r"([-+−]?)(\d[\d  ]*)(?:,(\d+))?(\s*%?\s*\**)")
_MONEY = {"mill. kr", "mrd. kr"}


def doubled(printed: str) -> str:
    """Twice a printed number, with as many decimals; what is no number stays."""
    found = _NUMBER.fullmatch(printed.strip())
    if not found:
        return printed
    sign, whole, decimals, mark = found.groups()
    digits = str(2 * int(re.sub(r"\D", "", whole) + (decimals or ""))).rjust(len(decimals or "") + 1, "0")
    cut = len(digits) - len(decimals or "")
    return f"{sign}{digits[:cut]}{',' + digits[cut:] if decimals else ''}{mark}"


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_rows(path: Path, rows: list[Row]) -> None:
    """Write a CSV; without rows, remove it: a file of a package has rows or is not there."""
    if not rows:
        path.unlink(missing_ok=True)
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def change(path: Path, how: Callable[[Row], Row | None]) -> None:
    """Rewrite the rows of a package's file, if it has one; a row that becomes None is left out."""
    if path.is_file():
        write_rows(path, [changed for row in read_rows(path) if (changed := how(row)) is not None])


def municipalities(year: int) -> list[str]:
    """A number for each municipality of today that was in use in a year."""
    found: dict[str, str] = {}
    for row in read_rows(ROOT / "seeds" / "kodeverk" / "kommune.csv"):
        first, last = (re.fullmatch(r"(\d{4})?-(\d{4})?", row["gyldighet"]) or re.fullmatch("()()", "")).groups()  # type: ignore[union-attr]
        if row["kommunenr"] != "0000" and (not first or int(first) <= year) and (not last or year <= int(last)):
            found.setdefault(row["kommunenr_2024"], row["kommunenr"])
    return sorted(found.values())


def same_municipality(number: str) -> set[str]:
    """The numbers that a municipality has had."""
    today = {row["kommunenr"]: row["kommunenr_2024"] for row in read_rows(ROOT / "seeds" / "kodeverk" / "kommune.csv")}
    return {other for other, one in today.items() if one == today[number]} | {number}


def make_package(source: Path, folder: Path, *, municipality: str, year: int, short_name: str, double: bool = False) -> Path:
    """A package made up from another, in `folder`; its path.

    The two municipalities change places, so that every key is still one, and years of columns move with the report's. If it is to be
    `double`, every amount is twice the source's, and the rules and findings that only hold of the source's amounts are left out: the
    layouts' still hold.
    """
    about = json.loads((source / "datapackage.json").read_text("utf-8"))
    home, kind, years = about["hovedenhet"], about["name"].split("-")[1], year - int(about["aar"])
    package = folder / f"{municipality}-{kind}-{year}"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("kilde*.txt"))  # it was read from nothing
    about |= {
        "name": package.name,
        "title": f"Oppdiktet rapport {year} for kommune {municipality}",
        "description": f"Oppdiktet for prøver: tallene er laget av {source.name} og er ingens.",
        "kortnavn": short_name,
        "hovedenhet": municipality,
        "aar": year,
        "contributors": [{"title": "Ingen", "role": "publisher"}],
        "sources": [{"title": "Oppdiktet", "path": "https://example.org", "sha256": "0" * 64}],
    }
    (package / "datapackage.json").write_text(json.dumps(about, ensure_ascii=False, indent=2), "utf-8")
    places = dict.fromkeys(same_municipality(municipality), home) | dict.fromkeys(same_municipality(home), municipality)

    def moved(row: Row) -> Row:
        return row | {"enhet_id": places.get(row["enhet_id"], row["enhet_id"])}

    def later(text: str) -> str:
        return re.sub(r"\b(?:19|20)\d{2}\b", lambda found: str(int(found[0]) + years), text)

    def column(row: Row) -> Row:
        row = moved(row) | ({"aar": str(int(row["aar"]) + years)} if re.fullmatch(r"\d{4}", row["aar"]) else {})
        dated = later(row["overskrift"]) if re.search(r"(19|20)\d{2}", row["overskrift"]) else f"{row['overskrift']} {row['aar']}"
        return row | {"overskrift": f"Oppdiktet: {dated}" if row["overskrift"] or re.search(r"(19|20)\d{2}", row["kolonne"]) else ""}

    change(package / "kolonner.csv", column)
    change(package / "tabeller.csv", lambda row: row | {"tittel": later(row["tittel"])})
    _except(package)
    change(package / "utsagn.csv", moved)
    for name in ("forventninger.csv", "forklaringer.csv"):  # of a text that is not there, nothing can be quoted
        (package / name).unlink(missing_ok=True)
    if double:
        _double(package)
    _leave_out_findings_of_no_rule(package)
    return package


def _except(package: Path) -> None:
    """Let the amounts be those of a municipality of another size; what is excepted of a text that is not there, is nothing."""
    path = package / "unntak.csv"
    known = [
        row for row in (read_rows(path) if path.is_file() else []) if not row["regel"].startswith(("raden", "radene", "aar_i_teksten"))
    ]
    sizes = [
        {"regel": "belopet_er_av_rett_storrelse", "nokkel": row["tabell"], "begrunnelse": "Oppdiktet.", "referanse": ""}
        for row in read_rows(package / "tabeller.csv")
    ]
    write_rows(path, [*known, *sizes])


def columns_of(package: Path, table: Path) -> dict[str, Row]:
    """What each column of a printed table measures: as the package says of the table, else its layout, its own or the shared one."""
    number, layout = table.stem.split("_", 1)
    (about,) = [row for row in read_rows(package / "tabeller.csv") if row["tabell"] == number] or [{}]
    layout = about.get("oppstilling") or layout
    found: dict[str, Row] = {}
    for path in (ROOT / "seeds" / "oppstillinger" / "kolonner.csv", package / "kolonner.csv"):
        rows = read_rows(path) if path.is_file() else []
        of_layout = [row for row in rows if not row.get("tabell") and row.get("oppstilling") == layout]
        for row in [*of_layout, *(row for row in rows if row.get("tabell") == number)]:
            found[row["kolonne"]] = row | {"maaleenhet": row["maaleenhet"] or about.get("enhet", "")}
    return found


def _double(package: Path) -> None:
    """Every amount twice what it was, and no rule of the package's own. A printed deviation is what the doubled amounts make it."""
    printed: dict[str, str] = {}
    for path in sorted((package / "tabeller").glob("*.csv")):
        rows, columns = read_rows(path), columns_of(package, path)
        money = [name for name, about in columns.items() if about["maaleenhet"] in _MONEY and name in rows[0]]
        rows = [{name: doubled(text) if name in money else text for name, text in row.items()} for row in rows]
        by_measure = {columns[name]["maal"]: name for name in money}
        if {"avvik", "regnskap", "regulert_budsjett"} <= set(by_measure):
            _deviations(rows, *(by_measure[measure] for measure in ("avvik", "regnskap", "regulert_budsjett")))
        write_rows(path, rows)
        for row in rows:
            printed |= {f"{path.stem.split('_')[0]}|{row['rad']}|{name}": text for name, text in row.items()}
    change(package / "utsagn.csv", lambda row: row | {"verditekst": doubled(row["verditekst"])} if row["enhet"] in _MONEY else row)
    printed |= {row["utsagn_id"]: row["verditekst"] for row in read_rows(package / "utsagn.csv")}
    change(package / "funn.csv", lambda row: row | {f"verdi_{end}": printed.get(row[f"sted_{end}"], row[f"verdi_{end}"]) for end in "ab"})
    (package / "regler.csv").unlink(missing_ok=True)
    change(package / "funn_avvik.csv", lambda row: None if row["avstemming_id"].endswith("|avvik") else row)
    if (package / "funn_virkning.csv").is_file():
        change(package / "funn_virkning.csv", _doubled_effect)
        used: dict[str, list[str]] = {}
        for row in read_rows(package / "funn_virkning.csv"):
            used.setdefault(row["funn_id"], []).extend([row["verdi"]] if row["verdi"] else [])
        change(
            package / "funn.csv",
            lambda row: row | {"vi_bruker": f"{row['vi_bruker']} Oppdiktet: {', '.join(used.get(row['funn_id'], []))}."},
        )


def _doubled_effect(row: Row) -> Row:
    """The number to use is doubled with the printed one; a printed deviation is right now, and needs no other."""
    if row["virkning"] == "erstatt" and row["sted"].endswith("|avvik"):
        return row | {"virkning": "merk", "verdi": "", "enhet": ""}
    return row | {"verdi": doubled(row["verdi"])} if row["enhet"] in _MONEY else row


def _deviations(rows: list[Row], deviation: str, accounts: str, budget: str) -> None:
    """Set each row's printed deviation to accounts less budget, with the sign that the table has it by."""

    def number(text: str) -> Decimal:
        return Decimal(re.sub(r"[  ]", "", text).replace(",", ".").replace("−", "-") or "0")

    largest = max(rows, key=lambda row: abs(number(row[deviation])))
    sign = 1 if number(largest[deviation]) * (number(largest[accounts]) - number(largest[budget])) > 0 else -1
    for row in rows:
        if row[deviation] and row[accounts] and row[budget]:
            row[deviation] = str(sign * (number(row[accounts]) - number(row[budget]))).replace(".", ",")


def _leave_out_findings_of_no_rule(package: Path) -> None:
    """A finding may only explain what a rule computes: the package's own, the layouts', and the two that are built in."""
    rules = {"poster_i_sum", "trykte_avvik"}
    for path in (package / "regler.csv", ROOT / "seeds" / "oppstillinger" / "regler.csv"):
        rules |= {row["regel_id"] for row in read_rows(path)} if path.is_file() else set()
    change(package / "funn_avvik.csv", lambda row: row if row["avstemming_id"].split("|")[0] in rules else None)
    kept = {row["funn_id"] for row in read_rows(package / "funn_avvik.csv")} if (package / "funn_avvik.csv").is_file() else set()
    change(package / "funn.csv", lambda row: row | {"type": "umulig_verdi"} if _lost_its_sum(row, kept) else row)


def _lost_its_sum(row: Row, kept: set[str]) -> bool:
    """Whether a finding about a sum at a place in a table has no sum any more."""
    return row["type"] == "sum_stemmer_ikke" and "|" in row["sted_a"] and row["funn_id"] not in kept


def copies(folder: Path, number: int) -> Iterator[Path]:
    """So many packages, made up from the two largest that ship in turn: another municipality for each, and then another year."""

    def printed(package: Path) -> int:
        return sum(path.stat().st_size for path in package.rglob("*.csv"))

    sources = sorted((path.parent for path in PACKAGES.glob("*/datapackage.json")), key=printed)[-2:]
    for count, source in enumerate(islice(cycle(sources), number)):
        about, turn = json.loads((source / "datapackage.json").read_text("utf-8")), count // len(sources)
        own, year = same_municipality(about["hovedenhet"]), int(about["aar"])
        others = [number for number in municipalities(year) if number not in own]
        year -= turn // len(others)
        others = [number for number in municipalities(year) if number not in own]
        yield make_package(source, folder, municipality=others[turn % len(others)], year=year, short_name=f"OPPDIKTET{count}")
