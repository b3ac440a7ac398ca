"""The warehouse without dbt: load the seeds and run the models' compiled SQL in order, in one DuckDB connection.

What is left of `dbt build` when this is subtracted is dbt's own work: parsing, contracts, tests, a transaction a node.
Usage: uten_dbt.py FOLDER
"""

from __future__ import annotations

import json
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Build every seed and model of the last `dbt build` in `folder`/kommunevarehus.duckdb."""
    nodes = json.loads((ROOT / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    built = {key: node for key, node in nodes.items() if node["resource_type"] in {"seed", "model"}}
    parents = {key: [p for p in node["depends_on"].get("nodes", []) if p in built] for key, node in built.items()}
    order = TopologicalSorter(parents).static_order()
    with duckdb.connect(str(folder / "kommunevarehus.duckdb")) as connection:
        for node in (built[key] for key in order):
            connection.execute(f"create schema if not exists {node['schema']}")
            name = f"{node['schema']}.{node['alias']}"
            if node["resource_type"] == "seed":
                path = ROOT / node["original_file_path"]
                connection.execute(f"create table {name} as from read_csv('{path}', all_varchar = true, header = true, nullstr = '')")
            else:
                kind = node["config"]["materialized"]
                sql = (ROOT / "target" / "compiled" / "kommunevarehus" / node["original_file_path"]).read_text("utf-8")
                connection.execute(f"create {kind} {name} as {sql}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
