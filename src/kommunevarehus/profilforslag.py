"""A profile proposed from the first lines of a file: what a person would see, and has to look over."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from kommunevarehus.regnskapsprofil import Profile, parse
from kommunevarehus.tabellfil import TableError, open_table

LOOKED_AT = 200
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_YEAR = re.compile(r"(20[0-9]{2})")
_ACCOUNT = ("kostraart", "art", "kontoart", "rekneskapsart", "konto", "kontonr", "kontonummer")
_FUNCTION = ("funksjon", "tjeneste_nr", "tjenestenr", "tjeneste", "teneste_nr", "teneste", "kostrafunksjon")
_TEXT = ("art_tekst", "konto_tekst", "kontotekst", "kontonavn", "artsnavn", "tekst")
_AMOUNTS = {
    "regnskap": ("regnskap", "rekneskap", "beloep", "beløp", "belop", "saldo"),
    "revidert_budsjett": ("budsjett", "revidert budsjett", "regulert budsjett", "rev. budsjett", "justert budsjett"),
    "opprinnelig_budsjett": ("opprinnelig budsjett", "opphavleg budsjett", "vedtatt budsjett", "oppr. budsjett"),
}


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
    if path.suffix.lower() in _EXCEL:
        return _proposed(path, Profile(path.name, "", {}, (), format="excel"))
    if first.lstrip().startswith((b"<?xml", b"<AuditFile", codecs.BOM_UTF8 + b"<?xml")):
        return '# kommunevarehus les regnskap --profil saft_kostra\ntittel = "SAF-T: bruk profilen saft_kostra, eller en kopi av den"\n'
    encoding = _encoding(first)
    text = first.decode({"utf-8": "utf-8-sig"}.get(encoding, encoding), "ignore")
    return _proposed(path, Profile(path.name, "", {}, (), tegnsett=encoding, skilletegn=_delimiter(text)))


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
        count, alike = counts.most_common(1)[0] if counts else (0, 0)
        best = max(best, (alike if count else 0, mark), key=lambda found: found[0])
    return best[1]


def _proposed(path: Path, profile: Profile) -> str:
    table = open_table(path, profile)
    names = {name.casefold(): name for name in reversed(table.header)}
    columns: list[list[str]] = [[] for _ in table.header]
    try:
        for row in islice(table.rows, LOOKED_AT):
            for number, cell in enumerate(row.celler[: len(columns)]):
                columns[number].append(cell.strip())
    except TableError:
        pass  # a broken row is for the reading to name; those before it are enough
    values = {name.casefold(): [cell for cell in column if cell] for name, column in zip(table.header, columns, strict=True)}

    account = next((name for name in _ACCOUNT if name in names), None)
    function = next((name for name in _FUNCTION if name in names), None)
    text = next((name for name in _TEXT if name in names), None)
    years = [name for name in table.header if _YEAR.fullmatch(name.strip())]
    amounts = [(versjon, name) for versjon, headings in _AMOUNTS.items() for name in headings if name in names]
    if not (amounts or years) or not (account or function):
        raise TableError(
            f"{path}: nothing looks like accounts and amounts in {', '.join(table.header)[:300]}. "
            "Write a profile by hand after one that ships (docs/kostra.md)."
        )
    said = [cell for _, name in amounts for cell in values[name]] + [cell for name in years for cell in values[name.casefold()]]
    lines = [
        f"tittel = {_text(f'Forslag etter {path.name}: se over kontoklasse, fortegn og enhet')}",
        "",
        "[fil]",
        f'format = "{profile.format}"',
    ]
    if profile.format == "csv":
        lines += [f'tegnsett = "{profile.tegnsett}"', f"skilletegn = {_text(profile.skilletegn)}"]
    lines += ["", "[tall]", *_marks(said), 'enhet = "kr"', "fortegn = 1"]
    if account:
        lines += _account(names[account], values[account], names.get("prosjekt"))
    else:
        lines += ["", "[felt.kontoklasse]", 'fast = "1"']
    if function:
        digits = Counter(len(cell) for cell in values[function] if cell.isdecimal()).most_common(1)
        lines += [
            "",
            "[felt.funksjon]",
            f"kolonne = [{_text(names[function])}]",
            rf"monster = '^(\d{{3}})\d{{{max((digits or [(3, 0)])[0][0] - 3, 0)}}}$'",
        ]
    if text:
        lines += ["", "[felt.tekst]", f"kolonne = [{_text(names[text])}]"]
    for versjon, name in amounts:
        lines += ["", "[[belop]]", f"kolonne = [{_text(names[name])}]", f'versjon = "{versjon}"']
    if years:
        lines += ["", "[aarskolonner]", r"monster = '^(20\d\d)$'", 'versjon = "plan"']
    proposal = "\n".join(lines) + "\n"
    parse(path.name, proposal)  # what is proposed is a profile
    return proposal


def _account(name: str, cells: list[str], project: str | None) -> list[str]:
    """How class and art are cut from an account, by how many digits most have."""
    digits = Counter(len(cell) for cell in cells if cell.isdecimal()).most_common(1)
    width = digits[0][0] if digits else 3
    column = f"kolonne = [{_text(name)}]"
    if width >= 5:
        classes = {cell[0] for cell in cells if len(cell) == width and cell.isdecimal()}
        investment = "3" if "3" in classes and "0" not in classes and "4" not in classes else "0"
        rest = rf"\d{{{width - 4}}}$'"
        return [
            "", "[felt.kontoklasse]", column, rf"monster = '^(\d)\d{{{width - 1}}}$'",
            f'kart = {{1 = "1", {investment} = "0", 2 = "2"}} # se over: hvilket siffer er drift, og hvilket er investering?',
            "", "[felt.art]", column, rf"monster = '^[^2](\d{{3}}){rest}",
            "", "[felt.kapittel]", column, rf"monster = '^2([1-4]\d)\d{{{width - 3}}}$'",
            "", "[felt.konto]", column,
        ]  # fmt: skip
    klass = (
        [
            "",
            "[felt.kontoklasse]",
            f"kolonne = [{_text(project)}]",
            'hvis_utfylt = "0" # det som har prosjekt, er investering',
            'ellers = "1"',
        ]
        if project
        else ["", "[felt.kontoklasse]", 'fast = "1" # kontoen sier ikke kontoklassen']
    )
    return [
        *klass,
        "",
        "[felt.art]",
        column,
        f"siffer = {max(width, 3)}",
        rf"monster = '^(\d{{3}})\d{{{max(width - 3, 0)}}}$'",
        "",
        "[felt.konto]",
        column,
    ]


def _marks(cells: list[str]) -> list[str]:
    """The decimal and thousands marks."""
    joined = " ".join(cells)
    decimal = "." if re.search(r"\d\.\d{1,2}(?!\d)", joined) and not re.search(r"\d,\d{1,2}(?!\d)", joined) else ","
    thousands = next((mark for mark in ".,'" if mark != decimal and re.search(rf"\d{re.escape(mark)}\d{{3}}(?!\d)", joined)), " ")
    return [f'desimaltegn = "{decimal}"', f'tusenskille = "{thousands}"']


def _text(value: str) -> str:
    """A TOML string."""
    escaped = "".join(
        char if char >= " " and char not in '"\\\x7f' else f"\\u{ord(char):04x}" for char in value.encode("utf-8", "replace").decode()
    )
    return f'"{escaped}"'
