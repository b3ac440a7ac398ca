"""Whatever the bytes, the readers of seeds, of editions and of Norwegian numbers answer, or raise the errors they document."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommunevarehus.editions import MANIFEST, Edition, Store
from kommunevarehus.project import EditionError
from kommunevarehus.seeds import seed_problem
from robusthet.hus import ROOT, House

FUZZ = settings(settings.get_profile("robusthet"), max_examples=2_000)


@pytest.fixture(scope="module")
def inputs(tallies: dict[str, Counter[str]]) -> Counter[str]:
    """Inputs tried, by reader."""
    return tallies.setdefault("fuzzed inputs", Counter())


# Seeds


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "seed.csv"


def problems(seed: Path, content: bytes) -> list[str]:
    """What is said of a seed: a sentence that names file and line, or nothing."""
    seed.write_bytes(content)
    found = seed_problem(seed, Path("seeds/seed.csv"))
    if found is None:
        return []
    assert found.startswith("seeds/seed.csv, line ")
    assert found.endswith(".")
    return [found]


def test_any_bytes_as_a_seed_are_answered(seed: Path, inputs: Counter[str]) -> None:
    pieces = st.sampled_from([b",", b"\n", b"\r\n", b"\r", b'"', b"\xef\xbb\xbf", b"\xe5", b"\x00", b" ", "ø".encode(), b"rad", b"1 234,5"])

    @FUZZ
    @given(
        st.one_of(
            st.binary(max_size=200), st.lists(pieces, max_size=30).map(b"".join), st.text(max_size=100).map(lambda text: text.encode())
        )
    )
    def check(content: bytes) -> None:
        inputs["seeds of any bytes"] += 1
        problems(seed, content)

    check()


def edits() -> st.SearchStrategy[list[tuple[str, float, bytes]]]:
    """Changes to a file: what to do, where (a share of its length), and with what bytes."""
    what = st.sampled_from(["replace", "insert", "delete", "truncate"])
    return st.lists(st.tuples(what, st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4)


def edited(content: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for what, share, piece in changes:
        at = int(share * len(content))
        match what:
            case "replace":
                content = content[:at] + piece + content[at + len(piece) :]
            case "insert":
                content = content[:at] + piece + content[at:]
            case "delete":
                content = content[:at] + content[at + len(piece) :]
            case "truncate":
                content = content[:at]
    return content


def test_a_mutated_seed_is_answered(seed: Path, inputs: Counter[str]) -> None:
    whole = [path.read_bytes() for path in sorted((ROOT / "seeds").rglob("*.csv")) if path.stat().st_size < 20_000]
    assert all(problems(seed, content) == [] for content in whole)

    @FUZZ
    @given(st.sampled_from(whole), edits())
    def check(content: bytes, changes: list[tuple[str, float, bytes]]) -> None:
        inputs["mutated seeds"] += 1
        problems(seed, edited(content, changes))

    check()


# Editions


@pytest.fixture(scope="module")
def edition(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """A copy of an edition that may be written to, with small files in the place of the large ones."""
    (source,) = Store(house.project.root.parent / f"lager-{house.generation}").editions()
    folder = tmp_path_factory.mktemp("fuzz") / source.id
    shutil.copytree(source.path, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    yield Edition(folder)


def answers(edition: Edition) -> bool:
    """Whether the edition is whole; EditionError is the one error documented."""
    try:
        return edition.problems() == []
    except EditionError:
        return False


def test_a_mutated_manifest_is_refused(edition: Edition, inputs: Counter[str]) -> None:
    path = edition.path / MANIFEST
    whole = path.read_bytes()
    assert answers(edition)

    @FUZZ
    @given(edits())
    def check(changes: list[tuple[str, float, bytes]]) -> None:
        inputs["mutated manifests"] += 1
        content = edited(whole, changes)
        path.write_bytes(content)
        try:
            same = json.loads(content) == json.loads(whole)
        except (ValueError, RecursionError):
            same = False
        assert answers(edition) <= same, "a manifest that says something else was accepted"

    try:
        check()
    finally:
        path.write_bytes(whole)


def json_values() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    keys = st.sampled_from(["resources", "path", "hash", "bytes", "name", "format", "manifest_sha256"]) | st.text(max_size=5)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6), max_leaves=20)


def test_a_manifest_of_any_json_is_answered(edition: Edition, inputs: Counter[str]) -> None:
    path = edition.path / MANIFEST
    whole = path.read_bytes()
    odd_paths = st.sampled_from(["../" + MANIFEST, "/etc/passwd", ".", "", "\0", "a" * 5_000, "\ud800", MANIFEST + "/x", "parquet"])
    text = st.text(max_size=5)
    resource = st.fixed_dictionaries({"name": text, "path": odd_paths | text, "format": text, "bytes": st.integers(), "hash": text})
    packages = st.fixed_dictionaries({"resources": st.lists(resource | json_values(), max_size=3)})

    @settings(FUZZ, max_examples=1_500)
    @given(json_values() | packages)
    def check(value: Any) -> None:
        inputs["manifests of any JSON"] += 1
        path.write_text(json.dumps(value), "utf-8")
        assert not answers(edition)

    try:
        check()
        for text in ("[" * 100_000, '{"resources":' * 50_000, "1e999", "1" * 10_000, '"\\ud800"', "\ufeff{}", ""):
            path.write_text(text, "utf-8")
            assert not answers(edition)
            inputs["manifests of any JSON"] += 1
    finally:
        path.write_bytes(whole)


def test_a_mutated_file_is_found(edition: Edition, inputs: Counter[str]) -> None:
    names = [*sorted(str(path.relative_to(edition.path)) for path in edition.path.rglob("*.parquet")), "validering.md"]
    small = [name for name in names if (edition.path / name).stat().st_size < 100_000]

    @settings(FUZZ, max_examples=500)
    @given(st.sampled_from(small), edits())
    def check(name: str, changes: list[tuple[str, float, bytes]]) -> None:
        inputs["mutated edition files"] += 1
        path = edition.path / name
        whole = path.read_bytes()
        content = edited(whole, changes)
        path.write_bytes(content)
        assert answers(edition) == (content == whole)
        path.write_bytes(whole)

    check()


# Norwegian numbers


NUMBER = re.compile(r"[-+]? ?(?P<whole>[0-9]{1,3}(?: [0-9]{3}){1,3}|[0-9]{1,12})(?P<decimals>,[0-9]{1,6})? ?%?\ ?[*]{0,3}")


SPACES = [chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"]  # what DuckDB's trim takes away


SIGNS = {
    "-": "strek",
    "\u2014": "strek",
    ".": "kan_ikke_forekomme",
    "..": "ikke_tilgjengelig",
    ":": "skjult",
    "n/a": "ikke_tilgjengelig",
    "ikke data": "ikke_tilgjengelig",
}


def oracle(text: str) -> tuple[str | None, Decimal | None]:
    """What a cell is and its number, written from the description in macros/norske_tall.sql and not from its SQL."""
    for mark, plain in (("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2007", " "), ("\u2212", "-"), ("\u2013", "-")):
        text = text.replace(mark, plain)
    text = text.strip("".join(SPACES))
    if not text:
        return "tom", None
    if sign := SIGNS.get(text.lower()):
        return sign, None
    if not (found := NUMBER.fullmatch(text)):
        return None, None
    number = Decimal(found["whole"].replace(" ", "") + (found["decimals"] or "").replace(",", "."))
    return "verdi", -number if text.startswith("-") else number


@pytest.fixture(scope="module")
def reading() -> str:
    """SQL that reads the cells `?` (a list of texts) with the project's own macros and signs, as int_celle__lest does."""
    macros: Any = jinja2.Environment(autoescape=False).from_string((ROOT / "macros" / "norske_tall.sql").read_text("utf-8")).module
    return f"""
        with
        liste as (select ?::varchar[] as alle),
        raa as (select unnest(alle) as celle, generate_subscripts(alle, 1) as nr from liste),
        celler as (select nr, celle, lower({macros.rensket_celle("celle")}) as tegn from raa)
        select
            case when tegn = '' then 'tom' when {macros.er_norsk_tall("celle")} then 'verdi' else signs.status end,
            {macros.norsk_tall("celle")}
        from celler left join read_csv('{ROOT}/seeds/kodeverk/tegn.csv', all_varchar = true) as signs using (tegn)
        order by nr
    """


