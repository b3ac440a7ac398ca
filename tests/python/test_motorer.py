"""DuckDB and Spark: the same models, every row the same; what they write differently, tried on both; what goes wrong, said in a sentence.

The server is Sail, as in `make spark`. Everyday builds the slice as a project of its own (sparkutsnitt.py), with the example's accounts.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sparkutsnitt
from varehus import BIN, ROOT, clean_environment, output, run_command

from kommunevarehus import eksempel, spark
from kommunevarehus.landing import land_kostra
from kommunevarehus.motorer import Compared, Model, compare, compare_engines, models
from kommunevarehus.project import BuildError, Project

# What each macro gives on either engine: name → (its SQL, the rows it is asked of, what must come out). A row has `nr`, `a` and `b`.
MACROS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "andel_avrundet": (
        "{{ andel_avrundet('cast(a as decimal(24, 4))', 'cast(b as integer)', 100) }}",
        "(1, '1', '8'), (2, '-1', '8'), (3, '1', '-8'), (4, '0.0001', '2'), (5, '2', '3'), (6, '123456789012.3455', '1'), (7, '1', '0'), "
        "(8, null, '3')",
        [
            (1, Decimal("12.50")),
            (2, Decimal("-12.50")),
            (3, Decimal("-12.50")),
            (4, Decimal("0.01")),
            (5, Decimal("66.67")),
            (6, Decimal("12345678901234.55")),
            (7, None),
            (8, None),
        ],
    ),
    "andel_uten_faktor": (
        "{{ andel_avrundet('cast(a as decimal(24, 4))', 'cast(b as integer)', 1) }}",
        "(1, '1', '8'), (2, '-1', '8'), (3, '0.005', '1'), (4, '-0.005', '1'), (5, '0.0049', '1')",
        [(1, Decimal("0.13")), (2, Decimal("-0.13")), (3, Decimal("0.01")), (4, Decimal("-0.01")), (5, Decimal("0.00"))],
    ),
    "heltallsdelt": (
        "cast({{ heltallsdelt(stort_heltall('a'), stort_heltall('b')) }} as bigint)",
        "(1, '7', '2'), (2, '-7', '2'), (3, '9007199254740993', '1'), (4, '123456789012345678901234567890', '98765432109876543210')",
        [(1, 3), (2, -3), (3, 9007199254740993), (4, 1249999988)],
    ),
    "fortegnet": (
        "{{ fortegnet('cast(a as decimal(24, 4))') }}",
        "(1, '-0.0001', ''), (2, '0', ''), (3, '7', ''), (4, null, '')",
        [(1, -1), (2, 0), (3, 1), (4, None)],
    ),
    "begynner_med": (
        "{{ begynner_med('a', 'b') }}",
        "(1, '411', '41'), (2, '41', '411'), (3, 'a_c', 'a_'), (4, 'abc', 'a_'), (5, null, 'a'), (6, 'a', '')",
        [(1, True), (2, False), (3, True), (4, False), (5, None), (6, True)],
    ),
    "har_monsteret": (
        "{{ har_monsteret('a', '^-?[0-9]+$') }}",
        "(1, '12', ''), (2, '-3', ''), (3, '1 2', ''), (4, '', ''), (5, null, '')",
        [(1, True), (2, True), (3, False), (4, False), (5, None)],
    ),
    "kode_i": (
        "{{ kode_i('a', \"split_part(b, '..', 1)\", \"split_part(b, '..', 2)\") }}",
        "(1, '411', '40..41'), (2, '42', '40..41'), (3, '010', '010..285'), (4, '286', '010..285')",
        [(1, True), (2, False), (3, True), (4, False)],
    ),
    "kvot": (
        "cast({{ kvot('cast(a as decimal(24, 6))', 'cast(b as decimal(24, 6))', 1, 100) }} as decimal(18, 1))",
        "(1, '1', '16'), (2, '-1', '16'), (3, '1', '-16'), (4, '0.0005', '1'), (5, '7', '0'), (6, null, '2'), (7, '123456789012.3', '7')",
        [
            (1, Decimal("6.3")),
            (2, Decimal("-6.3")),
            (3, Decimal("-6.3")),
            (4, Decimal("0.1")),
            (5, None),
            (6, None),
            (7, Decimal("1763668414461.4")),
        ],
    ),
    "kvot_ned_og_opp": (
        "cast({{ kvot_ned('cast(a as decimal(28, 8))', 'cast(b as decimal(28, 8))') }} as string) || ' ' || "
        "cast({{ kvot_opp('cast(a as decimal(28, 8))', 'cast(b as decimal(28, 8))') }} as string)",
        "(1, '1', '3'), (2, '-1', '3'), (3, '4', '2')",
        [(1, "0.333333 0.333334"), (2, "-0.333334 -0.333333"), (3, "2.000000 2.000000")],
    ),
    "norsk_tall": (
        "{{ norsk_tall('a') }}",
        "(1, '1 234,5', ''), (2, chr(8722) || '3', ''), (3, '12,', ''), (4, '1' || chr(160) || '000 %', ''), (5, '–', ''), (6, null, '')",
        [(1, Decimal("1234.500000")), (2, Decimal("-3.000000")), (3, None), (4, Decimal("1000.000000")), (5, None), (6, None)],
    ),
    "norsk_tekst": (
        "{{ norsk_tekst('cast(a as decimal(28, 6))') }}",
        "(1, '1234567.5', ''), (2, '-0.3', ''), (3, '10', ''), (4, '0', '')",
        [(1, "1 234 567,5"), (2, f"{chr(8722)}0,3"), (3, "10"), (4, "0")],
    ),
    "erstattet": (
        "{{ erstattet('a', \"'([0-9]) ([0-9]{3})'\", \"'\\\\1\\\\2'\") }}",
        "(1, '1 234 og 5 678', ''), (2, '1 2', ''), (3, '', ''), (4, null, '')",
        [(1, "1234 og 5678"), (2, "1 2"), (3, ""), (4, None)],
    ),
    "er_av_monsteret": (
        "{{ er_av_monsteret('a', 'b') }}",
        "(1, 'ab', 'a|ab'), (2, 'abc', 'ab'), (3, 'a' || chr(10), 'a'), (4, null, 'a')",
        [(1, True), (2, False), (3, False), (4, None)],
    ),
    "som_monster": (
        "regexp_matches(a, {{ som_monster('b') }})",
        r"(1, 'a.c', '.'), (2, 'abc', '.'), (3, 'a(b)|[c]', '(b)|[c]'), (4, 'x\y', '\'), (5, 'a^$*+?{}', '^$*+?{}')",
        [(1, True), (2, False), (3, True), (4, True), (5, True)],
    ),
    "ligner": (
        "{{ ligner('a', 'b') }}",
        "(1, 'netto driftsresultat', 'netto*'), (2, 'brutto', 'netto*'), (3, 'a.b', 'a?b'), (4, 'axb', 'a.b')",
        [(1, True), (2, False), (3, True), (4, False)],
    ),
    "satt_sammen": (
        "{{ satt_sammen('a') }}",
        "(1, 'a' || chr(778) || 's', ''), (2, 'O' || chr(776), ''), (3, 'åø', ''), (4, null, '')",
        [(1, "ås"), (2, "Ö"), (3, "åø"), (4, None)],
    ),
    "plass_i": (
        "{{ plass_i(\"list_value('x', 'y')\", 'a') }}",
        "(1, 'y', ''), (2, 'z', ''), (3, null, '')",
        [(1, 2), (2, None), (3, None)],
    ),
    "listeutsnitt": (
        "array_to_string({{ listeutsnitt(\"string_split(a, ' ')\", '2', 'cast(b as integer)') }}, '-')",
        "(1, 'a b c d', '3'), (2, 'a b c d', '1'), (3, 'a', '4')",
        [(1, "b-c"), (2, ""), (3, "")],
    ),
    "delt_ved": (
        "array_to_string({{ delt_ved('a', 'b') }}, '/')",
        "(1, 'a|b|c', '|'), (2, 'a.b', '.'), (3, 'abc', 'x'), (4, ' 1 2 ', ' 2')",
        [(1, "a/b/c"), (2, "a/b"), (3, "abc"), (4, " 1/ ")],
    ),
    "json_felt": (
        "{{ json_felt(som_json('a'), 'x[0].y') }}",
        """(1, '{"x": [{"y": "å"}]}', ''), (2, '{"x": [{"y": 7}]}', ''), (3, '{}', ''), (4, 'ikke json', '')""",
        [(1, "å"), (2, "7"), (3, None), (4, None)],
    ),
    "er_json_objekt": (
        "{{ er_json_objekt(som_json('a')) }}",
        """(1, '{"x": 1}', ''), (2, '[1]', ''), (3, '{', ''), (4, null, '')""",
        [(1, True), (2, False), (3, False), (4, False)],
    ),
    "datoskrift": (
        "{{ datoskrift('cast(a as date)') }} || ' ' || {{ datoskrift('cast(a as date)', helt=true) }}",
        "(1, '2020-03-09', '')",
        [(1, "09.03.2020 9. March 2020")],
    ),
    "norsk_orden": (
        "cast(row_number() over (order by {{ norsk_orden('a') }}, nr) as integer)",
        "(1, 'Årdal', ''), (2, 'Ørsta', ''), (3, 'Ærøy', ''), (4, 'Os', ''), (5, 'Ås', '')",
        [(1, 4), (2, 3), (3, 2), (4, 1), (5, 5)],
    ),
    "sha256_av": (
        "{{ sha256_av('a') }}",
        "(1, 'å', ''), (2, '', '')",
        [
            (1, "e83979df9d36090142f23051f8e8d7ad48e5c20dff5c9e7b92ca3454f67469f9"),
            (2, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ],
    ),
    # what Spark only calls otherwise, and a backslash and a quotation mark in a text
    "ord": (
        r"case when starts_with(a, '\') and regexp_matches(b, '^\d+\s''$') then 'ja' else concat(a, null, '-') end",
        r"(1, '\x', '12 '''), (2, 'x', ''), (3, null, '')",
        [(1, "ja"), (2, "x-"), (3, "-")],
    ),
    "utc": (
        "cast({{ utc('cast(a as timestamp)') }} as string)",
        "(1, '2024-06-01 12:30:00', ''), (2, null, '')",
        [(1, "2024-06-01 12:30:00"), (2, None)],
    ),
}
ROWS_OF_PARTS = [(1, "010..285"), (1, "429"), (2, "x"), (3, "")]
TOGETHER = [(1, "a;b;z;Å", 4), (2, None, 0)]

# What DuckDB reads and Spark, or one of the servers that speak for it, does not, in what is sent to Spark.
DUCKDB_ONLY = re.compile(
    "|".join(
        (
            r"\bqualify\b", r"\b(?:group|order) by all\b", "::", "//", r"\[\d*:", r"\bvarchar\b", r"\bhugeint\b", r"\bas materialized\b",
            r"\*\s*(?:exclude|replace)\b", r"over\s*\(\s*\)", r"\bnulls\s*\)", r"\bfilter\s*\((?!\s*where)", r"\bfrom\s+range\s*\(",
            r"\b(?:unnest|list|list_\w+|struct_pack|string_agg|string_split|starts_with|ends_with|arg_min|arg_max|array_to_string)\s*\(",
            r"\b(?:regexp_matches|regexp_full_match|regexp_escape|error|read_csv|read_parquet|read_text|read_blob|strftime|format|len)\s*\(",
            r"\b[lr]?trim\s*\([^()]*,", r"\bcollate\b", r"\bglob\b", r"\bunpivot\b", r"\bwith recursive\b",
            r"\bdistinct on\b", r"\bby name\b",
            r"\blambda\b", ":=", r"\bregexp_replace\s*\([^()]*,[^()]*,[^()]*,",
            r"(?<!\w)\(\w+(?:\.\w+)?(?:, \w+(?:\.\w+)?)+\) (?:not )?in\b",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def duckdb_only(sql: str) -> list[str]:
    """The words of a statement that only DuckDB knows."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|`[^`]*`", " ", sql, flags=re.DOTALL)
    return [found.group() for found in DUCKDB_ONLY.finditer(bare)]


