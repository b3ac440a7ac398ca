"""Nobody gets from an edition to the machine it is on: through `query`, the viewer's connection and server, a CSV, or by mistake."""

from __future__ import annotations

import ast
import csv
import http.client
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from varehus import snapshot

from kommunevarehus.editions import Store
from kommunevarehus.project import Project, QueryError
from kommunevarehus.publication import publish
from kommunevarehus.query import ask
from robusthet.hus import BIN, ROOT, ROWS, House, listeners, run, run_program, viewer_server
from robusthet.test_feilinjeksjon import without_privileges

READ = [
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/etc/passwd')",
    "select * from parquet_metadata('/etc/passwd')",
    "from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "select * from glob('*')",
    "copy marts.dim_kilde from '/etc/passwd'",
    "create temp view v as select * from read_text('/etc/passwd'); from v",
    "select * from query('select * from read_text(''/etc/passwd'')')",
    "select * from query_table('/etc/passwd')",
    "import database '/etc'",
    "select getenv('HOME')",
    "select * from read_text('https://example.org/')",
    "select * from duckdb_secrets()",
]
WRITE = [
    "copy (select 1) to '{folder}/ut.csv'",
    "copy marts.dim_kilde to '{folder}/ut.parquet' (format parquet)",
    "copy (select 1) to '/dev/stdout'",
    "export database '{folder}/ut'",
    "create secret ut (type s3)",
    "create persistent secret ut (type s3)",
    "pragma profiling_output='{folder}/ut.json'",
    "call enable_profiling(save_location='{folder}/ut.query_tree'); select 1",
]
ATTACH = [
    "attach '{folder}/ut.duckdb'",
    "attach '{folder}/ut.duckdb' as ut (read_only)",
    "attach '/etc/passwd' as ut (type sqlite)",
    "attach 'https://example.org/ut.duckdb' as ut",
    "install httpfs",
    "force install httpfs from 'https://example.org'",
    "load httpfs",
    "load '{folder}/ut.duckdb_extension'",
    "update extensions",
]
SET = [
    "set enable_external_access = true",
    "reset enable_external_access",
    "set global enable_external_access = true",
    "pragma enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set autoload_known_extensions = true",
    "set allowed_directories = ['/etc']",
    "set temp_directory = '{folder}'",
    "set home_directory = '{folder}'",
    "set extension_directory = '{folder}'",
    "set custom_extension_repository = 'https://example.org'",
    "set allow_unsigned_extensions = true",
    "set log_query_path = '{folder}/ut.log'",
    "set memory_limit = '100GB'",
    "set threads = 64",
]
CHANGE = [
    "create table marts.ut as select 1",
    "create schema ut",
    "create view marts.ut as select 1",
    "drop table marts.dim_kilde",
    "delete from marts.fct_tall",
    "truncate marts.fct_tall",
    "insert into marts.fct_tall from marts.fct_tall",
    "update marts.fct_tall set rad = 1",
    "alter table marts.fct_tall add column ut integer",
    "comment on table marts.fct_tall is 'ut'",
    "explain analyze delete from marts.fct_tall",
    "create table ut as pivot marts.fct_tall on rad",
    "create temp table ut as select 1",
    "from marts.dim_kilde; from marts.dim_kilde",
    "pivot marts.fct_tall on rad; pivot marts.fct_tall on rad",
    "begin; delete from marts.fct_tall; commit",
    "select 1; drop table marts.dim_kilde",
]


