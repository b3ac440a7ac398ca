"""Prints of municipalities that do not exist, set in the many ways of real ones: a second set, made apart from the first.

The truth is written first (posts that add up, data/fremmede_oppstillinger.txt), then one house prints it: its words, its heads (`R 2023`,
`Buds(end)`, a head over several columns), its marks (øre, footnotes, line numbers, a minus behind), its page (labels over two lines,
heads repeated on the next page, a row of its own inside a sum). Nothing here is of oppdiktede_trykk.py.

A post: code ; kind (+ income, - expenditure, = result, n net expenditure, a and e the balance's sides, m contra account, # heading) ;
size ; labels. A size is per mille of the income (`?`: often nought, `??`: an own line that seldom stands), a sum of effects (`= a b`),
what is left (`^ a b`), the opposite (`:a`), about the opposite (`~a`), or what disposes of the result (`^+`, `^-`).
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

import docx
import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

POSTS = Path(__file__).parent / "data" / "fremmede_oppstillinger.txt"
FORMATS = ("brede", "enkel", "tab", "csv", "xlsx", "ods", "html", "docx", "pdf")
_LISTS = {
    "bevilgningsoversikt_drift_5_4_omrader": (
        ("Bevilgningsoversikt drift § 5-4 2. ledd", "Bevilgningsoversikt drift B", "Løyvingsoversikt drift § 5-4, 2. ledd"),
        ("Sentraladministrasjonen", "Oppvekst", "Barnehager", "Grunnskoler", "Barnevern", "Helse og velferd", "Pleie og omsorg", "NAV",
         "Kultur og idrett", "Teknisk drift", "Eiendom", "Brann og redning", "Kirken og andre trossamfunn", "Politisk styring",
         "-Selvkost vann og avløp", "-Felles inntekter og utgifter", "-Premieavvik pensjon", "Tilleggsbevilgningsreserve"),
        ("Sum bevilgninger drift, netto", "Sum bevilgninger drift netto", "Sum løyvingar drift, netto", "Netto driftsutgifter i alt"),
        "omrade", "sum_bevilgninger_drift",
    ),
    "regnskapsskjema_1b": (
        ("Regnskapsskjema 1B - driftsregnskapet", "Skjema 1B", "Rekneskapsskjema 1B - drift"),
        ("Rådmann og stab", "Skole", "Barnehage", "Helse", "Pleie og omsorg", "Sosialtjenester", "Kultur", "Tekniske tjenester",
         "Plan og utvikling",
         "Kirke", "-Vann og avløp", "-Fellesområder", "Politikk"),
        ("Sum fordelt til drift", "Sum fordelt", "Sum"),
        "omrade", "sum_fordelt_til_drift",
    ),
    "regnskapsskjema_2b": (
        ("Regnskapsskjema 2B - investering", "Skjema 2B Investeringsregnskapet", "Rekneskapsskjema 2B investering"),
        ("Ny barneskole Vika", "Ombygging rådhus 2. etasje", "Vannledning Nes-Bø", "IKT-plan 2018-2021", "Brannbil",
         "Gang- og sykkelveg fv. 714",
         "Omsorgsboliger trinn 2", "Kunstgressbane", "ENØK-tiltak", "Kjøp av tomter", "Avløpsrensing", "Biler hjemmetjenesten", "Kirketak"),
        ("Sum fordelt til investeringer", "Sum investeringer", "Sum"),
        "investering_prosjekt", "investering_sum_prosjekter",
    ),
    "bevilgningsoversikt_investering_5_5_prosjekter": (
        ("Bevilgningsoversikt investering § 5-5 2. ledd", "Bevilgningsoversikt investering B, jf. § 5-5 andre ledd"),
        ("1101 Ny ungdomsskole", "1105 Rehabilitering svømmehall", "2203 Velferdsteknologi", "3301 Hovedplan vann", "3302 Hovedplan avløp",
         "3400 Trafikksikring", "4001 Utstyr og maskiner", "4010 Brannstasjon", "5002 IKT-investeringer", "Kirkelig fellesråd",
         "Egenkapitalinnskudd KLP"),
        ("Sum investeringer", "Sum investeringsprosjekter", "Sum"),
        "investering_prosjekt", "investering_sum_prosjekter",
    ),
}  # fmt: skip
_FAMILIES = (
    ("Regnskap {y}", "Rev. bud. {y}", "Oppr. bud. {y}", "Øk.plan {y}", "Budsjett {y}"),
    ("R {y}", "RB {y}", "OB {y}", "ØP {y}", "B {y}"),
    ("R-{y}", "RB-{y}", "OB-{y}", "ØP-{y}", "B-{y}"),
    ("R{y}", "RB{y}", "OB{y}", "ØP{y}", "B{y}"),
    ("Regnskap pr. 31.12.{y}", "Regulert budsjett {y}", "Opprinnelig budsjett {y}", "Økonomiplan {y}", "Budsjett {y}"),
    ("Regnskap {y}", "Buds(end) {y}", "Budsjett {y}", "Øk.plan {y}", "Budsjett {y}"),
    ("{y} Regnskap", "{y} Rev. budsjett", "{y} Vedtatt budsjett", "{y} Økonomiplan", "{y} Budsjett"),
    ("Regnskap|{y}", "Regulert|budsjett|{y}", "Oppr.|budsjett|{y}", "Økonomiplan|{y}", "Budsjett|{y}"),
    ("Regnskap|{y}", "Rev. budsj.|{y}", "Oppr. budsj.|{y}", "Øk.plan|{y}", "Budsj.|{y}"),
    ("Rekneskap {y}", "Rev. budsjett {y}", "Oppr. budsjett {y}", "Økonomiplan {y}", "Budsjett {y}"),
    ("Regnskap {y}", "Justert budsj. {y}", "Vedtatt budsj. {y}", "ØP {y}", "Vedtatt bud. {y}"),
    ("Årsregnskap {y}", "Budsjett inkl. endringer {y}", "Oppr. årsbudsjett {y}", "Plan {y}", "Årsbudsjett {y}"),
    ("Regnskap|{y}", "Budsjett inkl.|endringer {y}", "Vedtatt|budsjett {y}", "Budsjett|{y}", "Budsjett|{y}"),
    ("Rekneskap|{y}", "Budsjett|regulert|{y}", "Budsjett|vedteke|{y}", "Plan|{y}", "Budsjett|{y}"),
)
_KINDS = ("regnskap", "regulert_budsjett", "opprinnelig_budsjett", "okonomiplan", "budsjett")
_DEVIATION = (
    "Avvik",
    "Avvik i kr",
    "Avvik kr",
    "Avvik (kr)",
    "Budsjettavvik",
    "Avvik mot rev. bud.",
    "Diff.",
    "Differanse",
    "Budsjett-|avvik",
)
_SHARE = ("Avvik i %", "Avvik %", "Avvik (%)", "Forbruk i %", "Forbruk %", "Forbr. %", "%-avvik")
_COLUMNS = (
    "r0 rb0 ob0 r-1", "r-1 ob0 rb0 r0", "r0 ob0 rb0 a0 r-1", "r0 rb0 a0 p0 r-1", "rb0 r0 a0", "r0 rb0 a0", "r-1 r0 rb0 a0",
    "r-2 ob-1 b0 op1 op2 op3", "r-1 rb0 b1", "r-2 r-1 r0", "r0 r-1", "ob0 rb0 r0 a0 p0", "r0 rb0 ob0", "r-1 b0 b1 op2 op3 op4",
)  # fmt: skip
_NAMES = {"r": 0, "rb": 1, "ob": 2, "op": 3, "b": 4}
_UNIT_LINES = {
    "kr": ("Beløp i kroner", "Alle tall i hele kroner", "Beløp i NOK", ""),
    "1000 kr": ("Beløp i 1000", "(tall i hele 1.000 kroner)", "Alle tall i tusen kroner", "Tal i heile tusen", "Beløp i hele 1000 kr",
                "Tall i tusen", "TNOK"),
    "mill. kr": ("Beløp i mill. kr", "Tall i mill. kroner", "MNOK", "(beløp i millioner kroner)"),
}  # fmt: skip


@dataclass
class Line:
    """A row of a print: its code, its kind, its label, and its printed value in each column (None where there is none)."""

    code: str
    kind: str
    label: str
    values: list[Decimal | None]
    is_sum: bool = False
    note: str = ""


@dataclass
class Column:
    """What a column is: version and year, and its head, a line for each `|`."""

    kind: str
    year: int
    head: str


@dataclass
class Print:
    """A statement as one house prints it."""

    layout: str
    title: str
    unit: str
    unit_line: str
    columns: list[Column]
    lines: list[Line]
    decimals: int
    thousands: str = " "
    minus: str = "-"
    empty: str = "0"
    notes: str = ""  # the head of the notes' column, or none
    footnotes: bool = False
    merged: bool = False  # the first line of equal heads stands once over its columns
    align: str = ">"
    seed: str = ""
    wrong: list[int] = field(default_factory=list)  # columns in which a sum is wrong in the print

    def text(self, value: Decimal | None, column: int) -> str:
        """A cell as it is printed."""
        if value is None:
            return ""
        if self.columns[column].kind == "avvik_pst":
            return f"{value:.1f}{'' if '%' in self.columns[column].head else ' %'}".replace(".", ",")
        if not value:
            return self.empty
        text = f"{abs(value):,.{self.decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", self.thousands)
        return text if value > 0 else {"()": f"({text})", "etter": f"{text}-"}.get(self.minus, f"{self.minus}{text}")

    def heads(self) -> list[list[str]]:
        """The lines of the heads, the columns' heads at the bottom."""
        stacks = [column.head.split("|") for column in self.columns]
        deep = max(map(len, stacks))
        return [[([""] * (deep - len(one)) + one)[i] for one in stacks] for i in range(deep)]

    def grid(self) -> list[tuple[Line, list[str]]]:
        """Each line with its note and cells as printed."""
        dice = random.Random(f"{self.seed} grid")
        found = []
        for line in self.lines:
            cells = [self.text(value, column) for column, value in enumerate(line.values)] if line.kind != "#" else [""] * len(self.columns)
            if self.footnotes and line.kind != "#" and dice.random() < 0.04 and cells[0][-1:].isdigit():
                cells[0] += "*"
            found.append((line, ([line.note] if self.notes else []) + cells))
        return found


