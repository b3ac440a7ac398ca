"""Time and peak memory of the warehouse's steps, beside the same SQL in one DuckDB script without dbt, and with many reports more.

Each step is a process of its own, measured by the kernel (wait4): wall time and CPU time in seconds, peak resident memory in MB. Figures, not
tests. How many reports more may be said: `bench.py 62 600`. They are made up, outside the repository (tests/python/oppdiktet.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANY = [int(number) for number in sys.argv[1:]] or [62]

sys.path[:0] = [str(ROOT / "tests" / "python"), str(ROOT / "tests")]
from oppdiktet import copies  # noqa: E402
from varehus import clean_environment  # noqa: E402


def measure(name: str, command: list[str], **environment: str) -> None:
    """Run a command and print what it cost."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=clean_environment(**environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    error = process.stderr.read() if process.stderr and status else ""
    result = f"failed: {error.strip()}" if status else f"{seconds:8.1f} s {usage.ru_utime:8.1f} s of CPU {usage.ru_maxrss / 1024:8.0f} MB"
    print(f"{name:<58} {result}", flush=True)


def many(number: int, folder: Path, profiles: dict[str, str]) -> None:
    """Print what a build costs with so many made-up reports more, in a folder and a database of their own."""
    reports, database = folder / f"rapporter-{number}", folder / f"{number}.duckdb"
    reports.mkdir()
    made = len(list(copies(reports, number)))
    environment = profiles | {"KOMMUNEVAREHUS_DUCKDB": str(database), "KOMMUNEVAREHUS_RAPPORTER": str(reports)}
    measure(f"dbt build with {made} reports more", [str(BIN / "dbt"), "build", "--target-path", str(folder / "target")], **environment)
    size("  its database", database)
    left_out = "select count(*) from kvalitet.rapportstatus where status != 'lest'"
    with duckdb.connect(str(database), read_only=True) as connection:
        print(f"{'  reports left out':<58} {connection.execute(left_out).fetchall()[0][0]:8}", flush=True)


def size(name: str, path: Path) -> None:
    """Print how large a file is."""
    print(f"{name:<58} {path.stat().st_size / 1_000_000:8.1f} MB", flush=True)


def rules() -> None:
    """Print what evaluating every reconciliation rule cost in the last build, by dbt's own clock."""
    results = json.loads((ROOT / "target" / "run_results.json").read_text("utf-8"))["results"]
    named = {result["unique_id"].split(".")[-1]: result["execution_time"] for result in results if result["unique_id"].startswith("model.")}
    seconds = sum(time for name, time in named.items() if name.startswith("int_avstemming__") or name == "avstemming")
    print(f"{'  of which every reconciliation rule':<58} {seconds:8.1f} s", flush=True)


def main() -> None:
    """Measure every step on a database and a store of their own, so that the current edition is left alone."""
    with tempfile.TemporaryDirectory(prefix="kommunevarehus-bench-") as folder:
        profiles = {"DBT_PROFILES_DIR": str(ROOT)}
        command = str(BIN / "kommunevarehus")
        print(f"{os.cpu_count()} cores")
        measure("dbt build, whole parse", [str(BIN / "dbt"), "--no-partial-parse", "build"], **profiles)
        measure("dbt build, partial parse", [str(BIN / "dbt"), "build"], **profiles)
        rules()
        size("  the build database", ROOT / "target" / "kommunevarehus.duckdb")
        for number in MANY:
            many(number, Path(folder), profiles)
        measure("the same SQL in one DuckDB script", [sys.executable, str(ROOT / "bench" / "uten_dbt.py"), folder])
        measure("kommunevarehus build, seeds and dbt", [command, "build", "--force"])
        measure("kommunevarehus build, nothing changed", [command, "build"])
        (ROOT / "target" / "validering.json").unlink(missing_ok=True)
        measure("kommunevarehus validate", [command, "validate"])
        measure("kommunevarehus publish, already validated", [command, "publish"], KOMMUNEVAREHUS_LAGER=f"{folder}/lager")
        measure("kommunevarehus publish, nothing changed", [command, "publish"], KOMMUNEVAREHUS_LAGER=f"{folder}/lager")
        measure("kommunevarehus query", [command, "query", "select 1"], KOMMUNEVAREHUS_LAGER=f"{folder}/lager")


if __name__ == "__main__":
    main()