@pytest.fixture(scope="module")
def store(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all these tests, which must not change it."""
    root = tmp_path_factory.mktemp("sikkerhet") / "lager"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOMMUNEVAREHUS_LAGER", str(root))
        patch.syspath_prepend(str(ROOT / "app"))
        publish(house.project)
        yield Store(root)


@pytest.fixture(autouse=True)
def _at_the_store(store: Store, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(store.root))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(house.project.root))


@pytest.fixture
def nothing_changes(store: Store, tmp_path: Path) -> Iterator[Path]:
    """A folder that must stay empty, beside a store that must stay as it is."""
    folder = tmp_path / "ut"
    folder.mkdir()
    before = snapshot(store.root)
    yield folder
    assert list(folder.iterdir()) == []
    assert snapshot(store.root) == before


@pytest.mark.parametrize("sql", READ + WRITE + ATTACH + SET + CHANGE)
def test_query_refuses(sql: str, store: Store, nothing_changes: Path) -> None:
    with pytest.raises(QueryError):
        ask(store.require_current(), sql.format(folder=nothing_changes))


@pytest.mark.parametrize(
    "sql", ["select * from read_text('/etc/passwd')", "copy (select 1) to '{folder}/ut.csv'", "drop table marts.dim_kilde"]
)
def test_the_command_refuses_with_its_own_status_and_a_message(sql: str, store: Store, house: House, nothing_changes: Path) -> None:
    done = run(house.project, store, "query", sql.format(folder=nothing_changes))
    assert done.returncode == 5
    assert done.stderr.startswith("Error:")
    assert "root:" not in done.stdout + done.stderr


@pytest.mark.parametrize("sql", ["call {log}", "call {log}; select 1", "from {log}; select 1", "explain analyze call {log}; select 1"])
def test_query_cannot_log_to_a_file(sql: str, store: Store, house: House, nothing_changes: Path) -> None:
    """DuckDB 1.5 lets the call through, and aborts the process at the next statement: so there is none, and no call."""
    log = f"enable_logging(storage='file', storage_path='{nothing_changes}')"
    refusal = run(house.project, store, "query", sql.format(log=log))
    assert refusal.returncode == 5
    assert "Only one statement that asks" in refusal.stderr


def test_logging_hidden_in_a_pivot_harms_nothing(
    store: Store, house: House, nothing_changes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pivot is two statements inside DuckDB, so that this still ends the process it is run in. Nothing is written."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # the process cannot tidy up after itself
    sql = f"pivot (select 1 as a from (select 1) left join enable_logging(storage='file', storage_path='{nothing_changes}') on true) on a"
    assert run(house.project, store, "query", sql).returncode != 0


@pytest.mark.parametrize(
    "sql",
    [
        "from marts.dim_kilde",
        "with a as (select 1 as b) from a;",
        "pivot marts.fct_tall on generasjon using count(*)",
        "from (pivot marts.fct_tall on generasjon using count(*))",
        "describe marts.dim_kilde",
        "summarize marts.dim_kilde",
        "show all tables",
        "explain analyze from marts.dim_kilde",
        "pragma table_info('marts.dim_kilde')",
        "values (1)",
    ],
)
def test_query_answers_whatever_asks(sql: str, store: Store, nothing_changes: Path) -> None:
    assert ask(store.require_current(), sql).rows


def test_a_query_too_large_for_memory_does_not_spill_into_the_edition(store: Store) -> None:
    spill = ask(store.require_current(), "select current_setting('temp_directory')").rows[0][0]
    assert not Path(spill).is_relative_to(store.root)
    assert not Path(spill).exists()


# The viewer


@pytest.fixture(scope="module")
def viewer(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """The viewer's own connection to the current edition."""
    import streamlit as st  # noqa: PLC0415

    import data  # noqa: PLC0415

    st.cache_resource.clear()
    yield data._database(str(store.require_current().path))
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.mark.parametrize("sql", READ + WRITE + ATTACH + SET)
def test_the_viewers_connection_refuses(sql: str, viewer: duckdb.DuckDBPyConnection, nothing_changes: Path) -> None:
    with pytest.raises(duckdb.Error):
        viewer.cursor().execute(sql.format(folder=nothing_changes)).fetchall()


HOSTILE = [
    "'; drop table marts.dim_kilde; --",
    "' or 1=1 --",
    "prove'; copy (select 1) to '/tmp/ut.csv'; --",
    "\\'; select 1",
    "{{7*7}}",
    "%00",
    "\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_reader_writes_is_a_value_and_never_sql(text: str, viewer: duckdb.DuckDBPyConnection, nothing_changes: Path) -> None:
    import data  # noqa: PLC0415

    assert viewer is not None
    assert data.rows("select * from marts.dim_kilde where kilde_id = ?", text).empty
    assert data.rows("select ? as svar", text).svar[0] == text
    assert data.first("select count(*) as antall from marts.dim_kilde")["antall"] == 1


def is_fixed(node: ast.expr, constants: set[str]) -> bool:
    """Whether an expression is a text that the program holds: a literal, or one with nothing but constants of its module put into it."""
    match node:
        case ast.Name(id=name):
            return name in constants
        case ast.JoinedStr(values=parts):
            return all(is_fixed(part.value if isinstance(part, ast.FormattedValue) else part, constants) for part in parts)
        case ast.Tuple(elts=parts):
            return all(is_fixed(part, constants) for part in parts)
        case _:
            return isinstance(node, ast.Constant)


def fixed_names(module: ast.Module) -> set[str]:
    """The constants of a module that are fixed themselves."""
    found: set[str] = set()
    for statement in module.body:
        if isinstance(statement, ast.Assign) and is_fixed(statement.value, found):
            names = {node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)}
            found |= {name for name in names if name.isupper()}
    return found


def test_no_value_of_a_page_is_written_into_its_sql() -> None:
    """`data.rows` and `data.first` are given their SQL as a fixed text; values follow as parameters."""
    calls = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"data.rows", "data.first"}:
                calls.append((f"{path.name}:{call.lineno}", is_fixed(call.args[0], fixed_names(module))))
    assert len(calls) > 10
    assert [place for place, fixed in calls if not fixed] == []