def _statements() -> dict[str, tuple[list[str], list[list[str]]]]:
    found: dict[str, tuple[list[str], list[list[str]]]] = {}
    for text in POSTS.read_text("utf-8").splitlines():
        parts = [part.strip() for part in text.removeprefix("== ").split(";")]
        if text.startswith("=="):
            found[parts[0]] = (parts[1].split("|"), [])
        else:
            found[next(reversed(found))][1].append(parts)
    return found


STATEMENTS = _statements()
LAYOUTS = (*STATEMENTS, *_LISTS)


def _effects(posts: list[list[str]], dice: random.Random, base: dict[str, Decimal], income: int, kept: set[str]) -> dict[str, Decimal]:
    """One column's effects in kroner: what is drawn, then what follows from it."""
    values: dict[str, Decimal] = {"egen": Decimal(0)}
    left = []
    for code, kind, size, *_ in posts:
        if drawn := re.fullmatch(r"(\d+)(\?*)", size):
            rare = drawn[2] == "?" and dice.random() < 0.4
            share = base.setdefault(code, Decimal(str(round(dice.uniform(0.75, 1.25), 4))))
            amount = income * Decimal(0 if rare or (drawn[2] == "??" and code not in kept) else int(drawn[1])) / 1000
            sign = -1 if kind == "-" else 1
            values[code] = sign * (amount * share * Decimal(str(round(dice.uniform(0.93, 1.07), 5)))).quantize(Decimal("0.01"))
        elif kind != "#":
            left.append((code, size, kind))
    tries = 0
    while left and tries < 2000:
        tries += 1
        code, size, kind = left.pop(0)
        terms = size.lstrip("=^:~+-").split()
        others = ("overforing_til_investering", "avsetninger_til_bundne_driftsfond", "bruk_av_bundne_driftsfond", "netto_driftsresultat")
        if any(term not in values for term in (others if size in ("^+", "^-") else terms)):
            left.append((code, size, kind))
            continue
        total = sum((values[term] for term in (others if size in ("^+", "^-") else terms)), Decimal(0))
        if size == "^-":
            values[code] = -max(total, Decimal(0))
        elif size == "^+":
            values[code] = -min(total, Decimal(0))
        elif size[0] == "^":
            values[code] = 2 * values[terms[0]] - total if kind == "e" else -total
        elif size[0] == ":":
            values[code] = -total
        elif size[0] == "~":
            values[code] = -(total * Decimal("0.995")).quantize(Decimal("0.01"))
        else:
            values[code] = total
    if left:
        raise ValueError(left)
    return values


