"""Statements that no municipality has printed, with right arithmetic, in every regulated layout and written as such prints come.

A seed decides the language, the columns, the unit, the signs, the marks of thousands and of minus, what is empty, notes, a page break,
a sum that is wrong in the print. The tests read them and compare with what was printed. data/oppdiktede_oppstillinger.txt has the posts:
code ; kind (+ income, - expenditure, = result, a and e the balance's sides, # heading) ; size ; labels in bokmål ; in nynorsk. A size is
so many per mille of the income (`?`: often nought), a sum (`= a b -c`), what is left (`^ a -b`), or about the same (`~ a`).
"""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

import docx
import xlsxwriter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

POSTS = Path(__file__).parent / "data" / "oppdiktede_oppstillinger.txt"
AREAS = "bevilgningsoversikt_drift_5_4_omrader"
_AREAS = (
    ("Oppvekst", ("Grunnskole", "Barnehage", "Barnevern"), ("Grunnskule", "Barnehage", "Barnevern")),
    ("Helse og omsorg", ("Sykehjem", "Hjemmetjenester", "Legevakt"), ("Sjukeheim", "Heimetenester", "Legevakt")),
    ("Teknisk", ("Kommunale veier", "Brann og redning", "Eiendom"), ("Kommunale vegar", "Brannvern", "Eigedom")),
)
_COLUMNS = (
    (("regnskap", 0), ("regulert_budsjett", 0), ("opprinnelig_budsjett", 0), ("regnskap", -1)),
    (("regnskap", 0), ("regulert_budsjett", 0), ("avvik", 0), ("opprinnelig_budsjett", 0), ("regnskap", -1)),
    (("regnskap", 0), ("regulert_budsjett", 0), ("avvik", 0), ("avvik_pst", 0)),
    (("regnskap", -2), ("opprinnelig_budsjett", -1), ("okonomiplan", 0), ("okonomiplan", 1), ("okonomiplan", 2), ("okonomiplan", 3)),
    (("regnskap", 0), ("regnskap", -1)),
)
_HEADS = {
    "regnskap": ("Regnskap {}", "Rekneskap {}"),
    "regulert_budsjett": ("Rev. budsjett {}/Regulert budsjett {}/Justert budsjett {}", "Regulert budsjett {}/Justert budsjett {}"),
    "opprinnelig_budsjett": ("Oppr. budsjett {}/Opprinnelig budsjett {}/Vedtatt budsjett {}", "Opphavleg budsjett {}/Vedteke budsjett {}"),
    "okonomiplan": ("Økonomiplan {}/Budsjett {}/ØP {}", "Økonomiplan {}/Budsjett {}"),
    "avvik": ("Avvik", "Avvik"),
    "avvik_pst": ("Avvik i %/Avvik %", "Avvik i %"),
}
_UNITS = {
    "kr": (1, 0, ("Beløp i kroner", "(Tall i kr)", "Hele kroner")),
    "1000 kr": (1000, 0, ("Tall i 1000 kr", "(Beløp i 1 000 kr)", "Beløp i hele tusen")),
    "mill. kr": (1_000_000, 1, ("Beløp i mill. kr", "(Tall i millioner kroner)", "Mill. kroner")),
}


@dataclass
class Line:
    """A row of a print: what it is, and its values as the layout has them (None in a heading), by column."""

    code: str
    kind: str
    label: str
    values: list[Decimal | None]
    is_sum: bool = False
    note: str = ""


