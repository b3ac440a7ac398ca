"""Publication: what an edition holds, that it is what was built, that it never changes, and what happens to the current one."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import Package
from robusthet.hus import copy_small_project
from varehus import BIN, Done, age, clean_environment, copy_project, output, remove, run_command, snapshot

from kommunevarehus.catalog import VALIDATION, Relation
from kommunevarehus.editions import Edition, Store
from kommunevarehus.files import file_sha256
from kommunevarehus.pipeline import build
from kommunevarehus.project import EditionError, Project
from kommunevarehus.publication import publish

NEVER = "20991231T235959Z-000000000000"
MANY = 30_000  # rows


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A warehouse of four relations with one edition: what happens to editions is the same whatever they hold, and takes a second."""
    project = copy_small_project(tmp_path_factory.mktemp("lite") / "prosjekt")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KOMMUNEVAREHUS_LAGER", raising=False)
        build(project, echo=print)
        assert publish(project).published
    yield project
    remove(project.root)


@pytest.fixture
def scratch(small: Project, tmp_path: Path) -> Iterator[Project]:
    """A copy of the small warehouse that a test may break; removed afterwards."""
    project = copy_project(small, tmp_path / "prosjekt")
    yield project
    remove(project.root)


@pytest.fixture
def edition(warehouse: Project) -> Edition:
    """The published edition of the session; read only."""
    return Store(warehouse.store).require_current()


@pytest.fixture
def published(relations: list[Relation]) -> list[Relation]:
    """Every relation an edition has a Parquet file of."""
    return [*relations, VALIDATION]


def parquet(edition: Edition, name: str) -> str:
    """A relation's Parquet file, quoted for SQL."""
    return f"'{edition.path / 'parquet' / name}.parquet'"


def in_parquet(kind: str) -> str:
    """The type a column has in Parquet, by its type in the DuckDB file."""
    return "DOUBLE" if kind.startswith("DECIMAL(") else kind


def parquet_sums(edition: Edition) -> dict[str, str]:
    return snapshot(edition.path / "parquet")


def resources(edition: Edition) -> dict[str, dict[str, Any]]:
    """The manifest's Parquet resources by name."""
    return {resource["name"]: resource for resource in edition.manifest["resources"] if resource["format"] == "parquet"}