def _list_lines(
    layout: str, dice: random.Random, columns: int, income: int
) -> tuple[str, list[tuple[str, str, str, bool]], list[dict[str, Decimal]]]:
    titles, names, sums, code, total = _LISTS[layout]
    picked = [name for name in names if dice.random() < 0.8][: dice.randint(6, 14)]
    rows = [(f"{code}{i}", "-", name.lstrip("-"), False) for i, name in enumerate(picked)]
    base = [dice.uniform(0.02, 1) for _ in picked]
    made = []
    for _ in range(columns):
        column = {
            key: (Decimal(1) if name.startswith("-") else Decimal(-1))
            * (income * Decimal(str(round(size * dice.uniform(0.08, 0.1), 6)))).quantize(Decimal("0.01"))
            for (key, *_), name, size in zip(rows, picked, base, strict=True)
        }
        column[total] = sum(column.values(), Decimal(0))
        made.append(column)
    return dice.choice(titles), [*rows, (total, "-", dice.choice(sums), True)], made


def make(seed: str, layout: str = "") -> Print:  # noqa: PLR0912, PLR0915  (one house, one choice after the other)
    """The print of a seed, in a layout or any."""
    dice = random.Random(f"fremmed {seed}")
    layout = layout or dice.choice(LAYOUTS)
    year = dice.randint(2020, 2025) if re.search(r"_5_|art$", layout) else dice.randint(2012, 2019)
    balance = layout.startswith("balanse")
    plan = "r0 r-1" if balance else dice.choice(_COLUMNS)
    income = dice.choice([95, 210, 640, 1450, 4100]) * 1_000_000
    unit = dice.choice(["kr", "1000 kr", "1000 kr", "mill. kr"]) if income > 600_000_000 else dice.choice(["kr", "1000 kr"])
    factor = {"kr": 1, "1000 kr": 1000, "mill. kr": 1_000_000}[unit]
    decimals = {"kr": dice.choice([0, 0, 0, 2]), "1000 kr": dice.choice([0, 0, 0, 1]), "mill. kr": dice.choice([1, 1, 2])}[unit]
    specs = [re.fullmatch(r"([a-z]+)(-?\d)", one) for one in plan.split()]
    wanted = [(found[1], int(found[2])) for found in specs if found]
    family = dice.choice(_FAMILIES)
    if balance:
        family = dice.choice([family, ("{y}",) * 5, ("31.12.{y}",) * 5])
    amounts = [one for one in wanted if one[0] not in "ap"]
    if layout in STATEMENTS:
        titles, posts = STATEMENTS[layout]
        title, base = dice.choice(titles), {}
        kept = {"egen"} if dice.random() < 0.5 else set()
        columns = [_effects(posts, dice, base, income, kept) for _ in amounts]
        voice = dice.randrange(3)
        rows = [
            (code, kind, labels.split("|")[voice % len(labels.split("|"))], size[:1] in "=" and bool(size))
            for code, kind, size, labels in posts
            if code != "egen" or kept
        ]
    else:
        title, rows, columns = _list_lines(layout, dice, len(amounts), income)
    convention = dice.choice(["rad", "-1"]) if balance else dice.choice(["rad", "rad", "-1", "1"])
    if layout in _LISTS:
        convention = "rad"
    net = dice.random() < 0.5
    by_effect = dice.random() < 0.3
    rounded = unit != "kr" and dice.random() < 0.6
    quantum = Decimal(1).scaleb(-decimals)

    def printed(kind: str, effect: Decimal) -> Decimal:
        if kind in "aem":
            sign = -1 if (kind == "e" and convention == "-1") or (kind == "m" and net) else 1
        elif convention == "rad":
            sign = -1 if kind == "-" or (kind == "n" and net) else 1
        else:
            sign = int(convention)
        return sign * effect

    if not rounded:  # the print's rows add up
        small = [{code: (value / factor).quantize(quantum, ROUND_HALF_UP) for code, value in column.items()} for column in columns]
        if layout in STATEMENTS:
            small = [_again(posts, column) for column in small]
        else:
            for column in small:
                total = next(reversed(column))
                column[total] = sum((value for code, value in column.items() if code != total), Decimal(0))
    else:
        small = [{code: (value / factor).quantize(quantum, ROUND_HALF_UP) for code, value in column.items()} for column in columns]
    lines = []
    for code, kind, label, is_sum in rows:
        if kind == "#":
            if label:
                lines.append(Line("#", "#", label, [None] * len(wanted)))
            continue
        numbers = iter(small)
        values: list[Decimal | None] = [None if one[0] in "ap" else printed(kind, next(numbers)[code]) for one in wanted]
        names = [one[0] for one in wanted]
        if "a" in names:
            account, budget = values[names.index("r")], values[names.index("rb")]
            year_of = [i for i, one in enumerate(wanted) if one == ("r", 0)]
            account = values[year_of[0]]
            if account is not None and budget is not None:
                gap = account - budget
                if by_effect and (kind == "-" or (kind == "n" and net)) and convention == "rad":
                    gap = -gap
                values[names.index("a")] = gap
                if "p" in names:
                    values[names.index("p")] = (100 * gap / abs(budget)).quantize(Decimal("0.1"), ROUND_HALF_UP) if budget else None
        lines.append(Line(re.sub(r"\d+$", "", code) if layout in _LISTS else code, kind, label, values, is_sum))
    heads = []
    deviation, share = dice.choice(_DEVIATION), dice.choice(_SHARE)
    for name, step in wanted:
        kind = {"a": "avvik", "p": "avvik_pst"}.get(name) or _KINDS[_NAMES[name]]
        head = deviation if name == "a" else share if name == "p" else family[_NAMES[name]].format(y=year + step)
        heads.append(Column(kind, year + step, head))
    made = Print(layout, title, unit, dice.choice(_UNIT_LINES[unit]), heads, lines, decimals, seed=seed)
    if dice.random() < 0.3 and all("|" in head.head for head in heads):
        made.merged = True
    made.thousands = dice.choice([" ", " ", " ", "\xa0", "\u202f", ".", ""])
    made.minus = dice.choice(["-", "-", "-", "\u2212", "\u2013", "()", "- ", "etter"])
    made.empty = dice.choice(["0", "0", "-", "\u2013", "", *([f"0,{'0' * decimals}"] if decimals else [])])
    made.notes = dice.choice(["", "", "Note", "Noter", "Note nr."]) if layout in STATEMENTS else ""
    made.footnotes = dice.random() < 0.3
    made.align = dice.choice("<>^")
    numbered = dice.choice(["", "", "", "{} ", "{}. ", "{}) "]) if layout in STATEMENTS and not balance else ""
    at = 0
    for line in lines:
        if line.kind == "#":
            continue
        at += 1
        line.label = numbered.format(at) + line.label
        if made.footnotes and dice.random() < 0.05:
            line.label += dice.choice([" *", " 1)", "\u00b9", "*)"])
        if made.notes and not line.is_sum and dice.random() < 0.4:
            line.note = dice.choice(["1", "3", "7", "12", "5, 6", "2,4", "Note 8" if made.notes == "Note" else "8"])
    if dice.random() < 0.35 and not rounded and "a" not in [one[0] for one in wanted]:
        column = dice.randrange(len(wanted))
        sums = [line for line in lines if line.is_sum and line.values[column]]
        if sums:
            line = dice.choice(sums)
            line.values[column] = (line.values[column] or Decimal(0)) + 27 * max(quantum, Decimal(1))
            made.wrong.append(column)
    return made