def question(name: str) -> str:
    sql, rows, _ = MACROS[name]
    kinds = "cast(nr as integer) as nr, cast(a as string) as a, cast(b as string) as b"
    return f"select nr, {sql} as svar\nfrom (select {kinds} from (values {rows}) as gitt (nr, a, b)) as rader"


PARTS = """select distinct nr, {{ hver_del('a') }} as svar
from (values (1, '010..285 429'), (2, 'x'), (3, ''), (4, null)) as gitt (nr, a)"""
SAMLET = """select nr, {{ tekster_samlet('a', ';') }} as svar, count(a) as antall
from (values (1, 'z'), (1, 'a'), (1, 'b'), (1, 'Å'), (2, null)) as gitt (nr, a) group by nr"""
# What was landed before a column came to be: none of the files has it, or one of two.
OLDER = {
    "prove_eldre_filer": "select tabell, inndeling, verdi from {{ landede_rader('ssb/*/*.verdi.parquet', "
    "{'tabell': 'varchar', 'inndeling': 'varchar', 'verdi': 'decimal(18, 6)'}) }}",
    "prove_eldre_og_nyere": "select tabell, status, personer from {{ landede_rader('ssb/*/*.personer.parquet', "
    "{'tabell': 'varchar', 'status': 'varchar', 'personer': 'bigint'}) }}",
}
# A layout whose posts are each below the one before.
LEVELS = """with poster as (
    select 'r' as rapport_id, 'o' as oppstilling, cast(nr as varchar) as post_id,
        case when nr > 1 then cast(nr - 1 as varchar) end as forelder_post_id
    from (values {}) as gitt (nr)
), nivaaer as ({{{{ nivaaene('poster') }}}})
select cast(post_id as integer) as nr, nivaa, topp_post_id from nivaaer"""