def damage(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a read-only file."""
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))
    path.chmod(0o444)


def flipped(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]


# What an edition is


def test_the_stable_paths_of_the_design_are_there(warehouse: Project, edition: Edition, published: list[Relation]) -> None:
    link = warehouse.store / "gjeldende"
    assert link.is_symlink()
    assert link.readlink() == Path("utgaver") / edition.id, "a relative link survives that the store is moved"
    assert edition.path.parent == (warehouse.store / "utgaver").resolve()
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{12}", edition.id)
    files = {str(path.relative_to(edition.path)) for path in edition.path.rglob("*") if path.is_file()}
    assert files == {"kommunevarehus.duckdb", "datapackage.json", "validering.md"} | {
        f"parquet/{relation.full_name}.parquet" for relation in published
    }


def test_the_duckdb_file_has_the_published_relations_and_nothing_else(edition: Edition, published: list[Relation]) -> None:
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        tables = {f"{schema}.{table}" for schema, table in connection.sql("select schema_name, table_name from duckdb_tables()").fetchall()}
        views = connection.sql("select view_name from duckdb_views() where not internal").fetchall()
        stamp = connection.sql("select utgave_id, innhold_sha256 from kvalitet.utgave").fetchall()
    assert tables == {relation.full_name for relation in published} | {"kvalitet.utgave"}
    assert views == []
    assert stamp == [(edition.id, edition.manifest["content_sha256"])]


def test_the_duckdb_file_is_written_for_clients_of_1_4(edition: Edition) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{edition.database}' as utgave (read_only)")
        tags = connection.sql("select tags from duckdb_databases() where database_name = 'utgave'").fetchall()[0][0]
    assert tags["storage_version"].startswith("v1.4")


def test_every_column_and_table_has_its_description_in_the_duckdb_file(edition: Edition, published: list[Relation]) -> None:
    with duckdb.connect(str(edition.database), read_only=True) as connection:
        columns = connection.sql(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
        tables = connection.sql("select schema_name || '.' || table_name, comment from duckdb_tables()").fetchall()
    assert [row[:-1] for row in [*columns, *tables] if not row[-1]] == []
    described = {(relation.full_name, column.name): column.description for relation in published for column in relation.columns}
    assert {(table, column): comment for table, column, comment in columns if table != "kvalitet.utgave"} == described


def test_both_formats_hold_what_was_built(warehouse: Project, edition: Edition, relations: list[Relation]) -> None:
    """The rows, the columns and their types: build = DuckDB file = Parquet, for every relation."""
    with duckdb.connect() as connection:
        build = warehouse.database.stem  # its own name: a view says which database it reads
        connection.execute(f"attach '{warehouse.database}' as {build} (read_only)")
        connection.execute(f"attach '{edition.database}' as utgave (read_only)")
        for relation in relations:
            built, file, table = f"{build}.{relation.full_name}", parquet(edition, relation.full_name), f"utgave.{relation.full_name}"
            layouts = [[row[:2] for row in connection.sql(f"describe from {one}").fetchall()] for one in (built, table, file)]
            # in Parquet a DECIMAL is a number that every reader knows; it is the same number, cast back
            assert layouts[0] == layouts[1]
            assert [(name, in_parquet(kind)) for name, kind in layouts[1]] == layouts[2]
            file = f"(select {', '.join(f'cast({name} as {kind}) as {name}' for name, kind in layouts[1])} from {file})"
            for other in (file, table):  # as many rows, and none that is not there as often: the same ones
                counts = f"(select count(*) from {built}) = (select count(*) from {other})"
                same = connection.sql(f"select {counts}, (select count(*) from (from {built} except all from {other}))").fetchall()
                assert same == [(True, 0)], other


def test_rows_are_in_order_of_their_key(edition: Edition, published: list[Relation]) -> None:
    for relation in published:
        if relation is not VALIDATION:  # in the order of the relations and their rules
            keys = duckdb.sql(f"select {', '.join(relation.key)} from {parquet(edition, relation.full_name)}")
            assert keys.fetchall() == keys.order(", ".join(relation.key)).fetchall(), relation.full_name


# The manifest


def test_the_manifest_is_a_valid_data_package(edition: Edition) -> None:
    assert list(Package.metadata_validate(edition.manifest)) == []


def test_frictionless_finds_the_data_to_be_what_the_manifest_says(edition: Edition, tmp_path: Path) -> None:
    """Frictionless reads the rows, written as CSV, by the manifest's own schemas: types, primary keys and foreign keys.

    It takes a minute for a million rows: of the largest relations it reads a few thousand, from all parts of them. DuckDB is asked the same
    of every row, every day, and nothing refers to a relation that is read in part.
    """
    made = csv_resources(edition, tmp_path, resources(edition))
    referred = {key["reference"]["resource"] for resource in made for key in resource["schema"].get("foreignKeys", [])}
    assert not [name for name, resource in resources(edition).items() if resource["rows"] > MANY and name in referred]
    package = Package.from_descriptor({**edition.manifest, "resources": made}, basepath=str(tmp_path))
    result = package.validate(limit_errors=5)
    assert [f"{task.name}: {error.message}" for task in result.tasks for error in task.errors] == []
    assert result.valid
    assert len(result.tasks) == len(resources(edition))


def test_frictionless_would_find_a_foreign_key_without_its_row(edition: Edition, tmp_path: Path) -> None:
    """A test of the test above: a package whose rows break a type, a primary key and a foreign key is not valid."""
    broken = {
        "marts.dim_rapport": ("5001-arsberetning-2020", "5001-arsberetning-2019"),
        "marts.fct_belop": (",2020,", ",tjuetjue,"),
        "marts.dim_kilde": ("ssb_07459_opprinnelige", "ssb_07459"),
    }
    three = csv_resources(edition, tmp_path, broken)
    for resource in three:  # the keys between the three
        keys = resource["schema"].get("foreignKeys", [])
        resource["schema"] |= {"foreignKeys": [key for key in keys if key["reference"]["resource"] in broken]}
        path = tmp_path / resource["path"]
        path.write_text(path.read_text("utf-8").replace(*broken[resource["name"]], 1), "utf-8")
    package = Package.from_descriptor({**edition.manifest, "resources": three}, basepath=str(tmp_path))
    found = {error.type for task in package.validate().tasks for error in task.errors}
    assert {"foreign-key", "type-error", "primary-key"} <= found


def csv_resources(edition: Edition, folder: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    """These resources of the manifest with their rows as CSV in `folder`; of very many rows every nth, so that they are not many."""
    made = []
    for name in names:
        resource = resources(edition)[name]
        rows = f"read_parquet({parquet(edition, name)}, file_row_number = true) where file_row_number % {1 + resource['rows'] // MANY} = 0"
        duckdb.sql(f"copy (select * exclude (file_row_number) from {rows}) to '{folder / name}.csv' (header)")
        made.append({"name": name, "path": f"{name}.csv", "format": "csv", "encoding": "utf-8", "schema": resource["schema"]})
    return made


def test_rows_bytes_and_checksums_of_the_manifest_are_those_of_the_files(edition: Edition) -> None:
    for resource in edition.manifest["resources"]:
        path = edition.path / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{file_sha256(path)}"
        if resource["format"] == "parquet":
            assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(resource["rows"],)]
    listed = {resource["path"] for resource in edition.manifest["resources"]} | {"datapackage.json"}
    assert listed == {str(path.relative_to(edition.path)) for path in edition.path.rglob("*") if path.is_file()}


def test_the_schema_of_the_manifest_is_the_files(edition: Edition, published: list[Relation]) -> None:
    types = {
        "VARCHAR": "string",
        "INTEGER": "integer",
        "BIGINT": "integer",
        "BOOLEAN": "boolean",
        "DATE": "date",
        "TIMESTAMP": "datetime",
    }
    described = resources(edition)
    assert set(described) == {relation.full_name for relation in published}
    for name, resource in described.items():
        found = [(row[0], row[1]) for row in duckdb.sql(f"describe from {parquet(edition, name)}").fetchall()]
        fields = resource["schema"]["fields"]
        assert [(field["name"], in_parquet(field["duckdb_type"].replace(" ", ""))) for field in fields] == found
        assert [field["type"] for field in fields] == [types.get(kind, "number") for _, kind in found]
        assert {kind for _, kind in found} <= types.keys() | {"DOUBLE"}
        assert all(field["description"] for field in fields)


def test_amounts_and_shares_carry_their_unit(edition: Edition) -> None:
    fields = [field for resource in resources(edition).values() for field in resource["schema"]["fields"]]
    units = {field["name"]: field.get("unit") for field in fields}
    assert units["belop_mill_kr"] == "mill. kr"
    assert units["vekst_pst"] == "prosent"
    assert units["arslonn_menn_kr"] == "kr"
    assert units["navn"] is None


def test_primary_keys_are_present_and_unique_in_the_data(edition: Edition) -> None:
    for name, resource in resources(edition).items():
        key = resource["schema"]["primaryKey"]
        assert key, name
        missing = " or ".join(f"{column} is null" for column in key)
        count, distinct, nulls = duckdb.sql(
            f"select count(*), count(distinct row({', '.join(key)})), count(*) filter ({missing}) from {parquet(edition, name)}"
        ).fetchall()[0]
        assert (count, nulls) == (distinct, 0), name


def test_foreign_keys_lead_to_rows_that_are_published(edition: Edition) -> None:
    followed = 0
    for name, resource in resources(edition).items():
        for key in resource["schema"].get("foreignKeys", []):
            (column,), (field,), target = key["fields"], key["reference"]["fields"], key["reference"]["resource"]
            assert target in resources(edition), f"{name}.{column} leads to {target}, which is not published"
            lost = duckdb.sql(
                f"select distinct {column} from {parquet(edition, name)} where {column} is not null "
                f"and {column} not in (select {field} from {parquet(edition, target)})"
            ).fetchall()
            assert lost == [], f"{name}.{column}"
            followed += 1
    assert followed > 20


def test_the_manifest_says_where_the_edition_came_from(warehouse: Project, edition: Edition) -> None:
    manifest = edition.manifest
    run = json.loads((warehouse.target / "run_results.json").read_text("utf-8"))["metadata"]
    assert manifest["id"] == manifest["version"] == edition.id
    assert manifest["content_sha256"].startswith(edition.id.split("-")[1])
    assert manifest["build"]["dbt_invocation_id"] == run["invocation_id"]
    assert manifest["build"]["duckdb_version"] == duckdb.__version__
    assert manifest["build"]["git_commit"] is None, "the copy is no checkout"
    assert manifest["validation"]["checks"] == manifest["validation"]["passed"] > 100
    created = dt.datetime.fromisoformat(manifest["created"])
    assert abs((created - dt.datetime.strptime(edition.id.split("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)).total_seconds()) < 600
    assert [license["name"] for license in manifest["licenses"]] == ["CC-BY-4.0"]
    assert any("Statistisk sentralbyrå" in source["publisher"] and source["license"] == "CC BY 4.0" for source in manifest["sources"])


def test_the_manifest_names_the_commit_and_whether_the_tree_was_dirty(scratch: Project) -> None:
    def git(*arguments: str) -> str:
        identity = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        command = ["git", "-c", "commit.gpgsign=false", "-C", str(scratch.root), *arguments]
        return subprocess.run(command, env=clean_environment(**identity), capture_output=True, text=True, check=True).stdout.strip()

    git("init", "--quiet")
    (scratch.root / ".gitignore").write_text("target/\nlager/\nlogs/\n", "utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "alt")
    clean = publish(scratch, force=True).edition.manifest["build"]
    (scratch.root / "nytt.txt").write_text("x", "utf-8")
    dirty = publish(scratch, force=True).edition.manifest["build"]
    assert (clean["git_commit"], clean["git_dirty"]) == (git("rev-parse", "HEAD"), False)
    assert (dirty["git_commit"], dirty["git_dirty"]) == (clean["git_commit"], True)


# Unchanged content


def test_unchanged_content_publishes_nothing_and_says_so(scratch: Project) -> None:
    before = snapshot(scratch.store)
    done = run_command(scratch, "publish")
    assert done.returncode == 0, output(done)
    current = Store(scratch.store).require_current()
    assert f"The content is the current edition's ({current.id}): nothing new was published." in done.stdout
    assert snapshot(scratch.store) == before


def test_force_publishes_unchanged_content_byte_for_byte_alike(scratch: Project) -> None:
    store = Store(scratch.store)
    first = store.require_current()
    done = run_command(scratch, "publish", "--force")
    assert done.returncode == 0, output(done)
    second = store.require_current()
    assert second.id > first.id
    assert second.id.split("-")[1] == first.id.split("-")[1]
    assert f"Published {second.id}" in done.stdout
    assert parquet_sums(second) == parquet_sums(first)
    assert second.manifest["content_sha256"] == first.manifest["content_sha256"]
    assert first.problems() == second.problems() == []


def test_a_build_from_nothing_with_another_number_of_threads_gives_the_same_bytes(warehouse: Project, unbuilt: Project) -> None:
    profiles = unbuilt.root / "profiles.yml"
    profiles.write_text(re.sub(r"threads: \d+", "threads: 1", profiles.read_text("utf-8")), "utf-8")
    assert "threads: 1" in profiles.read_text("utf-8")
    done = run_command(unbuilt, "warehouse", OMP_NUM_THREADS="1", PYTHONHASHSEED="7", TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert done.returncode == 0, output(done)
    here, there = Store(warehouse.store).require_current(), Store(unbuilt.store).require_current()
    assert parquet_sums(there) == parquet_sums(here)
    assert there.manifest["content_sha256"] == here.manifest["content_sha256"]


# Editions never change


def test_an_edition_is_read_only(edition: Edition) -> None:
    for path in (edition.path, *edition.path.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o555 if path.is_dir() else 0o444), path


def test_reading_an_edition_leaves_it_as_it_was(scratch: Project) -> None:
    before = snapshot(scratch.store)
    for arguments in (["query", "select count(*) from marts.fct_tall"], ["verify"], ["editions"]):
        done = run_command(scratch, *arguments)
        assert done.returncode == 0, output(done)
    assert snapshot(scratch.store) == before


def test_a_failing_validation_publishes_nothing(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, done, before = rejected
    assert done.returncode == 3, output(done)
    assert snapshot(project.store) == before
    assert [edition.problems() for edition in Store(project.store).editions()] == [[]]
    assert run_command(project, "publish", "--force").returncode == 3, "--force is about unchanged content, not about failed checks"
    assert snapshot(project.store) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("update utgave.marts.fct_tall set belop_mill_kr = belop_mill_kr + 1 where rad = 7", "12000 rows, of which 1 differ"),
        ("update utgave.marts.fct_tall set merknad = null where rad in (1, 12000)", "12000 rows, of which 2 differ"),
        ("delete from utgave.marts.fct_tall where rad = 12000", "of which 1 differ from the DuckDB file's 11999"),
        ("insert into utgave.marts.fct_tall (rad) values (null)", "from the DuckDB file's 12001"),
        (
            "create or replace table utgave.marts.fct_tall as from utgave.marts.fct_tall order by rad desc",
            "12000 rows, of which 12000 differ",
        ),
    ],
    ids=["a number", "two texts", "a row gone", "an empty row more", "another order"],
)
def test_what_was_not_written_alike_in_both_formats_is_thrown_away(change: str, says: str, scratch: Project) -> None:
    """Between the writing and the reading back, the DuckDB file becomes another."""
    before = snapshot(scratch.store)

    def spoil(step: str) -> None:
        if step == "verifying":
            [file] = (scratch.store / "utgaver").glob(".*/kommunevarehus.duckdb")
            file.chmod(0o644)
            with duckdb.connect() as connection:
                connection.execute(f"attach '{file}' as utgave; {change}")

    with pytest.raises(EditionError, match="was not what was written, and was thrown away") as raised:
        publish(scratch, force=True, progress=spoil)
    assert "parquet/marts.fct_tall.parquet has 12000 rows" in str(raised.value)
    assert says in str(raised.value)
    assert snapshot(scratch.store) == before


def test_ids_increase_also_when_the_clock_moved_back(scratch: Project) -> None:
    store = Store(scratch.store)
    current = store.require_current()
    (scratch.store / "utgaver" / NEVER).mkdir()
    later = publish(scratch, force=True).edition
    assert later.id == f"21000101T000000Z-{current.id.split('-')[1]}"
    assert publish(scratch, force=True).edition.id > later.id


# Going back, tidying, verifying


@pytest.fixture(scope="module")
def thrice_published(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with three editions, the last one current; tests take copies of it."""
    project = copy_project(small, tmp_path_factory.mktemp("tre") / "prosjekt")
    for _ in range(2):
        publish(project, force=True)
    yield project
    remove(project.root)


@pytest.fixture
def three(thrice_published: Project, tmp_path: Path) -> Iterator[tuple[Project, Store, list[Edition]]]:
    """A copy with three editions to change: the project, its store, the editions from oldest to newest."""
    project = copy_project(thrice_published, tmp_path / "tre")
    store = Store(project.store)
    assert len(store.editions()) == 3
    assert store.require_current() == store.editions()[-1]
    age(store)
    yield project, store, store.editions()
    remove(project.root)


Three = tuple[Project, Store, list[Edition]]


def test_rollback_goes_one_back_at_a_time_and_stops_at_the_first(three: Three) -> None:
    project, store, (first, second, _) = three
    for expected in (second, first):
        done = run_command(project, "rollback")
        assert done.returncode == 0, output(done)
        assert f"The current edition is now {expected.id}." in done.stdout
        assert store.require_current() == expected
    done = run_command(project, "rollback")
    assert done.returncode == 4
    assert "There is no earlier edition" in done.stderr
    assert store.require_current() == first


def test_rollback_goes_to_the_edition_that_is_named_forward_too(three: Three) -> None:
    _, store, (first, _, third) = three
    assert store.rollback(first.id) == first
    assert store.require_current() == first
    assert store.rollback(third.id[:16]) == third
    assert store.require_current() == third


@pytest.mark.parametrize("edition_id", ["finnes-ikke", "2", ""])
def test_rollback_to_no_edition_or_to_several_changes_nothing(edition_id: str, three: Three) -> None:
    project, store, (_, second, third) = three
    done = run_command(project, "rollback", edition_id)
    if edition_id:
        assert done.returncode == 4, output(done)
        assert all(edition.id in done.stderr for edition in store.editions())
        assert store.require_current() == third
    else:  # no id is the same as none given
        assert store.require_current() == second


def test_rollback_to_a_damaged_edition_is_refused(three: Three) -> None:
    project, store, (_, second, third) = three
    damage(second.path / "parquet" / "marts.dim_kilde.parquet", flipped)
    done = run_command(project, "rollback")
    assert done.returncode == 4
    assert "is not whole" in done.stderr
    assert "parquet/marts.dim_kilde.parquet" in done.stderr
    assert store.require_current() == third


def test_prune_removes_the_oldest_first(three: Three) -> None:
    project, store, (first, second, third) = three
    done = run_command(project, "prune", "--keep", "2")
    assert done.returncode == 0, output(done)
    assert f"Removed 1 editions: {first.id}" in done.stdout
    assert store.editions() == [second, third]
    assert store.prune(5) == []


def test_prune_never_removes_the_current_edition_however_old(three: Three) -> None:
    _, store, (first, second, third) = three
    store.rollback(first.id)
    age(store)
    assert store.prune(1) == [second.id, third.id]
    assert store.require_current() == first
    assert store.editions() == [first]
    assert first.problems() == []


def test_publish_keeps_as_many_editions_as_it_is_told(three: Three) -> None:
    project, store, (_, _, third) = three
    newest = publish(project, force=True, keep=2).edition
    assert store.editions() == [third, newest]


def test_an_edition_somebody_may_still_be_on_the_way_into_is_kept(three: Three) -> None:
    """What was current, or was published, a moment ago is not pruned, whatever the count; after its time it is."""
    project, store, (first, second, third) = three
    store.rollback(first.id)
    store.rollback(second.id)  # ends the time of the first, and the third was current before it
    done = run_command(project, "prune", "--keep", "1")
    assert done.returncode == 0, output(done)
    assert "Removed 0 editions." in done.stdout
    newest = publish(project, force=True, keep=1).edition
    assert store.editions() == [first, second, third, newest]
    age(store)
    os.utime(second.path)
    assert store.prune(1) == [first.id, third.id]
    done = run_command(project, "prune", "--keep", "1", "--grace", "0")
    assert f"Removed 1 editions: {second.id}" in done.stdout
    assert store.editions() == [newest]


def test_a_clock_moved_back_does_not_keep_editions_for_ever(three: Three) -> None:
    _, store, (first, second, third) = three
    age(store, seconds=-86_400)
    assert store.prune(1) == [first.id, second.id]
    assert store.require_current() == third


def test_a_folder_that_is_no_edition_is_left_alone(three: Three) -> None:
    _, store, editions = three
    own = store.root / "utgaver" / "2019-kopi"
    own.mkdir()
    assert store.editions() == editions
    store.prune(1)
    assert own.is_dir()


@pytest.mark.parametrize("name", ["kommunevarehus.duckdb", "parquet/marts.fct_tall.parquet", "validering.md"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda raw: raw[:-1], "bytes, expected", id="truncated"),
        pytest.param(lambda raw: b"", "has 0 bytes", id="emptied"),
        pytest.param(flipped, "another content", id="one bit flipped"),
    ],
)
def test_verify_finds_a_changed_file(name: str, change: Callable[[bytes], bytes], says: str, scratch: Project) -> None:
    edition = Store(scratch.store).require_current()
    damage(edition.path / name, change)
    done = run_command(scratch, "verify")
    assert done.returncode == 4, output(done)
    assert name in done.stderr
    assert says in done.stderr
    assert "kommunevarehus rollback" in done.stderr
    assert "Traceback" not in output(done)


