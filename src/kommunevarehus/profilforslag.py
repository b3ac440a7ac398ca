"""A profile proposed from the first lines of a file: what a person would see, and has to look over."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

from kommunevarehus.project import Project
from kommunevarehus.regnskapsprofil import Profile, parse, shipped
from kommunevarehus.tabellfil import SHEET, TableError, in_one_line, open_table, sheets

LOOKED_AT = 200
HEADERS = 30
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_CODE = r"(?: ?(?:nr|nummer|kode|id))?"
_ACCOUNT = re.compile(rf"(?:kostra ?)?(?:art|kontoart|artskonto|hovedkonto|rekneskapsart|regnskapsart|konto|kto){_CODE}")
_FUNCTION = re.compile(rf"(?:kostra ?)?(?:funksjon|funk|tjeneste|tjen|teneste)(?:er|s)?{_CODE}")
_CLASS = re.compile(r"(?:konto ?)?klasse|drift ?/? ?investering")
_WORD_OF_CLASS = re.compile(r"drift|inv|bal", re.IGNORECASE)
_PROJECT = re.compile(rf"prosjekt{_CODE}")
_TEXT = re.compile(r"(?:kostra ?)?(?:art|konto|kontoart)s? ?(?:tekst|navn|namn|beskrivelse|betegnelse|t)|tekst|beskrivelse")
_NAME = re.compile(r"tekst|navn|namn|beskrivelse|betegnelse|\bt$")
# What is not an amount of its own, whatever is in it
_NOT_AMOUNT = re.compile(r"avvik|diff|%|prosent|pst|forbruk|\bfjor|forrige|førre|valuta")
# Of several columns of the same, what the year's own figures are least likely to be
_LESS = re.compile(r"period|hittil|mva|moms|\bib\b|inng[åa]ende")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|ma[ij]|jun|jul|aug|sep|okt|nov|des)[a-zæøå]*\.? ?(?:(?:20)?[0-9]{2})?|20[0-9]{2} ?(?:0[1-9]|1[0-2])"
)
_AMOUNTS = (
    ("opprinnelig_budsjett", re.compile(r"(?:oppr|opph|vedt).*bud")),
    ("revidert_budsjett", re.compile(r"bud")),
    ("plan", re.compile(r"plan|^hop")),
    ("regnskap", re.compile(r"regnskap|rekneskap|^regn\b|^r\b|bel(?:oe|ø|o)p|saldo|^ub\b|utgående|utgåande|hittil|faktisk|virkelig")),
)
_DEBIT, _CREDIT = re.compile(r"debe?t"), re.compile(r"kredit")
_TOTAL = re.compile(r"sum|totalt?|i alt")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_UNITS = (("1000 kr", re.compile(r"1 ?000 ?kr|tusen|\btkr\b|1000")), ("mill. kr", re.compile(r"mill|\bmnok\b")))
_ART, _KAPITTEL = r"(\d{3})\d*", r"(\d{2,4})\d*"
_TAIL = r"(?:\s.*)?"
_MARKS = ".-/|_: "
_CLASSES = ("0", "1", "2", "3", "4", "5")
_MOST = 0.8
_NUMBER = re.compile(r"(?:kr\.?\s*)?[-+(]?[\s\u00a0\u202f]*(?:kr\.?\s*)?[0-9][0-9\s\u00a0\u202f.,']*[-)]?(?:\s*kr)?|-", re.IGNORECASE)


@dataclass(frozen=True)
class _String:
    """How an account string as `1.1120.20200` is put together: the mark, how many parts, and which of them are what.

    `skip` is 1 where the part of the art begins with the class; `tail` where a text follows, as in `11200 Forbruksvarer`.
    """

    mark: str
    parts: int
    klass: int | None
    art: int
    skip: int
    function: int | None
    tail: bool = False

    def pattern(self, part: int, code: str) -> str:
        """The pattern that takes `code` of a part."""
        any_part, mark = r"\d*", re.escape(self.mark)
        return f"^{mark.join(code if number == part else any_part for number in range(self.parts))}{_TAIL if self.tail else ''}$"


@dataclass
class _Found:
    """What the columns of a table are taken for: headings, and amounts as (heading, version, sign).

    `left` are columns of amounts that are not taken, since another has the same.
    """

    header: list[str]
    values: dict[str, list[str]]
    account: str | None = None
    function: str | None = None
    klass: str | None = None
    project: str | None = None
    text: str | None = None
    string: _String | None = None
    amounts: list[tuple[str, str, int]] = field(default_factory=list)
    years: list[tuple[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def fits(self) -> bool:
        """Whether there are accounts, and amounts on them."""
        return bool((self.amounts or self.years) and (self.account or self.function))


def propose(path: Path) -> str:
    """The text of a profile for a file.

    Raises:
        TableError: nothing in the file looks like an account or an amount, or it cannot be read.

    """
    try:
        with path.open("rb") as handle:
            first = handle.read(1 << 16)
    except OSError as error:
        raise TableError(f"{path} cannot be read ({error.strerror}). Correct the path.") from error
    if re.search(rb"<(?:[\w.-]+:)?AuditFile|^\s*<\?xml", first.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")[:4096]):
        return _saft_proposal(path)
    if path.suffix.lower() in _EXCEL:
        names = sheets(path)
        bare = [Profile(path.name, "", {}, (), format="excel", ark=(name,) if number else ()) for number, name in enumerate(names)]
    else:
        encoding = _encoding(first)
        text = first.decode({"utf-8": "utf-8-sig"}.get(encoding, encoding), "ignore")
        bare = [Profile(path.name, "", {}, (), tegnsett=encoding, skilletegn=_delimiter(text))]
    heads = list[str]()
    for profile, found in _tables(path, bare):
        if found.fits():
            if profile.format == "excel":
                profile = _all_sheets(path, profile, found, names)  # noqa: PLW2901
            proposal = _proposed(path, profile, found)
            parse(path.name, proposal)  # what is proposed is a profile
            return proposal
        heads = heads or found.header
    raise TableError(
        f"{path}: nothing looks like accounts and amounts in {in_one_line(heads)}. "
        "Write a profile by hand after one that ships (docs/kostra.md)."
    )


def _saft_proposal(path: Path) -> str:
    """The shipped profile for SAF-T, with the analysis that has KOSTRA's functions, by its name or what is in it; without, if none has."""
    text = shipped()["saft_kostra"]
    table = open_table(path, parse("saft_kostra", text))
    analyses = table.header[4:-1]
    values: dict[str, list[str]] = {name: [] for name in analyses}
    for row in islice(table.rows, LOOKED_AT):
        for name, cell in zip(analyses, row.celler[4:-1], strict=True):
            values[name] += [cell] if cell else []
    by_name = [name for name in analyses if _FUNCTION.fullmatch(_plain(name))]
    by_codes = [name for name in analyses if _share([cell[:3] for cell in values[name]], "funksjon") >= _MOST]
    block = next(part for part in text.split("\n\n") if part.startswith("[felt.funksjon]"))
    chosen = next(iter(by_name + by_codes), None)
    said = (
        "# filen har ingen analyse med KOSTRA-funksjoner: kontoene står uten"
        if chosen is None
        else re.sub(r"kolonne = .*", lambda _: f"kolonne = [{_text(chosen)}] # se over: analysen med funksjonene", block)
    )
    proposal = text.replace(block, said)
    parse(path.name, proposal)
    return proposal