def _again(posts: list[list[str]], column: dict[str, Decimal]) -> dict[str, Decimal]:
    """The sums of a rounded column, computed from what it prints."""
    found = dict(column)
    for _ in range(5):
        for code, kind, size, *_ in posts:
            terms = size.lstrip("=^:~+-").split()
            if size[:1] == "=":
                found[code] = sum((found[term] for term in terms), Decimal(0))
            elif size[:1] == "^" and terms:
                total = sum((found[term] for term in terms), Decimal(0))
                found[code] = 2 * found[terms[0]] - total if kind == "e" else -total
            elif size in ("^-", "^+"):
                rest = sum(
                    (
                        found[term]
                        for term in (
                            "overforing_til_investering",
                            "avsetninger_til_bundne_driftsfond",
                            "bruk_av_bundne_driftsfond",
                            "netto_driftsresultat",
                        )
                    ),
                    Decimal(0),
                )
                found[code] = -max(rest, Decimal(0)) if size == "^-" else -min(rest, Decimal(0))
            elif size[:1] in ":~" and size:
                found[code] = -found[terms[0]] if size[0] == ":" else found[code]
    return found


def _wrap(label: str, dice: random.Random) -> list[str]:
    """A long label over two lines."""
    words = label.split(" ")
    if len(label) < 38 or len(words) < 3:
        return [label]
    at = max(i for i in range(1, len(words)) if len(" ".join(words[:i])) <= 34 or i == 1)
    return [" ".join(words[:at]), " ".join(words[at:])] if dice.random() < 0.7 else [label]


