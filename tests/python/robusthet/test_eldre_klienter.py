"""The real edition, opened by programs that are older than ours, or not ours: DuckDB 1.4, Node, pandas, Polars, PyArrow, Harlequin, R.

They are installed from the package registries in folders of their own. What each reads is held against what our own DuckDB reads.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kommunevarehus.editions import Edition, Store
from kommunevarehus.project import Project

OLD_DUCKDB = "1.4.*"
PYTHON_CLIENTS = [f"duckdb=={OLD_DUCKDB}", "pandas", "pyarrow", "polars", "harlequin"]
NODE_CLIENTS = ["1.4.5-r.1", "1.5.6-r.1"]
# Text with Norwegian letters, decimals, integers, booleans and NULL: one value of each, as text, of whatever a client has read.
FACTS = """
    select
        (select count(*) from kvalitet.kildecelle),
        (select sum(belop_mill_kr)::varchar from marts.fct_belop),
        (select max(navn) from marts.dim_kommune where kommunenr = '5001'),
        (select count(*) from marts.fct_nokkeltall where verdi_trykt is null),
        (select count(*) from kvalitet.validering where not bestatt),
        (select utgave_id from kvalitet.utgave),
        (select comment from duckdb_columns() where schema_name = 'marts' and table_name = 'fct_befolkning' and column_name = 'personer')
"""


@pytest.fixture(scope="session")
def edition(warehouse: Project) -> Edition:
    return Store(warehouse.store).require_current()


@pytest.fixture(scope="session")
def facts(edition: Edition) -> list[object]:
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        found = list(connection.execute(FACTS).fetchall()[0])
    assert all(value is not None for value in found)
    assert found[-1]
    return found


@pytest.fixture(scope="session")
def old_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a virtual environment with an older DuckDB and other readers."""
    folder = tmp_path_factory.mktemp("eldre") / "venv"
    run([sys.executable, "-m", "venv", str(folder)])
    run([str(folder / "bin" / "pip"), "install", "--quiet", *PYTHON_CLIENTS])
    return folder / "bin" / "python"


def run(command: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def ask_old(old_python: Path, edition: Edition) -> Callable[[str], object]:
    """Run a few lines of Python in that environment, with `edition` as the edition's path; they print JSON."""

    def ask(lines: str) -> object:
        return json.loads(run([str(old_python), "-c", f"import json\nedition = {str(edition.path)!r}\n{lines}"]))

    return ask


def test_duckdb_1_4_reads_tables_and_comments(ask_old: Callable[[str], object], facts: list[object]) -> None:
    version, found = ask_old(
        f"import duckdb\nconnection = duckdb.connect(edition + '/kommunevarehus.duckdb', read_only=True)\n"
        f"print(json.dumps([duckdb.__version__, connection.execute({FACTS!r}).fetchall()[0]]))"
    )
    assert version.startswith("1.4.")
    assert found == facts


def test_duckdb_1_4_reads_every_relation(ask_old: Callable[[str], object], edition: Edition) -> None:
    expected = {resource["name"]: resource["rows"] for resource in edition.manifest["resources"] if resource["format"] == "parquet"}
    found = ask_old(
        "import duckdb\nconnection = duckdb.connect(edition + '/kommunevarehus.duckdb', read_only=True)\n"
        "connection.execute('set enable_progress_bar = false')\n"  # it is drawn where the answer is printed
        "names = [f'{s}.{t}' for s, t in connection.execute('select schema_name, table_name from duckdb_tables()').fetchall()]\n"
        "print(json.dumps({name: len(connection.execute(f'from {name}').fetchall()) for name in names}))"
    )
    assert found == expected | {"kvalitet.utgave": 1}


def test_every_column_has_a_comment(edition: Edition) -> None:
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        bare = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where coalesce(comment, '') = '' and not internal and table_name != 'utgave'"
        ).fetchall()
    assert bare == []


READERS = {
    "pandas": "import pandas\nread = lambda path: len(pandas.read_parquet(path))",
    "pyarrow": "import pyarrow.parquet\nread = lambda path: pyarrow.parquet.read_table(path).num_rows",
    "polars": "import polars\nread = lambda path: polars.read_parquet(path).height",
}


