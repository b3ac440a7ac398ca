"""The concepts of municipal accounts as data: SSB's own wording and the house's formulas, parsed once into terms that SQL joins.

SSB publishes each concept as a Norwegian sentence. `from_ssb` reads it into the notation that the house writes its own in:

    drift(600..890 920) - drift[860](990) | - drift.s(375 380)

`drift`, `inv`, `bal` and `begge` (drift and investering) say which account; `.k` and `.s` only the municipality's or only the enterprises'
side; `[…]` the functions (none: all; `hver`: one by one); `(…)` arts or kapitler, with ranges; `{code}` another concept; what follows `|`
holds for konsern only. A formula is flattened into terms: whole coefficients on kontoklasse × functions × codes.

Run `python -m kommunevarehus.regnskapsbegrep` from the project after editing ssb_begrep_2025, rettelser, egne_begrep or linjer in
seeds/regnskap: it rewrites begrep.csv and ledd.csv, which the warehouse reads.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("seeds/regnskap")
INTERN = "375 380 475 480 775 780 880 895"
# What a line of a statement of the konsern leaves out: purchases, transfers, interest, instalments and loans between its own parts.
INTERNAL_ARTS = frozenset({*INTERN.split(), "501", "511", "521", "901", "911", "921"})
INTERNAL_CHAPTERS = frozenset({"14", "23", "33", "47", "9110"})
CLASSES = {"drift": ("1", "3"), "inv": ("0", "4"), "bal": ("2", "5")}
ACCOUNTS = {"drift": "drift", "inv": "investering", "bal": "balanse", "begge": "drift_og_investering"}
# The years between which no definition changes; the first and the last are open.
SEGMENTS = ((None, 2013), (2014, 2015), (2016, 2019), (2020, None))
SCOPES = ("kasse", "saerbedrift", "konsern")
SSB_FROM = 2020

_TERM = re.compile(r"\s*([+-]?)\s*(?:(drift|inv|bal|begge)(?:\.([ks]))?(?:\[([^\]]*)\])?\(([^)]*)\)|\{([^}]+)\})")


class FormulaError(ValueError):
    """A formula that the notation has no reading of; the message says where."""


@dataclass(frozen=True)
class Term:
    """One term: `coefficient` × the sum of `codes` over `functions` in one account, on one side or both (`side` is empty)."""

    account: str
    side: str
    functions: str
    codes: str
    coefficient: int


@dataclass(frozen=True)
class Reference:
    """Another concept's value, `coefficient` times."""

    code: str
    coefficient: int


def parse(formula: str) -> list[Term | Reference]:
    """The terms of a formula in the house's notation.

    Raises:
        FormulaError: a character that is no part of a term.

    """
    terms: list[Term | Reference] = []
    place, text = 0, formula.strip()
    while place < len(text):
        found = _TERM.match(text, place)
        if not found or (terms and not found[1]):
            raise FormulaError(f"cannot read «{text[place:]}» in «{formula}»")
        sign = -1 if found[1] == "-" else 1
        if found[6]:
            terms.append(Reference(found[6], sign))
        else:
            codes = INTERN if found[5] == "INTERN" else " ".join(found[5].split())
            terms.append(Term(found[2], found[3] or "", found[4] or "", codes, sign))
        place = found.end()
    return terms


@dataclass(frozen=True)
class Definition:
    """A formula of a concept in a span of years. `without_internal`: a statement's line, which in the konsern leaves internal codes out."""

    code: str
    first: int | None
    last: int | None
    kasse: str | None
    konsern: str | None
    without_internal: bool = False

    def covers(self, segment: tuple[int | None, int | None]) -> bool:
        """Whether the span holds the whole segment."""
        first, last = segment
        return (self.first is None or (first is not None and first >= self.first)) and (
            self.last is None or (last is not None and last <= self.last)
        )


def split_scopes(formula: str) -> tuple[str, str]:
    """The kasse's formula and the konsern's, of a formula with or without `|`."""
    common, _, only_konsern = formula.partition("|")
    return common.strip(), f"{common.strip()} {only_konsern.strip()}".strip()


