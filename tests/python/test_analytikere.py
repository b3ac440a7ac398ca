"""What an analyst tries first: names of municipalities as people write them, pandas, JSON, and the README's own lines."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from varehus import BIN, ROOT, clean_environment, output, run_command

from kommunevarehus.editions import Edition, Store
from kommunevarehus.project import Project

README = (ROOT / "README.md").read_text("utf-8")
# The table «From your own tools»: which client, and its line.
LINES = dict(re.findall(r"^\| ([^|]+?) \| `([^`]+)`", README.split("### From your own tools")[1].split("\n## ")[0], re.MULTILINE))


@pytest.fixture(scope="module")
def edition(warehouse: Project) -> Edition:
    """The published edition."""
    return Store(warehouse.store).require_current()


@pytest.fixture(scope="module")
def sql(edition: Edition) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to its file."""
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        yield connection


# Names


@pytest.mark.parametrize(
    ("name", "number"), [("Trondheim", "5001"), ("Kautokeino", "5612"), ("Snåsa", "5041"), ("Kåfjord", "5540"), ("Porsanger", "5622")]
)
def test_a_municipality_is_found_by_its_norwegian_name(name: str, number: str, sql: duckdb.DuckDBPyConnection) -> None:
    found = sql.execute("select kommunenr from marts.dim_kommune where navn = ? and gyldig_til is null", [name]).fetchall()
    assert found == [(number,)]


def test_the_living_have_each_their_name(sql: duckdb.DuckDBPyConnection) -> None:
    living = "from marts.dim_kommune where gyldig_til is null"
    assert sql.sql(f"select navn {living} group by navn having count(distinct kommunenr) > 1").fetchall() == []
    assert sql.sql(f"select count(*) {living} and navn like 'Herøy (%)'").fetchall() == [(2,)]
    assert sql.sql("select count(*) from marts.dim_kommune where navn like '% - %' or navn_2024 like '% - %'").fetchall() == [(0,)]


def test_the_living_municipalities_are_counted_by_what_the_column_says(sql: duckdb.DuckDBPyConnection) -> None:
    """The list has the country, Svalbard, the shelf and «uoppgitt» among them: 357 is what Norway had in 2024. What has ended was one."""
    living = "from marts.dim_kommune where er_kommune and gyldig_til is null"
    assert sql.sql(f"select count(*), count(*) filter (kommunenr in ('0000', '2111', '2311')) {living}").fetchall() == [(357, 0)]
    assert sql.sql("select count(*) from marts.dim_kommune where gyldig_til is not null and er_kommune is not true").fetchall() == [(0,)]
    assert sql.sql(f"select kommunenr from marts.fct_behovsindeks except select kommunenr {living}").fetchall() == []


def test_the_official_name_is_there_too(sql: duckdb.DuckDBPyConnection) -> None:
    found = sql.sql("select navn_offisielt from marts.dim_kommune where kommunenr in ('5001', '5540') order by kommunenr").fetchall()
    assert found == [("Trondheim - Tråante",), ("Gáivuotna - Kåfjord - Kaivuono",)]


def test_the_name_of_a_municipality_is_its_norwegian_name_everywhere(sql: duckdb.DuckDBPyConnection) -> None:
    names = dict(sql.sql("select enhet_id, navn from marts.dim_enhet where enhet_id in ('5612', '5041', '5001')").fetchall())
    assert names == {"5612": "Kautokeino", "5041": "Snåsa", "5001": "Trondheim"}


@pytest.mark.parametrize("order", ["navn collate da", "rekkefolge"])
def test_the_norwegian_order_has_the_last_letters_last(order: str, sql: duckdb.DuckDBPyConnection) -> None:
    wanted = ["Alstahaug", "Bergen", "Ørsta", "Østre Toten", "Ålesund", "Ås"]
    found = sql.execute(
        f"select navn from marts.dim_kommune where list_contains(?, navn) and gyldig_til is null order by {order}", [wanted]
    ).fetchall()
    assert [name for (name,) in found] == wanted


def test_the_norwegian_order_works_where_nothing_may_be_loaded(warehouse: Project) -> None:
    question = "select navn from marts.dim_kommune where navn in ('Ås', 'Østre Toten') and gyldig_til is null order by navn collate da"
    done = run_command(warehouse, "query", question, "--format", "csv")
    assert done.stdout.split("\n")[1:3] == ["Østre Toten", "Ås"], output(done)


# Sums


@pytest.mark.parametrize(
    ("relation", "people"),
    [
        ("rapport.rapport_bemanning", "case when oppstilling = 'ansatte_arsverk' then antall_totalt end"),
        ("rapport.rapport_larling", "inntak_totalt"),
        ("rapport.rapport_lonn", "antall_totalt_trykt"),
    ],
)
def test_the_printed_total_can_be_told_from_what_it_sums(relation: str, people: str, sql: duckdb.DuckDBPyConnection) -> None:
    """A plain sum has everybody twice; `where not er_total` has them once, whatever word the total is printed with."""
    parts, totals = sql.sql(f"select sum({people}) filter (not er_total), sum({people}) filter (er_total) from {relation}").fetchall()[0]
    assert totals
    assert abs(parts - totals) <= totals // 100  # a finding says what the print does not add up to
    labels = {label for (label,) in sql.sql("select distinct etikett from marts.fct_personell where er_total").fetchall()}
    assert labels == {"Sum", "Total", "Totalt"}