@pytest.mark.parametrize("reader", READERS)
def test_parquet_is_read_by(reader: str, ask_old: Callable[[str], object], edition: Edition) -> None:
    expected = {resource["path"]: resource["rows"] for resource in edition.manifest["resources"] if resource["format"] == "parquet"}
    found = ask_old(f"{READERS[reader]}\nprint(json.dumps({{path: read(edition + '/' + path) for path in {sorted(expected)!r}}}))")
    assert found == expected


SUMS = {
    "pandas": "import pandas\nfound = float(pandas.read_parquet(path)['belop_mill_kr'].sum())",
    "pyarrow": "import pyarrow.parquet, pyarrow.compute as pc\nfound = pc.sum(pyarrow.parquet.read_table(path)['belop_mill_kr']).as_py()",
    "polars": "import polars\nfound = polars.read_parquet(path)['belop_mill_kr'].sum()",
}


@pytest.mark.parametrize("reader", SUMS)
def test_money_is_a_number_in(reader: str, ask_old: Callable[[str], object], facts: list[object]) -> None:
    kind, found = ask_old(
        f"path = edition + '/parquet/marts.fct_belop.parquet'\n{SUMS[reader]}\nprint(json.dumps([type(found).__name__, str(found)]))"
    )
    # added as doubles; each of them is the printed number, see test_utgivelse.py
    assert kind == "float"
    assert round(Decimal(found), 6) == Decimal(str(facts[1]))


def test_harlequins_adapter_opens_it_read_only(ask_old: Callable[[str], object], facts: list[object]) -> None:
    found, databases, refusal = ask_old(
        "from harlequin_duckdb import DuckDbAdapter\n"
        "connection = DuckDbAdapter([edition + '/kommunevarehus.duckdb'], read_only=True, no_init=True).connect()\n"
        f"rows = connection.execute({FACTS!r}).fetchall().to_pylist()\n"
        "names = [schema.label for item in connection.get_catalog().items for schema in item.fetch_children()]\n"
        "try:\n    connection.execute('drop table marts.dim_kilde')\n    refusal = ''\n"
        "except Exception as error:\n    refusal = str(error)\n"
        "print(json.dumps([list(rows[0].values()), names, refusal]))"
    )
    assert found == facts
    assert {"marts", "rapport", "kvalitet"} <= set(databases)
    assert "read-only" in refusal


NODE = """
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const instance = await DuckDBInstance.create(process.argv[1] + '/kommunevarehus.duckdb', { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(process.argv[2]);
  console.log(JSON.stringify(reader.getRowsJson()[0].map(value => /^[0-9]+$/.test(value) ? Number(value) : value)));
})();
"""


@pytest.mark.skipif(shutil.which("node") is None or shutil.which("npm") is None, reason="Node and npm are not on this machine")
@pytest.mark.parametrize("version", NODE_CLIENTS)
def test_nodes_client_reads_tables_and_comments(version: str, edition: Edition, facts: list[object], tmp_path: Path) -> None:
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), f"@duckdb/node-api@{version}"]
    if subprocess.run(install, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip(f"npm cannot install @duckdb/node-api@{version} here: is its registry reachable?")
    assert json.loads(run(["node", "-e", NODE, str(edition.path), FACTS], tmp_path)) == facts


R = """
path <- commandArgs(trailingOnly = TRUE)[1]
read <- if (requireNamespace("nanoparquet", quietly = TRUE)) nanoparquet::read_parquet else arrow::read_parquet
cat(nrow(read(path)))
"""


def r_without_parquet() -> str:
    """Why R cannot be tried here; empty if it can."""
    if shutil.which("Rscript") is None:
        return "Rscript is not on this machine"
    test = 'quit(status = !(requireNamespace("nanoparquet", quietly = TRUE) || requireNamespace("arrow", quietly = TRUE)))'
    done = subprocess.run(["Rscript", "-e", test], capture_output=True, check=False)
    return "" if done.returncode == 0 else "R is here, but neither nanoparquet nor arrow"


@pytest.mark.skipif(bool(r_without_parquet()), reason=r_without_parquet())
def test_r_reads_parquet(edition: Edition) -> None:
    resource = next(resource for resource in edition.manifest["resources"] if resource["name"] == "marts.fct_befolkning")
    assert int(run(["Rscript", "-e", R, str(edition.path / resource["path"])])) == resource["rows"]
