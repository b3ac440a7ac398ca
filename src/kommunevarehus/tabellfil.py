"""Tables in files, a row at a time and in bounded memory: CSV, Excel, and the ledger of a SAF-T file as such a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TextIO

from kommunevarehus.project import WarehouseError
from kommunevarehus.regnskapsprofil import Profile

LONGEST = 1 << 20
# The heading of the column that has the name of the sheet, where several are read.
SHEET = "(ark)"
NAMED = 5


class TableError(WarehouseError):
    """A file is not the table it is read as."""

    exit_code = 9


@dataclass(frozen=True)
class Row:
    """A row: the line it begins on (a row of the sheet, an account's number), its cells, and the text it was read from."""

    linje: int
    celler: list[str]
    tekst: str


@dataclass
class Table:
    """A header and its rows, which can be gone through once.

    When all are read, `mended` are the lines that were put right by rule; `fault` is what stopped the reading.
    """

    header: list[str]
    rows: Iterator[Row]
    mended: list[int] = field(default_factory=list)
    fault: WarehouseError | None = None
    # What the file itself says that it is for, where it does: the year, from its first day to the last, and the organisation number.
    aar: int | None = None
    last: date | None = None
    orgnr: str = ""


def open_table(path: Path, profile: Profile, *parts: Path) -> Table:
    """The table that a profile reads in a file; `parts` are the other files of a SAF-T that is split.

    Raises:
        TableError: it cannot be read as such, while it is opened or while the rows are gone through; the line is named.

    """
    if profile.format == "excel":
        return _excel(path, profile)
    for file in (path, *parts):
        _require_no_container(file)
    return _csv(path, profile) if profile.format == "csv" else _saft([path, *parts])


def in_one_line(names: Iterable[str]) -> str:
    """Headings in a message: the first of them, and nothing that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in ", ".join(names)[:300])


def _require_no_container(path: Path) -> None:
    """That a file is not what text or XML is put into."""
    with suppress(OSError), path.open("rb") as handle:
        first = handle.read(4)
        if first == b"PK\x03\x04":
            raise TableError(
                f"{path} is a workbook or a zip file. Name a workbook .xlsx, and read it by a profile for Excel; unpack a zip."
            )
        if first == b"%PDF":
            raise TableError(f"{path} is a PDF. Expected the table itself. Export it as CSV or Excel.")


def _csv(path: Path, profile: Profile) -> Table:
    rows = _records(path, profile)
    header = [cell.strip() for cell in _header(path, list(islice(rows, profile.hodelinje)), profile.hodelinje).celler]
    while header and not header[-1]:
        header.pop()
    table = Table(header, iter(()))
    table.rows = _whole(path, profile, table, rows)
    return table


def _header(path: Path, first: list[Row], line: int) -> Row:
    if len(first) < line or not any(cell.strip() for cell in first[-1].celler):
        raise TableError(
            f"{path}, line {line}: no header. Expected the names of the columns. Correct the file, or hodelinje in the profile."
        )
    return first[-1]


def _records(path: Path, profile: Profile) -> Iterator[Row]:
    """The records of a CSV, a blank line being none."""
    taken: list[str] = []
    encoding = "utf-8-sig" if profile.tegnsett == "utf-8" else profile.tegnsett

    def lines(handle: TextIO) -> Iterator[str]:
        number = 0
        while line := handle.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                raise TableError(f"{path}, line {number}: more than {LONGEST} characters. Expected rows of text. Is it a table?")
            taken.append(line)
            yield line

    line = 1
    try:
        with path.open(encoding=encoding, newline="") as handle:
            reader = csv.reader(lines(handle), delimiter=profile.skilletegn)
            for cells in reader:
                text = "".join(taken).rstrip("\r\n")
                taken.clear()
                if any(cell.strip() for cell in cells):
                    yield Row(line, cells, text)
                line = reader.line_num + 1
    except UnicodeError as error:
        place = f"{path}, after line {line - 1}" if line > 1 else path
        raise TableError(f"{place}: not {profile.tegnsett}. Name its tegnsett in the profile, or save it as UTF-8.") from error
    except csv.Error as error:
        raise TableError(f"{path}, line {line}: {error}. Expected fields parted by «{profile.skilletegn}». Correct the row.") from error
    except OSError as error:
        raise TableError(f"{path} cannot be read ({error.strerror}). Correct the path.") from error


def _whole(path: Path, profile: Profile, table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows with as many cells as the header: one with more is mended where the profile says which column may hold the separator."""
    width, bad, count = len(table.header), list[str](), 0
    names = [name.casefold() for name in table.header]
    holds = names.index(profile.slaa_sammen.casefold()) if profile.slaa_sammen and profile.slaa_sammen.casefold() in names else None
    for row in rows:
        cells = row.celler
        extra = len(cells) - width
        if extra > 0 and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        elif extra > 0 and holds is not None:
            cells = [*cells[:holds], profile.skilletegn.join(cells[holds : holds + extra + 1]), *cells[holds + extra + 1 :]]
            table.mended.append(row.linje)
        elif extra:
            count += 1
            bad += [f"line {row.linje} ({len(cells)} fields: «{' '.join(row.tekst.split())[:60]}»)"] if len(bad) < NAMED else []
            continue
        yield Row(row.linje, cells, row.tekst)
    if count:
        more = f" and {count - len(bad)} more" if count > len(bad) else ""
        raise TableError(
            f"{path}: {', '.join(bad)}{more}. Expected {width} fields as in the header. Quote what holds a «{profile.skilletegn}», "
            "or name its column as fil.slaa_sammen in the profile."
        )


def sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order.

    Raises:
        TableError: it is no workbook.

    """
    with _workbook(path) as book:
        return list(book.sheet_names)


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """A workbook; whatever goes wrong in it is that it cannot be read."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        yield CalamineWorkbook.from_path(str(path))
    except (KeyboardInterrupt, SystemExit, WarehouseError):
        raise
    except BaseException as error:
        raise TableError(
            f"{path} cannot be read as a workbook ({' '.join(str(error).split())}). Expected xlsx, xls, xlsb or ods. Save it again."
        ) from None


def _excel(path: Path, profile: Profile) -> Table:
    """The rows of a sheet, the first if none is named; of several sheets with the same heads, with the sheet's name as a column."""
    with _workbook(path) as book:
        named = profile.ark or tuple(book.sheet_names[:1])
        if missing := [name for name in named if name not in book.sheet_names]:
            raise TableError(f"{path}: no sheet «{missing[0]}». Expected one of {', '.join(book.sheet_names)}. Correct ark in the profile.")
        read = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in named}
    header: list[str] = []
    found: list[Row] = []
    for name, rows in read.items():
        texts = [[_text(cell, profile.desimaltegn) for cell in row] for row in rows]
        head = [cell.strip() for cell in _header(path, [Row(0, row, "") for row in texts[: profile.hodelinje]], profile.hodelinje).celler]
        width = len(head)
        while head and not head[-1]:
            head.pop()
        if header and head != header:
            raise TableError(f"{path}: the sheet «{name}» has other heads than «{named[0]}». Read it by a profile of its own.")
        header = head
        found += [
            Row(number, [*row[: len(head)], name], profile.skilletegn.join(row))
            for number, row in enumerate(texts[profile.hodelinje :], start=profile.hodelinje + 1)
            if any(cell.strip() for cell in row[:width])
        ]
    return Table([*header, SHEET], iter(found)) if len(named) > 1 else Table(header, iter(found))