class Book:
    """All definitions, and what they come to when every reference is followed."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        """Take the definitions in the order of the files."""
        self._by_code: dict[str, list[Definition]] = {}
        for definition in definitions:
            self._by_code.setdefault(definition.code, []).append(definition)

    def codes(self) -> list[str]:
        """Every concept's code, in the order of the files."""
        return list(self._by_code)

    def find(self, code: str, segment: tuple[int | None, int | None], near: str = "") -> Definition | None:
        """The definition of a code in a segment; a name without a dot is first looked for beside the one that refers to it."""
        beside = f"{near.rsplit('.', 1)[0]}.{code}" if "." in near and "." not in code else code
        for name in (beside, code) if beside != near else (code,):
            for definition in self._by_code.get(name, []):
                if definition.covers(segment):
                    return definition
        return None

    def terms(self, code: str, segment: tuple[int | None, int | None], scope: str) -> dict[tuple[str, str, str, str], int] | None:
        """Coefficient by (kontoklasse, functions, codes, account), every reference followed; None where the concept has no formula.

        Raises:
            FormulaError: a reference to a concept that has no formula there.

        """
        definition = self.find(code, segment)
        formula = definition and (definition.konsern if scope == "konsern" else definition.kasse)
        if definition is None or not formula:
            return None
        found: dict[tuple[str, str, str, str], int] = {}
        self._add(found, definition, segment, scope, 1)
        return {key: coefficient for key, coefficient in found.items() if coefficient}

    def _add(
        self,
        found: dict[tuple[str, str, str, str], int],
        definition: Definition,
        segment: tuple[int | None, int | None],
        scope: str,
        factor: int,
    ) -> None:
        formula = definition.konsern if scope == "konsern" else definition.kasse
        if not formula:
            raise FormulaError(f"{definition.code} has no formula for {scope}")
        common = len(parse(definition.kasse)) if definition.kasse and definition.without_internal else 0
        for number, term in enumerate(parse(formula)):
            if isinstance(term, Reference):
                other = self.find(term.code, segment, definition.code)
                if other is None:
                    raise FormulaError(f"{definition.code} refers to {term.code}, which is not defined {segment}")
                self._add(found, other, segment, scope, factor * term.coefficient)
                continue
            drop = scope == "konsern" and definition.without_internal and number < common
            codes = without_internal(term) if drop else term.codes
            if not codes:
                continue
            for account in ("drift", "inv") if term.account == "begge" else (term.account,):
                own, enterprise = CLASSES[account]
                sides = {"kasse": (own,), "saerbedrift": (enterprise,), "konsern": (own, enterprise)}[scope]
                for kontoklasse in sides:
                    if term.side and scope == "konsern" and kontoklasse != (own if term.side == "k" else enterprise):
                        continue
                    key = (kontoklasse, term.functions, codes, term.account)
                    found[key] = found.get(key, 0) + factor * term.coefficient


def without_internal(term: Term) -> str:
    """The codes of a term without the konsern's internal ones; a range is cut around them."""
    internal = sorted(INTERNAL_CHAPTERS if term.account == "bal" else INTERNAL_ARTS)
    kept: list[str] = []
    for token in term.codes.split():
        first, _, last = token.partition("..")
        last = last or first
        inside = [code for code in internal if first <= code <= last]
        start = first
        for code in inside:
            if start < code:
                kept.append(f"{start}..{_before(code)}")
            start = _after(code)
        if start <= last:
            kept.append(start if start == last else f"{start}..{last}")
    return " ".join(kept)


def _before(code: str) -> str:
    return str(int(code) - 1).zfill(len(code))


def _after(code: str) -> str:
    return str(int(code) + 1).zfill(len(code))


# SSB's sentences

_OF_KASSE = re.compile(r"Definisjon (bydel|(\(fylkes-?\)|fylkes)?kommune (ekskl|eks))")
_OF_KOMMUNE = re.compile(r"Definisjon (bydel|(\(fylkes-?\)|fylkes)?kommune)")
_UNUSED = re.compile(r"(begrepet|definisjonen) (brukes ikke|publiseres ikke|har sin egen kode)|ikke relevant")
_EXPRESSION = re.compile(
    r"\bart(?:en|ene)?(?: for [a-zæøå.\- ]+?(?: artene)?)?\s*((?:[\s]*(?:[0-9(\[][0-9\s.,+()\[\]-]*|\bminus\b|\bog\b))+)"
)
_CHAPTERS = re.compile(r"\bkapi(?:ttel|tlene|tilene|tlet)[^0-9(\[]*((?:\s*(?:[0-9(\[][0-9\s.,+()\[\]-]*|\bminus\b|\bog\b))+)")
# What trails an expression belongs to what comes after it.
_TRAILING = re.compile(r"(?:[\s,.+(\[-]|\bminus\b|\bog\b)*$")
_TOKEN = re.compile(r"\d+(?:\.\.\d+)?|[-+()\[\],]|minus|og")


