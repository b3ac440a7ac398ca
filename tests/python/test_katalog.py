"""What is written and what is there are the same: YAML and models, columns and types, seeds and headers, generic tests and their cases."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
from robusthet.hus import copy_small_project
from varehus import BIN, ROOT, clean_environment, output, read_yaml, run_command

from kommunevarehus.catalog import PUBLISHED_SCHEMAS, Relation
from kommunevarehus.project import Project
from kommunevarehus.seeds import SEED_FOLDERS

Node = dict[str, Any]


def yaml_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.yml"))


def entries(folder: str, kind: str) -> list[tuple[Path, Node]]:
    """Every entry under `kind` in the folder's YAML files, with its file."""
    return [(path, entry) for path in yaml_files(folder) for entry in read_yaml(path).get(kind, [])]


def artefact(project: Project, name: str) -> Any:
    return json.loads((project.target / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def nodes(warehouse: Project) -> dict[str, Node]:
    """The nodes of dbt's manifest, by their id."""
    return dict(artefact(warehouse, "manifest.json")["nodes"])


@pytest.fixture(scope="module")
def models(nodes: dict[str, Node]) -> list[Node]:
    return [node for node in nodes.values() if node["resource_type"] == "model"]


@pytest.fixture(scope="module")
def built(warehouse: Project) -> dict[str, list[tuple[str, str]]]:
    """The columns that the built database has: name and type in order, by `schema.relation`."""
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        rows = connection.sql(
            "select schema_name || '.' || table_name, column_name, data_type "
            "from duckdb_columns() where not internal order by 1, column_index"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for relation, column, kind in rows:
        found.setdefault(relation, []).append((column, kind))
    return found


# Models and their YAML


def test_the_columns_and_types_of_every_published_model_are_those_of_the_database(
    relations: list[Relation], built: dict[str, list[tuple[str, str]]]
) -> None:
    assert relations
    for relation in relations:
        described = [(column.name, column.type.replace(", ", ",")) for column in relation.columns]
        assert described == built[relation.full_name], relation.full_name


def test_every_column_described_anywhere_exists(models: list[Node], built: dict[str, list[tuple[str, str]]]) -> None:
    """Also in staging and intermediate, where no contract holds it."""
    ghosts = [
        f"{model['schema']}.{model['name']}.{column}"
        for model in models
        for column in model["columns"]
        if column not in dict(built[f"{model['schema']}.{model['name']}"])
    ]
    assert ghosts == []


def test_every_model_and_every_published_column_is_described(models: list[Node], relations: list[Relation]) -> None:
    assert [model["name"] for model in models if len(model["description"].strip()) < 15] == []
    blank = [
        f"{relation.full_name}.{column.name}"
        for relation in relations
        for column in relation.columns
        if len(column.description.strip()) < 3
    ]
    assert blank == []


def test_a_description_says_a_published_relations_grain_first(relations: list[Relation]) -> None:
    assert [relation.full_name for relation in relations if not relation.description.startswith("Én rad per ")] == []


def test_every_published_model_declares_its_grain_on_columns_it_has(relations: list[Relation]) -> None:
    for relation in relations:
        assert relation.key, relation.full_name
        assert set(relation.key) <= {column.name for column in relation.columns}, relation.full_name


def test_every_published_model_has_an_enforced_contract(models: list[Node]) -> None:
    loose = [model["name"] for model in models if model["schema"] in PUBLISHED_SCHEMAS and not model["config"]["contract"]["enforced"]]
    assert loose == []


def test_a_model_lies_in_the_folder_of_its_schema_and_is_named_after_its_layer(models: list[Node]) -> None:
    prefixes = {
        "staging": ("stg_",),
        "intermediate": ("int_",),
        "marts": ("dim_", "fct_", "bro_"),
        "rapport": ("rapport_",),
        "kvalitet": ("",),
    }
    for model in models:
        folders = Path(model["original_file_path"]).parts
        layer = "intermediate" if "mellomledd" in folders else folders[1]
        assert model["schema"] == layer, model["name"]
        assert model["name"].startswith(prefixes[layer]), model["name"]


def test_every_model_file_has_one_entry_in_a_yaml_file_of_its_folder() -> None:
    described = Counter((str(path.parent.relative_to(ROOT)), entry["name"]) for path, entry in entries("models", "models"))
    files = Counter((str(path.parent.relative_to(ROOT)), path.stem) for path in (ROOT / "models").rglob("*.sql"))
    assert described == files


def test_every_model_a_unit_test_names_exists() -> None:
    known = {path.stem for folder in ("models", "seeds") for path in (ROOT / folder).rglob("*.*")}
    for path, test in entries("models", "unit_tests"):
        given = [re.sub(r"ref\('(\w+)'\)", r"\1", source["input"]) for source in test["given"]]
        assert {test["model"], *given} <= known, f"{path.name}: {test['name']}"
        assert test.get("description"), f"{path.name}: {test['name']}"


KEYS = {
    "models": {"name", "description", "config", "columns", "data_tests"},
    "seeds": {"name", "description", "config", "data_tests", "columns"},
    "unit_tests": {"name", "description", "model", "given", "expect", "overrides"},
    "exposures": {"name", "label", "description", "type", "url", "owner", "depends_on", "config", "maturity"},
    "columns": {"name", "data_type", "description", "data_tests"},
}


def test_no_key_in_the_yaml_is_misspelt() -> None:
    """What dbt does not know it ignores: a misspelt `data_tests` would be no test at all."""
    strangers: list[str] = []
    for path in (*yaml_files("models"), *yaml_files("seeds")):
        document = read_yaml(path)
        strangers += [f"{path.name}: {key}" for key in document.keys() - KEYS.keys() - {"version"}]
        for kind in document.keys() & KEYS.keys():
            for entry in document[kind]:
                strangers += [f"{path.name}: {entry['name']}: {key}" for key in entry.keys() - KEYS[kind]]
                for column in entry.get("columns", []):
                    strangers += [f"{path.name}: {entry['name']}.{column['name']}: {key}" for key in column.keys() - KEYS["columns"]]
    assert strangers == []


def test_every_docs_block_is_used() -> None:
    blocks = {name for path in (ROOT / "models").rglob("*.md") for name in re.findall(r"{% docs (\w+) %}", path.read_text("utf-8"))}
    used = {name for path in yaml_files("models") for name in re.findall(r"doc\('(\w+)'\)", path.read_text("utf-8"))}
    assert blocks == used


def test_every_singular_test_says_what_it_protects() -> None:
    for path in (ROOT / "tests" / "singular").glob("*.sql"):
        assert re.match(r"{#[^#]{40,}#}", path.read_text("utf-8")), f"{path.name} has no header"


# Seeds


SEEDS = [path for folder in SEED_FOLDERS for path in sorted((ROOT / "seeds" / folder).rglob("*.csv"))]


def declared_columns() -> dict[str, list[dict[str, str]]]:
    """What kodeverk/kodeverkskjema.csv declares, by file."""
    with (ROOT / "seeds" / "kodeverk" / "kodeverkskjema.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {name: [row for row in rows if row["fil"] == name] for name in dict.fromkeys(row["fil"] for row in rows)}


def test_every_seed_is_declared_beside_it_and_every_declared_seed_has_its_csv() -> None:
    declared = Counter((path.parent.name, entry["name"]) for path, entry in entries("seeds", "seeds"))
    assert declared == Counter((path.parent.name, path.stem) for path in SEEDS)
    read_by_path = (ROOT / "seeds" / "regnskap").glob("*.csv")  # no dbt seeds: staging reads them as files
    assert set(declared_columns()) == {path.relative_to(ROOT / "seeds").as_posix() for path in [*SEEDS, *read_by_path]}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_header_of_a_seed_is_its_declared_columns_all_text(path: Path) -> None:
    (declared,) = [
        entry["config"]["column_types"]
        for file, entry in entries("seeds", "seeds")
        if entry["name"] == path.stem and file.parent == path.parent
    ]
    with path.open(encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    assert header == list(declared)
    assert header == [row["kolonne"] for row in declared_columns()[path.relative_to(ROOT / "seeds").as_posix()]]
    assert set(declared.values()) == {"varchar"}


def test_every_seed_is_loaded_whole(warehouse: Project, nodes: dict[str, Node]) -> None:
    """As many rows in the database as in the file, columns in the file's order, every one of them text."""
    seeds = [node for node in nodes.values() if node["resource_type"] == "seed"]
    assert len(seeds) == len(SEEDS)
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        for seed in seeds:
            with (warehouse.root / seed["original_file_path"]).open(encoding="utf-8", newline="") as handle:
                header, *rows = csv.reader(handle)
            name = f"{seed['schema']}.{seed['name']}"
            layout = connection.sql(f"describe {name}").fetchall()
            assert [(column, kind) for column, kind, *_ in layout] == [(column, "VARCHAR") for column in header], name
            assert connection.sql(f"select count(*) from {name}").fetchall() == [(len(rows),)], name


# The packages


def test_every_file_of_every_package_is_declared_and_read_whole(warehouse: Project) -> None:
    """Each row of each CSV file of the packages is read as the csv module reads it, with all its fields, by its line."""
    schema = {row["fil"] for row in csv.DictReader((ROOT / "seeds/kodeverk/pakkeskjema.csv").read_text("utf-8").splitlines())}
    files = list((ROOT / "seeds" / "rapporter").rglob("*.csv"))
    assert len(files) > 60
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        rows = connection.sql("select rapport_id, fil, post, felt_nr, coalesce(tekst, '') from staging.stg_rapport__felt").fetchall()
    read: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    for rapport_id, name, record, number, text in rows:
        read.setdefault((rapport_id, name), {})[record, number] = text
    for path in files:
        rapport_id, name = path.relative_to(ROOT / "seeds" / "rapporter").as_posix().split("/", 1)
        assert name in schema or (name.startswith("tabeller/") and "tabeller/*.csv" in schema), name
        with path.open(encoding="utf-8", newline="") as handle:
            expected = {(i, j): field for i, row in enumerate(csv.reader(handle), 1) for j, field in enumerate(row, 1)}
        assert read.pop((rapport_id, name)) == expected, path
    assert {rapport_id for rapport_id, _ in read} == {""}, "the shared layouts, and nothing else"


def test_every_kind_of_file_of_a_package_is_read_by_one_model_with_its_declared_columns() -> None:
    declared: dict[str, list[str]] = {}
    for row in csv.DictReader((ROOT / "seeds/kodeverk/pakkeskjema.csv").read_text("utf-8").splitlines()):
        declared.setdefault(row["fil"], []).append(row["kolonne"])
    read = {}
    for path in (ROOT / "models" / "staging" / "rapport").glob("*.sql"):
        for name, columns in re.findall(r"rapportfil\('([\w.]+)',\s*\[([^\]]*)\]", path.read_text("utf-8")):
            read[name] = re.findall(r"'(\w+)'", columns)
    assert read == {name: columns for name, columns in declared.items() if name != "tabeller/*.csv"}


# Our own generic tests


@dataclass(frozen=True)
class Case:
    """A small table on which a generic test finds `failing` rows."""

    what: str
    arguments: dict[str, Any]
    rows: str
    failing: int
    catalogue: str = "('x')"
    names: str = field(default="a, b")


CASES: dict[str, list[Case]] = {
    "korn": [
        Case("a key of its own for every row", {"kolonner": ["a", "b"]}, "('1', '1'), ('1', '2'), ('2', '1')", 0),
        Case("a key of one column", {"kolonner": ["a"]}, "('1', '1'), ('2', '1')", 0),
        Case("a repeated key", {"kolonner": ["a"]}, "('1', '1'), ('1', '2'), ('2', '2')", 1),
        Case("a repeated key of two columns", {"kolonner": ["a", "b"]}, "('1', '1'), ('1', '1'), ('2', '1'), ('2', '1')", 2),
        Case("a null in one row's key", {"kolonner": ["a", "b"]}, "('1', '1'), ('1', null)", 1),
        Case("nothing but nulls", {"kolonner": ["a", "b"]}, "(null, null)", 1),
    ],
    "finnes_i": [
        Case("known codes", {"kolonne": "a", "i": "katalog", "felt": "kode"}, "('x', '1'), ('y', '2')", 0, "('x'), ('y')"),
        Case("no code at all", {"kolonne": "a", "i": "katalog", "felt": "kode"}, "(null, '1'), ('x', '2')", 0),
        Case("an unknown code, once however often", {"kolonne": "a", "i": "katalog", "felt": "kode"}, "('z', '1'), ('z', '2')", 1),
        Case(
            "an unknown code and a null in the catalogue",
            {"kolonne": "a", "i": "katalog", "felt": "kode"},
            "('z', '1')",
            1,
            "('x'), (null)",
        ),
    ],
    "tillatte_verdier": [
        Case("allowed values", {"kolonne": "a", "verdier": ["x", "y"]}, "('x', '1'), ('y', '2'), ('x', '3')", 0),
        Case("a stranger", {"kolonne": "a", "verdier": ["x", "y"]}, "('x', '1'), ('z', '2'), ('z', '3')", 1),
        Case("a null", {"kolonne": "a", "verdier": ["x", "y"]}, "('x', '1'), (null, '2')", 1),
    ],
}


def compiled(name: str, **arguments: Any) -> str:
    """The SQL of a generic test: dbt's `test` block is a Jinja macro of its arguments."""
    source = (ROOT / "tests" / "generic" / f"{name}.sql").read_text("utf-8")
    source = re.sub(r"{%(-?) *test ", r"{%\1 macro ", source)
    source = re.sub(r"{%(-?) *endtest", r"{%\1 endmacro", source)
    macro = getattr(jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(source).module, name)
    return str(macro(**arguments)).strip()


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name, cases in CASES.items() for case in cases], ids=lambda part: getattr(part, "what", part)
)
def test_a_generic_test_finds_what_it_must_and_nothing_else(name: str, case: Case) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table tabell as select * from (values {case.rows}) as t ({case.names})")
        connection.execute(f"create table katalog as select * from (values {case.catalogue}) as t (kode)")
        found = connection.sql(compiled(name, model="tabell", **case.arguments)).fetchall()
    assert len(found) == case.failing, found


def test_every_generic_test_has_a_case_it_must_fail_and_one_it_must_pass() -> None:
    assert set(CASES) == {path.stem for path in (ROOT / "tests" / "generic").glob("*.sql")}
    for name, cases in CASES.items():
        assert {case.failing > 0 for case in cases} == {True, False}, name


# Each declared test, as a whole build asks it: its id, its SQL, and a semicolon.
ASKED = "{% for prove in samlede_prover() %}\n-- {{ prove.unique_id }}\n{{ prove_sql(prove) }}\n;{% endfor %}"


def test_the_sql_of_the_cases_is_the_sql_that_dbt_runs(nodes: dict[str, Node], tmp_path: Path) -> None:
    """For every use of a generic test in the project."""
    if (parsed := ROOT / "target" / "partial_parse.msgpack").is_file():
        shutil.copy2(parsed, tmp_path)
    done = subprocess.run(
        [str(BIN / "dbt"), "--quiet", "--no-write-json", "compile", "--target-path", str(tmp_path), "--inline", ASKED],
        cwd=ROOT,
        env=clean_environment(DBT_PROFILES_DIR=str(ROOT), KOMMUNEVAREHUS_DUCKDB=str(tmp_path / "kommunevarehus.duckdb")),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, output(done)
    ran = dict(re.findall(r"^-- (\S+)\n(.+?)\n;", done.stdout, re.MULTILINE | re.DOTALL))
    names = {node["name"]: node["relation_name"] for node in nodes.values() if node.get("relation_name")}
    compared: Counter[str] = Counter()
    for node in nodes.values():
        metadata = node.get("test_metadata")
        if metadata and metadata["name"] in CASES:
            arguments = {key: value for key, value in metadata["kwargs"].items() if key not in ("model", "column_name")}
            if "i" in arguments:
                arguments["i"] = names[re.findall(r"ref\('(\w+)'\)", arguments["i"])[0]]
            ours = compiled(metadata["name"], model=nodes[node["attached_node"]]["relation_name"], **arguments)
            assert ours.split() == ran.pop(node["unique_id"]).split(), node["name"]
            compared[metadata["name"]] += 1
    assert ran == {}
    assert set(compared) == set(CASES)


# Asked together at the end of a build: each kind finds what it must, and the build is then none.
DECLARED = """
    data_tests:
      - korn: {arguments: {kolonner: [generasjon]}}
      - finnes_i: {arguments: {kolonne: kilde_id, i: "ref('dim_kilde')", felt: kilde_id}}
      - tillatte_verdier: {arguments: {kolonne: generasjon, verdier: [C, D]}}
"""


def test_a_whole_build_asks_every_kind_and_says_what_each_found(tmp_path: Path) -> None:
    project = copy_small_project(tmp_path / "lite")
    (project.root / "models" / "feil.sql").write_text(
        "select * from (values ('A', 'ingen'), ('A', 'ingen')) as rader (generasjon, kilde_id) -- {{ ref('dim_kilde') }}\n", "utf-8"
    )
    columns = "\n".join(f"      - {{name: {name}, data_type: varchar}}" for name in ("generasjon", "kilde_id"))
    (project.root / "models" / "feil.yml").write_text(f"version: 2\nmodels:\n  - name: feil\n    columns:\n{columns}{DECLARED}", "utf-8")
    done = run_command(project, "build")
    assert done.returncode == 1, output(done)
    found = re.findall(r"(korn|finnes_i|tillatte_verdier)_feil_\S*: 1 failing rows\n\S+ +(.+)", done.stderr)
    assert sorted(found) == [
        ("finnes_i", "ukjent_kode=ingen"),
        ("korn", "generasjon=A  antall=2"),
        ("tillatte_verdier", "verdi=A  antall=2"),
    ]
    assert "3 tests failed: " in done.stderr
    assert run_command(project, "publish").returncode == 4


def test_the_viewers_exposure_names_what_the_viewer_reads() -> None:
    models = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    read = {
        name
        for path in (ROOT / "app").rglob("*.py")
        for name in re.findall(rf"\b(?:{'|'.join(PUBLISHED_SCHEMAS)})\.([a-z_0-9]+)", path.read_text("utf-8"))
    }
    [viewer] = [exposure for _, exposure in entries("models", "exposures") if exposure["name"] == "visningen"]
    assert set(viewer["depends_on"]) == {f"ref('{name}')" for name in read & models}