def levels(count: int) -> str:
    return LEVELS.format(", ".join(f"({nr})" for nr in range(1, count + 1)))


EXTRA = {
    **{f"prove_{name}": question(name) for name in MACROS},
    "prove_hver_del": PARTS,
    "prove_tekster_samlet": SAMLET,
    **OLDER,
    "prove_nivaaene": levels(10),
}


def land_older_files(project: Project) -> None:
    """Answers of SSB's as other versions of `hent` wrote them, without the columns that OLDER asks for."""
    amount, people = pa.array([Decimal("1.5")], pa.decimal128(18, 6)), pa.array([7], pa.int64())
    for name, columns in {
        "12134/a.verdi": {"tabell": ["12134"], "verdi": amount},
        "12367/b.verdi": {"tabell": ["12367"], "verdi": amount},
        "14288/a.personer": {"tabell": ["14288"], "personer": people},
        "14746/b.personer": {"tabell": ["14746"], "personer": people, "status": ["."]},
    }.items():
        path = project.landed / "ssb" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), path)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, dict[str, Compared], dict[str, list[tuple[Any, ...]]]]]:
    """What runs on Spark and the questions, built on both; what the comparison says, by relation, and what DuckDB says to the questions."""
    place = tmp_path_factory.mktemp("motorer")
    made = sparkutsnitt.make(place / "prosjekt", EXTRA)
    eksempel.make(Project(ROOT), place / "eksempel")
    project = Project(made.root, place / "eksempel" / "inn")
    for spoiled in sorted((place / "eksempel" / "med_feil").glob("*.dat")):
        land_kostra(project, [spoiled])
    land_older_files(project)
    lines: list[str] = []
    with spark.endpoint(project) as where:
        try:
            results = {one.relation: one for one in compare_engines(project, where, every=True, echo=lines.append)}
        except BuildError as error:
            raise AssertionError("\n".join([str(error), *lines])) from error
    with duckdb.connect(str(spark.folder(project) / "duckdb" / "kommunevarehus.duckdb"), read_only=True) as connection:
        said = {name: connection.execute(f"select * from marts.{name} order by all").fetchall() for name in EXTRA}
    yield project, results, said


