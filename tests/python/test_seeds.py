"""The checks of the seed files that come before dbt (kommunevarehus.seeds)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kommunevarehus.project import BuildError, Project
from kommunevarehus.seeds import check_seeds, seed_problems

NAME = Path("seeds/a/tabell.csv")


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return tmp_path / "tabell.csv"


def problems(seed: Path, raw: bytes) -> list[str]:
    seed.write_bytes(raw)
    return seed_problems(seed, NAME)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"rad,etikett\n1,Skole\n", id="plain"),
        pytest.param("rad,etikett\n1,Ålesund − 4 140\n".encode(), id="norwegian letters, minus sign, no-break space"),
        pytest.param(b'rad,etikett\n1,"Lek, moro"\n', id="comma inside quotes"),
        pytest.param(b'rad,etikett\n1,"to\nlinjer"\n2,"sagt ""slik"""\n', id="line break and quotes inside quotes"),
        pytest.param(b"\xef\xbb\xbfrad,etikett\n1,Skole\n", id="byte order mark"),
        pytest.param(b"rad,etikett\r\n1,Skole\r\n", id="Windows line endings"),
        pytest.param(b"rad,etikett\n1,", id="no line break at the end"),
        pytest.param(b"rad,etikett\n1,\n", id="empty cell"),
    ],
)
def test_a_good_file_has_no_problems(seed: Path, raw: bytes) -> None:
    assert problems(seed, raw) == []


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_file_without_text_is_empty(seed: Path, raw: bytes) -> None:
    assert problems(seed, raw) == [f"{NAME}, row 1: the file is empty. Expected a header and at least one row. Restore the file."]


def test_a_header_alone_is_not_enough(seed: Path) -> None:
    assert problems(seed, b"rad,etikett\n") == [f"{NAME}, row 2: no rows below the header. Expected at least one. Restore the file."]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        pytest.param("rad,etikett\n1,Bærum\n".encode("latin-1"), "row 2, column 2 (etikett): byte 0xe6", id="in a cell"),
        pytest.param("rad,områ\n1,x\n".encode("latin-1"), "row 1, column 2: byte 0xe5", id="in the header"),
        pytest.param('rad,navn,by\n1,"a,b,c",Å\n'.encode("latin-1"), "row 2, column 3 (by): byte 0xc5", id="after commas inside quotes"),
        pytest.param("rad,navn\nÅ\n".encode() + b"2,\xe5\n", "row 3, column 2 (navn): byte 0xe5", id="after letters of two bytes"),
        pytest.param(b"\xef\xbb\xbfrad,navn\n1,\xf8\n", "row 2, column 2 (navn): byte 0xf8", id="after a byte order mark"),
        pytest.param("rad,navn\n1,x\n".encode("utf-16"), "row 1, column 1: byte 0xff", id="UTF-16"),
    ],
)
def test_bytes_that_are_not_utf8_are_placed(seed: Path, raw: bytes, place: str) -> None:
    (problem,) = problems(seed, raw)
    assert problem.startswith(f"{NAME}, {place} is not UTF-8")
    assert problem.endswith("Expected UTF-8. Save the file again as UTF-8.")


def test_the_place_is_given_without_a_column_when_the_quotes_never_end(seed: Path) -> None:
    (problem,) = problems(seed, b'rad,navn\n1,"' + b"x" * 200_000 + b"\xe5\n")
    assert problem.startswith(f"{NAME}, row 2: byte 0xe5 is not UTF-8")


def test_a_nul_byte_is_named(seed: Path) -> None:
    assert problems(seed, b"rad,navn\n1,x\n2,\x00\n") == [f"{NAME}, row 3: a NUL byte. Expected text. Remove it."]


@pytest.mark.parametrize(
    ("raw", "row", "fields"),
    [
        pytest.param(b"rad,navn,verdi\n1,a,2\n2,b\n", 3, 2, id="too few"),
        pytest.param(b"rad,navn,verdi\n1,a,1,5\n", 2, 4, id="a decimal comma without quotes"),
        pytest.param(b"rad,navn,verdi\n1,a,2\n\n2,b,3\n", 3, 0, id="a blank line"),
    ],
)
def test_a_ragged_row_is_named_with_what_the_header_has(seed: Path, raw: bytes, row: int, fields: int) -> None:
    (problem,) = problems(seed, raw)
    assert problem.startswith(f"{NAME}, row {row}: {fields} fields")
    assert "Expected 3: rad, navn, verdi" in problem


def test_every_ragged_row_is_named(seed: Path) -> None:
    found = problems(seed, b"rad,navn\n1\n2,b\n3\n")
    assert [problem.split(":")[0] for problem in found] == [f"{NAME}, row 2", f"{NAME}, row 4"]


def test_quotes_in_the_wrong_place_are_named(seed: Path) -> None:
    (problem,) = problems(seed, b'rad,navn\n1,"a" b\n')
    assert problem.startswith(f"{NAME}, row 2: ")
    assert "Expected CSV with commas and double quotes" in problem


def test_every_bad_file_is_in_the_one_error(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "kilde"
    folder.mkdir(parents=True)
    (folder / "god.csv").write_bytes(b"rad\n1\n")
    (folder / "tom.csv").write_bytes(b"")
    (folder / "gal.csv").write_bytes(b"rad\n1,2\n")

    with pytest.raises(BuildError) as error:
        check_seeds(Project(tmp_path))

    assert error.value.exit_code == 1
    assert "seeds/kilde/tom.csv, row 1" in str(error.value)
    assert "seeds/kilde/gal.csv, row 2" in str(error.value)
    assert "god.csv" not in str(error.value)


def test_good_seeds_are_counted(tmp_path: Path) -> None:
    for name in ("en", "to"):
        folder = tmp_path / "seeds" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.csv").write_bytes(b"rad\n1\n")
    assert check_seeds(Project(tmp_path)) == 2


def test_the_projects_own_seeds_are_sound(warehouse: Project) -> None:
    assert check_seeds(warehouse) == len(list((warehouse.root / "seeds").rglob("*.csv"))) > 50