def expression(text: str, chapters: bool = False) -> list[tuple[int, str]]:
    """(sign, code or range) of an expression of codes, as «[(010..480, 520) - (600..890)]».

    An expense's art named in a list of incomes is subtracted, and an income's in a list of expenses: SSB writes such lists in the accounts'
    own signs. `411-412` is a range where both are kapitler beside each other.
    """
    clean = re.sub(r"(\d)\s*\.{2,3}\s*(\d)", r"\1..\2", text.replace("..", " .. ").replace(" .. ", ".."))
    clean = re.sub(r"(\d+)(?:\.\.\d+)?\.\.(\d+)", r"\1..\2", clean)
    if chapters:
        clean = re.sub(r"\b(411|451|9200)\s*-\s*(412|454|9999)\b", r"\1..\2", clean)
    found: list[tuple[int, str]] = []
    stack, sign, group = [1], 1, 1
    for token in _TOKEN.findall(clean):
        if token in "([":
            stack.append(stack[-1] * sign)
            sign = 1
        elif token in ")]":
            if len(stack) > 1:
                stack.pop()
            sign = 1
        elif token in ("-", "minus"):
            sign = -1
        elif token == "+":
            sign = 1
        elif token in (",", "og"):
            sign = 1 if len(stack) > 1 or token == "," else sign
        else:
            found.append((stack[-1] * sign * group, token))
            sign = 1
    if chapters or not found:
        return found
    return _own_signs(found)


