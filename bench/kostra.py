"""A made-up country of KOSTRA files: time, memory and bytes of parsing, controls and marts, beside queries by hand.

`python bench/kostra.py` is a tenth of a national year; `--land` is 357 municipalities over ten years, some 30 M records. The figures are made
up, and balanced so that the controls pass. `--uten-haand` leaves the queries by hand out. Seconds are wall seconds and, in parentheses, processor
seconds, which a busy machine changes less. Polars is tried if it is installed.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from kommunevarehus.kostrakontroll import check_files
from kommunevarehus.landing import folder, land_kostra
from kommunevarehus.project import Project

ROOT = Path(__file__).resolve().parents[1]
DRIFT = [
    "010",
    "020",
    "030",
    "040",
    "050",
    "075",
    "089",
    "090",
    "099",
    "100",
    "105",
    "110",
    "114",
    "115",
    "120",
    "130",
    "140",
    "150",
    "160",
    "165",
    "170",
    "180",
    "181",
    "182",
    "183",
    "184",
    "185",
    "190",
    "195",
    "200",
    "209",
    "210",
    "220",
    "230",
    "240",
    "250",
    "260",
    "300",
    "330",
    "350",
    "370",
    "380",
    "400",
    "429",
    "430",
    "450",
    "470",
    "480",
]
INNTEKT = ["600", "620", "629", "630", "640", "650", "700", "710", "730", "750", "770", "780", "810", "830", "850", "880", "890"]
FUNKSJON = [
    "100",
    "110",
    "120",
    "121",
    "130",
    "180",
    "201",
    "202",
    "211",
    "213",
    "215",
    "221",
    "222",
    "223",
    "231",
    "232",
    "233",
    "234",
    "241",
    "242",
    "243",
    "244",
    "251",
    "252",
    "253",
    "256",
    "261",
    "265",
    "273",
    "275",
    "276",
    "283",
    "285",
    "301",
    "302",
    "303",
    "315",
    "320",
    "321",
    "322",
    "325",
    "329",
    "330",
    "332",
    "335",
    "338",
    "339",
    "340",
    "345",
    "350",
    "353",
    "354",
    "355",
    "360",
    "365",
    "370",
    "373",
    "375",
    "377",
    "380",
    "381",
    "383",
    "385",
    "386",
    "390",
    "392",
    "393",
]
INVESTERING = [art for art in DRIFT + INNTEKT if art not in {"110", "114", "240", "600", "620", "629", "630", "640", "650"}]


@dataclass(frozen=True)
class Measured:
    """What a step took: wall and processor seconds, and the highest memory so far in MB."""

    seconds: float
    cpu: float
    peak_mb: int

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.seconds:7.1f} s ({self.cpu:7.1f})  {self.peak_mb:6} MB"


def measured(work: Callable[[], object], whose: int = resource.RUSAGE_SELF) -> Measured:
    """Run a step; `whose` is RUSAGE_CHILDREN where it is a process of its own."""
    start, before = time.perf_counter(), resource.getrusage(whose)
    work()
    after = resource.getrusage(whose)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(time.perf_counter() - start, cpu, after.ru_maxrss // 1024)


def year_file(path: Path, year: int, region: str, records: int, seed: int) -> None:
    """A balanced 0A file of about so many records, at most what there are accounts for."""
    random = np.random.default_rng(seed)
    accounts = [("1", f, a) for f in FUNKSJON for a in DRIFT + INNTEKT] + [
        ("0", f, a) for f in FUNKSJON if f not in {"100", "110", "121"} for a in INVESTERING if (f, a) != ("202", "230")
    ]
    more = [accounts[i] for i in random.permutation(len(accounts))[: max(records - 8, 4)]]
    amounts = random.integers(1, 9_000, len(more))
    sums = {"1": 0, "0": 0}
    lines = []
    for (klass, function, art), amount in zip(more, amounts.tolist(), strict=True):
        signed = -amount // 9 if art >= "600" else amount
        sums[klass] += signed
        lines.append(record(year, region, klass, function, art, signed))
    tax = sums["1"] // 2 + 9_000
    lines += [record(year, region, "1", "800", "870", -tax), record(year, region, "1", "840", "800", -(sums["1"] - tax) - 900)]
    lines += [
        record(year, region, "1", "202", "590", 50),
        record(year, region, "1", "860", "990", -50),
        record(year, region, "1", "880", "570", 900),
    ]
    lines += [record(year, region, "0", "202", "230", 5_000), record(year, region, "0", "880", "970", -900)]
    lines += [record(year, region, "0", "870", "910", -(sums["0"] + 5_000 - 900))]
    path.write_bytes("".join(lines).encode("ascii"))


def record(year: int, region: str, klass: str, function: str, art: str, amount: int) -> str:
    """A record of 48 characters and its line break."""
    return f"0A{year} {region}{'':18}{klass}{function:<4}{art:<3}{amount:>9}\n"


def country(target: Path, municipalities: int, years: int, records: int) -> int:
    """A country of files, and their bytes; every tenth is made, the others are copies for another region and year."""
    target.mkdir(parents=True)
    size = 0
    made: list[bytes] = []
    for number in range(municipalities * years):
        year, region = 2026 - number % years, f"{1001 + number // years:04}00"
        path = target / f"{region[:4]}_{year}.dat"
        if len(made) < 8:
            year_file(path, 2026, "100000", records, number)
            made.append(path.read_bytes())
        content = made[number % len(made)].replace(b"0A2026 100000", f"0A{year} {region}".encode())
        path.write_bytes(content)
        size += len(content)
    return size


# Sums in one query by hand: two thousand in one take DuckDB several times as long as two thousand in twenty.
TOGETHER = 100
MARTS = ("fct_kostra_regnskap", "fct_kostra_balanse", "fct_kostra_hovedtall")


def build_marts(work: Path) -> None:
    """The marts of the accounts, by dbt, in a database of their own; seeds and population are built with them."""
    environment = os.environ | {"DBT_PROFILES_DIR": str(ROOT), "KOMMUNEVAREHUS_DUCKDB": str(work / "landet.duckdb")}
    selected = [f"+{name}" for name in MARTS]
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build", "--target-path", str(work / "target")]
    done = subprocess.run(
        [*command, "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test", "--select", *selected],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])


def seconds_of_marts(work: Path) -> float:
    """What dbt says that the marts alone took."""
    with duckdb.connect() as connection:
        [(seconds,)] = connection.execute(
            "select sum(x.execution_time) from (select unnest(results) as x from read_json(?)) where split_part(x.unique_id, '.', 3) in ?",
            [str(work / "target" / "run_results.json"), list(MARTS)],
        ).fetchall()
    return float(seconds)


def by_hand(parquet: str, aar: int) -> list[str]:
    """The marts as filtered sums over the landed files: the accounts, the concepts of single functions, and those of whole municipalities."""
    signed = "case when art >= '600' then -belop_1000_kr else belop_1000_kr end"
    key = "kommunenr, region, aar, kvartal, versjon, coalesce(orgnr, ''), kontoklasse, funksjon, art"
    sums: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
    for row in csv.DictReader((ROOT / "seeds/regnskap/ledd.csv").open(encoding="utf-8")):
        if row["kontoklasse"] in "01" and row["omfang"] != "saerbedrift" and int(row["aar_fra"] or 0) <= aar <= int(row["aar_til"] or 9999):
            where = [f"kontoklasse = '{row['kontoklasse']}'", within("art", row["koder"])]
            if row["funksjoner"] not in {"", "hver"}:
                where.append(within("funksjon", row["funksjoner"]))
            term = f"{row['koeffisient']} * coalesce(sum(belop) filter (where {' and '.join(where)}), 0)"
            name = f"{row['begrep_id']}/{row['omfang']}/{row['regnskapsdel']}"
            sums[row["funksjoner"] == "hver"].setdefault(name, []).append(term)
    source = f"(select *, {signed} as belop from '{parquet}')"
    named = [[f'{" + ".join(terms)} as "{name}"' for name, terms in sums[each].items()] for each in (True, False)]
    return [
        f"create or replace temp table a as select {key}, sum({signed}) as belop from '{parquet}' group by all",
        f"create or replace temp table f as select kommunenr, aar, funksjon, {', '.join(named[0])} from {source} "
        "where funksjon < '800' group by all",
        *(
            f"create or replace temp table t{at} as select kommunenr, aar, {', '.join(named[1][at : at + TOGETHER])} from {source} group by all"
            for at in range(0, len(named[1]), TOGETHER)
        ),
    ]


def within(column: str, codes: str) -> str:
    """Whether a code is in one of the intervals of `010..285 429`."""
    pairs = [code.split("..") for code in codes.split()]
    return "(" + " or ".join(f"{column} between '{pair[0]}' and '{pair[-1]}'" for pair in pairs) + ")"


def polars_accounts(parquet: str) -> int:
    """How many accounts there are by key, with their sums, in Polars."""
    import polars as pl  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    posts = pl.scan_parquet(parquet).with_columns(
        belop=pl.when(pl.col("art") >= "600").then(-pl.col("belop_1000_kr")).otherwise(pl.col("belop_1000_kr"))
    )
    key = ["kommunenr", "region", "aar", "kvartal", "versjon", "orgnr", "kontoklasse", "funksjon", "art"]
    return int(posts.group_by(key).agg(pl.col("belop").sum()).collect(engine="streaming").height)


def main() -> None:
    """Generate, land, control, build and add up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--land", action="store_true", help="357 municipalities over ten years: minutes, and some 15 GB of disk.")
    options.add_argument("--kommuner", type=int, default=36)
    options.add_argument("--aar", type=int, default=1)
    options.add_argument("--poster", type=int, default=8_400)
    options.add_argument("--uten-haand", action="store_true")
    options.add_argument("--mappe", type=Path, help="Where to work; by default a temporary folder that is removed.")
    said = options.parse_args()
    municipalities, years = (357, 10) if said.land else (said.kommuner, said.aar)
    work = said.mappe or Path(tempfile.mkdtemp(prefix="kostra"))
    os.environ["KOMMUNEVAREHUS_INN"] = str(work / "inn")
    project = Project(ROOT)
    try:
        files = work / "filer"
        if not files.exists():
            country(files, municipalities, years, said.poster)
        paths = sorted(files.iterdir())
        size = sum(path.stat().st_size for path in paths)
        shutil.rmtree(work / "inn", ignore_errors=True)
        landed = measured(lambda: land_kostra(project, paths))
        again = measured(lambda: land_kostra(project, paths))
        parquet = sum(path.stat().st_size for path in folder(project).rglob("*.parquet"))
        glob = f"{folder(project)}/*/*.parquet"
        rows = duckdb.sql(f"select count(*) from '{glob}'").fetchall()[0][0]
        say(f"{len(paths)} files, {rows} records, {size / 1e6:.0f} MB → {parquet / 1e6:.0f} MB Parquet; wall seconds (processor seconds)")
        say(f"landed            {landed}  {rows / landed.cpu / 1e6:.2f} M records a processor second")
        say(f"landed again      {again}")
        year = [path for path in paths if path.name.endswith("_2026.dat")]
        found: list[object] = []
        controls = measured(lambda: found.extend(finding for one in check_files(project, year) for finding in one.findings))
        say(f"controls          {controls}  {len(year)} files of one year, {len(found)} findings")
        say(f"controls          {measured(lambda: check_files(project, year[:1]))}  one file of {said.poster} records")
        built = measured(lambda: build_marts(work), resource.RUSAGE_CHILDREN)
        marts = seconds_of_marts(work)
        size = (work / "landet.duckdb").stat().st_size
        say(f"marts             {built}  of which the accounts {marts:.1f} s by dbt's clock; {size / 1e6:.0f} MB")
        if not said.uten_haand:
            with duckdb.connect(config={"threads": 4}) as connection:
                hand = measured(lambda: [connection.execute(query) for query in by_hand(glob, 2026)])
            say(f"by hand in DuckDB {hand}  marts / by hand: {marts / hand.seconds:.2f}")
            try:
                say(f"Polars            {measured(lambda: polars_accounts(glob))}  the accounts by key alone")
            except ImportError:
                say("Polars            not installed")
            plain = measured(lambda: duckdb.sql(by_hand(glob, 2026)[0]))
            say(f"DuckDB            {plain}  the accounts by key alone")
    finally:
        if said.mappe is None:
            shutil.rmtree(work)


def say(text: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