def _tables(path: Path, bare: list[Profile]) -> Iterator[tuple[Profile, _Found]]:
    """What the columns are, with each of the first lines as the header, of each sheet."""
    for number, profile in enumerate(bare):
        for line in range(1, HEADERS + 1):
            tried = replace(profile, hodelinje=line)
            try:
                yield tried, _columns(path, tried)
            except TableError:
                if not number and line == 1:
                    raise
                if profile.format == "csv":
                    return


def _all_sheets(path: Path, profile: Profile, found: _Found, names: list[str]) -> Profile:
    """The profile with all sheets that have the same heads, each one's name being a column beside them; the name may say the class."""
    alike = [name for name in names if _has_head(path, replace(profile, ark=(name,)), found.header)]
    if len(alike) < 2:
        return profile
    found.header.append(SHEET)
    found.values[SHEET] = alike
    if found.klass is None and all(_WORD_OF_CLASS.search(name) for name in alike):
        found.klass = SHEET
    return replace(profile, ark=tuple(alike))


def _has_head(path: Path, profile: Profile, header: list[str]) -> bool:
    try:
        return open_table(path, profile).header == header
    except TableError:
        return False


def _encoding(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        return "cp1252" if not set(first) & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The mark that most lines have equally many of."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    best = (0, ";")
    for mark in ";\t,|":
        counts = Counter(line.count(mark) for line in lines)
        counts.pop(0, None)
        alike = counts.most_common(1)[0][1] if counts else 0
        best = max(best, (alike, mark), key=lambda found: found[0])
    return best[1]


def _columns(path: Path, profile: Profile) -> _Found:
    """What each column of a table is, by its heading and its first cells."""
    table = open_table(path, profile)
    cells: list[list[str]] = [[] for _ in table.header]
    try:
        for row in islice(table.rows, LOOKED_AT):
            for number, cell in enumerate(row.celler[: len(cells)]):
                cells[number].append(cell.strip())
    except TableError:
        pass  # a broken row is for the reading to name; those before it are enough
    values = {name: [cell for cell in column if cell] for name, column in reversed(list(zip(table.header, cells, strict=True)))}
    found = _Found(table.header, values)
    plain = {name: _plain(name) for name in table.header if name}
    for name, said in plain.items():
        if _ACCOUNT.fullmatch(said) and found.account is None:
            found.account = name
        elif _FUNCTION.fullmatch(said) and found.function is None:
            found.function = name
        elif _CLASS.fullmatch(said):
            found.klass = name
        elif _PROJECT.fullmatch(said):
            found.project = name
        elif _TEXT.fullmatch(said) and found.text is None:
            found.text = name
        elif not _NAME.search(said):
            _amount_column(found, name, said)
    _take_string(found)
    _take_codes(found)
    _one_of_each(found)
    totals = [name for name, said in plain.items() if _TOTAL.fullmatch(said) and _numbers(values[name])]
    months = [name for name, said in plain.items() if _MONTH.fullmatch(said) and _numbers(values[name])]
    if not found.amounts and not found.years and (totals or len(months) > 1):
        found.amounts += [(name, "regnskap", 1) for name in totals[-1:] or months]
    return found


def _one_of_each(found: _Found) -> None:
    """Keep one column of amounts of each version and year: what stands in two would count twice. Debit and credit are one between them."""
    single = [one for one in found.amounts if not _is_side(one[0])]
    sides = [one for one in found.amounts if _is_side(one[0])]
    if any(versjon == "regnskap" for _, versjon, _ in single):
        found.left += [name for name, _, _ in sides]
        sides = []
    kept = {versjon: name for name, versjon, _ in sorted(single, key=lambda one: _less(one[0]), reverse=True)}
    found.left += [name for name, versjon, _ in single if kept[versjon] != name]
    found.amounts = [one for one in single if kept[one[1]] == one[0]] + sides
    of_year = {(_year(name), versjon): name for name, versjon in sorted(found.years, key=lambda one: _less(one[0]), reverse=True)}
    found.left += [name for name, versjon in found.years if of_year[_year(name), versjon] != name]
    found.years = [(name, versjon) for name, versjon in found.years if of_year[_year(name), versjon] == name]


def _is_side(name: str) -> bool:
    return bool(_DEBIT.search(_plain(name)) or _CREDIT.search(_plain(name)))


def _less(name: str) -> bool:
    return bool(_LESS.search(_plain(name)))


def _year(name: str) -> str:
    year = _YEAR.search(name)
    return year[1] if year else ""


def _take_codes(found: _Found) -> None:
    """Take accounts and functions by their codes, where no heading says which columns have them: an account begins with its class."""
    if found.account is not None or found.function is not None or found.klass is not None:
        return
    taken = {found.text, found.project, *(name for name, *_ in found.amounts), *(name for name, _ in found.years)}
    columns = [name for name in found.values if name not in taken and (cells := found.values[name]) and all(map(str.isdecimal, cells))]
    functions = [name for name in columns if _share([cell[:3] for cell in found.values[name]], "funksjon") >= _MOST]
    for name in columns:
        cells = [cell for cell in found.values[name] if cell[0] not in "25"]
        if min(map(len, found.values[name])) < 5 or not all(cell[0] in _CLASSES for cell in found.values[name]):
            continue
        if _share([cell[1:4] for cell in cells], "art") >= _MOST and (others := [one for one in functions if one != name]):
            found.account, found.function = name, others[0]
            return


def _take_string(found: _Found) -> None:
    """Take a column for account strings, where no column has accounts of one number."""
    if found.account is not None and any(cell.isdecimal() for cell in found.values[found.account]):
        return
    taken = {
        found.function,
        found.klass,
        found.project,
        found.text,
        *(name for name, *_ in found.amounts),
        *(name for name, _ in found.years),
    }
    named, found.account = found.account, None
    for name in dict.fromkeys([named, *found.header]):
        if name and name not in taken and (string := _account_string(found.values[name])):
            found.account, found.string = name, string
            return


def _account_string(cells: list[str]) -> _String | None:
    """How account strings are put together, if that is what a column has: by which parts are arts and functions of KOSTRA's."""
    numbers = [re.split(r"\s+(?=\D)", cell, maxsplit=1)[0] for cell in cells]
    tail = numbers != cells
    for mark in _MARKS:
        rows = [cell.split(mark) for cell in numbers if re.fullmatch(rf"\d+(?:{re.escape(mark)}\d*){'*' if tail else '+'}", cell)]
        width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        if not count or 5 * count < 4 * len(cells):
            continue
        rows = [row for row in rows if len(row) == width]
        klass = next((part for part in range(width) if all(row[part] in _CLASSES for row in rows)), None)
        tried = (
            _String(mark, width, before, art, skip, function, tail)
            for art in range(width)
            for before in [klass if klass is not None and klass < art else None]  # what follows the art is local
            for skip in (0, 1)
            for function in (*range(width), None)
            if art != function and (before is None or before != function)
        )
        best = max(((_fit(string, rows), string) for string in tried), key=lambda found: found[0], default=(0.0, None))
        if best[0]:
            return best[1]
    return None


def _fit(string: _String, rows: list[list[str]]) -> float:
    """How many of the rows have an art, and a function, where the string says; 0 where most do not. A balance account has neither."""
    first = [row[string.klass] if string.klass is not None else row[string.art][: string.skip] for row in rows]
    accounts = [row for row, klass in zip(rows, first, strict=True) if klass not in ("2", "5")]
    shares = [_share([row[string.art][string.skip : string.skip + 3] for row in accounts], "art")]
    if string.function is not None:
        shares.append(_share([row[string.function][:3] for row in accounts if row[string.function]], "funksjon"))
    if string.skip:  # the class in front of the art, and the same where it also stands by itself
        shares.append(sum(klass in _CLASSES and row[string.art][:1] == klass for row, klass in zip(rows, first, strict=True)) / len(first))
    return sum(shares[:2]) if min(shares) >= _MOST else 0.0


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[_\-./()]+", " ", heading.casefold()).split())


@cache
def _codes(name: str) -> frozenset[str]:
    path = Project.find(elsewhere=True).root / "seeds" / "kodeverk" / f"kostra_{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return frozenset(row[name] for row in csv.DictReader(handle))


def _share(found: list[str], name: str) -> float:
    return sum(code in _codes(name) for code in found) / len(found) if found else 0.0


def _amount_column(found: _Found, name: str, said: str) -> None:
    """Take a column for amounts, if its heading and cells are such."""
    if _NOT_AMOUNT.search(said) or not _numbers(found.values[name]):
        return
    versjon = next((versjon for versjon, pattern in _AMOUNTS if pattern.search(said)), None)
    if _DEBIT.search(said) or _CREDIT.search(said):
        found.amounts.append((name, "regnskap", -1 if _CREDIT.search(said) else 1))
    elif _YEAR.search(said) and (versjon or _YEAR.fullmatch(said)):
        found.years.append((name, versjon or "plan"))
    elif versjon:
        found.amounts.append((name, versjon, 1))


def _numbers(cells: list[str]) -> bool:
    """Whether most cells are amounts; a column without any may be."""
    return 2 * sum(_NUMBER.fullmatch(cell) is not None for cell in cells) >= len(cells)


def _proposed(path: Path, profile: Profile, found: _Found) -> str:
    headings = [name for name, _, _ in found.amounts] + [name for name, _ in found.years]
    unit = next((unit for unit, pattern in _UNITS if any(pattern.search(_YEAR.sub("", name.casefold())) for name in headings)), "kr")
    lines = [
        f"tittel = {_text(f'Forslag etter {path.name}: se over kontoklasse, fortegn og enhet')}",
        "",
        "[fil]",
        f'format = "{profile.format}"',
    ]
    if profile.format == "csv":
        lines += [f'tegnsett = "{profile.tegnsett}"', f"skilletegn = {_text(profile.skilletegn)}"]
        if holder := _holder(path, profile, found):
            lines.append(f"slaa_sammen = {_text(holder)} # en linje har skilletegnet i en tekst: se over hvilken")
    if profile.ark:
        lines.append(f"ark = [{', '.join(map(_text, profile.ark))}]" if len(profile.ark) > 1 else f"ark = {_text(profile.ark[0])}")
    if profile.hodelinje != 1:
        lines.append(f"hodelinje = {profile.hodelinje}")
    lines += ["", "[tall]", *_marks([cell for name in headings for cell in found.values[name]]), f'enhet = "{unit}"', "fortegn = 1"]
    lines += _classes(found)
    if found.string and found.string.function is not None and found.function is None:
        pattern = found.string.pattern(found.string.function, _ART)
        lines += ["", "[felt.funksjon]", f"kolonne = [{_text(found.account or '')}]", f"monster = '{pattern}'"]
    if found.function:
        cells = found.values[found.function]
        digits = Counter(len(cell) for cell in cells if cell.isdecimal()).most_common(1)
        local = r"\d*" if digits or not cells else rf"\d*{_TAIL}"
        lines += ["", "[felt.funksjon]", f"kolonne = [{_text(found.function)}]", rf"monster = '^(\d{{3}}){local}$'"]
    if found.text:
        lines += ["", "[felt.tekst]", f"kolonne = [{_text(found.text)}]"]
    if found.left:
        lines += ["", f"# se over, ikke tatt med fordi en annen kolonne har det samme: {', '.join(map(_text, found.left))}"]
    for name, versjon, sign in found.amounts:
        lines += ["", "[[belop]]", f"kolonne = [{_text(name)}]", f'versjon = "{versjon}"'] + (["fortegn = -1"] if sign < 0 else [])
    for pattern, versjon in dict.fromkeys((_year_pattern(name), versjon) for name, versjon in found.years):
        lines += ["", "[[aarskolonner]]", f"monster = {_text(pattern)}", f'versjon = "{versjon}"']
    first = found.account or found.function
    if first and (sums := sorted({cell for cell in found.values[first] if re.match(r"(?i)sum\b|total", cell)})):
        lines += ["", "[[utelat]]", f"kolonne = [{_text(first)}]", f"verdier = [{', '.join(map(_text, sums))}]", 'grunn = "sumlinjer"']
    return "\n".join(lines) + "\n"


def _year_pattern(name: str) -> str:
    """A heading as a pattern that finds its year."""
    before, after = _YEAR.split(name, maxsplit=1)[::2]
    return f"^{_escaped(before)}(20\\d\\d){_escaped(after)}$"


def _escaped(text: str) -> str:
    return re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", text)


def _classes(found: _Found) -> list[str]:
    """How class, art and kapittel are cut from an account, by how many digits most have; or where the class stands by itself."""
    if found.account is None:
        return _klass(found, 'fast = "1"')
    if found.string:
        return _classes_of_string(found, found.string)
    cells = found.values[found.account]
    digits = Counter(len(cell) for cell in cells if cell.isdecimal()).most_common(1)
    width = digits[0][0] if digits else 3
    column = f"kolonne = [{_text(found.account)}]"
    konto = ["", "[felt.konto]", column]
    skip = _begins_with_class([cell for cell in cells if len(cell) == width and cell.isdecimal()], width)
    if skip and found.klass is None:
        classes = {cell[0] for cell in cells if len(cell) == width and cell.isdecimal()}
        investment = "3" if "3" in classes and "0" not in classes and "4" not in classes else "0"
        rest = rf"\d{{{width - 4}}}$'"
        return [
            "", "[felt.kontoklasse]", column, rf"monster = '^(\d)\d{{{width - 1}}}$'",
            f'kart = {{1 = "1", {investment} = "0", 2 = "2"}} # se over: hvilket siffer er drift, og hvilket er investering?',
            "", "[felt.art]", column, rf"monster = '^[^2](\d{{3}}){rest}",
            "", "[felt.kapittel]", column, rf"monster = '^2(\d{{{min(width - 1, 4)}}})\d{{{max(width - 5, 0)}}}$'", *konto,
        ]  # fmt: skip
    art = ["", "[felt.art]", column, f"siffer = {max(width, 3)}", rf"monster = '^{'.' * skip}(\d{{3}})\d{{{max(width - 3 - skip, 0)}}}$'"]
    if found.project and found.klass is None:
        project = ["", "[felt.kontoklasse]", f"kolonne = [{_text(found.project)}]"]
        return [*project, 'hvis_utfylt = "0" # det som har prosjekt, er investering', 'ellers = "1"', *art, *konto]
    return [*_klass(found, 'fast = "1" # kontoen sier ikke kontoklassen'), *art, *konto]


def _begins_with_class(cells: list[str], width: int) -> int:
    """1 where accounts of so many digits begin with the class, 0 where the art is first: by which of them makes arts, if one does."""
    after = _share([cell[1:4] for cell in cells if cell[0] not in "25"], "art") if all(cell[0] in _CLASSES for cell in cells) else 0.0
    first = _share([cell[:3] for cell in cells], "art")
    if width < 4 or (width == 4 and after <= first):
        return 0
    return 0 if first >= _MOST and after < first else 1


def _classes_of_string(found: _Found, string: _String) -> list[str]:
    """Class, art and kapittel of an account string: each in a part of its own, or the class first in that of the art."""
    column = f"kolonne = [{_text(found.account or '')}]"
    konto = ["", "[felt.konto]", column]
    first = r"\d" if string.skip else ""
    art = ["", "[felt.art]", column, f"monster = '{string.pattern(string.art, first + _ART)}'"]
    if string.klass is None and not string.skip:
        return [*_klass(found, 'fast = "1" # kontoen sier ikke kontoklassen'), *art, *konto]
    klass = string.pattern(string.art, r"(\d)\d*") if string.klass is None else string.pattern(string.klass, r"(\d)")
    classes = {matched[1] for cell in found.values[found.account or ""] if (matched := re.match(klass, cell))}
    investment = "3" if "3" in classes and not classes & {"0", "4"} else "0"
    return [
        "", "[felt.kontoklasse]", column, f"monster = '{klass}'",
        f'kart = {{1 = "1", {investment} = "0", 2 = "2"}} # se over: hvilket siffer er drift, og hvilket er investering?',
        *art, "", "[felt.kapittel]", column, f"monster = '{string.pattern(string.art, first + _KAPITTEL)}'", *konto,
    ]  # fmt: skip


def _klass(found: _Found, otherwise: str) -> list[str]:
    """The class from its own column, where there is one: a digit, or a word for operations or investment."""
    if found.klass is None:
        return ["", "[felt.kontoklasse]", otherwise]
    lines = ["", "[felt.kontoklasse]", f"kolonne = [{_text(found.klass)}]"]
    said = dict.fromkeys(found.values[found.klass])
    words = {cell: code for cell in said for code, word in (("1", "drift"), ("0", "inv"), ("2", "bal")) if word in cell.casefold()}
    if words:
        lines.append(f"kart = {{{', '.join(f'{_text(cell)} = {_text(code)}' for cell, code in words.items())}}}")
    return lines


def _holder(path: Path, profile: Profile, found: _Found) -> str | None:
    """The column that may hold the separator: where putting the cells together leaves digits where the others have digits."""
    encoding = "utf-8-sig" if profile.tegnsett == "utf-8" else profile.tegnsett
    try:
        with path.open(encoding=encoding, newline="", errors="replace") as handle:
            rows = list(islice(csv.reader(handle, delimiter=profile.skilletegn), LOOKED_AT))
    except (csv.Error, OSError):
        return None
    width = len(found.header)
    broken = [row for row in rows if len(row) > width and any(cell.strip() for cell in row[width:])]
    digits = [number for number, name in enumerate(found.header) if found.values[name] and _numbers(found.values[name])]
    for number, name in enumerate(found.header):
        if number in digits or not broken:
            continue
        mended = [[*row[:number], "", *row[number + len(row) - width + 1 :]] for row in broken]
        if all(_NUMBER.fullmatch(row[place].strip()) or not row[place].strip() for row in mended for place in digits):
            return name
    return None


def _marks(cells: list[str]) -> list[str]:
    """The decimal and thousands marks: what has one or two digits after it, or more than three, and what has three."""
    joined = " ".join(cells)
    decimals = [mark for mark in ",." if re.search(rf"\d\{mark}(?:\d{{1,2}}|\d{{4,}})(?!\d)", joined)]
    groups = [mark for mark in ".,'" if re.search(rf"\d{re.escape(mark)}\d{{3}}(?!\d)", joined)]
    decimal = decimals[0] if decimals else "." if groups == [","] else ","
    thousands = next((mark for mark in groups if mark != decimal), " ")
    return [f'desimaltegn = "{decimal}"', f'tusenskille = "{thousands}"']


def _text(value: str) -> str:
    """A TOML string."""
    escaped = "".join(
        f"\\{char}" if char in '"\\' else char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}"
        for char in value.encode("utf-8", "replace").decode()
    )
    return f'"{escaped}"'
