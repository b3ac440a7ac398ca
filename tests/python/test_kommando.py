"""The command `kommunevarehus`, as a user runs it: help, exit status, answers, refusals, and messages instead of tracebacks."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import click
import pytest
from varehus import BIN, ROOT, Done, clean_environment, copy_project, output, remove, run_command, snapshot

from kommunevarehus.cli import cli
from kommunevarehus.editions import Store
from kommunevarehus.project import BuildError, EditionError, PackagesLeftOut, Project, QueryError, ValidationError, WarehouseError

QUERY = """select navn, regnskap_mill_kr, forelder_post_id from rapport.rapport_arsresultat
where rapport_id = '5001-arsberetning-2020' and post_id = 'netto_driftsresultat'"""


def query(project: Project, *arguments: str, stdin: str | None = None) -> Done:
    return run_command(project, "query", *arguments, stdin=stdin)


# Help and usage


CONTEXT = click.Context(cli)
COMMANDS = {name: command for name in cli.list_commands(CONTEXT) if (command := cli.get_command(CONTEXT, name))}


def test_help_names_every_subcommand_and_every_exit_status() -> None:
    done = subprocess.run([str(BIN / "kommunevarehus"), "--help"], capture_output=True, text=True, check=True)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\w", done.stdout, re.MULTILINE), name
    text = " ".join(done.stdout.split())
    assert "0 done, 1 the build failed, 2 wrong usage, 3 validation failed, 4 trouble with an edition, 5 the query was refused" in text
    assert "6 done, but report packages with a fault were left out" in text


def test_the_subcommands_of_the_design_exist() -> None:
    assert {
        "build",
        "validate",
        "publish",
        "warehouse",
        "rollback",
        "editions",
        "verify",
        "prune",
        "diff",
        "query",
        "app",
        "sjekk",
        "rapport",
    } <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_subcommand_explains_itself_and_its_options(name: str, option: str, tmp_path: Path) -> None:
    """Anywhere, also outside a project."""
    done = subprocess.run([str(BIN / "kommunevarehus"), name, option], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, output(done)
    assert done.stderr == ""
    assert done.stdout.startswith(f"Usage: kommunevarehus {name} ")
    described = re.split(r"\n\n", done.stdout)[1].strip()
    assert described.endswith(".")
    for parameter in COMMANDS[name].params:
        for written in parameter.opts:
            if written.startswith("--"):
                line = next(line for line in done.stdout.splitlines() if line.strip().startswith(written))
                assert len(line.split()) > 3, f"{written} is not explained"


def test_the_version_is_the_packages() -> None:
    done = subprocess.run([str(BIN / "kommunevarehus"), "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"kommunevarehus, version \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["finnes-ikke"],
        ["build", "--finnes-ikke"],
        ["query"],
        ["query", "select 1", "--format", "xml"],
        ["prune"],
        ["prune", "--keep", "0"],
        ["publish", "--keep", "mange"],
        ["rollback", "en", "to"],
        ["diff"],
        ["sjekk"],
        ["rapport", "ny"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_shows_the_usage(arguments: list[str], warehouse: Project) -> None:
    before = snapshot(warehouse.store)
    done = run_command(warehouse, *arguments)
    assert done.returncode == 2, output(done)
    assert "Usage: kommunevarehus" in done.stderr
    assert "Error: " in done.stderr
    assert "Traceback" not in output(done)
    assert snapshot(warehouse.store) == before


# Exit status

KINDS = (WarehouseError, BuildError, ValidationError, EditionError, QueryError)


def test_each_kind_of_error_has_the_exit_status_that_the_help_says() -> None:
    assert [error.exit_code for error in (*KINDS, PackagesLeftOut)] == [1, 1, 3, 4, 5, 6]


def test_a_build_that_fails_ends_with_1(unbuilt: Project) -> None:
    (unbuilt.root / "seeds" / "kodeverk" / "kilde.csv").write_bytes(b"")
    done = run_command(unbuilt, "build")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "seeds/kodeverk/kilde.csv, line 1: the file is empty" in done.stderr
    assert "Traceback" not in output(done)


def test_a_validation_that_fails_ends_with_3(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, published, _ = rejected
    done = run_command(project, "validate")
    assert (published.returncode, done.returncode) == (3, 3)
    assert done.stdout == ""
    assert "Traceback" not in output(done)


@pytest.mark.parametrize(
    "arguments", [["query", "select 1"], ["verify"], ["rollback"], ["editions"], ["verify", "2026"], ["diff", "2026"]], ids=" ".join
)
def test_without_an_edition_the_message_says_what_to_run(arguments: list[str], unbuilt: Project) -> None:
    done = run_command(unbuilt, *arguments)
    assert done.returncode == 4, output(done)
    assert done.stdout == ""
    assert "Error: " in done.stderr
    assert "Traceback" not in output(done)
    if len(arguments) == 1 and arguments != ["rollback"]:
        assert "Run `make warehouse` (or `kommunevarehus publish`) first." in done.stderr


def test_prune_of_an_empty_store_removes_nothing(unbuilt: Project) -> None:
    done = run_command(unbuilt, "prune", "--keep", "3")
    assert done.returncode == 0, output(done)
    assert "Removed 0 editions." in done.stdout


def test_outside_a_project_the_message_says_where_to_go(tmp_path: Path) -> None:
    for environment in (clean_environment(), clean_environment(KOMMUNEVAREHUS_ROOT=str(tmp_path / "finnes-ikke"))):
        done = subprocess.run(
            [str(BIN / "kommunevarehus"), "editions"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "No dbt_project.yml" in done.stderr
        assert "Traceback" not in output(done)


def test_a_folder_below_the_project_will_do(warehouse: Project) -> None:
    done = subprocess.run(
        [str(BIN / "kommunevarehus"), "query", "select 1 as en", "--format", "csv"],
        cwd=warehouse.root / "seeds" / "kodeverk",
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "en\n1\n")


def test_a_second_build_of_the_same_inputs_runs_nothing(warehouse: Project) -> None:
    database = snapshot(warehouse.target)["kommunevarehus.duckdb"]
    done = run_command(warehouse, "build")
    assert done.returncode == 0, output(done)
    assert re.fullmatch(r"dbt: nothing has changed since the last build: \d+ seeds, \d+ models, \d+ tests passed\.\n", done.stdout)
    assert snapshot(warehouse.target)["kommunevarehus.duckdb"] == database


def test_warehouse_ends_by_saying_what_was_made_and_what_to_do_next_which_answers(scratch: Project) -> None:
    done = run_command(scratch, "warehouse")
    assert done.returncode == 0, output(done)
    tables, cells, published, tests, checks = map(
        int,
        re.search(r"(\d+) printed tables, (\d+) cells → (\d+) published relations; (\d+) tests, (\d+) checks passed", done.stdout).groups(),  # type: ignore[union-attr]
    )
    answer = query(
        scratch,
        "select count(distinct tabell_id), count(*), (select count(*) from kvalitet.validering) from kvalitet.kildecelle",
        "--format",
        "csv",
    )
    assert answer.stdout.splitlines()[1] == f"{tables},{cells},{checks}"
    assert min(published, tests) > 40
    assert "gjeldende" in done.stdout
    for step in ("kommunevarehus query", "make app", "make test"):
        assert step in done.stdout.split("Next:")[1]
    proposed = re.search(r'kommunevarehus query "(.+)"', done.stdout)
    assert proposed
    answered = query(scratch, proposed[1])
    assert answered.returncode == 0, output(answered)
    assert "Netto driftsresultat" in answered.stdout


# Answers


def test_an_answer_is_a_table_by_default(warehouse: Project) -> None:
    done = query(warehouse, QUERY)
    assert done.returncode == 0, output(done)
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["navn", "regnskap_mill_kr", "forelder_post_id"],
        ["Netto", "driftsresultat", "601.000000"],
    ]
    header, row = done.stdout.splitlines()
    ends = [line.index(word) + len(word) for line, word in ((header, "regnskap_mill_kr"), (row, "601.000000"))]
    assert ends[0] == ends[1], "numbers stand to the right"


def test_a_piped_table_is_not_cut_to_a_terminals_width(warehouse: Project) -> None:
    done = query(warehouse, "select repeat('lang ', 200) || 'slutt' as tekst, 1 as tall")
    assert len(done.stdout.splitlines()) == 2
    assert "lang slutt" in done.stdout


def test_a_table_shows_text_as_it_is(warehouse: Project) -> None:
    """Square brackets are not styling."""
    done = query(warehouse, """select '[bold]fet[/bold]' as "[red]navn", '[/]' as b""")
    assert done.returncode == 0, output(done)
    assert [line.split() for line in done.stdout.splitlines()] == [["[red]navn", "b"], ["[bold]fet[/bold]", "[/]"]]


def test_an_answer_as_csv_can_be_read_back(warehouse: Project) -> None:
    done = query(
        warehouse, """select 'a,"b"' as tekst, 'to\nlinjer' as flere, 1.50::decimal(9, 2) as tall, null as tom""", "--format", "csv"
    )
    assert done.returncode == 0, output(done)
    assert list(csv.reader(io.StringIO(done.stdout, newline=""))) == [
        ["tekst", "flere", "tall", "tom"],
        ['a,"b"', "to\nlinjer", "1.50", ""],
    ]


def test_an_answer_as_json_has_numbers_and_null(warehouse: Project) -> None:
    done = query(warehouse, QUERY, "--format", "json")
    assert done.returncode == 0, output(done)
    assert json.loads(done.stdout) == [{"navn": "Netto driftsresultat", "regnskap_mill_kr": 601, "forelder_post_id": None}]
    odd = query(warehouse, "select 1.5::decimal(9, 1) as a, true as b, date '2020-01-31' as c, 'æøå' as d, [1, 2] as e", "--format", "json")
    assert json.loads(odd.stdout) == [{"a": 1.5, "b": True, "c": "2020-01-31", "d": "æøå", "e": [1, 2]}]
    assert "æøå" in odd.stdout


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_answer_without_rows_is_an_answer(form: str, warehouse: Project) -> None:
    done = query(warehouse, "select 1 as en where false", "--format", form)
    assert done.returncode == 0, output(done)
    assert done.stdout.strip() == {"table": "en", "csv": "en", "json": "[]"}[form]


def test_sql_can_come_from_standard_input(warehouse: Project) -> None:
    done = query(warehouse, "-", "--format", "csv", stdin="-- et spørsmål\nselect 'blåbær' as bær;\n")
    assert (done.returncode, done.stdout) == (0, "bær\nblåbær\n")


def test_of_several_statements_none_is_run(warehouse: Project) -> None:
    done = query(warehouse, "select 1 as a; select 2 as b;")
    assert done.returncode == 5
    assert "Only one statement that asks is run" in done.stderr


def test_a_reader_that_stops_early_is_no_error(warehouse: Project) -> None:
    """As in `kommunevarehus query … | head -1`."""
    command = f"{BIN / 'kommunevarehus'} query --format csv 'select * from rapport.rapport_befolkningsvekst' | head -1"
    environment = clean_environment(KOMMUNEVAREHUS_ROOT=str(warehouse.root))
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("kommunenr,")
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("stderr", [subprocess.DEVNULL, subprocess.STDOUT])
def test_a_viewer_whose_reader_has_gone_ends_when_it_is_told_to(stderr: int) -> None:
    """As in `kommunevarehus app | head -4`, and with `2>&1`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "kommunevarehus"), "app", "--port", str(port)]
    environment = clean_environment(KOMMUNEVAREHUS_ROOT=str(ROOT))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True) as viewer:
        try:
            assert viewer.stdout
            assert any(f"http://127.0.0.1:{port}" in line for line in viewer.stdout)
            viewer.stdout.close()
            time.sleep(1)
            assert viewer.poll() is None
            viewer.terminate()
            assert viewer.wait(timeout=20) == 0
        finally:
            viewer.kill()