@dataclass
class Print:
    """A print: its words, what each column is (version and year), and how its numbers are written."""

    layout: str
    title: str
    heads: list[str]
    columns: list[tuple[str, int]]
    lines: list[Line]
    unit: str
    unit_line: str
    decimals: int
    convention: str
    thousands: str = " "
    minus: str = "-"
    empty: str = "0"
    notes: bool = False
    stacked: str = ""  # how heads over several lines stand over their columns: left, right, center; or one line
    wrong: list[tuple[str, int]] = field(default_factory=list)  # sums that are wrong in the print: code and column

    def value(self, line: Line, column: int) -> Decimal | None:
        """The number that is printed."""
        value = line.values[column]
        if value is None or self.columns[column][0].startswith("avvik"):
            return value
        if line.kind in "ae":
            return -value if line.kind == "e" and self.convention == "-1" else value
        effect = -value if line.kind == "-" else value
        return {"rad": value, "1": effect, "-1": -effect}[self.convention]

    def text(self, line: Line, column: int) -> str:
        """The cell as it is printed."""
        value = self.value(line, column)
        if value is None:
            return ""
        if self.columns[column][0] == "avvik_pst":
            return f"{value:.1f} %".replace(".", ",")
        if not value:
            return self.empty
        text = f"{abs(value):,.{self.decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", self.thousands)
        if value > 0:
            return text
        return {"()": f"({text})", "etter": f"{text}-"}.get(self.minus, f"{self.minus}{text}")

    def head_rows(self) -> list[list[str]]:
        """The lines of the heads: one, or a word a line (`Regnskap` over `2020`) with the short ones at the top or the bottom."""
        heads = [*(["Note"] if self.notes else []), *self.heads]
        if not self.stacked:
            return [["", *heads]]
        words = [re.sub(r"(?<=\bi) ", "\0", head).split() for head in heads]
        words = [[word.replace("\0", " ") for word in one] for one in words]
        deep = max(map(len, words))
        top = len(self.title) % 2
        stacks = [[*one, *[""] * (deep - len(one))] if top else [*[""] * (deep - len(one)), *one] for one in words]
        return [["", *line] for line in zip(*stacks, strict=True)]

    def grid(self) -> list[list[str]]:
        """The heads and the rows: label, note where there are notes, and the cells."""
        rows = self.head_rows()
        for line in self.lines:
            cells = [self.text(line, column) for column in range(len(self.heads))]
            rows.append([line.label, *([line.note] if self.notes else []), *cells])
        return rows


def _posts() -> dict[str, tuple[str, str, list[list[str]]]]:
    found: dict[str, tuple[str, str, list[list[str]]]] = {}
    for text in POSTS.read_text("utf-8").splitlines():
        parts = [part.strip() for part in text.removeprefix("== ").split(";")]
        if text.startswith("=="):
            found[parts[0]] = (parts[1], parts[2], [])
        else:
            found[next(reversed(found))][2].append(parts)
    return found


LAYOUTS = _posts()


def _total(terms: str, values: dict[str, Decimal]) -> Decimal:
    return sum((-values[term[1:]] if term[0] == "-" else values[term] for term in terms.split()), Decimal(0))


def _column(posts: list[list[str]], dice: random.Random, income: Decimal, quantum: Decimal) -> dict[str, Decimal]:
    """The values of one column: what is drawn first, and then the sums, until nothing is left."""
    values: dict[str, Decimal] = {}
    for code, _, size, *_ in posts:
        if drawn := re.fullmatch(r"(\d+)(\?)?", size):
            rare = drawn[2] and dice.random() < 0.45
            share = Decimal(0 if rare else int(drawn[1])) / 1000 * Decimal(str(round(dice.uniform(0.8, 1.2), 5)))
            values[code] = (income * share).quantize(quantum, ROUND_HALF_UP)
    left = [(code, size) for code, _, size, *_ in posts if size[:1] in "=:^~" and size]
    while left:
        code, size = left.pop(0)
        try:
            total = _total(size[1:], values)
        except KeyError:
            left.append((code, size))
            continue
        if code == "investering_bruk_av_avsetninger":  # what is not financed otherwise
            first, *rest = size[1:].split()
            total = values[first] - sum(values[term] for term in rest)
        values[code] = (total * Decimal("0.99")).quantize(quantum) if size[0] == "~" else total
    return values