def as_text(made: Print, path: Path, how: str) -> None:
    """Under each other, or as pasted with one space or a tab between the cells; with labels over two lines, and over two pages."""
    dice = random.Random(f"{made.seed} {how}")
    rows = made.grid()
    heads = [([made.notes if i == len(made.heads()) - 1 else ""] if made.notes else []) + row for i, row in enumerate(made.heads())]
    if made.merged:
        heads[0] = [cell if i == 0 or cell != heads[0][i - 1] else "" for i, cell in enumerate(heads[0])]
    wraps = dice.random() < 0.4 and how != "tab"
    below = dice.random() < 0.5
    labels = [_wrap(line.label, dice) if wraps else [line.label] for line, _ in rows]
    wide = max(len(part) for parts in labels for part in parts) + 2
    widths = [max([len(cells[i]) for _, cells in rows] + [len(row[i]) for row in heads]) for i in range(len(heads[0]))]
    gap = dice.choice(["  ", "   "])

    def shown(label: str, cells: list[str], align: str = ">") -> str:
        if how == "brede":
            return (label.ljust(wide) + gap.join(f"{cell:{align}{width}}" for cell, width in zip(cells, widths, strict=True))).rstrip()
        if how == "tab":
            return "\t".join([label, *cells])
        return " ".join(part for part in (label, *cells) if part)

    top = [shown("", row, made.align) for row in heads]
    body: list[str] = []
    for (line, cells), parts in zip(rows, labels, strict=True):
        if line.kind == "#" and body and dice.random() < 0.5:
            body.append("")
        if line.kind == "#":
            body.append(line.label)
        elif len(parts) == 1:
            body.append(shown(parts[0], cells))
        elif below:
            body += [shown(parts[0], cells), parts[1]]
        else:
            body += [parts[0], shown(parts[1], cells)]
    if len(body) > 16 and dice.random() < 0.4 and how != "tab":
        at = len(body) // 2
        body[at:at] = [
            f"Fjordvik kommune \u2013 Årsregnskap {made.columns[0].year}",
            str(dice.randint(7, 60)),
            *([f"{made.title} (forts.)"] if dice.random() < 0.5 else []),
            *top,
        ]
    intro = [f"Årsmelding {made.columns[0].year}", "", made.title, made.unit_line, *top]
    path.write_text("\n".join([*intro, *body, "", "1) Se omtale i kapittel 3.", ""]), "utf-8")