def cells() -> st.SearchStrategy[str]:
    """Text of any kind, text of the signs that numbers are made of, and numbers as printed."""
    signs = st.text(alphabet="0123456789 -+,.%*\u00a0\u202f\u2212\u2013\u2009\u2007'N/Aa\n\t", max_size=12)
    groups = st.integers(0, 999_999_999_999).map(lambda number: f"{number:,}".replace(",", " "))
    space = st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", "\u2007"])
    number = st.builds(
        lambda before, sign, gap, whole, decimals, tail, after: before + sign + gap + whole + decimals + tail + after,
        space,
        st.sampled_from(["", "-", "+", "\u2212", "\u2013", "--"]),
        space,
        groups | groups.map(lambda text: text.replace(" ", "\u00a0")) | st.integers(0, 999_999_999_999).map(str),
        st.sampled_from(["", ","]) | st.integers(0, 999_999).map(lambda number: f",{number}"),
        st.sampled_from(["", "%", " %", "*", "**", " %*", "****", "% *", "kr"]),
        space,
    )
    marks = st.sampled_from(["", "-", "–", "−", "N/A", "n/a", "Ikke data", "IKKE DATA", " - ", "--", "ikke  data", "NULL"])
    return st.one_of(st.text(max_size=12), signs, number, marks)


def test_numbers_are_read_as_the_oracle_reads_them(reading: str, inputs: Counter[str]) -> None:
    with duckdb.connect() as connection:

        @settings(FUZZ, max_examples=300)
        @given(st.lists(cells(), min_size=20, max_size=20))
        def check(texts: list[str]) -> None:
            inputs["cells read as Norwegian numbers"] += len(texts)
            found = connection.execute(reading, [texts]).fetchall()
            assert dict(zip(texts, found, strict=True)) == {text: oracle(text) for text in texts}

        check()


@pytest.mark.parametrize("text", ["1234567890123", "-9 999 999 999 999", "1" * 40, "0,1234567"])
def test_a_number_too_long_is_unreadable_and_never_another_number(text: str, reading: str) -> None:
    with duckdb.connect() as connection:
        assert connection.execute(reading, [[text]]).fetchall() == [(None, None)]