def make(seed: str, layout: str = "", stacked: str = "") -> Print:
    """The print of a seed, in a layout or any; its heads on one line, or `stacked` (left, right, center) over several."""
    dice = random.Random(seed)
    layout = layout or dice.choice([*LAYOUTS, AREAS])
    nynorsk = dice.random() < 0.35
    balance = layout.startswith("balanse")
    year = dice.randint(2020, 2025) if re.search(r"_5_|art$|avvik", layout) else dice.randint(2011, 2019)
    unit = dice.choice(["kr", "1000 kr", "1000 kr"] if balance else list(_UNITS))
    factor, decimals, words = _UNITS[unit]
    columns = [(kind, year + step) for kind, step in (_COLUMNS[-1] if balance else dice.choice(_COLUMNS))]
    income = Decimal(dice.choice([160, 480, 1100, 3200]) * 1_000_000) / factor
    make_lines = _areas if layout == AREAS else _regulated
    title, lines = make_lines(layout, dice, nynorsk, [income * Decimal(dice.randint(93, 107)) / 100 for _ in columns], decimals)
    heads = {kind: dice.choice(_HEADS[kind][nynorsk].split("/")) for kind, _ in columns}
    made = Print(layout, title, [heads[kind].format(at) for kind, at in columns], columns, lines, unit, dice.choice(words), decimals, "rad")
    made.convention = "rad" if layout == AREAS else dice.choice(["rad", "-1"] if balance else ["rad", "-1", "1"])
    made.thousands, made.minus = dice.choice([" ", " ", "\xa0", ".", ""]), dice.choice(["-", "-", "\u2212", "()", "- ", "etter"])
    made.stacked = stacked
    made.empty, made.notes = dice.choice(["0", "0", "-", ""]), layout != AREAS and dice.random() < 0.45
    if dice.random() < 0.25 and layout != AREAS:
        _spoil(made, dice)
    _deviations(made)
    for line in lines:
        if made.notes and line.kind != "#" and not line.is_sum and dice.random() < 0.35:
            line.note = dice.choice(["1", "2", "5", "8", "14", "2, 4", "7,9"])
    return made


def _regulated(layout: str, dice: random.Random, nynorsk: bool, incomes: list[Decimal], decimals: int) -> tuple[str, list[Line]]:
    bokmal_title, nynorsk_title, posts = LAYOUTS[layout]
    variant = dice.randrange(2)
    columns = [_column(posts, dice, income, Decimal(1).scaleb(-decimals)) for income in incomes]
    lines = []
    for code, kind, size, *labels in posts:
        names = re.split(r"/(?=[A-ZÆØÅ\d])", labels[nynorsk])
        values = [None if kind == "#" else column[code] for column in columns]
        lines.append(Line(code, kind, names[variant % len(names)], values, size[:1] in "=~" and "motkonto" not in code))
    return dice.choice((nynorsk_title if nynorsk else bokmal_title).split("|")), lines


def _areas(layout: str, dice: random.Random, nynorsk: bool, incomes: list[Decimal], decimals: int) -> tuple[str, list[Line]]:
    quantum = Decimal(1).scaleb(-decimals)
    lines, total = [], [Decimal(0)] * len(incomes)
    for name, *names in _AREAS:
        part = [Decimal(0)] * len(incomes)
        lines.append(Line("#", "#", name, [None] * len(incomes)))
        for area in names[nynorsk]:
            values = [(income * dice.randint(20, 120) / 1000).quantize(quantum) for income in incomes]
            part = [a + b for a, b in zip(part, values, strict=True)]
            lines.append(Line("omrade", "-", area, list(values)))
        lines.append(Line("sum_omrade", "-", f"Sum {name.lower()}", list(part), is_sum=True))
        total = [a + b for a, b in zip(total, part, strict=True)]
    last = "Sum løyvingar drift, netto" if nynorsk else "Sum bevilgninger drift, netto"
    lines.append(Line("sum_bevilgninger_drift", "-", last, list(total), is_sum=True))
    return "Løyvingsoversikt drift B" if nynorsk else "Bevilgningsoversikt drift (§ 5-4 andre ledd)", lines


