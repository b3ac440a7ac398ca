"""Ledgers and budgets, read by a profile and landed beside the KOSTRA files: amounts in kroner, signs as in KOSTRA, nothing dropped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from kommunevarehus.eksempel import require_own_place
from kommunevarehus.files import file_sha256
from kommunevarehus.kostrakontroll import quoted
from kommunevarehus.landing import folder
from kommunevarehus.project import Project, WarehouseError
from kommunevarehus.regnskapsprofil import UNITS, Field, Profile, ProfileError
from kommunevarehus.tabellfil import NAMED, Row, Table, TableError, in_one_line, open_table

_BATCH = 20_000
_BLANKS = r"[\s\x{00A0}\x{202F}\x{2009}]"
_CODES = {"art": "kostra_art", "funksjon": "kostra_funksjon", "kapittel": "kostra_kapittel"}


@dataclass(frozen=True)
class Sum:
    """What a file has of one kind, in kroner."""

    aar: int
    versjon: str
    kontoklasse: str | None
    poster: int
    belop_kr: Decimal


@dataclass(frozen=True)
class Unmapped:
    """An account that the profile, or the code lists of the year, do not know: loaded, marked, and in no statement."""

    konto: str
    poster: int
    belop_kr: Decimal


@dataclass(frozen=True)
class Ledger:
    """A file that was read: `known` if the same bytes were landed before by the same profile; `parts` are the others of a split export."""

    path: Path
    known: bool
    rows: int
    sums: tuple[Sum, ...]
    unmapped: tuple[Unmapped, ...]
    mended: tuple[int, ...]
    left_out: tuple[tuple[str, int], ...]
    parquet: tuple[Path, ...]
    parts: tuple[Path, ...] = ()
    # What is in the statements but in no service, and the sums of expenses and incomes in operations.
    without_function: tuple[int, Decimal] = (0, Decimal(0))
    sides: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))


@dataclass
class Batch:
    """The ledgers that one command lands: the accounts that the files before had, and, where the files are one ledger, what they all are.

    `when` is when they are read: what was read last is in force, and files that were read at the same time are together.
    """

    together: tuple[str, ...] = ()
    when: datetime = field(default_factory=lambda: datetime.now(UTC))
    landed: dict[tuple[int, int, str, str], Path] = field(default_factory=dict)
    known: bool | None = None

    @classmethod
    def of_one_ledger(cls, paths: Iterable[Path]) -> Batch:
        """Files that are parts of one ledger.

        Raises:
            TableError: one cannot be read, or two are the same.

        """
        found: dict[str, Path] = {}
        for path in paths:
            if (other := found.setdefault(_sha256(path), path)) != path:
                raise TableError(f"{path} is the same as {other}, and would count twice. Name one of them.")
        return cls(tuple(sorted(found)))


def land_ledger(
    project: Project,
    path: Path,
    profile: Profile,
    *,
    region: str,
    aar: int | None = None,
    orgnr: str | None = None,
    kvartal: int | None = None,
    land: bool = True,
    parts: Sequence[Path] = (),
    batch: Batch | None = None,
) -> Ledger:
    """Read a ledger, and land it if it is new: a Parquet file for each year it has amounts for.

    `kvartal` is the quarter that the accounts go to the end of, 0 for the whole year; `parts` are the other files of a SAF-T export that is
    split; `batch` is what else the same command lands.

    Raises:
        ProfileError: the profile does not fit the file, or the year is said nowhere.
        TableError: a row cannot be read, the file is for another year than said, or a file before it had the same accounts; nothing is
            landed.
        WarehouseError: the folder of landed files cannot be written.

    """
    if land:
        require_own_place(project.landed, region[:4])
    batch = batch or Batch()
    sha256 = _sha256(path, *parts)
    limits: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "memory_limit": "2GB"}
    with TemporaryDirectory() as spill, duckdb.connect(config=limits | {"temp_directory": spill}) as connection:
        table = open_table(path, profile, *parts)
        source = _Source(
            "; ".join(file.name for file in (path, *parts)),
            sha256,
            batch.when,
            region,
            _year(path, table, aar),
            _quarter(path, table, kvartal),
            orgnr,
        )
        if orgnr and table.orgnr and table.orgnr != orgnr:
            raise TableError(f"{path} is of {table.orgnr}, not {orgnr} as said. Correct --orgnr, or name another file.")
        try:
            query = _query(project, profile, table.header, path, source)
            connection.register("rader", pa.RecordBatchReader.from_batches(_schema(table.header), _batches(table)))
            connection.execute(f"create table lest as {query}")
        except duckdb.Error as error:
            # What stops the reading of a row reaches us as DuckDB's error; the row's own is the one to show.
            raise table.fault or TableError(f"{path} cannot be read by the profile {profile.navn}: {_first_line(error)}") from error
        _require_amounts(connection, path)
        ledger = replace(_summary(connection, path, table, profile), parts=tuple(parts))
        if not land:
            return ledger
        accounts = connection.execute("select distinct aar, kvartal, skjema, versjon from lest where utelatt is null").fetchall()
        _require_none_before(path, accounts, batch)
        written = _write(connection, project, path, sha256, profile, ledger, batch)
        batch.landed.update(dict.fromkeys(accounts, path))
        return written


@dataclass(frozen=True)
class _Source:
    """Where amounts are from: the names of the files, their SHA-256, when they are read, and whose accounts of which year they are."""

    fil: str
    sha256: str
    when: datetime
    region: str
    aar: int | None
    kvartal: int
    orgnr: str | None


def _sha256(*paths: Path) -> str:
    """The SHA-256 of a file; of several, that of theirs in order."""
    found = []
    for path in paths:
        try:
            found.append(file_sha256(path))
        except OSError as error:
            raise TableError(f"{path} cannot be read ({error.strerror}). Correct the path.") from error
    return found[0] if len(found) == 1 else hashlib.sha256(" ".join(found).encode()).hexdigest()


def _year(path: Path, table: Table, said: int | None) -> int | None:
    if said and table.aar and said != table.aar:
        raise TableError(f"{path} is for {table.aar}, not {said} as said. Correct --aar, or name another file.")
    return said or table.aar


def _quarter(path: Path, table: Table, said: int | None) -> int:
    """The quarter that accounts go to the end of, 0 for a year: what is said, or what the file says itself."""
    if table.last is None:
        return said or 0
    ends = table.last.month % 3 == 0 and (table.last + timedelta(days=1)).day == 1
    own = table.last.month // 3 % 4 if ends else said
    if own is None:
        raise TableError(
            f"{path} goes to {table.last}, the end of neither the year nor a quarter. Say --kvartal (0 for the year), or export it again."
        )
    if said is not None and said % 4 != own % 4:
        raise TableError(f"{path} goes to {table.last}, which is not what --kvartal says. Correct it, or name another file.")
    return own if said is None else said


def _require_none_before(path: Path, accounts: list[tuple[int, int, str, str]], batch: Batch) -> None:
    """That no file before in the same command has the same accounts: the newer would be in force, and the older in nothing."""
    for aar, kvartal, skjema, versjon in sorted(accounts):
        if not batch.together and (earlier := batch.landed.get((aar, kvartal, skjema, versjon))):
            what = "balance" if skjema in ("0B", "0J") else "accounts"
            raise TableError(
                f"{path} has the {what} of {aar} ({versjon}) as {earlier} has, and would supersede it. Say --samlet if they are parts of "
                "one ledger, or name the one that is in force."
            )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _schema(header: list[str]) -> pa.Schema:
    return pa.schema([("linje", pa.int32()), ("tekst", pa.string()), *((f"k{number}", pa.string()) for number in range(len(header)))])


def _batches(table: Table) -> Iterator[pa.RecordBatch]:
    schema = _schema(table.header)
    while taken := _taken(table):
        columns = [[row.linje for row in taken], [row.tekst for row in taken]]
        columns += [[row.celler[number] if number < len(row.celler) else "" for row in taken] for number in range(len(table.header))]
        yield pa.record_batch([pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)], schema)


def _taken(table: Table) -> list[Row]:
    try:
        return list(islice(table.rows, _BATCH))
    except WarehouseError as error:
        table.fault = error
        raise


def _query(project: Project, profile: Profile, header: list[str], path: Path, source: _Source) -> str:
    """The landed rows of the table `rader`, an amount each; `feil` is the cell of an amount that is none."""
    place = {name.casefold(): number for number, name in reversed(list(enumerate(header)))}

    def cell(columns: tuple[str, ...], what: str, *, required: bool = True) -> str | None:
        for column in columns:
            if column.casefold() in place:
                return f"k{place[column.casefold()]}"
        if required:
            raise ProfileError(
                f"{path}: no column {' or '.join(columns)} ({what}). Found {in_one_line(header)}. "
                f"Correct the profile {profile.navn}, or choose another: `kommunevarehus profil {path}` proposes one."
            )
        return None

    def code(name: str) -> str:
        rule = profile.felt.get(name)
        if rule is None:
            return "cast(null as varchar)"
        return _code(rule, cell(rule.kolonne, f"felt.{name}", required=name not in ("konto", "tekst")) if rule.kolonne else None)

    amounts = [
        (column, amount.versjon, source.aar, amount.fortegn)
        for amount in profile.belop
        if (column := cell(amount.kolonne, "belop", required=len(profile.belop) == 1)) is not None
    ]
    amounts += [(f"k{number}", versjon, year, 1) for number, versjon, year in _year_columns(profile, header)]
    if not amounts:
        raise ProfileError(f"{path} has no column of amounts. Found {in_one_line(header)}. Correct the profile {profile.navn}.")
    if any(year is None for _, _, year, _ in amounts):
        raise ProfileError(f"{path}: the file does not say the year. Say it with --aar.")
    listed = ", ".join(
        f"struct_pack(b := {column}, v := {quoted(version)}, a := {year}, f := {sign})" for column, version, year, sign in amounts
    )
    left_out = ""
    for rule in profile.utelat:
        values = ", ".join(quoted(value) for value in rule.verdier) or "null"
        left_out += f" when {cell(rule.kolonne, 'utelat')} in ({values}) then {quoted(rule.grunn or 'utelatt')}"
    lists = "\n".join(
        f"""{name}koder as (select {name} as kode, coalesce(cast(nullif(gyldig_fra, '') as integer), 0) as fra,
            coalesce(cast(nullif(gyldig_til, '') as integer), 9999) as til
        from read_csv({quoted(str(project.root / "seeds" / "kodeverk" / f"{seed}.csv"))}, all_varchar = true, header = true)),"""
        for name, seed in _CODES.items()
    )
    wrong = " or ".join(
        f"({name} is not null and not exists (select 1 from {name}koder where kode = plassert.{name} and plassert.aar between fra and til))"
        for name in _CODES
    )
    # What a profile does not look for cannot be missing; a balance has kapittel, the other classes art.
    missing = ["kontoklasse is null"] + [
        f"({name} is null and kontoklasse {'' if name == 'kapittel' else 'not'} in ('2', '5'))"
        for name in ("art", "kapittel")
        if name in profile.felt
    ]
    return f"""