def as_csv(made: Print, path: Path) -> None:
    """With semicolons and every line as long."""
    text = io.StringIO()
    noted = bool(made.notes)
    heads = [["", *([made.notes] if noted else []), *row] for row in made.heads()]
    csv.writer(text, delimiter=";").writerows(
        [[made.title], [made.unit_line], *heads, *[[line.label, *cells] for line, cells in made.grid()]]
    )
    path.write_text(text.getvalue(), "utf-8-sig")


def _head_grid(made: Print) -> list[list[str]]:
    return [["", *([made.notes if i == len(made.heads()) - 1 else ""] if made.notes else []), *row] for i, row in enumerate(made.heads())]


def as_xlsx(made: Print, path: Path) -> None:
    """Numbers as numbers, in thousands by their format or by what is written, heads over two rows or with a line break."""
    dice = random.Random(f"{made.seed} xlsx")
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(dice.choice(["Drift", "Ark1", "Tabeller", str(made.columns[0].year)]))
    first = 1 + bool(made.notes)
    sheet.write(0, 0, "Fjordvik kommune")
    sheet.write(1, 0, made.title)
    sheet.write(2, 0, made.unit_line)
    at = 4
    broken = dice.random() < 0.5 and not made.merged
    if broken:
        sheet.write_row(at, 0, ["", *([made.notes] if made.notes else []), *[column.head.replace("|", "\n") for column in made.columns]])
        at += 1
    else:
        for i, row in enumerate(_head_grid(made)):
            sheet.write_row(at, 0, row)
            if made.merged and i == 0:
                _merge(made, lambda a, b, text, where=at: sheet.merge_range(where, first + a, where, first + b, text) if b > a else None)
            at += 1
    scaled = made.unit == "1000 kr" and made.decimals == 0 and dice.random() < 0.25
    looks = book.add_format({"num_format": "#,##0," if scaled else "#,##0" if not made.decimals else f"#,##0.{'0' * made.decimals}"})
    share = book.add_format({"num_format": "0.0%"})
    written = dice.random() < 0.15
    for line, cells in made.grid():
        sheet.write(at, 0, line.label)
        if made.notes:
            sheet.write(at, 1, line.note)
        for column, value in enumerate(line.values):
            text = cells[column + bool(made.notes)]
            if value is None or (not value and not made.empty):
                continue
            if made.columns[column].kind == "avvik_pst":
                sheet.write_number(at, first + column, float(value) / 100, share)
            elif written or "*" in text or (not value and not text[:1].isdigit()):
                sheet.write_string(at, first + column, text)
            elif line.is_sum and dice.random() < 0.5:
                sheet.write_formula(at, first + column, "=SUM(B1:B2)", looks, float(value * 1000 if scaled else value))
            else:
                sheet.write_number(at, first + column, float(value * 1000 if scaled else value), looks)
        at += 1 + (line.is_sum and dice.random() < 0.3)
    book.close()


