"""Write the counts of the current build into README.md, between its marks; a test holds the README against the build.

Run by `make docs`.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
MARKS = re.compile(r"(<!-- tall:begynn -->\n).*?(<!-- tall:slutt -->)", re.DOTALL)


def counts(database: Path) -> str:
    """The README's sentence on what the warehouse holds."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cells, values, lost, derived, tables = connection.execute(
            """select count(*), count(*) filter (where status = 'verdi'), count(*) filter (where status = 'tapt'),
            count(*) filter (where status = 'utledet'), count(distinct tabell_id) from kvalitet.kildecelle"""
        ).fetchall()[0]
        statements = connection.execute("select count(*) from marts.fct_pastand").fetchall()[0][0]
    return (
        f"It holds {cells:,} printed cells of {tables} tables and figures: {values:,} numbers as printed, {derived} derived "
        f"from an identity or the prose ({derived / cells:.1%}), {lost} lost in the source's text extraction ({lost / cells:.1%}) "
        f"and not guessed; and {statements:,} statements with a number in the reports' prose.\n"
    )


def main() -> None:
    """Update README.md."""
    readme = ROOT / "README.md"
    sentence = counts(ROOT / "target" / "kommunevarehus.duckdb")
    readme.write_text(MARKS.sub(lambda found: found[1] + sentence + found[2], readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