def test_another_edition_can_be_asked(scratch: Project) -> None:
    store = Store(scratch.store)
    first = store.require_current()
    assert run_command(scratch, "publish", "--force").returncode == 0
    second = store.require_current()
    for asked, expected in (([], second), (["--edition", first.id], first), (["--edition", second.id[:16]], second)):
        assert query(scratch, "select utgave_id from kvalitet.utgave", "--format", "csv", *asked).stdout == f"utgave_id\n{expected.id}\n"
    unknown = query(scratch, "select 1", "--edition", "1999")
    assert unknown.returncode == 4
    assert first.id in unknown.stderr


def test_editions_are_listed_with_the_current_one_marked(scratch: Project) -> None:
    store = Store(scratch.store)
    first = store.require_current()
    assert run_command(scratch, "publish", "--force").returncode == 0
    assert run_command(scratch, "rollback").returncode == 0
    done = run_command(scratch, "editions")
    assert done.returncode == 0, output(done)
    listed = {re.findall(r"\d{8}T\d{6}Z-[0-9a-f]{12}", line)[0]: "→" in line for line in done.stdout.splitlines()[1:]}
    assert listed == {first.id: True, store.editions()[-1].id: False}


# Refusals

OUT = "ut-herfra"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from marts.dim_kilde",
        "update marts.dim_kilde set tittel = 'x'",
        "insert into marts.dim_kilde select * from marts.dim_kilde",
        "drop table marts.dim_kilde",
        "alter table marts.dim_kilde add column x int",
        "create table marts.ny as select 1",
        "create schema nytt",
        "select 1; delete from marts.dim_kilde",
        "comment on table marts.dim_kilde is 'x'",
        "select * from '/etc/passwd'",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from glob('/etc/*')",
        "from read_parquet('parquet/*.parquet')",
        "create temp table x as select 1; copy x from '/etc/passwd'",
        f"copy marts.dim_kilde to '{OUT}.csv'",
        f"copy (select 1) to '{OUT}.parquet' (format parquet)",
        f"export database '{OUT}'",
        f"attach '{OUT}.duckdb' as ny",
        "attach 'target/kommunevarehus.duckdb' as bygg",
        "attach ':memory:' as minne",
        "install httpfs",
        "load httpfs",
        f"load '{OUT}.duckdb_extension'",
        "select * from read_csv('https://example.org/x.csv')",
        "set enable_external_access = true",
        "set allow_unsigned_extensions = true",
        "reset lock_configuration",
        "pragma enable_profiling='json'; set profiling_output = 'ut-herfra.json'; select 1",
        "select * from finnes_ikke",
        "selekt 1",
        "select 1 where",
        "",
        " ; ",
        "-- bare en kommentar",
    ],
)
def test_the_query_is_refused_with_5_and_nothing_is_read_written_or_attached(sql: str, warehouse: Project) -> None:
    before, files = snapshot(warehouse.store), {path.name for path in warehouse.root.iterdir()}
    done = query(warehouse, "-", stdin=sql)
    assert done.returncode == 5, output(done)
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "root:" not in output(done)
    assert "Traceback" not in output(done)
    assert snapshot(warehouse.store) == before
    assert {path.name for path in warehouse.root.iterdir()} == files