def _merge(made: Print, merge: object) -> None:
    """Call `merge(first, last, text)` for each run of columns with the same upper head."""
    tops = made.heads()[0]
    start = 0
    for i in range(1, len(tops) + 1):
        if i == len(tops) or tops[i] != tops[start]:
            merge(start, i - 1, tops[start])  # type: ignore[operator]
            start = i


def as_ods(made: Print, path: Path) -> None:
    """An OpenDocument sheet with typed cells."""
    body = ""
    for row in [[made.title], [made.unit_line], *_head_grid(made)]:
        body += (
            "<table:table-row>"
            + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row)
            + "</table:table-row>"
        )
    for line, cells in made.grid():
        body += f'<table:table-row><table:table-cell office:value-type="string"><text:p>{escape(line.label)}</text:p></table:table-cell>'
        if made.notes:
            body += f'<table:table-cell office:value-type="string"><text:p>{escape(line.note)}</text:p></table:table-cell>'
        for column, value in enumerate(line.values):
            text = escape(cells[column + bool(made.notes)])
            if value is None or not text:
                body += "<table:table-cell/>"
            elif made.columns[column].kind == "avvik_pst" or not value or "*" in text:
                body += f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            else:
                body += f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{text}</text:p></table:table-cell>'
        body += "</table:table-row>"
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    sheet = f'<office:spreadsheet><table:table table:name="Ark1">{body}</table:table></office:spreadsheet>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2">'
        f"<office:body>{sheet}</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)