def _own_signs(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Turn what the list writes in the accounts' signs; lists where a minus already parts incomes and expenses are as they stand."""
    if any(sign < 0 for sign, _ in found):
        return found
    internal = {"375", "380", "475", "480", "775", "780", "790", "880", "895", "901"}
    if all(code in internal for _, code in found):
        return found
    if any(code >= "600" and code not in internal for _, code in found):
        return [(-1 if code in internal and code < "600" else 1, code) for _, code in found]
    return [(-1 if code in internal and code >= "600" else 1, code) for _, code in found]


def _account(context: str, default: str) -> tuple[str, str]:
    """The account and the side that the words before an expression name."""
    classes = re.findall(r"kontoklasse\s+([0-9](?:\s*(?:,|og)\s*[0-9])*)", context)
    if classes:
        named = set(re.findall(r"[0-9]", classes[-1]))
        if named <= {"1", "3"}:
            return "drift", {"1": "k", "3": "s"}.get("".join(sorted(named)), "")
        if named <= {"0", "4"}:
            return "inv", {"0": "k", "4": "s"}.get("".join(sorted(named)), "")
        if {"0", "1"} <= named:
            return "begge", ""
    for word, account in (("investerings- og driftsregnskap", "begge"), ("driftsr", "drift"), ("investeringsr", "inv")):
        if word in context:
            return account, ""
    return default, ""


def _functions(context: str) -> str:
    """The functions that the words before an expression name, in the notation; empty for all of them."""
    if re.search(r"funksjone(ne|r) (innen|som gjelder|for) |enkeltvis", context):
        if "videregående" in context:
            return "511..590"
        if "kommunale boliger" in context:
            return "265 283 315"
        return "hver"
    listed = re.findall(r"\((\d[\d\s.,]*)\)", context)
    single = re.findall(r"funksjon\s+(\d{3})", context)
    if listed:
        functions = " ".join(part.strip() for part in listed[-1].replace(" ", "").split(","))
        return "" if functions in ("100..899", "10..899") else functions
    return " ".join(dict.fromkeys(single))


def _books(text: str) -> str | None:
    """Whose books the words after an expression name: `k` the municipality's, `s` the enterprises', empty both, None nobody's."""
    text = re.split(r"[()] [+-] |[+]", text)[0]
    own = bool(re.search(r"kommune(n)?s balanse|kommunekassa|balansene til \(?fylkes-?\)?kommunene", text))
    others = bool(
        re.search(
            r"balansene til|i fylkes-?kommunale (særbedrifter|foretak)|i \(?fylkes-?\)?kommunale (særbedrifter|foretak)|særbedrifter", text
        )
    )
    return None if not (own or others) else "" if own and others else "k" if own else "s"


def sentence(text: str, default: str) -> str | None:
    """The formula in the notation of one of SSB's sentences; None where it holds no expression of codes."""
    clean = " ".join(text.lower().replace("–", "-").replace("—", "-").replace("fylkes)", "fylkes").split())
    clean = re.sub(r"nb! .*", "", clean)
    pattern, chapters = (_CHAPTERS, True) if default == "bal" else (_EXPRESSION, False)
    parts: list[str] = []
    place, last = 0, ("", "", "")
    if chapters and "minus" not in clean and re.match(r"sum kap|kapittel", clean):
        # «Sum kapitlene (40..46). Kapittel 47 inngår ikke»: the rest is words about it
        clean = clean[: next(pattern.finditer(clean)).end()]
    expressions = [(found.start(), found.start(1), _TRAILING.sub("", clean[: found.end()])) for found in pattern.finditer(clean)]
    for number, (start, inside, upto) in enumerate(expressions):
        context = clean[place:start]
        place = len(upto)
        account, side = ("bal", "") if chapters else _account(context, last[0] or default)
        functions = "" if chapters else _functions(context)
        if not chapters and not re.search(r"funksjon|kontoklasse|regnskap", context) and parts:
            account, side, functions = last
        last = (account, side, functions)
        for later in range(number, len(expressions)):
            end = expressions[later + 1][0] if later + 1 < len(expressions) else len(clean)
            books = _books(clean[len(expressions[later][2]) : end])
            if books is not None:
                side = books or side
                break
        negative = bool(re.search(r"(^|[\s\])])(-|minus)([\s(\[]|$)", context)) if parts else False
        name = account + (f".{side}" if side else "") + (f"[{functions}]" if functions else "")
        plus: list[str] = []
        minus: list[str] = []
        for sign, code in expression(upto[inside:], chapters):
            (minus if (sign < 0) != negative else plus).append(code)
        parts += [f"+ {name}({' '.join(plus)})"] if plus else []
        parts += [f"- {name}({' '.join(minus)})"] if minus else []
    return " ".join(parts).removeprefix("+ ") or None


def from_ssb(row: dict[str, str]) -> tuple[str | None, str | None, str]:
    """(kasse's formula, konsern's formula, the reason where there is neither) of a row of ssb_begrep_2025.csv."""
    code = row["kode"]
    if row["slag"] == "kapittel":
        return f"bal({code})", f"bal({code})", ""
    if row["slag"] == "art":
        return f"begge({code})", f"begge({code})", ""
    if not (row["konsern"] or row["kasse"] or row["annen"]):
        named = re.fullmatch(r"A(D|I)?(\d{3})", code)
        if not named:
            return None, None, "SSB har ingen formel i listen"
        account = {"D": "drift", "I": "inv"}.get(named[1] or "", "begge")
        return f"{account}({named[2]})", f"{account}({named[2]})", ""
    prefixes = {"KG": "bal", "AGI": "inv", "AGD": "drift", "AGB": "drift", "AD": "drift"}
    default = next((account for prefix, account in prefixes.items() if code.startswith(prefix)), "begge")
    kasse, konsern = _words(row, default)
    same = "samme definisjon"
    if kasse.lower().startswith(same) or konsern.lower().startswith(same):
        kasse = konsern = kasse if konsern.lower().startswith(same) else konsern
    found = [None if not text or _UNUSED.search(text.lower()) else sentence(text, default) for text in (kasse, konsern)]
    return found[0], found[1], "" if any(found) else "Formelen i listen er ord uten arter eller kapitler"


def _words(row: dict[str, str], default: str) -> tuple[str, str]:
    """SSB's words for the kasse and for the konsern: in columns of their own, or both in the third, parted by who they are about."""
    kasse, konsern, other = row["kasse"], row["konsern"], row["annen"]
    parts = re.split(r"\s;\s", other) if other else []
    for part in parts:
        if _OF_KASSE.match(part) or (len(parts) == 1 and not _OF_KOMMUNE.match(part)):
            kasse = kasse or part
        if not _OF_KASSE.match(part) and not part.startswith("Definisjon fylkeskommune"):
            konsern = konsern or part
    only = re.search(r"Brukes for (kasse|konsern)\b(?!,| og)", row["brukes_for"])
    if only:
        return (kasse or konsern, "") if only[1] == "kasse" else ("", konsern or kasse)
    if default == "bal" and kasse and not konsern and not other.startswith("Definisjon") and not _UNUSED.search(kasse.lower()):
        konsern = kasse
    return kasse, konsern


# The files


def read(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of one of the CSV files, by their header.

    Raises:
        FormulaError: a row with another number of fields than the header.

    """
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        header = next(reader)
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise FormulaError(
                    f"{name}.csv, line {reader.line_num}: {len(row)} fields. Expected {len(header)}. Quote texts with commas."
                )
            rows.append(dict(zip(header, row, strict=True)))
    return rows


def corrected(row: dict[str, str], corrections: dict[str, dict[str, str]]) -> tuple[str | None, str | None, str]:
    """`from_ssb`, with what rettelser.csv says of the concept instead: an empty formula keeps SSB's, `-` has none."""
    kasse, konsern, reason = from_ssb(row)
    correction = corrections.get(row["kode"])
    if correction is None:
        return kasse, konsern, reason
    kasse, konsern = (
        {"": parsed, "-": None}.get(correction[scope], correction[scope]) for scope, parsed in (("kasse", kasse), ("konsern", konsern))
    )
    return kasse, konsern, "" if kasse or konsern else correction["begrunnelse"]


def _year(text: str) -> int | None:
    return int(text) if text else None


def _names(row: dict[str, str]) -> list[str]:
    """What a concept of egne_begrep.csv is called: by us, and by SSB; `ssb` rows are SSB's where it has another definition than ours."""
    own = {"hovedtall": row["kode"], "ssb": ""}.get(row["samling"], f"{row['samling']}.{row['kode']}")
    return [name for name in (own, row["ssb_kode"]) if name]


def definitions(folder: Path = FOLDER) -> list[Definition]:
    """Every definition of every file."""
    corrections = {row["kode"]: row for row in read("rettelser", folder)}
    found = []
    for row in read("ssb_begrep_2025", folder):
        kasse, konsern, _ = corrected(row, corrections)
        found.append(Definition(row["kode"], SSB_FROM, None, kasse, konsern))
    for row in read("egne_begrep", folder):
        kasse, konsern = split_scopes(row["formel"])
        for name in _names(row):
            found.append(Definition(name, _year(row["aar_fra"]), _year(row["aar_til"]), kasse, konsern))
    for row in read("linjer", folder):
        kasse, konsern = split_scopes(row["formel"])
        code = f"{row['oppstilling']}.{row['post_id']}"
        found.append(Definition(code, _year(row["aar_fra"]), _year(row["aar_til"]), kasse, konsern, without_internal=True))
    return found


def parts_of(code: str, accounts: set[str]) -> list[str]:
    """The accounts that a concept is a figure of, each for itself: an art, or one of SSB's AG, is one of drift and one of investering."""
    if re.fullmatch(r"A?\d{3}|AG\d+[a-z]?", code) and not accounts <= {"bal"}:
        return [part for part in ("drift", "inv") if part in accounts or "begge" in accounts]
    if code.startswith(("AGD", "AGB", "AD")):
        return ["drift"]
    if "begge" in accounts or {"drift", "inv"} <= accounts:
        return ["begge"]
    return sorted(accounts)


TERM_COLUMNS = ("begrep_id", "aar_fra", "aar_til", "omfang", "regnskapsdel", "kontoklasse", "funksjoner", "koder", "koeffisient", "ledd_id")


def terms_of_all(folder: Path = FOLDER) -> Iterator[tuple[str, ...]]:
    """The rows of ledd.csv: spans of years with the same terms are one."""
    book = Book(definitions(folder))
    number = itertools.count(1)
    for code in book.codes():
        for scope in SCOPES:
            spans: list[tuple[int | None, int | None, list[tuple[str, ...]]]] = []
            for segment in SEGMENTS:
                terms = book.terms(code, segment, scope)
                if terms is None:
                    continue
                rows: list[tuple[str, ...]] = []
                for part in parts_of(code, {account for *_, account in terms}):
                    for (kontoklasse, functions, codes, account), coefficient in terms.items():
                        if part in ("begge", account) or (account == "begge" and kontoklasse in CLASSES.get(part, ())):
                            rows.append((ACCOUNTS[part], kontoklasse, functions, codes, str(coefficient)))
                if spans and spans[-1][2] == rows and spans[-1][1] == (segment[0] or 0) - 1:
                    spans[-1] = (spans[-1][0], segment[1], rows)
                else:
                    spans.append((*segment, rows))
            for first, last, rows in spans:
                for row in rows:
                    yield code, str(first or ""), str(last or ""), scope, *row, str(next(number))


CONCEPT_COLUMNS = (
    "begrep_id", "aar_fra", "aar_til", "navn", "samling", "kilde", "oppstilling", "post_id", "rekkefolge", "radtype", "fortegn", "leses",
    "formel_kasse", "formel_konsern", "ssb_kasse", "ssb_konsern", "bestemt", "grunn", "rettet", "bevis",
)  # fmt: skip
SSB_SOURCE = "SSB, Klass 374, versjon 3233 (2025)"
ENGINE_SOURCE = "SSBs beregning 2015–2016, med egne artslister fra 2020"
STATUTE_SOURCE = "Budsjett- og regnskapsforskriftene"
ASSS_SOURCE = "ASSS-rapportens metode"


def concepts(folder: Path = FOLDER) -> Iterator[tuple[str, ...]]:
    """The rows of begrep.csv: every concept with its formula in words and in the notation, and what was corrected."""
    corrections = {row["kode"]: row for row in read("rettelser", folder)}
    number = 0
    for row in read("egne_begrep", folder):
        number += 1
        kasse, konsern = split_scopes(row["formel"])
        for name in _names(row):
            source = {"hovedtall": ENGINE_SOURCE, "ssb": ENGINE_SOURCE, "asss": ASSS_SOURCE, "identitet": STATUTE_SOURCE}[row["samling"]]
            yield (
                name, row["aar_fra"], row["aar_til"], row["navn"], "ssb" if name == row["ssb_kode"] else row["samling"], source, "", "",
                str(number), "",
                row["fortegn"], row["leses"], kasse, konsern, "", "", "true", "", "", "",
            )  # fmt: skip
    for row in read("linjer", folder):
        number += 1
        kasse, konsern = split_scopes(row["formel"])
        yield (
            f"{row['oppstilling']}.{row['post_id']}", row["aar_fra"], row["aar_til"], row["navn"], "oppstilling", STATUTE_SOURCE,
            row["oppstilling"], row["post_id"], str(number), row["radtype"], row["fortegn"], "", kasse, konsern, "", "", "true", "", "", "",
        )  # fmt: skip
    for row in read("ssb_begrep_2025", folder):
        number += 1
        own, group, reason = corrected(row, corrections)
        correction = corrections.get(row["kode"], {})
        yield (
            row["kode"], str(SSB_FROM), "", row["navn"], "ssb" if row["slag"] == "begrep" else row["slag"], SSB_SOURCE, "", "",
            str(number), "", "1", "begge" if row["slag"] == "begrep" else "", own or "", group or "",
            row["kasse"] or row["annen"], row["konsern"] or row["annen"],
            "false" if reason else "true", reason, correction.get("begrunnelse", "") if correction.get("slag") == "trykkfeil" else "",
            correction.get("bevis", ""),
        )  # fmt: skip


def made(folder: Path = FOLDER) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the files that are made of the others, each with its header."""
    return {"begrep": [CONCEPT_COLUMNS, *concepts(folder)], "ledd": [TERM_COLUMNS, *terms_of_all(folder)]}


def stale(folder: Path) -> list[str]:
    """Where begrep.csv and ledd.csv are not what the other files make them: the first place of each file, as a sentence."""
    try:
        expected = made(folder)
    except (FormulaError, KeyError) as error:
        return [f"egne_begrep.csv: {error}. Expected formulas that can be read and refer to what is defined. Correct them."]
    problems = []
    for name, rows in expected.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            found = [tuple(row) for row in csv.reader(handle)]
        line = next((number for number, (a, b) in enumerate(zip(found, rows, strict=False)) if a != b), min(len(found), len(rows)))
        if found == rows:
            continue
        here, there = (table[line] if line < len(table) else () for table in (found, rows))
        place = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
        said = [f"«{row[place][:60]}»" if place < len(row) else "no more rows" for row in (here, there)]
        problems.append(
            f"{name}.csv, line {line + 1}, column {rows[0][place]}: {said[0]}. Expected {said[1]}, as the files beside it make it. "
            "It is not edited itself: correct them, then run `python -m kommunevarehus.regnskapsbegrep`."
        )
    return problems


def main(folder: Path = FOLDER) -> None:
    """Write begrep.csv and ledd.csv anew."""
    for name, rows in made(folder).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