# pandas


def test_pandas_takes_amounts_for_numbers(edition: Edition) -> None:
    frame = pd.read_parquet(edition.path / "parquet" / "rapport.rapport_arsresultat.parquet")
    assert "regnskap_mill_kr" in frame.describe().columns
    assert "regnskap_mill_kr" in frame.select_dtypes("number").columns
    assert (frame["regnskap_mill_kr"] * 1.02).notna().any()


def test_no_number_of_any_relation_is_an_object_in_pandas(edition: Edition) -> None:
    for resource in edition.manifest["resources"]:
        if resource["format"] != "parquet":
            continue
        frame = pd.read_parquet(edition.path / resource["path"])
        numbers = [field["name"] for field in resource["schema"]["fields"] if field["type"] == "number"]
        assert set(numbers) <= set(frame.select_dtypes("number").columns), resource["name"]


def test_a_number_in_parquet_is_the_decimal_to_its_last_digit(edition: Edition, sql: duckdb.DuckDBPyConnection) -> None:
    path = edition.path / "parquet" / "marts.fct_belop.parquet"
    ours = sql.sql("select belop_mill_kr from marts.fct_belop where belop_mill_kr is not null order by tabell_id, rad, kolonne").fetchall()
    theirs = duckdb.sql(f"select belop_mill_kr from '{path}' where belop_mill_kr is not null order by tabell_id, rad, kolonne").fetchall()
    assert [f"{value:.6f}" for (value,) in ours] == [f"{value:.6f}" for (value,) in theirs]


# JSON


def test_json_has_no_nan(warehouse: Project) -> None:
    question = "select 'nan'::double as a, '-infinity'::double as b, ['nan'::double, 1.5] as c, {'d': 'inf'::double} as e"
    done = run_command(warehouse, "query", question, "--format", "json")
    assert done.returncode == 0, output(done)
    assert json.loads(done.stdout, parse_constant=pytest.fail) == [{"a": None, "b": None, "c": [None, 1.5], "e": {"d": None}}]


# A reader on the build's own file


def test_a_reader_on_the_build_file_gives_one_sentence(scratch: Project) -> None:
    model = scratch.root / "seeds" / "kodeverk" / "tegn.csv"
    model.write_text(model.read_text("utf-8").replace("Tall kan ikke forekomme.", "Tallet kan ikke forekomme."), "utf-8")
    held = f"import duckdb\nc = duckdb.connect({str(scratch.database)!r}, read_only=True)\nprint('klar', flush=True)\ninput()"
    reader = subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert reader.stdout
        assert reader.stdout.readline() == "klar\n"
        done = run_command(scratch, "build")
    finally:
        reader.communicate("\n")
    assert done.returncode != 0
    assert "Traceback" not in output(done)
    told = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(told) == 1, told
    assert f"PID {reader.pid}" in told[0]


# The README's own lines


def test_the_readme_has_a_line_for_each_client() -> None:
    assert set(LINES) == {"Python", "pandas, Polars", "DuckDB CLI", "R"}


@pytest.mark.parametrize("client", ["Python", "pandas, Polars"])
def test_the_lines_of_python_work_as_they_stand(client: str, warehouse: Project) -> None:
    code = f"import duckdb, pandas as pd\nfound = {LINES[client]}\nprint(len(found), *found.select_dtypes('number').columns)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=warehouse.root, env=clean_environment(), capture_output=True, text=True, check=True
    )
    rows, *numbers = done.stdout.split()
    assert int(rows) > 0
    assert "regnskap_mill_kr" in numbers


def test_the_line_of_pandas_is_that_of_polars_too(warehouse: Project) -> None:
    """Only the library's short name is another; amounts are numbers there too."""
    pytest.importorskip("polars")
    line = LINES["pandas, Polars"].replace("pd.", "pl.")
    code = f"import polars as pl\nfound = {line}\nprint(found.height, *[name for name, kind in found.schema.items() if kind.is_numeric()])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=warehouse.root, env=clean_environment(), capture_output=True, text=True, check=True
    )
    rows, *numbers = done.stdout.split()
    assert int(rows) > 0
    assert "regnskap_mill_kr" in numbers


@pytest.mark.parametrize(
    ("client", "program", "command"),
    [
        ("DuckDB CLI", "duckdb", lambda line: [*line.split(), "-csv", "-c", "select count(*) from rapport.rapport_arsresultat"]),
        (
            "R",
            "Rscript",
            lambda line: ["Rscript", "-e", f"x <- {line}; stopifnot(is.numeric(x$regnskap_mill_kr)); cat(nrow(x))"],
        ),
    ],
)
def test_the_lines_of_other_programs_work_where_they_are(client: str, program: str, command: object, warehouse: Project) -> None:
    found = shutil.which(program, path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{program} is not installed")
    assert callable(command)
    done = subprocess.run(command(LINES[client]), cwd=warehouse.root, env=clean_environment(), capture_output=True, text=True, check=True)
    assert int(re.findall(r"\d+", done.stdout)[-1]) > 0


def test_a_parquet_file_of_the_readme_is_where_it_says(warehouse: Project) -> None:
    paths = {path for line in LINES.values() for path in re.findall(r'lager/gjeldende/[^" )]+', line)}
    assert paths
    assert [path for path in paths if not (Path(warehouse.root) / path).is_file()] == []