def as_html(made: Print, path: Path) -> None:
    """A web page: heads over two rows with spans or broken by a line, footnotes raised, numbers in their own elements."""
    dice = random.Random(f"{made.seed} html")
    broken = dice.random() < 0.5 and not made.merged
    first = "<th></th>" + (f"<th>{made.notes}</th>" if made.notes else "")
    if broken:
        heads = "<tr>" + first + "".join(f"<th>{escape(column.head).replace('|', '<br>')}</th>" for column in made.columns) + "</tr>"
    elif made.merged:
        cells: list[str] = []
        _merge(made, lambda a, b, text: cells.append(f'<th colspan="{b - a + 1}">{escape(text)}</th>'))
        heads = "<tr><th></th>" + ("<th></th>" if made.notes else "") + "".join(cells) + "</tr>"
        for row in made.heads()[1:]:
            heads += "<tr>" + first + "".join(f"<th>{escape(cell)}</th>" for cell in row) + "</tr>"
    else:
        heads = "".join("<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in row) + "</tr>" for row in _head_grid(made))
    body = ""
    for line, cells in made.grid():
        label = re.sub(r"\u00b9$", "<sup>1</sup>", escape(line.label))
        if line.kind == "#":
            body += f'<tr class="h"><th colspan="{len(cells) + 1}">{label}</th></tr>'
        else:
            body += (
                f"<tr><td>{label}</td>"
                + "".join(f"<td><span>{escape(cell).replace(' ', '&nbsp;')}</span></td>" for cell in cells)
                + "</tr>"
            )
    path.write_text(
        "<html><head><meta charset=utf-8><title>Årsrapport</title></head><body>"
        f"<p>Publisert 12.03.{made.columns[0].year + 1}</p><h3>{escape(made.title)}</h3>"
        f"<table><caption>{escape(made.unit_line)}</caption><thead>{heads}</thead><tbody>{body}</tbody></table>"
        "<p>1) Se note 4.</p></body></html>",
        "utf-8",
    )


def as_docx(made: Print, path: Path) -> None:
    """A Word document with heads in one row, broken, or over several."""
    dice = random.Random(f"{made.seed} docx")
    document = docx.Document()
    document.add_heading(made.title, 2)
    document.add_paragraph("Kommunens drift viser et godt resultat i forhold til budsjett.")
    if made.unit_line:
        document.add_paragraph(made.unit_line)
    broken = dice.random() < 0.5 and not made.merged
    heads = (
        [["", *([made.notes] if made.notes else []), *[column.head.replace("|", "\n") for column in made.columns]]]
        if broken
        else _head_grid(made)
    )
    rows = [*heads, *[[line.label, *cells] for line, cells in made.grid()]]
    table = document.add_table(len(rows), len(rows[0]))
    for texts, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(texts, row.cells, strict=True):
            cell.text = text
    if made.merged:
        first = 1 + bool(made.notes)

        def merge(a: int, b: int, text: str) -> None:
            if b > a:
                table.cell(0, first + a).merge(table.cell(0, first + b)).text = text

        _merge(made, merge)
    document.save(str(path))


def as_pdf(made: Print, path: Path) -> None:
    """Drawn letter by letter where it stands: numbers to the right, heads as the house has them, over as many pages as it takes."""
    dice = random.Random(f"{made.seed} pdf")
    size = dice.choice([7, 8, 9])
    page = landscape(A4) if len(made.columns) > 4 else A4
    canvas = Canvas(str(path), pagesize=page)
    rows, heads = made.grid(), _head_grid(made)
    right = page[0] - 45
    widths = [max(stringWidth(cells[i], "Helvetica", size) for _, cells in rows) for i in range(len(rows[0][1]))]
    widths = [
        max(width, *(stringWidth(row[i + 1], "Helvetica", size) for row in heads)) + dice.choice([10, 14]) for i, width in enumerate(widths)
    ]
    ends = [right - sum(widths[i + 1 :]) for i in range(len(widths))]
    if ends[0] - widths[0] < 230 and page == A4:  # too narrow for its labels
        page = landscape(A4)
        canvas.setPageSize(page)
        ends = [end + page[0] - A4[0] for end in ends]
    room = ends[0] - widths[0] - 50
    number = dice.randint(4, 70)
    y = 0.0

    def start(first: bool) -> float:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(45, page[1] - 25, f"Fjordvik kommune | Årsregnskap {made.columns[0].year}")
        canvas.drawCentredString(page[0] / 2, 18, str(number))
        at = page[1] - 60
        if first:
            canvas.setFont("Helvetica-Bold", 12)
            canvas.drawString(45, at, made.title)
            canvas.setFont("Helvetica", size)
            canvas.drawString(45, at - 16, made.unit_line)
            at -= 36
        canvas.setFont("Helvetica-Bold", size)
        for i, row in enumerate(heads):
            for j, cell in enumerate(row[1:]):
                if made.merged and i == 0 and j > bool(made.notes) and cell == row[j]:
                    continue
                put = {">": canvas.drawRightString, "<": canvas.drawString, "^": canvas.drawCentredString}[made.align]
                put({">": ends[j], "<": ends[j] - widths[j] + 9, "^": ends[j] - widths[j] / 2 + 4}[made.align], at, cell)
            at -= size + 2
        return at - 3

    y = start(first=True)
    for line, cells in rows:
        words, parts = line.label.split(" "), [""]
        for word in words:
            if parts[-1] and stringWidth(f"{parts[-1]} {word}", "Helvetica", size) > room:
                parts.append("")
            parts[-1] = f"{parts[-1]} {word}".strip()
        if y - len(parts) * (size + 2) < 50:
            canvas.showPage()
            number += 1
            y = start(first=False) if dice.random() < 2 else y
        canvas.setFont("Helvetica-Bold" if line.is_sum or line.kind == "#" else "Helvetica", size)
        for i, part in enumerate(parts):
            canvas.drawString(45, y - i * (size + 1), part)
        for end, cell in zip(ends, cells, strict=True):
            canvas.drawRightString(end, y - (len(parts) - 1) * (size + 1), cell.replace("\u2212", "-").replace("\u202f", "\xa0"))
        y -= len(parts) * (size + 1) + 4
    canvas.save()


def write(made: Print, how: str, folder: Path) -> Path:
    """The print in a format."""
    path = folder / f"trykk.{'txt' if how in ('brede', 'enkel', 'tab') else how}"
    if how in ("brede", "enkel", "tab"):
        as_text(made, path, how)
    else:
        {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods, "html": as_html, "docx": as_docx, "pdf": as_pdf}[how](made, path)
    return path
