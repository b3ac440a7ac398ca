"""Any bytes end in controls or in a sentence, and what is landed is whole: files, ledgers and profiles, random and nearly right."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from kostraposter import balanse, drift, fil, investering, post
from varehus import ROOT

from kommunevarehus.kostrafil import batches
from kommunevarehus.kostrakontroll import check_files
from kommunevarehus.landing import land_kostra
from kommunevarehus.profilforslag import propose
from kommunevarehus.project import Project, WarehouseError
from kommunevarehus.regnskap import land_ledger
from kommunevarehus.regnskapsprofil import ProfileError, load, parse, shipped

HOUSE = Project(ROOT)
FILES, LEDGERS, PROFILES = 20_000, 1_500, 6_000
VALID = [
    *(fil(drift(skjema) + investering(skjema)) for skjema in ("0A", "0C", "0I", "0K", "0M", "0P")),
    *(fil(balanse(skjema)) for skjema in ("0B", "0J", "0N")),
    fil(drift(kvartal="1")),
    fil(drift(region="030104")),
    fil([post("1", 202, "010", 0)]),
]
PLACE = re.compile(r"\{[a-z_]{2,}\}")
ODD = [
    b"\x00",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\xff",
    b"\xc3\xb8",
    b" ",
    b"-",
    b"9",
    b"'",
    b"{x}",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"\x0b",
    b"\xe2\x80\xa8",
]


def mutated(source: random.Random, content: bytes) -> bytes:
    """A content with one mutation, or some."""
    data = bytearray(content)
    for _ in range(1 if source.random() < 0.7 else source.randint(2, 8)):
        at = source.randrange(len(data) + 1)
        kind = source.randrange(7)
        if kind == 0:
            data[at : at + 1] = source.choice(ODD)
        elif kind == 1:
            data[at:at] = source.choice(ODD)
        elif kind == 2:
            del data[at : at + source.randint(1, 60)]
        elif kind == 3 and at < len(data):
            data[at] = source.randrange(256)
        elif kind == 4:
            data[at:at] = data[max(at - 49, 0) : at]
        elif kind == 5:
            data = data[:at]
        else:
            data[at:at] = bytes(source.randrange(256) for _ in range(source.randint(1, 50)))
    return bytes(data)


def contents(seed: int, count: int) -> Iterator[bytes]:
    source = random.Random(seed)
    for _ in range(count):
        if source.random() < 0.1:
            yield source.randbytes(source.randint(0, 400))
        elif source.random() < 0.3:  # records of the right length, of anything
            lines = [bytes(source.choice(b"0123456789 -ABIJ") for _ in range(48)) for _ in range(source.randint(1, 6))]
            yield b"\n".join(lines)
        else:
            yield mutated(source, source.choice(VALID))


@pytest.mark.parametrize("seed", range(20))
def test_any_file_ends_in_controls(seed: int, tmp_path: Path) -> None:
    """A thousand at a time: every one is read or refused with a line; no more is landed than is whole, and nothing else is left."""
    paths = []
    for number, content in enumerate(contents(seed, FILES // 20)):
        path = tmp_path / "filer" / f"{number:04}.dat"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    checked = check_files(HOUSE, paths)
    assert len(checked) == len(paths)
    for one in checked:
        for finding in one.findings:
            assert finding.linje <= max(one.lines, 1)
            assert finding.melding and not PLACE.search(finding.melding), finding
        assert (one.severity == "FATAL") == any(finding.kontroll == "001" for finding in one.findings)
    fatal = {one.path for one in checked if one.severity == "FATAL"}
    assert 50 < len(fatal) < len(paths) - 50


@pytest.mark.parametrize("seed", range(2))
def test_what_is_landed_of_any_file_is_whole(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMUNEVAREHUS_INN", str(tmp_path / "inn"))
    landed = 0
    for number, content in enumerate(contents(100 + seed, 1_000)):
        path = tmp_path / f"{number:04}.dat"
        path.write_bytes(content)
        [one] = land_kostra(HOUSE, [path])
        if one.status != "nektet" and one.parquet:
            landed += 1
            kept = duckdb.sql(f"select raalinje from read_parquet('{one.parquet}') order by linje").fetchall()
            assert [line for (line,) in kept] == [line for batch in batches(path) for line in batch.column("raalinje").to_pylist()]
            one.parquet.unlink()
        assert one.melding
    assert landed > 100
    assert [path for path in (tmp_path / "inn").rglob("*") if path.is_file()] == []


LEDGER = (
    "art;art_tekst;ansvar_tekst;tjeneste_nr;beloep\r\n"
    "10100;FAST LØNN;SKOLE A;20200;12 345 678\r\n"
    '17101;"REF; SYKEPENGER";SKOLE A;20200;-345 000 \r\n'
    "32300;NYBYGG;PROSJEKT;22200; -   \r\n"
).encode()


def test_any_ledger_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    source = random.Random(7)
    profile = load("art5_med_kontoklasse")
    read = 0
    for number in range(LEDGERS):
        path = tmp_path / "a.csv"
        path.write_bytes(mutated(source, LEDGER) if number % 10 else source.randbytes(source.randint(0, 300)))
        try:
            land_ledger(HOUSE, path, profile, region="465200", aar=2024, land=False)
            read += 1
        except WarehouseError as error:
            assert str(path) in str(error) and "\n" not in str(error), error
        try:
            parse("forslag", propose(path))
        except WarehouseError as error:
            assert str(error)
    assert read > LEDGERS // 10


def test_any_workbook_and_any_saf_t_is_read_or_refused(tmp_path: Path) -> None:
    import io  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415

    book, stream, source = openpyxl.Workbook(), io.BytesIO(), random.Random(11)
    book.active.append(["art", "tjeneste", "beloep"])
    book.active.append([10100, 20200, 5])
    book.save(stream)
    saft = (
        b"<AuditFile><Account><AccountID>10100</AccountID><GroupingCode>010</GroupingCode></Account>"
        b"<Line><AccountID>10100</AccountID><DebitAmount><Amount>5</Amount></DebitAmount></Line></AuditFile>"
    )
    excel = parse("p", shipped()["art5_med_kontoklasse"].replace("[fil]", '[fil]\nformat = "excel"'))
    for name, content, profile in (("a.xlsx", stream.getvalue(), excel), ("a.xml", saft, load("saft_kostra"))):
        for _ in range(300):
            path = tmp_path / name
            path.write_bytes(mutated(source, content))
            try:
                land_ledger(HOUSE, path, profile, region="465200", aar=2024, land=False)
            except WarehouseError as error:
                assert str(path) in str(error) and "\n" not in str(error), error


def test_any_profile_is_a_profile_or_one_sentence() -> None:
    source = random.Random(13)
    texts = [text.encode() for text in shipped().values()]
    good = 0
    for _ in range(PROFILES):
        text = mutated(source, source.choice(texts)).decode("utf-8", "replace")
        try:
            parse("min", text)
            good += 1
        except ProfileError as error:
            assert str(error).startswith("The profile min")
    assert PROFILES // 20 < good < PROFILES