def test_the_server_keeps_streamlits_protections(house: House, store: Store) -> None:
    names = ("server.address", "server.enableXsrfProtection", "server.enableCORS", "server.enableStaticServing", "client.showErrorDetails")
    program = f"import json\nfrom streamlit import config\nprint(json.dumps([config.get_option(name) for name in {names}]))"
    done = run_program([str(BIN / "python"), "-c", program], Project(ROOT), store)
    assert json.loads(done.stdout) == ["127.0.0.1", True, True, False, "none"]


@pytest.fixture
def server(store: Store) -> Iterator[int]:
    """The viewer's port."""
    with viewer_server(store) as port:
        yield port


def handshake(port: int, origin: str) -> int:
    """The status of the server's answer to a page of `origin` that wants to talk to it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    connection.request("GET", "/_stcore/stream", headers=headers | {"Origin": origin})
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_viewer_is_reached_from_this_machine_and_its_own_pages_only(server: int) -> None:
    assert listeners(server) == {"0100007F"}
    assert handshake(server, f"http://127.0.0.1:{server}") == 101
    assert handshake(server, "https://example.org") == 403


# CSV

FORMULAS = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@sum(A1)", "\t=1", "\r=1", "=a\rb", '=HYPERLINK("http://example.org")']


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_text_in_the_csv(text: str, viewer: duckdb.DuckDBPyConnection) -> None:
    import parts  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    assert viewer is not None
    frame = pd.DataFrame({"navn": [text, "Trondheim"], "belop": [-4140, 1]})
    columns = {"navn": parts.Column("Navn"), "belop": parts.Column("Beløp", str)}
    written = parts.csv(uttak.table_item(frame, columns, "prove", None, None))
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Navn", "Beløp"], [f"'{text}", "-4140"], ["Trondheim", "1"]]  # a number keeps its minus


# A mistaken analyst


OPEN_AND_WRITE = """
import os, signal, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute('from marts.dim_kilde' if sys.argv[2] == 'read' else 'create table marts.min as select 1')
if sys.argv[2] == 'killed':
    os.kill(os.getpid(), signal.SIGKILL)
connection.close()
"""


def test_an_analyst_who_opens_the_edition_to_write_is_refused_without_harm(store: Store, house: House) -> None:
    before = snapshot(store.root)
    file = str(store.root / "gjeldende" / "kommunevarehus.duckdb")
    done = run_program([str(BIN / "python"), "-c", OPEN_AND_WRITE, file, "closed"], house.project, store, before_exec=without_privileges)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr
    assert snapshot(store.root) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root, whom file permissions do not stop, can change an edition in place")
def test_root_who_opens_the_edition_to_write_and_only_reads_changes_nothing(store: Store, house: House) -> None:
    before = snapshot(store.root)
    file = str(store.root / "gjeldende" / "kommunevarehus.duckdb")
    assert run_program([str(BIN / "python"), "-c", OPEN_AND_WRITE, file, "read"], house.project, store).returncode == 0
    assert snapshot(store.root) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root, whom file permissions do not stop, can change an edition in place")
@pytest.mark.parametrize("end", ["closed", "killed"])
def test_what_root_writes_into_an_edition_is_found(store: Store, house: House, tmp_path: Path, end: str) -> None:
    """Permissions do not stop root; `verify` and the viewer find the change, also when it is still in a write-ahead log."""
    shutil.copytree(store.root, tmp_path / "lager", symlinks=True)
    own = Store(tmp_path / "lager")
    run_program([str(BIN / "python"), "-c", OPEN_AND_WRITE, str(own.require_current().database), end], house.project, own)
    done = run(house.project, own, "verify")
    assert done.returncode == 4
    assert "kommunevarehus.duckdb" in done.stderr
    for folder in (own.require_current().path, own.require_current().path / "parquet"):
        folder.chmod(0o755)


OPEN_AND_READ = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("select count(*) from marts.fct_tall").fetchall()[0][0])
    connection.execute("create table marts.min as select 1")
"""


def test_opening_to_read_changes_nothing(store: Store, house: House) -> None:
    before = snapshot(store.root)
    done = run_program([str(BIN / "python"), "-c", OPEN_AND_READ, str(store.require_current().database)], house.project, store)
    assert done.stdout == f"{ROWS}\n"
    assert "InvalidInputException" in done.stderr
    assert "read-only" in done.stderr
    assert snapshot(store.root) == before
