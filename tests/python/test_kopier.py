"""A folder elsewhere that has the name of a package that ships takes nothing away: the project's own is read, and the newcomer left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from varehus import ROOT, output, run_command

from kommunevarehus.packages import TAKEN
from kommunevarehus.project import Project

AB = "5001-arsberetning-2020"


@pytest.mark.parametrize("what", ["a copy with another number", "a copy that must not be opened"])
def test_the_packages_of_the_project_stay(what: str, scratch: Project, tmp_path: Path) -> None:
    copy = tmp_path / "rapporter" / AB
    shutil.copytree(ROOT / "seeds" / "rapporter" / AB, copy)
    if what == "a copy with another number":
        page = next((copy / "tabeller").glob("02_*.csv"))
        page.write_text(page.read_text("utf-8").replace("-601", "-602"), "utf-8")
        reason = TAKEN
    else:
        (copy / "mal.csv").unlink()
        (copy / "mal.csv").symlink_to("/etc/passwd")
        reason = "mal.csv is a link that leads out of the package. Put the file itself there."
    done = run_command(scratch, "build", KOMMUNEVAREHUS_RAPPORTER=str(tmp_path / "rapporter"))
    assert done.returncode == 6, output(done)
    assert "1 report packages have a fault" in done.stderr
    assert f"  {copy}/{'datapackage.json' if reason == TAKEN else 'mal.csv'}, line 1: {reason}" in done.stderr
    with duckdb.connect(str(scratch.database), read_only=True) as connection:
        assert connection.execute("select status, grunn from kvalitet.rapportstatus where rapport_id = ?", [AB]).fetchall() == [
            ("lest", None)
        ]
        left_out = connection.execute("select rapport_id from kvalitet.rapportstatus where status = 'utelatt'").fetchall()
        result = connection.execute(
            """select regnskap_mill_kr from rapport.rapport_arsresultat
            where rapport_id = ? and post_id = 'netto_driftsresultat' and aar = 2020""",
            [AB],
        ).fetchall()
    assert left_out == [(str(copy),)]
    assert [str(amount) for (amount,) in result] == ["601.000000"]