def test_every_relation_is_the_same_on_both_engines(both: tuple[Project, dict[str, Compared], Any]) -> None:
    project, results, _ = both
    assert not [one for one in results.values() if not one.equal]
    named = {relation.split(".")[1] for relation in results}
    assert named == sparkutsnitt.slice_of(sparkutsnitt.LEAVES) | EXTRA.keys()
    assert {model.relation for model in models(spark.folder(project), published=True)} < results.keys()
    # every slip that `eksempel` makes is found, by its control
    with duckdb.connect(str(spark.folder(project) / "duckdb" / "kommunevarehus.duckdb"), read_only=True) as connection:
        controls = connection.execute("select distinct kontroll from kvalitet.kostrakontroll order by kontroll").fetchall()
    assert {"006", "010", "014", "015", "075", "110", "130"} <= {number for (number,) in controls}
    # accounts in both units, an enterprise, and a netted whole: nothing is equal because it is empty
    for relation in (
        "fct_kostra_regnskap",
        "fct_kostra_balanse",
        "fct_kostra_hovedtall",
        "rapport_kostra_konto",
        "rapport_kostra_identitet",
    ):
        assert next(one.rows for name, one in results.items() if name.endswith(f".{relation}")) > 100


@pytest.mark.parametrize("name", MACROS)
def test_a_macro_gives_what_it_says_on_both_engines(both: tuple[Any, dict[str, Compared], dict[str, Any]], name: str) -> None:
    _, results, said = both
    assert said[f"prove_{name}"] == MACROS[name][2]
    assert results[f"marts.prove_{name}"].equal


