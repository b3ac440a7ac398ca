"""The printed tables again, as other municipalities would have printed them: other words, other columns, other signs, other glue."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kommunevarehus.lesing.layouts import normal, without_number
from kommunevarehus.lesing.package import printed_label
from kommunevarehus.lesing.reading import UNCERTAIN, ReadTable

HEADS = {
    "regnskap": ("Regnskap {}", "Rekneskap {}", "Årsregnskap {}", "R {}"),
    "regulert_budsjett": ("Regulert budsjett {}", "Justert budsjett {}", "Revidert budsjett {}", "Reg. bud. {}"),
    "opprinnelig_budsjett": ("Opprinnelig budsjett {}", "Opphavleg budsjett {}", "Vedtatt budsjett {}", "Oppr. bud. {}"),
    "okonomiplan": ("Økonomiplan {}", "Øk.plan {}", "ØP {}"),
    "budsjett": ("Budsjett {}", "B {}"),
}
UNITS = (("(beløp i 1000 kr)", 1), ("(Alle tal i heile tusen)", 1), ("(hele kroner)", 1000), ("", 1))


@dataclass
class Variant:
    """A table to print: title, heads, and rows of label, note and values; `None` is a blank cell."""

    title: str
    heads: list[str]
    rows: list[tuple[str, str, list[Decimal | None]]]
    how: list[str] = field(default_factory=list)


def other_labels(path: Path) -> dict[str, list[str]]:
    """Every printed label of the same line of the same statement, by its normal form: from etiketter.csv."""
    same: dict[tuple[str, str], list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            same[row["oppsett"], row["linje"]].append(row["etikett som trykt"])
    found: dict[str, list[str]] = defaultdict(list)
    for labels in same.values():
        for label in labels:
            found[normal(without_number(label))] += [one for one in labels if one not in found[normal(without_number(label))]]
    return found


def varied(read: ReadTable, dice: random.Random, labels: Mapping[str, Sequence[str]]) -> Variant | None:
    """The table in other words and columns; None where its own columns are not understood."""
    heads = read.table.heads
    if len(heads) != read.table.count or any(head.kind not in HEADS for head in heads) or not read.layout:
        return None
    rows: list[tuple[str, str, list[Decimal | None]]] = []
    for row in read.rows:
        if row.row.empty or any(cell.certainty == UNCERTAIN or cell.value is None or cell.value.percent for cell in row.cells):
            continue
        label = without_number(printed_label(row.row.label))
        options = [one for one in labels.get(normal(label), ()) if not any(sign.isdigit() for sign in one)]
        rows.append(
            (
                dice.choice(options) if options and dice.random() < 0.5 else label,
                "",
                [cell.value.number if cell.value else None for cell in row.cells],
            )
        )
    if len(rows) < 4:
        return None
    how: list[str] = []
    said, factor = dice.choice(UNITS)
    if read.decimals == 0 and read.unit == "1000 kr":
        how.append(said)
        rows = [(label, note, [None if v is None else v * factor for v in values]) for label, note, values in rows]
    names = [dice.choice(HEADS[head.kind]).format(head.year or 2020) for head in heads]
    if dice.random() < 0.3:
        how.append("regnskap med motsatt fortegn")
        turned = {i for i, head in enumerate(heads) if head.kind == "regnskap"}
        rows = [(label, note, [-v if v is not None and i in turned else v for i, v in enumerate(values)]) for label, note, values in rows]
    accounts = [i for i, head in enumerate(heads) if head.kind == "regnskap"]
    budgets = [i for i, head in enumerate(heads) if head.kind == "regulert_budsjett"]
    if accounts and budgets and dice.random() < 0.4 and "regnskap med motsatt fortegn" not in how:
        how.append("avvik")
        names.append("Avvik")
        a, b = accounts[0], budgets[0]
        rows = [(label, note, [*values, (values[a] or Decimal(0)) - (values[b] or Decimal(0))]) for label, note, values in rows]
    if dice.random() < 0.35:
        how.append("noter")
        rows = [(label, str(dice.randint(1, 24)) if dice.random() < 0.3 else "", values) for label, _, values in rows]
    nought = dice.choice(("0", "-", ""))
    how.append(f"null er «{nought}»")
    return Variant(
        f"{read.table.title or 'Oversikt'} {said}".strip(),
        names,
        [(l, n, [v if v or nought == "0" else (Decimal("NaN") if nought == "-" else None) for v in vs]) for l, n, vs in rows],
        how,
    )


def shown(value: Decimal | None, thousands: str, minus: str) -> str:
    """A value as printed; NaN is a dash."""
    if value is None:
        return ""
    if value.is_nan():
        return "-"
    text = (
        f"{abs(value):,}".replace(",", thousands)
        if value == value.to_integral()
        else f"{abs(value):,}".replace(",", "\0").replace(".", ",").replace("\0", thousands)
    )
    return text if value >= 0 else f"({text})" if minus == "()" else f"{minus}{text}"


def as_text(variant: Variant, dice: random.Random) -> str:
    """Pasted from a page: with one kind of gap between the columns, or none."""
    thousands, minus = dice.choice((" ", " ", "", "\xa0", ".")), dice.choice(("-", "-", "\u2212", "- ", "()"))
    gap = dice.choice(("  ", " ", "\t", " | ", "" if thousands == " " else " "))
    variant.how.append(f"tusenskille «{thousands}», minus «{minus}», mellomrom «{gap}»")
    noted = any(note for _, note, _ in variant.rows)
    lines = [variant.title, (gap or " ").join((["Note"] if noted else []) + variant.heads)]
    for label, note, values in variant.rows:
        cells = [shown(value, thousands, minus) for value in values]
        if noted and gap in ("\t", " | "):
            cells.insert(0, note)
        elif note:
            cells.insert(0, note)
        kept = cells if gap in ("\t", " | ") else [cell for cell in cells if cell]
        lines.append(f"{label}{gap or ' '}{gap.join(kept)}" if kept else label)
    return "\n".join(lines)


def as_cells(variant: Variant, dice: random.Random) -> list[tuple[str, ...]]:
    """As a sheet or a web page has it."""
    thousands, minus = dice.choice((" ", "", "\xa0", ".")), dice.choice(("-", "\u2212", "- ", "()"))
    noted = any(note for _, note, _ in variant.rows)
    rows = [(variant.title,), ("", *(["Note"] if noted else []), *variant.heads)]
    for label, note, values in variant.rows:
        rows.append((label, *([note] if noted else []), *(shown(value, thousands, minus) for value in values)))
    return rows
