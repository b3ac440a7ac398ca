"""The catalogues that all share, before dbt reads them: as files, and against their declared columns.

They are in seeds/kodeverk, seeds/demografi and seeds/regnskap. The files are checked with the words that SQL has for those of a report
package (models/intermediate/kontroll/int_kontroll__fil.sql). The columns are declared in seeds/kodeverk/kodeverkskjema.csv: the type of
each, whether it must be filled in, its vocabulary, what it refers to, and the keys. What one field says against another is in
katalog_sammenheng.sql.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from functools import cache
from pathlib import Path

import duckdb

from kommunevarehus import regnskapsbegrep
from kommunevarehus.project import BuildError, Project

SEED_FOLDERS = ("kodeverk", "demografi")
# Beside the seeds, what is read as it is: how accounts become concepts and statements.
CATALOGUE_FOLDERS = (*SEED_FOLDERS, "regnskap")
SCHEMA = "kodeverk/kodeverkskjema.csv"
# The layouts are read with the packages, which say what is wrong with their files and values (pakkeskjema.csv).
LAYOUTS = "oppstillinger"

# What a value of each type must match, in full, and how a person would say it.
TYPES = {
    "tekst": (r"[^\n]*\S[^\n]*", "a text on one line"),
    "setning": (r"[^\n]{20,}", "a sentence"),
    "kode": (r"[0-9a-z_]+", "a code of small letters without accents, digits and underscores"),
    "navn": (r"\S(.*\S)?", "a name without spaces at its ends"),
    "heltall": (r"-?[0-9]{1,9}", "a whole number"),
    "antall": (r"[0-9]{1,9}", "a whole number that is not negative"),
    "tall": (r"-?[0-9]{1,12}([.][0-9]{1,8})?", "a number with a decimal point"),
    "aar": (r"(19|20)[0-9]{2}", "a year"),
    "kommunenr": (r"[0-9]{4}[a-z]?", "a municipality's number, four digits"),
    "dagens_nummer": (r"[0-9]{4}|21-22|23|Rest", "a municipality's number, four digits"),
    "gyldighet": (r"((19|20)[0-9]{2})?-((19|20)[0-9]{2})?", "the years in which it was in use, as 2020-2023 or -2019"),
    "funksjoner": (r"[0-9]{3}(;[0-9]{3})*", "KOSTRA functions of three digits, parted by semicolons"),
    "skjemaer": (r"[0-9][A-Z]( [0-9][A-Z])*", "KOSTRA forms as 0A, parted by spaces"),
    "numre": (r"[0-9]{2,9}(-[0-9]{2,9})?( [0-9]{2,9}(-[0-9]{2,9})?)*", "numbers and spans of numbers as 010-599, parted by spaces"),
    "koder": (
        r"hver|[0-9]{2,4}([.][.][0-9]{2,4})?( [0-9]{2,4}([.][.][0-9]{2,4})?)*",
        "codes and spans of codes as 010..285, parted by spaces",
    ),
    "orgnr": (r"[0-9]{9}", "an organisation's number, nine digits"),
    "lenke": (r"https://\S+", "an address that begins with https://"),
    "sha256": (r"[0-9a-f]{64}", "a SHA-256 of 64 hexadecimal digits"),
}

_UTF16 = "UTF-16 text (saved by Excel as «Unicode text»?). Expected UTF-8. Save it as «CSV UTF-8», with commas."
_NOT_UTF8 = "not UTF-8 (Windows-1252 text, saved by Excel as «CSV»?). Expected UTF-8. Save it as «CSV UTF-8», with commas."
_NUL = "a NUL byte. Expected text. Save the file again as UTF-8."
_EMPTY = "the file is empty. Expected a header and at least one row. Restore the file, or remove it."
_NO_ROWS = "no rows below the header. Expected at least one. Add them, or remove the file."
_SEMICOLONS = "parted by semicolons (saved by Excel?). Expected commas. Save it as CSV with commas."
_TABS = "parted by tabs (saved by Excel?). Expected commas. Save it as CSV with commas."
_QUOTES = "a double quote that is not paired. Expected double quotes around a field, doubled inside it. Correct the row."


def seed_files(project: Project) -> list[Path]:
    """The files that dbt loads as seeds; the report packages, the layouts and how accounts are read are read as they are."""
    return _csv_files(project, SEED_FOLDERS)


def catalogue_files(project: Project) -> list[Path]:
    """The files whose columns are declared."""
    return _csv_files(project, CATALOGUE_FOLDERS)


def _csv_files(project: Project, folders: tuple[str, ...]) -> list[Path]:
    seeds = project.root / "seeds"
    return sorted([*seeds.glob("*.csv"), *(path for folder in folders for path in (seeds / folder).rglob("*.csv"))])


def check_seeds(project: Project) -> int:
    """Check every catalogue, seed or not, and return how many there are.

    Raises:
        BuildError: what is wrong, all of it at once, each fault with file, line and column, what was expected and what to do.

    """
    paths = catalogue_files(project)
    digest = hashlib.sha256()
    for path in [*paths, *sorted((project.root / "seeds" / LAYOUTS).glob("*.csv"))]:
        digest.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    if problems := _problems(project.root, tuple(paths), digest.digest()):
        raise BuildError("The seeds cannot be loaded:\n" + "\n".join(f"  {problem}" for problem in problems))
    return len(paths)


@cache
def _problems(root: Path, paths: tuple[Path, ...], _content: bytes) -> list[str]:
    """What is wrong with files of this content: the same files are asked about again for each package that is checked."""
    problems = [problem for path in paths if (problem := seed_problem(path, path.relative_to(root)))]
    if not problems and (root / "seeds" / SCHEMA).is_file():
        problems = catalogue_problems(root / "seeds", list(paths)) or made_problems(root / "seeds")
    return problems


def seed_problem(path: Path, name: Path) -> str | None:
    """What is wrong with one file as a CSV, as a sentence; None if nothing is."""
    line, message = _file_problem(path.read_bytes())
    return f"{name}, line {line}: {message}" if message else None


def _file_problem(raw: bytes) -> tuple[int, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return 1, _UTF16
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return error.object[: error.start].count(b"\n") + 1, _NOT_UTF8
    header = text.lstrip("\r\n").split("\n")[0]
    for found, where, message in (
        ("\x00" in text, text.find("\x00"), _NUL),
        (not text.strip(), 0, _EMPTY),
        ("," not in header and ";" in header, 0, _SEMICOLONS),
        ("," not in header and "\t" in header, 0, _TABS),
    ):
        if found:
            return text.count("\n", 0, where) + 1, message
    return _row_problem(text)


def _row_problem(text: str) -> tuple[int, str]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows, begins, ragged = 0, 1, 0
    first = (1, "")
    try:
        header = next(reader)
        while True:
            begins = reader.line_num + 1
            fields = next(reader) or [""]
            rows += 1
            if len(fields) != len(header):
                ragged += 1
                if ragged == 1:
                    said = f"{len(fields)} fields, the last is «{fields[-1]}». Expected {len(header)} as in the header"
                    first = (begins, f"{said}. Add or remove a comma, or quote a field that holds one")
    except csv.Error:
        return begins, _QUOTES
    except StopIteration:
        pass
    if not rows:
        return 1, _NO_ROWS
    more = f"; {ragged - 1} more such rows" if ragged > 1 else ""
    return (first[0], f"{first[1]}{more}.") if ragged else first


def catalogue_problems(seeds: Path, paths: list[Path]) -> list[str]:
    """What is wrong with the catalogues: headers first; then every value, reference and key; then one field against another.

    What is wrong is said once for each column and kind of fault, at its first line.
    """
    with duckdb.connect(config={"threads": 2}) as connection:
        schema = _quoted(seeds / SCHEMA)
        connection.execute(
            f"create table skjema as select * replace (cast(nr as integer) as nr) from read_csv({schema}, all_varchar = true)"
        )
        connection.execute("create table typer (type varchar, monster varchar, sagt varchar)")
        rules = ", ".join(f"({', '.join(map(_quoted, (name, *rule)))})" for name, rule in TYPES.items())
        connection.execute(f"insert into typer values {rules}")  # a parameter would make DuckDB import pandas: half a second
        connection.execute("create table felt (fil varchar, post integer, linje integer, kolonne varchar, tekst varchar)")
        connection.execute("create table hode (fil varchar, kolonner varchar)")
        for path in paths:
            name = path.relative_to(seeds).as_posix()
            with path.open(encoding="utf-8-sig", newline="") as handle:
                connection.execute(f"insert into hode values ({_quoted(name)}, {_quoted(','.join(next(csv.reader(handle))))})")
        problems = connection.execute(_sql("katalog_hoder")).fetchall()
        if not problems:
            for path in paths:
                _load(connection, path, path.relative_to(seeds).as_posix())
            problems = _said(connection, ["katalog_verdier"])
        if not problems:
            layouts = _load_layouts(connection, seeds)
            problems = _said(connection, ["katalog_bestemt", "katalog_sammenheng", "katalog_regnskap", *["katalog_oppstilling"] * layouts])
    return [f"seeds/{fil}, line {line}{f', column {column}' if column else ''}: {message}" for fil, line, column, message in problems]


def made_problems(seeds: Path) -> list[str]:
    """Where the files that are made of others are not what those make, the first place in each column."""
    if not (seeds / "regnskap").is_dir():
        return []
    return [f"seeds/regnskap/{problem}" for problem in regnskapsbegrep.stale(seeds / "regnskap")]


def _said(connection: duckdb.DuckDBPyConnection, names: list[str]) -> list[tuple[str, int, str, str]]:
    """What the queries find, as sentences: file, line, column and message. One without `nr` and `slag` has one kind of fault a column."""
    found = " union all by name ".join(f"from ({_sql(name)})" for name in names)
    return connection.execute(
        f"""
        select fil, min(linje), kolonne, concat(
            min_by(funnet, linje), '. Expected ', min_by(ventet, linje), '. Correct it',
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such') else '' end, '.'
        )
        from ({found})
        group by fil, nr, kolonne, coalesce(slag, kolonne)
        order by fil, min(linje), nr, kolonne
        """
    ).fetchall()


def _load_layouts(connection: duckdb.DuckDBPyConnection, seeds: Path) -> bool:
    """Load the layouts beside the catalogues, a column that is left out as empty; False if one is unreadable or has an undeclared column.

    That, and whatever else is wrong with them as files, the check of the packages says.
    """
    paths = sorted((seeds / LAYOUTS).glob("*.csv"))
    if any(seed_problem(path, path) for path in paths):
        return False
    declared = dict(connection.execute('select fil, list(kolonne) from "kodeverk/pakkeskjema.csv" group by fil').fetchall())
    missing = {}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            header, columns = set(next(csv.reader(handle), [])), set(declared.get(path.name, []))
        if not header or header - columns:
            return False
        missing[path] = sorted(columns - header)
    for path in paths:
        _load(connection, path, f"{LAYOUTS}/{path.name}")
        for column in missing[path]:
            connection.execute(f'alter table "{LAYOUTS}/{path.name}" add column {column} varchar')
    return bool(paths)


def _load(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Put a file into a table of its name, and its fields into `felt`; `linje` is where a record begins, the header being line 1.

    What is computed has a # in its name, which no column of a file has.
    """
    connection.execute(
        f"""
        create table "{name}" as
        with rader as (
            select * from read_csv({_quoted(path)}, all_varchar = true, header = true, delim = ',', quote = '"', parallel = false)
        ),
        nummerert as (select row_number() over () as "#post", {_breaks} as "#brudd", * from rader),
        plassert as (select * exclude ("#brudd"), 1 + "#post" + coalesce(sum("#brudd") over (
            order by "#post" rows between unbounded preceding and 1 preceding), 0) as "#linje" from nummerert)
        from plassert
        """
    )
    connection.execute(
        f"""
        insert into felt
        select '{name}', "#post", "#linje", "#kolonne", "#tekst"
        from "{name}" unpivot include nulls ("#tekst" for "#kolonne" in (columns(* exclude ("#post", "#linje"))))
        """
    )


_breaks = "length(concat_ws('', *columns(*))) - length(replace(concat_ws('', *columns(*)), chr(10), ''))"


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text("utf-8")