def test_texts_are_parted_and_put_together_alike(both: tuple[Any, dict[str, Compared], dict[str, Any]]) -> None:
    _, results, said = both
    assert said["prove_hver_del"] == ROWS_OF_PARTS
    assert said["prove_tekster_samlet"] == TOGETHER
    assert results["marts.prove_hver_del"].equal
    assert results["marts.prove_tekster_samlet"].equal


def test_what_was_landed_before_a_column_came_to_be_has_it_empty(both: tuple[Any, dict[str, Compared], dict[str, Any]]) -> None:
    _, results, said = both
    assert said["prove_eldre_filer"] == [("12134", None, Decimal("1.5")), ("12367", None, Decimal("1.5"))]
    assert said["prove_eldre_og_nyere"] == [("14288", None, 7), ("14746", ".", 7)]
    assert all(results[f"marts.{name}"].equal for name in OLDER)


def test_a_layout_may_have_ten_levels_on_both_engines(both: tuple[Any, dict[str, Compared], dict[str, Any]]) -> None:
    _, results, said = both
    assert said["prove_nivaaene"] == [(nr, nr - 1, "1") for nr in range(1, 11)]
    assert results["marts.prove_nivaaene"].equal


def test_no_model_on_spark_uses_what_only_duckdb_knows(both: tuple[Project, Any, Any]) -> None:
    project, *_ = both
    sent = [*(spark.folder(project) / "run").rglob("models/**/*.sql")]
    assert len(sent) > 20
    assert {path.name: duckdb_only(path.read_text("utf-8")) for path in sent if duckdb_only(path.read_text("utf-8"))} == {}


@pytest.mark.parametrize(
    "slip",
    [
        "select * from a qualify row_number() over (order by b) = 1",
        "select a, sum(b) from c group by all",
        "select a::integer from b",
        "select * exclude (a) from b",
        "select unnest(string_split(a, ' ')) from b",
        "select row_number() over () from a",
        "select first_value(a ignore nulls) over (order by b) from c",
        "select cast(a as varchar) from b",
        "select 7 // 2",
        "select trim(a, ' ') from b",
        "select regexp_replace(a, b, c, d) from e",
        "select a from b where (a, c) not in (select d from e)",
        "with recursive a as (select 1) select * from a",
        "select struct_pack(a := 1)",
    ],
)
def test_the_lint_finds_what_only_duckdb_knows(slip: str) -> None:
    assert duckdb_only(slip)
    assert not duckdb_only(f"select '{slip.replace(chr(39), chr(39) * 2)}' as tekst -- {slip}")


