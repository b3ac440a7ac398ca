"""Write docs/dekning.md: what holds the printed numbers, which slips the checks notice, and which they cannot.

Run by `make dekning`, some ten minutes: the slips are made in what ships, by tests/python/skrivefeil.py and tests/python/katalogfeil.py.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "python"))

from katalogfeil import caught_in_packages, caught_in_shared, package_changes, scratch_folder, shared_changes  # noqa: E402
from skrivefeil import KINDS_OF_SLIPS, Slip, caught, draw  # noqa: E402

from kommunevarehus.project import Project  # noqa: E402

CELLS = 500
HELD = """
select i_kilden, count(*) filter (where er_avstemt), count(*) filter (where er_som_naboene),
    count(*) filter (where er_trykt_flere_steder), count(*)
from kvalitet.dekning group by all order by count(*) desc
"""
UNHELD = "select count(*), count(*) filter (where antall_hold = 0), count(*) filter (where antall_hold > 1) from kvalitet.dekning"
WORDS = {
    "raden_med_etikett": "the whole row, by its label",
    "raden": "the whole row, apart from its label",
    "tallet": "the number, not its row",
    "uten_kildetekst": "the package has no text",
}


def share(found: int, tried: int) -> str:
    """`93 of 95 (97.9%)`."""
    return f"{found} of {tried} ({found / tried:.1%})" if tried else ""


def numbers() -> list[str]:
    """What holds the printed numbers."""
    with duckdb.connect(str(ROOT / "target" / "kommunevarehus.duckdb"), read_only=True) as connection:
        rows = connection.execute(HELD).fetchall()
        total, none, several = connection.execute(UNHELD).fetchall()[0]
    lines = ["| in the source's lines stands | numbers | also reconciled | also like its neighbours | also printed elsewhere |"]
    lines += ["| --- | ---: | ---: | ---: | ---: |"]
    lines += [f"| {WORDS[kind]} | {count} | {a} | {b} | {c} |" for kind, a, b, c, count in rows]
    return [
        f"{total:,} printed numbers: {total - none:,} are held by something, {several:,} by more than one thing, {none:,} by nothing.",
        "",
        *lines,
    ]


def slips(project: Project) -> list[str]:
    """The share of slips in cells that is noticed, by kind and by table."""
    made = draw(project, cells=CELLS)
    held, alone = caught(project, made), caught(project, made, text=False)
    lines = [f"{len({slip.at for slip in made})} cells drawn at random, at least one of each table, {len(made)} slips.", ""]
    lines += ["| slip | noticed | without the source's text |", "| --- | ---: | ---: |"]
    for kind in KINDS_OF_SLIPS:
        of_kind = [number for number, slip in enumerate(made) if slip.kind == kind]
        lines.append(f"| {kind} | {_of(held, of_kind)} | {_of(alone, of_kind)} |")
    lines += ["", "By table, noticed of made, where not all are:", ""]
    lines += ["| report | table | " + " | ".join(KINDS_OF_SLIPS) + " |", "| --- | --- |" + " ---: |" * len(KINDS_OF_SLIPS)]
    return lines + _by_table(made, held)


def _of(found: list[bool], numbers: list[int]) -> str:
    return share(sum(found[number] for number in numbers), len(numbers))


def _by_table(made: list[Slip], held: list[bool]) -> list[str]:
    tried: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for slip, noticed in zip(made, held, strict=True):
        tried[slip.at.report, slip.at.table][slip.kind] += 1
        found[slip.at.report, slip.at.table][slip.kind] += noticed
    return [
        f"| {report} | {table} | "
        + " | ".join(f"{found[place][k]}/{tried[place][k]}" if tried[place][k] else "" for k in KINDS_OF_SLIPS)
        + " |"
        for place in sorted(tried)
        for report, table in [place]
        if found[place] != tried[place]
    ]


def catalogues(project: Project) -> list[str]:
    """The columns of which a plausible but wrong value is noticed by nothing."""
    lines = []
    for title, changes, notice in (
        ("A package's files", package_changes(project), caught_in_packages),
        ("Layouts and catalogues", shared_changes(project), caught_in_shared),
    ):
        held = notice(project, changes, scratch_folder())
        kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for change, noticed in zip(changes, held, strict=True):
            if not noticed:
                kinds[change.file][change.kind].append(change.column)
        lines += [f"### {title}", "", f"{share(sum(held), len(held))} of the changes were noticed. Not noticed:", ""]
        lines += ["| file | another value | nothing |", "| --- | --- | --- |"]
        lines += [
            f"| {file} | {', '.join(missed['annen verdi'])} | {', '.join(missed['tom'])} |" for file, missed in sorted(kinds.items())
        ] + [""]
    return lines


def main() -> None:
    """Write docs/dekning.md."""
    project = Project(ROOT)
    text = [
        "# What holds the numbers",
        "",
        "A number that we type wrong must not be published. Four things hold each printed number (`kvalitet.dekning`): the lines of the",
        "source that its table names, where the package carries the text; the reconciliation; its neighbours in row or column; another",
        "print of it. This page is made by `make dekning`; [decision 0013](decisions/0013-a-guard-against-slips.md) says why.",
        "",
        "## The printed numbers",
        "",
        *numbers(),
        "",
        "## Slips in cells",
        "",
        "A slip is made in a copy of its table, and all checks run on the copies (`tests/python/skrivefeil.py`).",
        "",
        *slips(project),
        "",
        "## Slips in catalogues",
        "",
        "Every column was changed to another value that could have stood there, and to nothing. What is not noticed by `sjekk` is listed:",
        "words of our own, which nothing printed can contradict, what may as well be left out, and what the validation of the edition",
        "holds (signs, waterfalls, what is expected of a fact).",
        "",
        *catalogues(project),
    ]
    (ROOT / "docs" / "dekning.md").write_text("\n".join(text).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
