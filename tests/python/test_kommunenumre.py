"""A municipality's number is of the years it was in use, or a package says why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_meldinger import faults
from test_pakker import drop_in
from varehus import ROOT, output, run_command

from kommunevarehus.project import Project


def key_figures(folder: Path, name: str, column: str) -> Path:
    """A package with one key figure, of one unit and year."""
    package = drop_in(folder, name)
    (package / "tabeller" / "01_nokkeltall.csv").write_text(f'rad,gruppe,etikett,{column}\n1,,Disposisjonsfond,"9,0"\n', "utf-8")
    return package


@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("5001-arsberetning-2019", "1103_2019", None),
        ("5001-arsberetning-2019", "1601_2017", None),
        # on the report's own borders, and before the reform that it does not know of
        ("1108-arsberetning-2021", "1108_2018", None),
        ("1201-okonomiplan-2017", "1201_2021", None),
        ("5001-arsberetning-2020", "1601_2018", "1601 (Trondheim) was in use –2017, and the figure is of 2018 in a report of 2020."),
        ("4601-arsberetning-2020", "1201_2021", "1201 (Bergen) was in use 1972–2019, and the figure is of 2021 in a report of 2020."),
        ("1201-arsberetning-2019", "4601_2018", "4601 (Bergen) was in use 2020–, and the figure is of 2018 in a report of 2019."),
    ],
)
def test_a_number_is_of_the_years_it_was_in_use(shell: Project, tmp_path: Path, name: str, column: str, says: str | None) -> None:
    found = faults(shell, key_figures(tmp_path, name, column))
    if says is None:
        assert found == []
    else:
        [(file, _, message)] = found
        assert file == "tabeller/01_nokkeltall.csv"
        assert message.startswith(says)


def test_a_ground_lets_a_number_stand(shell: Project, tmp_path: Path) -> None:
    package = key_figures(tmp_path, "5001-arsberetning-2020", "1601_2018")
    (package / "unntak.csv").write_text("regel,nokkel,begrunnelse\nenheten_er_i_bruk,1601,Grensene før 2020\n", "utf-8")
    assert faults(shell, package) == []


def test_the_grounds_of_what_ships_are_needed(shell: Project, tmp_path: Path) -> None:
    """Without them, the packages that ship would be left out."""
    for name, unit in (("5001-arsberetning-2020", "1601"), ("1103-arsrapport-2020", "1142")):
        package = tmp_path / name
        shutil.copytree(ROOT / "seeds" / "rapporter" / name, package)
        (package / "unntak.csv").unlink()
        assert any(f"(enheten_er_i_bruk, {unit})" in message for *_, message in faults(shell, package))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("9999-arsberetning-2020", "hovedenhet is 9999, which no municipality has been"),
        ("0000-arsberetning-2020", "hovedenhet is 0000, which no municipality has been"),
        ("5001-arsberetning-2015", "hovedenhet is 5001, a number in use 2018–, and the report is of 2015"),
        ("1601-arsberetning-2018", "hovedenhet is 1601, a number in use –2017, and the report is of 2018"),
        ("0301-arsberetning-1800", "aar is 1800. Expected the year the report is of, between 1990 and 2100"),
        ("0301-arsberetning-20", "«0301-arsberetning-20» is no report id."),
    ],
)
def test_the_reports_own_number_and_year(shell: Project, tmp_path: Path, name: str, says: str) -> None:
    assert any(message.startswith(says) for *_, message in faults(shell, key_figures(tmp_path, name, f"landet_{name[-4:]}")))
    begun = run_command(shell, "rapport", "ny", name, "--mappe", str(tmp_path / "nye"))
    assert begun.returncode == 1
    assert "Traceback" not in output(begun)
    assert not (tmp_path / "nye").exists()