def test_verify_finds_a_missing_file_and_one_too_many(scratch: Project) -> None:
    edition = Store(scratch.store).require_current()
    edition.path.chmod(0o755)
    (edition.path / "parquet").chmod(0o755)
    (edition.path / "parquet" / "marts.dim_kilde.parquet").unlink()
    (edition.path / "kommunevarehus.duckdb.wal").write_bytes(b"x")
    problems = edition.problems()
    assert len(problems) == 2
    assert "parquet/marts.dim_kilde.parquet is missing" in problems[0]
    assert "kommunevarehus.duckdb.wal" in problems[1]


def test_verify_finds_every_flipped_bit_of_the_manifest_that_changes_a_number(scratch: Project) -> None:
    edition = Store(scratch.store).require_current()
    damage(edition.path / "datapackage.json", lambda raw: raw.replace(b'"rows": 12000', b'"rows": 12001', 1))
    done = run_command(scratch, "verify")
    assert done.returncode == 4, output(done)
    assert "datapackage.json" in done.stderr


def test_verify_of_a_whole_edition_says_so(scratch: Project) -> None:
    current = Store(scratch.store).require_current()
    for arguments in (["verify"], ["verify", current.id]):
        done = run_command(scratch, *arguments)
        assert done.returncode == 0, output(done)
        assert f"The edition {current.id} is whole" in done.stdout