def _text(cell: Any, decimal_mark: str) -> str:
    """A cell as it would be typed."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(Decimal(repr(cell)), "f").replace(".", decimal_mark)
    return str(cell)


# SAF-T

_SAFT_COLUMNS = ["AccountID", "AccountDescription", "GroupingCategory", "GroupingCode"]
_PART = re.compile(r"(.+)_0*([1-9][0-9]{0,3})_0*([1-9][0-9]{0,3})\.xml", re.IGNORECASE)


_READ = ("Header", "Account", "Line", "TransactionLine", "AnalysisTypeTableEntry")


def saft_exports(paths: Iterable[Path]) -> list[list[Path]]:
    """SAF-T files by the export they are of. One that is split says so by its name: `…_2_12.xml` is the second file of twelve."""
    exports: dict[tuple[Path, str, str], dict[int, Path]] = {}
    for path in paths:
        named = _PART.fullmatch(path.name)
        key = (path.parent, named[1], named[3]) if named and int(named[2]) <= int(named[3]) else (path, "", "")
        exports.setdefault(key, {})[int(named[2]) if named and key[1] else 1] = path
    return [[parts[number] for number in sorted(parts)] for parts in exports.values()]


def _require_all(paths: list[Path]) -> None:
    """That no file of a split export is missing."""
    named = _PART.fullmatch(paths[0].name)
    if named is None or int(named[2]) > int(named[3]):
        return
    there = {found[2].lstrip("0") for path in paths if (found := _PART.fullmatch(path.name))}
    missing = [str(number) for number in range(1, int(named[3]) + 1) if str(number) not in there]
    if missing:
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        raise TableError(
            f"{paths[0]} is one of the {named[3]} files of an export, by its name; missing is file {', '.join(missing[:NAMED])}{more}. "
            "Name them all in one command."
        )


@dataclass
class _Saft:
    """What is kept of an export: the line, columns and balances of accounts; sums by account and analyses; what analyses are called."""

    accounts: dict[str, tuple[int, list[str], Decimal, Decimal]] = field(default_factory=dict)
    sums: dict[tuple[str, tuple[tuple[str, str], ...]], Decimal] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Selection:
    """Whose accounts a file has, and of which time."""

    path: Path
    orgnr: str = ""
    first: date | None = None
    last: date | None = None


def _saft(paths: list[Path]) -> Table:
    """The accounts of a SAF-T Financial export: the lines of the journals by account and analysis, the balances where an account has none.

    An analysis is a column by its type (`FUNK`), and one more by what the file says that the type is (`Funksjon`). What a balance account
    had when the period began is added to its lines. Whatever namespace, prefix or version: elements are known by their names. Of an export
    in several files the first that has an account says what it had at the beginning, the last what it has at the end.
    """
    _require_all(paths)
    selections = sorted((_selection(path) for path in paths), key=lambda one: one.first or date.min)
    _require_one_export(selections)
    found = _Saft()
    for selection in selections:
        _read_saft(selection.path, found)
    path = selections[0].path
    if not found.accounts:
        raise TableError(f"{path} has no accounts. Expected SAF-T Financial with GeneralLedgerAccounts. Export it again.")
    used = {kind: said for kind, said in found.types.items() if kind}
    named = {said: kind for kind, said in reversed(used.items()) if said and said.casefold() not in {one.casefold() for one in used}}
    analyses = {**{kind: kind for kind in used}, **named}
    header = [*_SAFT_COLUMNS, *analyses, "Amount"]
    first, last = selections[0].first, selections[-1].last
    table = Table(header, _saft_rows(path, found.accounts, found.sums, list(analyses.values())), orgnr=selections[0].orgnr)
    table.aar, table.last = (last.year, last) if first and last else (None, None)
    return table


def _require_one_export(selections: list[_Selection]) -> None:
    """That files are of one organisation, one year, and of times that follow each other, or all of the same."""
    first = selections[0]
    for before, after in pairwise(selections):
        if before.orgnr and after.orgnr and before.orgnr != after.orgnr:
            raise TableError(
                f"{before.path} is of {before.orgnr}, and {after.path} of {after.orgnr}. Expected one organisation. Read each for itself."
            )
        if (before.first, before.last) == (after.first, after.last):
            continue
        if not (before.first and before.last and after.first):
            raise TableError(f"Only one of {before.path} and {after.path} says its period. Expected all of them to. Export them again.")
        if after.first <= before.last:
            raise TableError(
                f"{before.path} ({before.first}–{before.last}) and {after.path} ({after.first}–{after.last}) overlap: what is in both "
                "would count twice. Name those that follow each other, or the one that has it all."
            )
        if after.first > before.last + timedelta(days=1):
            raise TableError(
                f"{before.path} goes to {before.last}, and {after.path} begins {after.first}. Name the file that has what is between."
            )
    if first.first and (last := selections[-1].last) and first.first.year != last.year:
        raise TableError(f"{first.path} begins {first.first}, and the last day is {last}. Expected one year. Export each year for itself.")
    if first.first and (first.first.month, first.first.day) != (1, 1):
        raise TableError(
            f"{first.path} begins {first.first}. Expected the beginning of the year: name the files before it too, with --samlet."
        )


@contextmanager
def _saft_faults(path: Path) -> Iterator[None]:
    """Whatever is wrong in a SAF-T file as one sentence."""
    from lxml import etree  # noqa: PLC0415

    try:
        yield
    except (etree.XMLSyntaxError, ValueError) as error:
        said = " ".join(str(error).split())
        raise TableError(f"{path} cannot be read as SAF-T: {said}. Expected SAF-T Financial in XML. Export it again.") from error
    except OSError as error:
        raise TableError(f"{path} cannot be read ({error.strerror}). Correct the path.") from error


def _saft_nodes(path: Path) -> Iterator[tuple[str, Any]]:
    """The elements of a SAF-T file that are read, by name and whole, one at a time."""
    from lxml import etree  # noqa: PLC0415

    inside = 0
    with path.open("rb") as handle:
        events = etree.iterparse(handle, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        for event, node in events:
            tag = node.tag
            name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
            if name in _READ:
                inside += 1 if event == "start" else -1
            if inside or event == "start":
                continue
            yield name, node
            # what is read, or is nothing to us, goes at once: a journal has a million transactions
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]


def _selection(path: Path) -> _Selection:
    """What the header of a file says; it comes first, and no more is read."""
    with _saft_faults(path):
        for name, node in _saft_nodes(path):
            if name == "Header":
                said = {one.tag.rpartition("}")[2]: (one.text or "").strip() for one in node.iter() if isinstance(one.tag, str)}
                company = next(iter(_children(node, "Company")), None)
                orgnr = "" if company is None else re.sub(r"\D", "", _said(company, "RegistrationNumber"))
                return _Selection(path, orgnr, _day(said, "Start"), _day(said, "End"))
            if name in _READ:
                break
    return _Selection(path)


def _day(said: dict[str, str], which: str) -> date | None:
    """The first or last day that a header says: a date, or a month of a year."""
    with suppress(ValueError):
        return date.fromisoformat(said[f"Selection{which}Date"][:10]) if f"Selection{which}Date" in said else _month(said, which)
    return None


def _month(said: dict[str, str], which: str) -> date | None:
    if not {f"Period{which}", f"Period{which}Year"} <= set(said):
        return None
    year, month = int(said[f"Period{which}Year"]), min(int(said[f"Period{which}"]), 12)  # a 13th period is December's
    if which == "Start":
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _read_saft(path: Path, found: _Saft) -> None:
    """Add what a file has to what was found in those before it."""
    accounts, sums = found.accounts, found.sums
    with _saft_faults(path):
        for name, node in _saft_nodes(path):
            if name == "Account" and (number := _said(node, "AccountID")):
                columns = [_said(node, column) for column in _SAFT_COLUMNS[:2]] + _grouping(node)
                line, before, opening, closing = accounts.get(
                    number, (node.sourceline or 0, columns, _balance(node, "Opening"), Decimal(0))
                )
                if any(True for which in ("Debit", "Credit") for _ in _children(node, f"Closing{which}Balance")):
                    closing = _balance(node, "Closing")
                accounts[number] = (line, before if any(before[2:]) else columns, opening, closing)
            elif name in ("Line", "TransactionLine") and (number := _said(node, "AccountID")):
                analyses = [(_said(one, "AnalysisType"), _said(one, "AnalysisID")) for one in _children(node, "Analysis")]
                for kind, _ in analyses:
                    found.types.setdefault(kind, "")
                key = number, tuple(sorted(pair for pair in analyses if pair[0]))
                sums[key] = sums.get(key, Decimal(0)) + _amount(node, "DebitAmount") - _amount(node, "CreditAmount")
            elif name == "AnalysisTypeTableEntry":
                found.types[_said(node, "AnalysisType")] = _said(node, "AnalysisTypeDescription")


def _grouping(account: Any) -> list[str]:
    """The category and code that an account is grouped by, wherever in it they stand; of several, KOSTRA's."""
    pairs: list[list[str]] = []
    for node in account.iter():
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        text = (node.text or "").strip()
        if name == "GroupingCategory":
            pairs.append([text, ""])
        elif name == "GroupingCode" and pairs and not pairs[-1][1]:
            pairs[-1][1] = text
        elif name == "GroupingCode":
            pairs.append(["", text])
    of_kostra = [pair for pair in pairs if re.search("kostra|kommun", pair[0], re.IGNORECASE)]
    return next(iter(of_kostra + pairs), ["", ""])