def test_engines_are_told_apart_in_macros_alone() -> None:
    asking = re.compile(r"target\s*\.\s*(?:type|name)|adapter\.type")
    told = [path for folder in ("models", "tests/generic", "tests/singular") for path in (ROOT / folder).rglob("*")
            if path.suffix in {".sql", ".yml"} and asking.search(path.read_text("utf-8"))]  # fmt: skip
    assert not told


def database(tmp_path: Path, rows: str) -> duckdb.DuckDBPyConnection:
    path = tmp_path / "kommunevarehus.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create schema marts; create table marts.m as select * from (values {rows}) as v (id, tall, tekst)")
    connection = duckdb.connect()
    connection.execute(f"attach '{path}' as kommunevarehus (read_only)")
    return connection


def test_a_difference_is_shown_by_key_and_field(tmp_path: Path) -> None:
    with database(tmp_path, "(1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c'), (4, 40, null)") as connection:
        other = pa.table(
            {"id": pa.array([1, 2, 4, 5], pa.int32()), "tall": pa.array([10, 21, 40, 50], pa.int32()), "tekst": ["a", "b", None, "e"]}
        )
        found = compare(connection, Model("marts.m", ("id",)), other)
    assert (found.rows, found.only_duckdb, found.only_spark, found.equal) == (4, 2, 2, False)
    assert found.differences == ("id=2: tall 20 on DuckDB, 21 on Spark", "id=3: only on DuckDB", "id=5: only on Spark")


def test_a_row_twice_and_another_type_are_differences(tmp_path: Path) -> None:
    with database(tmp_path, "(1, 10, 'a')") as connection:
        twice = pa.table({"id": pa.array([1, 1], pa.int32()), "tall": pa.array([10, 10], pa.int32()), "tekst": ["a", "a"]})
        assert compare(connection, Model("marts.m", ()), twice).only_spark == 1
        wide = twice.slice(0, 1).set_column(1, "tall", pa.array([10], pa.int64()))
        assert compare(connection, Model("marts.m", ("id",)), wide).differences == ("column tall is INTEGER on DuckDB, BIGINT on Spark",)
        missing = twice.slice(0, 1).drop_columns(["tekst"])
        assert compare(connection, Model("marts.m", ("id",)), missing).differences == (
            "column tekst is VARCHAR on DuckDB, not there on Spark",
        )


def test_without_the_extra_there_is_one_sentence_and_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(spark.REMOTE, raising=False)
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with (
        pytest.raises(BuildError, match=r"^Spark is not installed here\. Install it with: \S+pip install .*\[spark\]'$"),
        spark.endpoint(Project(tmp_path)),
    ):
        pass


def test_an_address_where_nobody_answers_is_named(shell: Project) -> None:
    done = run_command(shell, "spark", SPARK_REMOTE="sc://127.0.0.1:1/;token=hemmelig")
    assert done.returncode == 1
    assert "Nobody answers at 127.0.0.1:1." in output(done)
    assert "Traceback" not in output(done)
    assert "hemmelig" not in output(done)
    done = run_command(shell, "sammenlign-motorer", SPARK_REMOTE="localhost:15002")
    assert done.returncode == 1
    assert "SPARK_REMOTE is no Spark Connect address. Expected sc://host:port" in output(done)


@pytest.mark.parametrize(("said", "meant"), [("6GB", 6_000_000_000), ("512 MiB", 536_870_912), ("1.5gb", 1_500_000_000), ("100", 100)])
def test_the_servers_memory_is_bounded_as_duckdbs(said: str, meant: int) -> None:
    assert spark._bytes(said) == meant
    with pytest.raises(BuildError, match=r"KOMMUNEVAREHUS_MINNE is mye\. Expected an amount of memory, such as 6GB\."):
        spark._bytes("mye")


