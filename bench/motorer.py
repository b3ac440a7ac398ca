"""The made-up country of KOSTRA files on both engines: time, memory, and whether every published relation is the same.

`python bench/motorer.py` is a tenth of a national year, on a Sail server that is started here, or on SPARK_REMOTE; `--kommuner 357 --aar 10` is the
country. Wall seconds, processor seconds of all processes in parentheses, and the largest process. dbt has read the project beforehand.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kostra import ROOT, country, measured, say

from kommunevarehus.landing import folder, land_kostra
from kommunevarehus.project import Project

BIN = Path(sys.executable).parent


def run(*command: str, **extra: str) -> None:
    """Run a command of ours; what it says is shown if it fails."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | extra, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def main() -> None:
    """Generate, land, build on each engine, compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kommuner", type=int, default=36)
    options.add_argument("--aar", type=int, default=1)
    options.add_argument("--poster", type=int, default=8_400)
    options.add_argument("--mappe", type=Path, help="Where to work; by default a temporary folder that is removed.")
    said = options.parse_args()
    work = said.mappe or Path(tempfile.mkdtemp(prefix="motorer"))
    project = Project(ROOT, work / "inn")
    inn = {"KOMMUNEVAREHUS_INN": str(work / "inn")}
    duckdb = [str(BIN / "dbt"), "build", "--selector", "spark", "--target-path", str(work / "dbt")]
    home = {"DBT_PROFILES_DIR": str(ROOT), "KOMMUNEVAREHUS_DUCKDB": str(work / "kommunevarehus.duckdb"), **inn}
    try:
        if not (work / "filer").exists():
            country(work / "filer", said.kommuner, said.aar, said.poster)
        os.environ |= inn
        land_kostra(project, sorted((work / "filer").iterdir()))
        files = list(folder(project).rglob("*.parquet"))
        say(
            f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB Parquet; wall seconds (processor seconds), largest process"
        )
        run(*duckdb, "--empty", **home)
        say(f"DuckDB   {measured(lambda: run(*duckdb, **home), resource.RUSAGE_CHILDREN)}")
        run(str(BIN / "kommunevarehus"), "spark", KOMMUNEVAREHUS_INN=str(work / "tom"))
        say(f"Spark    {measured(lambda: run(str(BIN / 'kommunevarehus'), 'spark'), resource.RUSAGE_CHILDREN)}")
        compared = measured(lambda: run(str(BIN / "kommunevarehus"), "sammenlign-motorer"), resource.RUSAGE_CHILDREN)
        say(f"compared {compared}  both built anew, every published row the same")
    finally:
        if said.mappe is None:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