with {lists}
delt as (select linje, tekst, rader.* exclude (linje, tekst), unnest([{listed}]) as post from rader),
kodet as (
    select linje, tekst, post.b as celle, post.v as versjon, post.a as aar, {_amount("post.b", profile)} * post.f as belop_kr,
        {code("kontoklasse")} as kontoklasse,
        case when kontoklasse in ('2', '5') then null else {code("art")} end as art,
        case when kontoklasse in ('2', '5') then null else {code("funksjon")} end as funksjon,
        case when kontoklasse in ('2', '5') then {code("kapittel")} end as kapittel,
        case when kontoklasse in ('2', '5') then {code("sektor")} end as sektor,
        nullif(trim(concat_ws(' ', {code("konto")}, {code("tekst")})), '') as konto_tekst,
        {f"case {left_out} end" if left_out else "cast(null as varchar)"} as utelatt
    from delt
),
-- an account begins with its kapittel, which has two digits, three or four, and other ones in other years
plassert as (
    select kodet.* exclude (kapittel, belop_kr),
        belop_kr * case when art >= '600' then {profile.fortegn_inntekt} else 1 end as belop_kr,
        coalesce(
        (select max(kode) from kapittelkoder where starts_with(kodet.kapittel, kode) and kodet.aar between fra and til), kodet.kapittel
    ) as kapittel
    from kodet
)
select 'regnskap' as kilde, {quoted(source.fil)} as fil, {quoted(source.sha256)} as sha256, linje, tekst as raalinje,
    timestamp '{source.when:%Y-%m-%d %H:%M:%S.%f}' as lest,
    case kontoklasse when '2' then '0B' when '3' then '0I' when '4' then '0I' when '5' then '0J' else '0A' end as skjema,
    cast(aar as integer) as aar, {source.kvartal} as kvartal, {quoted(source.region)} as region, {quoted(source.region[:4])} as kommunenr,
    {quoted(source.orgnr) if source.orgnr else "cast(null as varchar)"} as orgnr, cast(null as varchar) as foretaksnr,
    kontoklasse, funksjon, art, kapittel, sektor,
    cast(null as bigint) as belop_1000_kr, belop_kr, versjon, cast(aar as integer) as budsjettaar, konto_tekst,
    {" or ".join(missing)} or {wrong} as umappet,
    case when belop_kr is null and trim(celle) != '' then celle end as feil, utelatt