def test_what_spark_can_read_is_listed_here_and_in_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seeds/demografi/07459_a.parquet", "inn/kostra/aar=2023/a.parquet", "inn/kostra/aar=2023/b.parquet",
                 "inn/kostra/aar=2024/c.parquet",
                 "seeds/rapporter/a/tabeller/1.csv", "seeds/rapporter/a/tabeller/2.csv", "seeds/rapporter/b/tabeller/1.csv",
                 "inn/kostra/aar=2024/c.txt", "inn/ssb/07459/x.parquet", "inn/ssb/07459/dypere/y.parquet"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    kinds = ("datapackage.json", "*.csv", "tabeller/*.csv", "kilde*.txt")
    expected = {
        **{
            glob: []
            for glob in (
                "inn/ssb/*/*.verdi.parquet",
                "inn/ssb/*/*.personer.parquet",
                "inn/ssb/klass/*.klass.parquet",
                "inn/kommunegrupper/*.csv",
                "inn/kommuner/*.csv",
                "inn/deflator/*.csv",
                "inn/demografi/satser/*.csv",
            )
        },
        **{f"seeds/rapporter/*/{kind}": [] for kind in kinds},
        "seeds/rapporter/*/tabeller/*.csv": ["seeds/rapporter/a/tabeller/1.csv", "seeds/rapporter/b/tabeller/1.csv"],
        "seeds/demografi/07459*.parquet": ["seeds/demografi/07459_a.parquet"],
        "inn/ssb/07459/*.parquet": ["inn/ssb/07459/x.parquet"],
        "inn/kostra/aar=*/*.parquet": ["inn/kostra/aar=2023/a.parquet", "inn/kostra/aar=2024/c.parquet"],
    }
    assert spark.found_files(Project(tmp_path)) == expected
    monkeypatch.setenv(spark.FILES, tmp_path.as_uri())
    assert spark.found_files(Project(ROOT)) == expected
    monkeypatch.setenv(spark.FILES, (tmp_path / "inn").as_uri())
    with pytest.raises(BuildError, match=r"No files like seeds/demografi/07459\*\.parquet in file:///.*/inn\."):
        spark.found_files(Project(ROOT))


@pytest.mark.full
def test_a_server_that_goes_away_ends_the_build_with_a_sentence(tmp_path: Path) -> None:
    project = sparkutsnitt.make(tmp_path / "prosjekt")
    (project.root / "lager").mkdir()
    (project.root / "lager" / "utgave").write_text("som den var", "utf-8")
    with spark.endpoint(project) as where:
        assert where.address is not None
        command = [str(BIN / "kommunevarehus"), "spark", "--verbose"]
        began = subprocess.Popen(
            command, cwd=project.root, env=clean_environment(KOMMUNEVAREHUS_ROOT=str(project.root), SPARK_REMOTE=str(where.remote)),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        assert began.stdout is not None
        for line in began.stdout:
            if " START " in line:
                break
        [server] = [int(pid) for pid in re.findall(r"\d+", _listening(where.address[1]))]
        subprocess.run(["kill", f"-{int(signal.SIGKILL)}", str(server)], check=True)
        since = time.monotonic()
        rest = began.stdout.read()
        assert began.wait() == 1
    assert time.monotonic() - since < 60
    assert f"Spark at 127.0.0.1:{where.address[1]} went away while dbt was building. Nothing was published" in rest
    assert (project.root / "lager" / "utgave").read_text("utf-8") == "som den var"


def _listening(port: int) -> str:
    """The process that has a port, by /proc."""
    wanted = f":{port:04X}"
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(wanted) and line.split()[3] == "0A"
    }
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(place.readlink())[8:-1] in inodes:
                return place.parts[2]
        except OSError:
            continue
    return ""


@pytest.mark.full
def test_the_command_compares_what_ships_and_the_made_up_municipality(unbuilt: Project) -> None:
    done = run_command(unbuilt, "sammenlign-motorer", "--eksempel")
    assert done.returncode == 0, output(done)
    assert re.search(r"^\d+ relations, \d+ rows: equal on both engines\.$", done.stdout, re.MULTILINE)
    assert not (unbuilt.target / "kommunevarehus.duckdb").exists()


