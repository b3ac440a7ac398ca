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
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "seeds" / "rapporter"

Row = dict[str, str]

_NUMBER = re.compile(r"([-+−]?)(\d[\d  ]*)(?:,(\d+))?(\s*%?\s*\**)")  # noqa: RUF001
_CELL = re.compile(r"P\d+-\d+|[^|]+\|\d+\|[^|]+")  # a place in a finding that has a value


def tenth(printed: str) -> str:
    """A tenth of a printed number, with its decimal: sums, differences and what they are off by from rounding stay as they were."""
    text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", " ", printed.strip())
    found = _NUMBER.fullmatch(text)
    if not found:
        return printed
    sign, whole, decimals, mark = found.groups()
    digits = re.sub(r"\D", "", whole).rjust(2, "0")
    return f"{sign}{digits[:-1]},{digits[-1]}{decimals or ''}{mark}"


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
        if (not first or int(first) <= year) and (not last or year <= int(last)):
            found.setdefault(row["kommunenr_2024"], row["kommunenr"])
    return sorted(found.values())


def same_municipality(number: str) -> set[str]:
    """The numbers that a municipality has had."""
    today = {row["kommunenr"]: row["kommunenr_2024"] for row in read_rows(ROOT / "seeds" / "kodeverk" / "kommune.csv")}
    return {other for other, one in today.items() if one == today[number]} | {number}


def make_package(  # noqa: PLR0915
    source: Path, folder: Path, *, municipality: str, year: int, short_name: str, scale: Callable[[str], str] | None = None
) -> Path:
    """A package made up from another, in `folder`; its path.

    The two municipalities change places, so that every key is still one, and years of columns move with the report's. With `scale`, every number
    of the tables, the figures and the statements is another, and the rules and findings that only hold of the source's numbers are left out:
    those of the layouts still do.
    """
    about = json.loads((source / "datapackage.json").read_text("utf-8"))
    home, kind, years = about["hovedenhet"], about["name"].split("-")[1], year - int(about["aar"])
    package = folder / f"{municipality}-{kind}-{year}"
    shutil.copytree(source, package)
    package.chmod(0o755)
    places = dict.fromkeys(same_municipality(municipality), home) | dict.fromkeys(same_municipality(home), municipality)

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

    def moved(row: Row) -> Row:
        row["enhet_id"] = places.get(row["enhet_id"], row["enhet_id"])
        return row

    def column(row: Row) -> Row:
        if re.fullmatch(r"\d{4}", row["aar"]):
            row["aar"] = str(int(row["aar"]) + years)
        return moved(row)

    change(package / "kolonner.csv", column)
    change(package / "utsagn.csv", moved)
    (package / "forventninger.csv").unlink(missing_ok=True)
    if scale:
        _scale(package, scale)
    _leave_out_findings_of_no_rule(package)
    return package


def _scale(package: Path, scale: Callable[[str], str]) -> None:
    """Every number another one, and no rule of the package's own."""

    def only(*names: str) -> Callable[[Row], Row]:
        return lambda row: {name: scale(text) if name in names and text else text for name, text in row.items()}

    def finding(row: Row) -> Row:
        for end in ("a", "b"):
            if _CELL.fullmatch(row[f"sted_{end}"]):
                row[f"verdi_{end}"] = scale(row[f"verdi_{end}"])
        return row

    for table in (package / "tabeller").glob("*.csv"):
        change(table, lambda row: only(*(set(row) - {"rad", "gruppe", "etikett"}))(row))
    change(package / "figurer.csv", only("verdi"))
    change(package / "utledet.csv", only("verdi"))
    change(package / "utsagn.csv", only("verditekst"))
    change(package / "funn.csv", finding)
    (package / "regler.csv").unlink(missing_ok=True)


def _leave_out_findings_of_no_rule(package: Path) -> None:
    """A finding may only explain what a rule computes: the package's own, the layouts', and the two that are built in."""
    rules = {"poster_i_sum", "trykte_avvik"}
    for path in (package / "regler.csv", ROOT / "seeds" / "oppstillinger" / "regler.csv"):
        rules |= {row["regel_id"] for row in read_rows(path)} if path.is_file() else set()
    change(package / "funn_avvik.csv", lambda row: row if row["avstemming_id"].split("|")[0] in rules else None)


def copies(folder: Path, number: int) -> Iterator[Path]:
    """So many packages, made up from those that ship in turn: another municipality for each, and then another year."""
    sources = sorted(path.parent for path in PACKAGES.glob("*/datapackage.json"))
    for count, source in enumerate(islice(cycle(sources), number)):
        about = json.loads((source / "datapackage.json").read_text("utf-8"))
        own = same_municipality(about["hovedenhet"])
        round_ = count // len(sources)
        candidates = [n for n in municipalities(int(about["aar"])) if n not in own]
        year = int(about["aar"]) - round_ // len(candidates)
        candidates = [n for n in municipalities(year) if n not in own]
        yield make_package(
            source, folder, municipality=candidates[round_ % len(candidates)], year=year, short_name=f"{source.name.split('-')[1]}{count}".upper()
        )
