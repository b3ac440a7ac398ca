"""Write the counts of what ships, and what holds its numbers, into README.md, between its marks; a test holds the README against the build.

Run by `make docs`. What ships is what git has: a report that an adopter drops in changes no count.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = "seeds/rapporter"
MARKS = re.compile(r"(<!-- tall:begynn -->\n).*?(<!-- tall:slutt -->)", re.DOTALL)
COVERAGE = re.compile(r"(<!-- dekning:begynn -->\n).*?(<!-- dekning:slutt -->)", re.DOTALL)


def shipped() -> list[str]:
    """The reports that git has; all in the folder where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", f"{PACKAGES}/*/datapackage.json"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = []
    return sorted(Path(name).parent.name for name in listed or map(str, (ROOT / PACKAGES).glob("*/datapackage.json")))


def counts(database: Path) -> str:
    """The README's sentence on what the warehouse holds."""
    reports = shipped()
    with duckdb.connect(str(database), read_only=True) as connection:
        cells, values, lost, derived, tables = connection.execute(
            """select count(*), count(*) filter (where status = 'verdi'), count(*) filter (where status = 'tapt'),
            count(*) filter (where status = 'utledet'), count(distinct tabell_id)
            from kvalitet.kildecelle where rapport_id in (from unnest(?))""",
            [reports],
        ).fetchall()[0]
        statements = connection.execute("select count(*) from marts.fct_utsagn where rapport_id in (from unnest(?))", [reports]).fetchall()[
            0
        ][0]
    return (
        f"It holds {cells:,} printed cells of {tables} tables and figures in {len(reports)} reports: {values:,} numbers as printed, "
        f"{derived} derived from an identity or the prose ({derived / cells:.1%}), {lost} lost in the source's text extraction "
        f"({lost / cells:.1%}) and not guessed; and {statements:,} statements with a number in the reports' prose.\n"
    )


def coverage(database: Path) -> str:
    """The README's sentences on what holds the printed numbers of what ships against a slip."""
    with duckdb.connect(str(database), read_only=True) as connection:
        numbers, source, reconciled, neighbours, elsewhere, several, nothing = connection.execute(
            """select count(*), count(*) filter (where i_kilden like 'raden%'), count(*) filter (where er_avstemt),
            count(*) filter (where er_som_naboene), count(*) filter (where er_trykt_flere_steder), count(*) filter (where antall_hold > 1),
            count(*) filter (where antall_hold = 0)
            from kvalitet.dekning where rapport_id in (from unnest(?))""",
            [shipped()],
        ).fetchall()[0]
    return (
        f"Of the {numbers:,} printed numbers, {source:,} ({source / numbers:.1%}) stand with their whole row, as printed, in the lines of "
        f"the source that their table names; {reconciled:,} ({reconciled / numbers:.1%}) are reconciled with others; {neighbours:,} have "
        f"neighbours beside which a lost comma would be seen; {elsewhere:,} are printed elsewhere too. {several:,} are held by more "
        f"than one of these, {nothing:,} by none (`kvalitet.dekning`).\n"
    )


def main() -> None:
    """Update README.md."""
    readme, database = ROOT / "README.md", ROOT / "target" / "kommunevarehus.duckdb"
    text = readme.read_text("utf-8")
    for marks, sentence in ((MARKS, counts(database)), (COVERAGE, coverage(database))):
        text = marks.sub(lambda found, said=sentence: f"{found[1]}{said}{found[2]}", text)  # type: ignore[misc]
    readme.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