@pytest.mark.full
def test_a_cell_that_is_no_number_stops_spark_by_its_name(tmp_path: Path) -> None:
    project = sparkutsnitt.make(tmp_path / "prosjekt")
    seed = project.root / "seeds/demografi/befolkning.csv"
    head, first, rest = seed.read_text("utf-8").split("\n", 2)
    fields = first.split(",")
    fields[head.split(",").index("personer")] = "1O3"
    seed.write_text("\n".join([head, ",".join(fields), rest]), "utf-8")
    done = run_command(project, "spark")
    assert done.returncode == 1
    assert "seeds: befolkning.csv, rad 1, kolonne personer: cannot read «1O3». Expected a whole number. Correct the cell." in output(done)


@pytest.mark.full
def test_a_layout_with_more_levels_than_spark_has_stops_it_by_its_name(tmp_path: Path) -> None:
    project = sparkutsnitt.make(tmp_path / "prosjekt", {"prove_nivaaene": levels(11)})
    done = run_command(project, "spark")
    assert done.returncode == 1
    assert "r, layout o: post 11 has ten others above it. On Spark a layout has ten levels at most" in output(done)


@pytest.mark.full
def test_an_edition_of_what_spark_built_is_the_same_edition(unbuilt: Project, tmp_path: Path) -> None:
    eksempel.make(unbuilt, tmp_path)
    places = {"KOMMUNEVAREHUS_INN": str(tmp_path / "inn"), "KOMMUNEVAREHUS_LAGER": str(tmp_path / "lager")}
    home = {**places, "KOMMUNEVAREHUS_FRA_SPARK": "target/spark/hjem"}
    refused = run_command(unbuilt, "build", **home)
    assert refused.returncode == 1
    assert "Run `kommunevarehus spark --hjem`" in output(refused)
    for command, where in (("build", places), ("publish", places), ("spark --hjem", places), ("build", home)):
        done = run_command(unbuilt, *command.split(), **where)
        assert done.returncode == 0, output(done)
    again = run_command(unbuilt, "publish", **home)
    assert "nothing new was published" in output(again)
    # it was Spark's relations that were read: another figure in one of them is another build
    path = unbuilt.target / "spark/hjem/marts.dim_art.parquet"
    duckdb.sql(f"copy (select * replace ('fra Spark' as navn) from '{path}') to '{path}.ny' (format parquet)")
    Path(f"{path}.ny").replace(path)
    assert run_command(unbuilt, "build", **home).returncode == 0
    with duckdb.connect(str(unbuilt.database), read_only=True) as connection:
        assert connection.execute("select distinct navn from marts.dim_art").fetchall() == [("fra Spark",)]
    # and not those of other models
    macro = unbuilt.root / "macros/motor/sprak.sql"
    macro.write_text(macro.read_text("utf-8") + "{# endret #}\n", "utf-8")
    assert "was built on Spark of other models, catalogues or packages" in output(run_command(unbuilt, "build", **home))


@pytest.mark.full
def test_a_model_that_differs_between_the_engines_is_found(tmp_path: Path) -> None:
    place = tmp_path / "eksempel"
    made = sparkutsnitt.make(tmp_path / "prosjekt")
    eksempel.make(Project(ROOT), place)
    macro = made.root / "macros/motor/sprak.sql"
    text = macro.read_text("utf-8")
    # what Spark's own division would do: the quotient rounded before it is cut
    slip = text.replace("(({{ teller }}) div ({{ nevner }}))", "cast(({{ teller }}) / ({{ nevner }}) as decimal(38, 0))")
    assert slip != text
    macro.write_text(slip, "utf-8")
    done = run_command(made, "sammenlign-motorer", KOMMUNEVAREHUS_INN=str(place / "inn"))
    assert done.returncode == 3, output(done)
    assert "marts.fct_kostra_hovedtall" in done.stdout
    assert re.search(r"region=\S+, .*pst_av_driftsinntekter \S+ on DuckDB, \S+ on Spark", done.stdout)


def test_validation_does_not_ask_for_spark() -> None:
    """Great Expectations looks for pyspark, and the Connect client alone ends the process: `python -c "import great_expectations"` does."""
    code = "import sys; from kommunevarehus.validation import run; run._great_expectations(); print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
