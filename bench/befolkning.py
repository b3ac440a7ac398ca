"""Time and peak memory from 15 million landed rows of population to the marts: every municipality of today, single years of age, both sexes.

What is landed is made up, in a folder of its own: as many years as it takes to be 15 million rows. dbt's own time is measured first, with nothing
landed. How many million may be said: `befolkning.py 15`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MILLION = int(sys.argv[1]) if len(sys.argv) > 1 else 15
FIRST = 2024  # the newest borders: every row is of a number that is in use

ROWS = """
select kommunenr, kjonn, case when n = 105 then '105+' else lpad(n::varchar, 3, '0') end as alder, 'Personer1' as innhold,
    null::varchar as innhold_tekst, aar::varchar as aar, (hash(kommunenr, kjonn, n, aar) % 400)::bigint as personer,
    null::varchar as status, '07459' as tabell, '2026-02-20'::timestamptz as oppdatert, '2026-02-21'::timestamptz as hentet
from (select distinct kommunenr from read_csv('{root}/seeds/kodeverk/kommunedel.csv', all_varchar = true) where gyldig_til is null) as k,
    (values ('1'), ('2')) as s (kjonn), range(106) as a (n), range({first}, {first} + {years}) as y (aar)
"""


def land(folder: Path) -> int:
    """Write the made-up answers in files of at most 800 000 cells, as the command lands them; how many rows."""
    table = folder / "ssb" / "07459"
    table.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        one = connection.execute(f"select count(*) from ({ROWS.format(root=ROOT, first=FIRST, years=1)})").fetchall()[0][0]
        years, part = -(-MILLION * 1_000_000 // one), 800_000 // one
        for start in range(FIRST, FIRST + years, part):
            rows = ROWS.format(root=ROOT, first=start, years=min(part, FIRST + years - start))
            connection.execute(f"copy ({rows}) to '{table}/{start}.personer.parquet' (format parquet, compression zstd)")
    return one * years


def measure(name: str, folder: Path, landed: Path) -> None:
    """Build the facts of population and what they read, in a database of their own, and print what it cost."""
    environment = os.environ | {
        "DBT_PROFILES_DIR": str(ROOT),
        "KOMMUNEVAREHUS_DUCKDB": str(folder / f"{landed.name}.duckdb"),
        "KOMMUNEVAREHUS_INN": str(landed),
    }
    facts = ["fct_befolkning", "fct_befolkning_i_dag"]

    def dbt(verb: str, *arguments: str) -> list[str]:
        return [str(BIN / "dbt"), verb, "--target-path", str(folder / "target"), *arguments]

    before = environment | {"KOMMUNEVAREHUS_INN": str(folder / "tom")}
    for command in (dbt("seed"), dbt("run", "--select", *(f"+{fact}" for fact in facts))):
        done = subprocess.run(command, cwd=ROOT, env=before, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stdout[-2000:])
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command[:-2], "stg_ssb__befolkning", "int_befolkning__samlet", *command[-2:]],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    result = "failed" if status else f"{seconds:8.1f} s {usage.ru_utime:8.1f} s of CPU {usage.ru_maxrss / 1024:8.0f} MB"
    print(f"{name:<58} {result}", flush=True)


def main() -> None:
    """Measure without and with the rows."""
    with tempfile.TemporaryDirectory(prefix="kommunevarehus-bench-") as name:
        folder = Path(name)
        (folder / "tom").mkdir()
        (folder / "mange").mkdir()
        rows = land(folder / "mange")
        measure("population to the marts, what ships", folder, folder / "tom")
        measure(f"population to the marts, {rows:,} rows more", folder, folder / "mange")


if __name__ == "__main__":
    main()