def test_two_columns_of_one_name_are_not_lost_in_json(warehouse: Project) -> None:
    done = query(warehouse, "select 1 as a, 2 as a", "--format", "json")
    assert done.returncode == 5
    assert "More than one column is called a" in done.stderr
    assert query(warehouse, "select 1 as a, 2 as a", "--format", "csv").stdout == "a,a\n1,2\n"


def test_a_query_that_is_not_utf8_is_refused_with_a_message(warehouse: Project) -> None:
    for arguments, stdin in ((["-"], b"select '\xe5'"), ([b"select '\xe5'"], None)):
        done = subprocess.run(
            [str(BIN / "kommunevarehus"), "query", *arguments],
            env=clean_environment(KOMMUNEVAREHUS_ROOT=str(warehouse.root), PYTHONIOENCODING=":surrogateescape"),
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 5, done.stderr
        assert b"not UTF-8" in done.stderr
        assert b"Traceback" not in done.stderr


# Damaged stores


@pytest.fixture
def damaged(warehouse: Project, tmp_path: Path) -> Project:
    """A copy whose current edition can be written to."""
    project = copy_project(warehouse, tmp_path / "skadet")
    for path in Store(project.store).require_current().path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    Store(project.store).require_current().path.chmod(0o755)
    return project


@pytest.mark.parametrize("what", ["truncated", "emptied", "replaced", "missing"])
def test_a_database_that_cannot_be_opened_gives_a_message(what: str, damaged: Project) -> None:
    database = Store(damaged.store).require_current().database
    if what == "missing":
        database.unlink()
    else:
        raw = database.read_bytes()
        database.write_bytes({"truncated": raw[:5000], "emptied": b"", "replaced": b"noe helt annet " * 1000}[what])
    done = query(damaged, "select count(*) from marts.dim_kilde")
    assert done.returncode in (4, 5), output(done)
    assert done.stdout == ""
    assert "Traceback" not in output(done)
    assert not database.exists() or what != "missing", "a read must not make a new, empty database"
    verified = run_command(damaged, "verify")
    assert verified.returncode == 4
    assert "kommunevarehus.duckdb" in verified.stderr
    remove(damaged.root)


def test_a_store_that_is_a_file_gives_a_message(scratch: Project) -> None:
    remove(scratch.store)
    scratch.store.write_text("ikke en mappe", "utf-8")
    for arguments in (["query", "select 1"], ["editions"], ["publish"], ["rollback"]):
        done = run_command(scratch, *arguments)
        assert done.returncode == 4, output(done)
        assert "Traceback" not in output(done)
    assert scratch.store.read_text("utf-8") == "ikke en mappe"


def test_without_dbts_artefacts_the_message_says_build(scratch: Project) -> None:
    shutil.rmtree(scratch.target)
    for command in ("validate", "publish"):
        done = run_command(scratch, command)
        assert done.returncode == 4, output(done)
        assert "Run `kommunevarehus build`" in done.stderr
        assert "Traceback" not in output(done)