from plassert"""


def _year_columns(profile: Profile, header: list[str]) -> list[tuple[int, str, int]]:
    """The columns whose headings say a year: number, version and year, each by the first pattern that finds one."""
    if not profile.aarskolonner:
        return []
    found = []
    with duckdb.connect() as connection:
        for number, name in enumerate(header):
            for rule in profile.aarskolonner:
                year = connection.execute("select regexp_extract(?, ?, 1)", [name, rule.monster]).fetchall()[0][0]
                if year.isdecimal() and 1900 <= int(year) <= 2100:
                    found.append((number, rule.versjon, int(year)))
                    break
    return found


def _code(rule: Field, column: str | None) -> str:
    parts = []
    if column is not None:
        text = f"trim({column})"
        if rule.siffer:
            text = f"case when {text} = '' then '' else lpad({text}, cast(greatest({rule.siffer}, length({text})) as integer), '0') end"
        if rule.hvis_utfylt is not None:
            parts.append(f"case when {text} != '' then {quoted(rule.hvis_utfylt)} end")
        else:
            found = f"regexp_extract({text}, {quoted(rule.monster)}, 1)" if rule.monster is not None else text
            whens = " ".join(f"when {quoted(there)} then {quoted(code)}" for there, code in rule.kart.items())
            parts.append(f"case {found} {whens} end" if whens else f"nullif({found}, '')")
    parts += [quoted(code) for code in (rule.fast, rule.ellers) if code is not None]
    return f"coalesce({', '.join(parts)})" if parts else "cast(null as varchar)"


def _amount(cell: str, profile: Profile) -> str:
    """A cell as kroner in KOSTRA's sign: a dash alone is nothing, as in Excel, and so is `kr`; brackets are a minus; NULL for no amount."""
    decimal = f"\\{profile.desimaltegn}"
    mark = profile.tusenskille
    group = {"": "", " ": _BLANKS}.get(mark, f"\\{mark}")
    whole = f"(?:\\d{{1,3}}(?:{group}\\d{{3}})+|\\d{{1,15}})" if group else "\\d{1,15}"
    clean = f"regexp_replace(regexp_replace({cell}, '^{_BLANKS}+|{_BLANKS}+$', '', 'g'), '[\\x{{2212}}\\x{{2013}}]', '-', 'g')"
    clean = f"regexp_replace({clean}, '(?i)^([-+(]?{_BLANKS}*)kr\\.?{_BLANKS}*|{_BLANKS}*kr$', '\\1')"
    size = f"{whole}(?:{decimal}\\d{{1,12}})?"
    pattern = f"(?:[-+]{_BLANKS}*)?{size}|{size}-|\\({_BLANKS}*{size}{_BLANKS}*\\)"
    digits = f"regexp_replace({clean}, '[^0-9{decimal}]', '', 'g')"
    number = f"replace({digits}, '{profile.desimaltegn}', '.')"
    value = f"try_cast({number} as decimal(38, 12)) * {UNITS[profile.enhet]} * case when regexp_matches({clean}, '[-(]') then -1 else 1 end"
    return f"""case
        when {clean} = '-' then cast(0 as decimal(18, 2))
        when regexp_full_match({clean}, {quoted(pattern)}) then try_cast({value} * {profile.fortegn} as decimal(18, 2))
    end"""


