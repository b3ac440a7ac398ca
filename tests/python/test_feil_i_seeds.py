"""Bad input stops the build with a message that says where, and the published edition stays as it was.

Each case is one slip in one seed of a copy of the project, run through the real command and the real dbt.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from varehus import output, run_command, snapshot

from kommunevarehus.editions import Store
from kommunevarehus.project import Project

Rows = list[list[str]]


@dataclass(frozen=True)
class Slip:
    """One thing that can go wrong with a seed. `says` must all stand in the message: file, row, column and what was expected."""

    name: str
    seed: str
    damage: Callable[[bytes], bytes]
    says: tuple[str, ...]


def in_rows(change: Callable[[Rows], Rows]) -> Callable[[bytes], bytes]:
    """A change of the file's rows, the header being the first."""

    def damage(raw: bytes) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(change(list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))))
        return text.getvalue().encode("utf-8")

    return damage


def in_cell(row: int, column: str, text: str) -> Callable[[bytes], bytes]:
    """Another text in one cell; `row` counts from 1 below the header."""

    def change(rows: Rows) -> Rows:
        rows[row][rows[0].index(column)] = text
        return rows

    return in_rows(change)


def without_column(rows: Rows, column: str) -> Rows:
    index = rows[0].index(column)
    return [row[:index] + row[index + 1 :] for row in rows]


def swapped(rows: Rows, one: str, other: str) -> Rows:
    first, second = rows[0].index(one), rows[0].index(other)
    for row in rows:
        row[first], row[second] = row[second], row[first]
    return rows


DRIFT = "arsberetning_2020/ab2020_02_okonomisk_oversikt_art"
BALANSE = "arsberetning_2020/ab2020_08_balanse"
OMRADER = "arsberetning_2020/ab2020_03_tjenesteomrader"
PROFIL = "asss_2014/asss2014_t14_tjenesteprofil_barnehage"

SLIPS = [
    Slip(
        "a missing column",
        DRIFT,
        in_rows(lambda rows: without_column(rows, "regnskap")),
        (
            "row 1",
            "missing column regnskap",
            "Expected the header rad,gruppe,etikett,opprinnelig_budsjett,regulert_budsjett,regnskap,avvik",
        ),
    ),
    Slip(
        "an extra column",
        DRIFT,
        in_rows(lambda rows: [[*row, "merknad" if row is rows[0] else ""] for row in rows]),
        ("row 1", "unknown column merknad", "Expected the header rad,gruppe,etikett,opprinnelig_budsjett"),
    ),
    Slip(
        "swapped columns",
        DRIFT,
        in_rows(lambda rows: swapped(rows, "regulert_budsjett", "regnskap")),
        (
            "row 1",
            "the columns are in another order",
            "Expected the header",
            "but found rad,gruppe,etikett,opprinnelig_budsjett,regnskap,regulert",
        ),
    ),
    Slip(
        "a duplicate row number",
        OMRADER,
        in_cell(4, "rad", "3"),
        ("rad=3", "radnummeret står 2 ganger", "ventet 1, 2, 3"),
    ),
    Slip(
        "an unparseable number",
        DRIFT,
        in_cell(24, "regnskap", "-6O1"),
        ("rad 24", "kolonne regnskap", "cannot read «-6O1»", "Expected a Norwegian number"),
    ),
    Slip(
        "a label that is not in the catalogue",
        BALANSE,
        in_cell(2, "etikett", "Faste eiendomer og anlegg"),
        ("rad=2", "etikett=Faste eiendomer og anlegg", "finnes ikke i kodeverk/radkode.csv"),
    ),
    Slip(
        "a total row gone",
        BALANSE,
        in_rows(lambda rows: [row for row in rows if row[2] != "SUM EIENDELER"]),
        ("etikett=SUM EIENDELER", "raden mangler", "kodeverk/radkode.csv venter den"),
    ),
    Slip(
        "Latin-1 bytes",
        OMRADER,
        lambda raw: raw.decode("utf-8").encode("latin-1"),
        ("row 12, column 3 (etikett)", "0xe6 is not UTF-8 (Latin-1 text?)", "Expected UTF-8"),
    ),
    Slip("an empty file", PROFIL, lambda raw: b"", ("row 1", "the file is empty", "Expected a header and at least one row")),
    Slip(
        "a header without rows",
        PROFIL,
        lambda raw: raw.split(b"\n")[0] + b"\n",
        ("row 2", "no rows below the header", "Expected at least one"),
    ),
    Slip(
        "a row with a field too few",
        BALANSE,
        in_rows(lambda rows: [row[:-1] if row[0] == "7" else row for row in rows]),
        ("row 8", "3 fields", "Expected 4: rad, gruppe, etikett, regnskap_2020"),
    ),
    Slip(
        "a thousands separator that is a comma",
        BALANSE,
        lambda raw: raw.replace(b"50 549", b"50,549"),
        ("row 2", "5 fields", "Expected 4: rad, gruppe, etikett, regnskap_2020"),
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_bad_input_stops_the_build_with_a_message_that_says_where(slip: Slip, scratch: Project) -> None:
    path = scratch.root / "seeds" / f"{slip.seed}.csv"
    raw = path.read_bytes()
    path.write_bytes(slip.damage(raw))
    assert path.read_bytes() != raw, "the case damages nothing"
    current, before = Store(scratch.store).require_current(), snapshot(scratch.store)

    done = run_command(scratch, "warehouse")

    said = output(done)
    assert done.returncode == 1, said
    assert Path(slip.seed).name + ".csv" in said
    for words in slip.says:
        assert words in said, f"{words!r} is not in:\n{said}"
    assert "Traceback" not in said
    assert "Nothing was published" in said or "seeds cannot be loaded" in said
    assert snapshot(scratch.store) == before
    assert Store(scratch.store).require_current() == current


def test_a_failed_build_cannot_be_published_and_is_mended_by_the_next_one(scratch: Project) -> None:
    path = scratch.root / "seeds" / f"{OMRADER}.csv"
    raw = path.read_bytes()
    path.write_bytes(in_cell(4, "rad", "4b")(raw))
    before = snapshot(scratch.store)

    built = run_command(scratch, "build")
    assert built.returncode == 1
    assert "ab2020_03_tjenesteomrader.csv, rad 4b, kolonne rad: cannot read «4b». Expected a whole number" in output(built)

    for command in ("publish", "publish --force"):
        refused = run_command(scratch, *command.split())
        assert refused.returncode == 4, output(refused)
        assert "Run `kommunevarehus build`" in refused.stderr
        assert "Traceback" not in output(refused)
        assert snapshot(scratch.store) == before

    path.write_bytes(raw)
    mended = run_command(scratch, "warehouse")
    assert mended.returncode == 0, output(mended)
    assert "nothing new was published" in mended.stdout
    assert snapshot(scratch.store) == before


def test_every_bad_input_of_the_list_is_tried() -> None:
    """The issue's list, so that a case cannot fall out unseen."""
    wanted = [
        "missing column",
        "extra column",
        "swapped columns",
        "duplicate row",
        "unparseable number",
        "not in the catalogue",
        "total row gone",
    ]
    for words in [*wanted, "Latin-1", "empty file"]:
        assert any(words in slip.name for slip in SLIPS), words