@pytest.mark.parametrize("change", [flipped, lambda raw: raw[:100]], ids=["one bit flipped", "truncated"])
def test_a_damaged_current_edition_is_replaced_by_the_next_publish(change: Callable[[bytes], bytes], scratch: Project) -> None:
    store = Store(scratch.store)
    old = store.require_current()
    damage(old.path / "parquet" / "marts.dim_kilde.parquet", change)
    done = publish(scratch)
    assert done.published
    assert store.require_current() == done.edition != old
    assert done.edition.problems() == []


def test_a_manifest_that_cannot_be_read_does_not_stop_the_next_publish(scratch: Project) -> None:
    store = Store(scratch.store)
    damage(store.require_current().path / "datapackage.json", lambda raw: raw[:100])
    listed = run_command(scratch, "editions")
    assert listed.returncode == 0, output(listed)
    assert "unreadable" in listed.stdout
    done = publish(scratch)
    assert done.published
    assert store.require_current() == done.edition


def test_a_link_to_an_edition_that_is_gone_is_told_and_mended_by_publish(scratch: Project) -> None:
    store = Store(scratch.store)
    link = scratch.store / "gjeldende"
    link.unlink()
    link.symlink_to(f"utgaver/{NEVER}")
    asked = run_command(scratch, "query", "select 1")
    assert asked.returncode == 4
    assert "points to an edition that is gone" in asked.stderr
    assert publish(scratch).published
    assert store.require_current().problems() == []


