"""A whole country of made-up KOSTRA files: time, memory and bytes of parsing, controls and the plain aggregate.

`python bench/kostra.py --kommuner 357 --aar 10 --poster 8400` is 30 M records. The figures are made up, and balanced so that the controls pass.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
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
    """What a step took: seconds, and the process's highest memory so far in MB."""

    seconds: float
    peak_mb: int


def measured(work: Callable[[], object]) -> Measured:
    """Run a step."""
    start = time.perf_counter()
    work()
    return Measured(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


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


def main() -> None:
    """Generate, land, control and add up."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kommuner", type=int, default=357)
    options.add_argument("--aar", type=int, default=1)
    options.add_argument("--poster", type=int, default=8_400)
    options.add_argument("--mappe", type=Path, help="Where to work; by default a temporary folder that is removed.")
    said = options.parse_args()
    work = said.mappe or Path(tempfile.mkdtemp(prefix="kostra"))
    os.environ["KOMMUNEVAREHUS_INN"] = str(work / "inn")
    project = Project(ROOT)
    try:
        files = work / "filer"
        if not files.exists():
            country(files, said.kommuner, said.aar, said.poster)
        paths = sorted(files.iterdir())
        size = sum(path.stat().st_size for path in paths)
        shutil.rmtree(work / "inn", ignore_errors=True)
        landed = measured(lambda: land_kostra(project, paths))
        again = measured(lambda: land_kostra(project, paths))
        parquet = sum(path.stat().st_size for path in folder(project).rglob("*.parquet"))
        rows = duckdb.sql(f"select count(*) from '{folder(project)}/*/*.parquet'").fetchall()[0][0]
        say(f"{len(paths)} files, {rows} records, {size / 1e6:.0f} MB → {parquet / 1e6:.0f} MB Parquet")
        say(f"landed       {landed.seconds:7.1f} s  {rows / landed.seconds / 1e6:5.2f} M records/s  {landed.peak_mb} MB")
        say(f"landed again {again.seconds:7.1f} s")
        year = [path for path in paths if path.name.endswith("_2026.dat")]
        found: list[object] = []
        controls = measured(lambda: found.extend(finding for one in check_files(project, year) for finding in one.findings))
        say(f"controls     {controls.seconds:7.1f} s  {len(year)} files of one year, {len(found)} findings, {controls.peak_mb} MB")
        one = measured(lambda: check_files(project, year[:1]))
        say(f"controls     {one.seconds:7.2f} s  one file")
        aggregate = measured(
            lambda: duckdb.sql(
                f"select kommunenr, aar, funksjon, sum(belop_1000_kr) from '{folder(project)}/*/*.parquet' where kontoklasse = '1' group by all"
            ).fetchall()
        )
        say(f"aggregate    {aggregate.seconds:7.1f} s  net by function, by hand in DuckDB")
    finally:
        if said.mappe is None:
            shutil.rmtree(work)


def say(text: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