def _spoil(made: Print, dice: random.Random) -> None:
    """Make one sum wrong in one column."""
    at = dice.choice([i for i, (kind, _) in enumerate(made.columns) if not kind.startswith("avvik")])
    kinds = [kind for kind, _ in made.columns]
    sums = [line for line in made.lines if line.is_sum and all(line.values)]
    if sums and not ("avvik" in kinds and at < 2):
        line = dice.choice(sums)
        line.values[at] = (line.values[at] or Decimal(0)) + (Decimal("9.0") if made.decimals else 900)
        made.wrong.append((line.code, at))


def _deviations(made: Print) -> None:
    kinds = [kind for kind, _ in made.columns]
    for line in made.lines if "avvik" in kinds else ():
        first, second = made.value(line, 0), made.value(line, 1)
        if first is None or second is None:
            continue
        gap = line.values[kinds.index("avvik")] = first - second
        if "avvik_pst" in kinds:
            line.values[kinds.index("avvik_pst")] = (100 * gap / second).quantize(Decimal("0.1"), ROUND_HALF_UP) if second else None


TEXTS = ("mellomrom", "brede", "tab", "semikolon", "pipe")


def as_text(made: Print, path: Path, how: str, dice: random.Random) -> None:
    """As pasted from a page: columns parted by one space, put under each other, or parted by a mark; half of them over two pages."""
    rows = made.grid()
    between = {"mellomrom": " ", "brede": "  ", "tab": "\t", "semikolon": ";", "pipe": " | "}[how]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def shown(row: list[str]) -> str:
        if how == "brede":
            head = made.stacked if row in rows[: len(made.head_rows())] else ""
            put = {"left": str.ljust, "center": str.center}.get(head, str.rjust)
            return between.join([row[0].ljust(widths[0]), *(put(cell, widths[i]) for i, cell in enumerate(row[1:], 1))]).rstrip()
        return between.join(cell for cell in row if cell or how != "mellomrom")

    lines = [made.title, made.unit_line, *map(shown, rows)]
    if how in ("mellomrom", "brede") and dice.random() < 0.5:
        page = [f"Årsregnskap {made.columns[0][1]} - Fjordvik kommune", f"Side {dice.randint(3, 90)} av 120", *map(shown, made.head_rows())]
        lines[len(lines) // 2 : len(lines) // 2] = page
    path.write_text("\n".join(lines) + "\n*) Tallene er ikke revidert.\n", "utf-8")


def as_csv(made: Print, path: Path) -> None:
    """With semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[made.title], [made.unit_line], *made.grid()])
    path.write_text(text.getvalue(), "utf-8")


def as_xlsx(made: Print, path: Path, dice: random.Random) -> None:
    """A workbook with a front page, a hidden row, numbers as numbers, formulas with values, and shares shown as per cents."""
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Forside").write(0, 0, "Årsregnskap")
    sheet = book.add_worksheet(dice.choice(["Ark1", "Tabell 1", "Skjema"]))
    shares, first = book.add_format({"num_format": "0.0%"}), 1 + made.notes
    sheet.merge_range(0, 0, 0, len(made.heads), made.title)
    sheet.write(1, 0, made.unit_line)
    heads = made.head_rows()
    for i, row in enumerate(heads, 3):
        sheet.write_row(i, 0, row)
    for i, line in enumerate(made.lines, 3 + len(heads)):
        sheet.write(i, 0, line.label)
        if made.notes:
            sheet.write(i, 1, line.note)
        for column, (kind, _) in enumerate(made.columns):
            value = made.value(line, column)
            if value is None or (not value and not made.empty):
                continue
            if kind == "avvik_pst":
                sheet.write_number(i, first + column, float(value) / 100, shares)
            elif line.is_sum:
                sheet.write_formula(i, first + column, "=1+1", None, float(value))
            else:
                sheet.write_number(i, first + column, float(value))
    last = len(made.lines) + len(heads) + 5
    sheet.write_row(last, 0, ["Skjult", *[123456] * len(made.heads)])
    sheet.set_row(last, None, None, {"hidden": True})
    book.close()


def as_html(made: Print, path: Path) -> None:
    """A web page, with a telephone number and a menu of years, and headings over the table's whole width."""
    head_rows, body = made.head_rows(), ""
    rows = made.grid()[len(head_rows) :]
    for line, row in zip(made.lines, rows, strict=True):
        if line.kind == "#":
            body += f'<tr><td colspan="{len(head_rows[0])}"><b>{escape(row[0])}</b></td></tr>'
        else:
            body += "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    heads = "".join("<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>" for head in head_rows)
    path.write_text(
        "<!doctype html><meta charset=utf-8><nav><ul><li>Regnskap 2023<li>Budsjett 2024 2025</ul></nav><p>Telefon 71 70 00 00</p>"
        f"<h2>{escape(made.title)}</h2><p>{escape(made.unit_line)}</p><p>Kommunen hadde 12 345 innbyggere.</p>"
        f"<table><tr><td><table>{heads}{body}</table></td></tr></table><footer><p>Org.nr 964 981 426</p></footer>",
        "utf-8",
    )


def as_docx(made: Print, path: Path) -> None:
    """A Word document."""
    document = docx.Document()
    document.add_heading(made.title)
    document.add_paragraph(made.unit_line)
    rows = made.grid()
    table = document.add_table(len(rows), len(rows[0]))
    for texts, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(texts, row.cells, strict=True):
            cell.text = text
    document.save(str(path))


def as_pdf(made: Print, path: Path, dice: random.Random) -> None:
    """A page with a header and a footer, and the table with or without borders; half of them go on over to the next page."""
    size = landscape(A4) if len(made.heads) > 4 else A4
    plain = getSampleStyleSheet()["Normal"]
    small, right = plain.clone("small", fontSize=8, leading=10), plain.clone("right", fontSize=8, leading=10, alignment=2)
    rows = made.grid()
    notes = [34] * made.notes
    wide = size[0] - 80
    heads = made.head_rows()
    how = right.clone("head", alignment={"left": 0, "center": 1}.get(made.stacked, 2))
    cells = [[Paragraph(escape(cell), how) for cell in row] for row in heads]
    cells += [[Paragraph(escape(row[0]), small), *(cell.replace("\u2212", "-") for cell in row[1:])] for row in rows[len(heads) :]]
    widths = [wide * 0.4, *notes, *[(wide * 0.6 - sum(notes)) / len(made.heads)] * len(made.heads)]
    table = Table(cells, colWidths=widths, repeatRows=dice.randrange(2) * len(heads))
    look = [("FONTSIZE", (0, 0), (-1, -1), 8), ("ALIGN", (1 + made.notes, 0), (-1, -1), "RIGHT"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if dice.random() < 0.5:
        look.append(("GRID", (0, 0), (-1, -1), 0.5, colors.grey))
    table.setStyle(TableStyle(look))

    def around(canvas: object, document: object) -> None:
        canvas.drawString(40, size[1] - 25, "Årsmelding 2023 - Fjordvik kommune")  # type: ignore[attr-defined]
        canvas.drawRightString(size[0] - 40, 20, f"Side {document.page + 30}")  # type: ignore[attr-defined]

    page = SimpleDocTemplate(str(path), pagesize=size, leftMargin=40, rightMargin=40, topMargin=dice.choice([40, 250]), bottomMargin=40)
    story = [Paragraph(escape(made.title), plain), Paragraph(escape(made.unit_line), plain), Spacer(1, 6), table]
    page.build(story, onFirstPage=around, onLaterPages=around)