def test_what_a_killed_publisher_left_is_removed_by_the_next(scratch: Project) -> None:
    left = scratch.store / "utgaver" / ".tmp-4242" / "parquet"
    left.mkdir(parents=True)
    (left / "marts.dim_kilde.parquet").write_bytes(b"halv")
    left.chmod(0o555)
    assert len(Store(scratch.store).editions()) == 1, "nobody meets what is half written"
    publish(scratch)
    assert not left.parent.exists()


# Two at once

HOLD = """
import sys, time
from pathlib import Path
from kommunevarehus.editions import Store
with Store(Path(sys.argv[1])).lock():
    print("holds", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(scratch: Project) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the store until it is told to let go."""
    process = subprocess.Popen(
        [str(BIN / "python"), "-c", HOLD, str(scratch.store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holds\n"
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    "arguments", [["publish", "--wait", "0"], ["publish", "--force", "--wait", "0.3"], ["prune", "--keep", "1"], ["rollback"]]
)
def test_a_second_writer_stops_with_a_message_that_names_the_first(
    arguments: list[str], scratch: Project, holder: subprocess.Popen[str]
) -> None:
    before = snapshot(scratch.store)
    done = run_command(scratch, *arguments)
    assert done.returncode == 4, output(done)
    assert f"pid {holder.pid} on " in done.stderr
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, \d+ seconds ago", done.stderr)
    assert "Traceback" not in output(done)
    assert snapshot(scratch.store) == before


def test_who_tidies_the_note_of_the_lock_away_lets_nobody_in(scratch: Project, holder: subprocess.Popen[str]) -> None:
    (scratch.store / ".las").unlink()
    done = run_command(scratch, "publish", "--force", "--wait", "0")
    assert holder.poll() is None
    assert done.returncode == 4, output(done)
    assert "owner: unknown" in done.stderr


def test_a_second_publisher_waits_for_the_first(scratch: Project, holder: subprocess.Popen[str]) -> None:
    command = [str(BIN / "kommunevarehus"), "publish", "--force", "--wait", "60"]
    environment = clean_environment(KOMMUNEVAREHUS_ROOT=str(scratch.root))
    waiting = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(1.5)
    assert waiting.poll() is None, "it waits"
    assert len(Store(scratch.store).editions()) == 1
    assert holder.stdin is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    said, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0, said
    assert len(Store(scratch.store).editions()) == 2


def test_the_lock_of_a_killed_owner_is_free_at_once(scratch: Project, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert f"pid {holder.pid}" in (scratch.store / ".las").read_text("utf-8"), "the dead owner's name is still there"
    assert publish(scratch, force=True, wait=0).published


def test_readers_are_not_stopped_by_a_writer(scratch: Project, holder: subprocess.Popen[str]) -> None:
    assert holder.poll() is None
    for arguments in (["query", "select 1"], ["editions"], ["verify"]):
        done = run_command(scratch, *arguments)
        assert done.returncode == 0, output(done)


# Other conditions


def test_a_project_that_was_never_built_cannot_be_published(unbuilt: Project) -> None:
    for command in ("publish", "validate"):
        done = run_command(unbuilt, command)
        assert done.returncode == 4, output(done)
        assert "Run `kommunevarehus build`" in done.stderr
        assert "Traceback" not in output(done)
    assert Store(unbuilt.store).current() is None


def test_a_store_elsewhere_is_used_when_the_environment_names_one(scratch: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "et sted med 'fnutt' og æøå"
    done = run_command(scratch, "publish", KOMMUNEVAREHUS_LAGER=str(elsewhere))
    assert done.returncode == 0, output(done)
    assert parquet_sums(Store(elsewhere).require_current()) == parquet_sums(Store(scratch.store).require_current())
    asked = run_command(scratch, "query", "select 1 as en", "--format", "csv", KOMMUNEVAREHUS_LAGER=str(elsewhere))
    assert asked.stdout == "en\n1\n"


def test_the_store_can_be_moved(scratch: Project, tmp_path: Path) -> None:
    moved = Project(copy_project(scratch, tmp_path / "flyttet").root)
    assert Store(moved.store).require_current().problems() == []
    assert str(moved.root) in str(Store(moved.store).require_current().path)


def test_the_python_of_the_tests_is_the_projects() -> None:
    """The child processes above are this interpreter's."""
    assert Path(sys.executable).parent == BIN
    assert os.access(BIN / "kommunevarehus", os.X_OK)