def _saft_rows(path: Path, accounts: Any, sums: dict[tuple[str, tuple[tuple[str, str], ...]], Decimal], types: list[str]) -> Iterator[Row]:
    with_lines = {number for number, _ in sums}
    if unknown := sorted(with_lines - set(accounts)):
        raise TableError(f"{path}: lines on accounts that are not among its accounts: {', '.join(unknown[:NAMED])}. Export it again.")
    for (number, found), amount in sums.items():
        line, columns, _, _ = accounts[number]
        yield Row(line, [*columns, *(dict(found).get(kind, "") for kind in types), str(amount)], " ".join(columns))
    for number, (line, columns, opening, closing) in accounts.items():
        rest = closing if number not in with_lines else opening
        if rest:
            yield Row(line, [*columns, *[""] * len(types), str(rest)], " ".join(columns))


def _children(node: Any, name: str) -> Iterable[Any]:
    return (child for child in node if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name)


def _said(node: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(node, name)), "")


def _amount(node: Any, name: str) -> Decimal:
    """The amount of a line, or of a balance: what stands in it, or in its `Amount`."""
    for child in _children(node, name):
        text = _said(child, "Amount") or (child.text or "").strip()
        try:
            amount = Decimal(text or "0")
        except InvalidOperation:
            amount = Decimal("nan")
        if not amount.is_finite() or abs(amount) >= 10**15:
            raise ValueError(f"{name} is no amount («{text[:40]}»)")
        return amount
    return Decimal(0)


def _balance(node: Any, which: str) -> Decimal:
    return _amount(node, f"{which}DebitBalance") - _amount(node, f"{which}CreditBalance")