def _require_amounts(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    bad = connection.execute(
        f"select linje, feil, count(*) over () from lest where feil is not null order by linje limit {NAMED}"
    ).fetchall()
    if bad:
        named = ", ".join(f"line {line} («{' '.join(text.split())[:40]}»)" for line, text, _ in bad)
        more = f" and {bad[0][2] - len(bad)} more" if bad[0][2] > len(bad) else ""
        raise TableError(
            f"{path}: no amount on {named}{more}. Expected numbers as the profile's [tall] says. Correct the file or the profile."
        )


def _summary(connection: duckdb.DuckDBPyConnection, path: Path, table: Table, profile: Profile) -> Ledger:
    sums = connection.execute(
        "select aar, versjon, kontoklasse, count(*), coalesce(sum(belop_kr), 0) from lest where utelatt is null group by all order by all"
    ).fetchall()
    if not sums:
        raise TableError(f"{path} has no rows below the header. Expected some. Is hodelinje in the profile {profile.navn} right?")
    unmapped = connection.execute(
        """select coalesce(konto_tekst, '(uten konto)'), count(*), coalesce(sum(belop_kr), 0) from lest
        where umappet and utelatt is null group by all order by abs(coalesce(sum(belop_kr), 0)) desc, 1"""
    ).fetchall()
    nowhere = "funksjon is null and art is not null" if "funksjon" in profile.felt else "false"
    [(count, amount, expenses, incomes)] = connection.execute(
        f"""select count(*) filter (where {nowhere}), coalesce(sum(belop_kr) filter (where {nowhere}), 0),
            coalesce(sum(belop_kr) filter (where kontoklasse in ('1', '3') and art < '600'), 0),
            coalesce(sum(belop_kr) filter (where kontoklasse in ('1', '3') and art >= '600'), 0)
        from lest where utelatt is null and not umappet"""
    ).fetchall()
    left_out = connection.execute(
        "select utelatt, count(distinct linje) from lest where utelatt is not null group by all order by all"
    ).fetchall()
    rows = connection.execute("select count(distinct linje) from lest").fetchall()[0][0]
    return Ledger(
        path,
        False,
        rows,
        tuple(Sum(*row) for row in sums),
        tuple(Unmapped(*row) for row in unmapped),
        tuple(table.mended),
        tuple(left_out),
        (),
        without_function=(count, amount),
        sides=(expenses, incomes),
    )


def _write(
    connection: duckdb.DuckDBPyConnection, project: Project, path: Path, sha256: str, profile: Profile, ledger: Ledger, batch: Batch
) -> Ledger:
    """Land what was read, a file for each year: all are written before the first takes its place."""
    target = folder(project)
    whose = connection.execute("select distinct region, orgnr, kvartal from lest").fetchall()
    rule = hashlib.sha256(repr((profile, whose, *batch.together)).encode()).hexdigest()[:16]
    years = sorted({total.aar for total in ledger.sums})
    wanted = {year: target / f"aar={year}" / f"{sha256[:16]}.parquet" for year in years}
    known = all(_rule_of(connection, parquet) == rule for parquet in wanted.values())
    if batch.together:  # parts of one ledger are written at the same time, or none is
        if batch.known is None:
            before = [[*target.glob(f"aar=*/{part[:16]}.parquet")] for part in batch.together]
            batch.known = all(files and all(_rule_of(connection, file) == rule for file in files) for files in before)
        known = known and batch.known
    if not known:
        written: list[tuple[Path, Path]] = []
        try:
            for year, parquet in wanted.items():
                temporary = parquet.with_name(f".{parquet.name}.{os.getpid()}.tmp")
                written.append((temporary, parquet))
                parquet.parent.mkdir(parents=True, exist_ok=True)
                connection.execute(
                    f"""copy (select * exclude (feil, utelatt) from lest where aar = {year} and utelatt is null order by linje)
                    to {quoted(str(temporary))} (format parquet, compression zstd,
                    kv_metadata {{regel: {quoted(rule)}, profil: {quoted(profile.navn)}}})"""
                )
            for temporary, parquet in written:
                temporary.replace(parquet)
        except (OSError, duckdb.Error) as error:
            raise WarehouseError(
                f"{target} could not be written ({_first_line(error)}). {path} is not landed. Correct that, and try again."
            ) from error
        finally:
            for temporary, _ in written:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
    return replace(ledger, known=known, parquet=tuple(wanted.values()))


def _rule_of(connection: duckdb.DuckDBPyConnection, parquet: Path) -> str | None:
    if not parquet.is_file():
        return None
    try:
        found = connection.execute(
            f"select decode(value) from parquet_kv_metadata({quoted(str(parquet))}) where decode(key) = 'regel'"
        ).fetchall()
    except duckdb.Error:
        return None
    return str(found[0][0]) if found else None
