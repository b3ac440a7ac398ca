"""One plausible but wrong value in every column of every catalogue, and whether a check before the build notices it.

A column is changed twice where it can be: to another value that it could have (the other of a vocabulary, a neighbour's, the next year),
and to nothing. A package's files are changed in copies of a package that has them, all read at once; the layouts and catalogues that all
share are changed one at a time, and every package that ships is checked against them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kommunevarehus.models import Models
from kommunevarehus.packages import KINDS
from kommunevarehus.project import BuildError, Project
from kommunevarehus.seeds import CATALOGUE_FOLDERS, LAYOUTS, check_seeds

SEED = 2020
TOGETHER = 16

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Change:
    """`file` of `folder` (a package, or a folder of seeds), `column` of the row of `number`, from `before` to `after`."""

    folder: str
    file: str
    column: str
    number: int
    before: str
    after: str

    @property
    def kind(self) -> str:
        """To nothing, or to another value."""
        return "annen verdi" if self.after else "tom"


def read(path: Path) -> Rows:
    """The rows of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def changes_of(folder: str, file: str, rows: Rows, about: dict[str, str], rng: random.Random) -> Iterator[Change]:
    """The changes of one column of a file: to another value, and to nothing."""
    column = about["kolonne"]
    filled = [number for number, row in enumerate(rows) if row.get(column)]
    rng.shuffle(filled)
    for number in filled:
        after = another(rows[number][column], [row[column] for row in rows if row.get(column)], about)
        if after is not None:
            yield Change(folder, file, column, number, rows[number][column], after)
            yield Change(folder, file, column, number, rows[number][column], "")
            return


def another(value: str, values: list[str], about: dict[str, str]) -> str | None:
    """A value that could stand there: of the vocabulary, the next number, or a neighbour's. None: there is none."""
    if about["verdier"]:
        others = [word for word in about["verdier"].split("|") if word != value]
        return others[0] if others else None
    kind = about["type"]
    if kind == "fortegn":
        return "1" if value == "-1" else "-1"
    if kind in ("heltall", "antall", "aar", "aarstall") and value.lstrip("-+").isdigit():
        return str(int(value) + 1)
    others = [other for other in values if other != value]
    return (
        others[values.index(value) % len(others)]
        if others
        else f"{value}x"
        if kind in ("tekst", "kode", "navn", "skjemaer", "numre")
        else None
    )


def schema(project: Project, name: str) -> dict[str, Rows]:
    """The declared columns by file."""
    found: dict[str, Rows] = {}
    for row in read(project.root / "seeds" / "kodeverk" / name):
        found.setdefault(row["fil"], []).append(row)
    return found


def package_changes(project: Project) -> list[Change]:
    """One or two changes of each column of each kind of file, in the smallest package that has the column filled in."""
    rng = random.Random(SEED)
    folder = project.root / "seeds" / "rapporter"
    sizes = {path: sum(file.stat().st_size for file in path.rglob("*.csv")) for path in folder.iterdir() if path.is_dir()}
    found = []
    for file, columns in schema(project, "pakkeskjema.csv").items():
        if "*" in file:
            continue
        holders = [path for path in sorted(sizes, key=lambda path: (sizes[path], path.name)) if (path / file).is_file()]
        for about in columns:
            made = ([*changes_of(path.name, file, read(path / file), about, rng)] for path in holders)
            found += next((changes for changes in made if changes), [])
    return found


def caught_in_packages(project: Project, changes: list[Change], scratch: Path) -> list[bool]:
    """Which changes of packages are noticed, in their order."""
    found: list[bool] = []
    for start in range(0, len(changes), TOGETHER):
        part = changes[start : start + TOGETHER]
        shutil.rmtree(scratch, ignore_errors=True)
        names = [_copy(project.root / "seeds" / "rapporter" / change.folder, scratch, number, change) for number, change in enumerate(part)]
        globs = [f"{scratch}/*/{kind}" for kind in KINDS if any(scratch.glob(f"*/{kind}"))]
        with Models(project, [f"{project.root}/seeds/oppstillinger/*.csv", *globs]) as models:
            faulty = {row[0] for row in models.rows("select distinct rapport_id from {{ ref('int_rapport__feil') }}")}
        found += [name in faulty for name in names]
    shutil.rmtree(scratch, ignore_errors=True)
    return found


def _copy(package: Path, folder: Path, number: int, change: Change | None) -> str:
    """A copy of a package with a name of its own, and a change."""
    unit, kind, year = package.name.split("-")
    copy = folder / f"{unit}-{kind}q{number}-{year}"
    shutil.copytree(package, copy)
    about = json.loads((copy / "datapackage.json").read_text("utf-8"))
    about |= {"name": copy.name} | ({"kortnavn": f"{about['kortnavn']}q{number}"} if "kortnavn" in about else {})
    (copy / "datapackage.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    if change:
        write(copy / change.file, change)
    return copy.name


def write(path: Path, change: Change) -> None:
    """Change one field of a CSV."""
    rows = read(path)
    rows[change.number][change.column] = change.after
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def shared_changes(project: Project) -> list[Change]:
    """The same for the layouts (without the empty ones that the packages' columns tried already) and for the catalogues."""
    rng = random.Random(SEED)
    found = []
    layouts = schema(project, "pakkeskjema.csv")
    for path in sorted((project.root / "seeds" / "oppstillinger").glob("*.csv")):
        for about in layouts[path.name]:
            found += [c for c in changes_of("oppstillinger", path.name, read(path), about, rng) if c.after]
    for file, columns in schema(project, "kodeverkskjema.csv").items():
        folder, name = file.split("/")
        if folder != "demografi" and name not in ("kodeverkskjema.csv", "pakkeskjema.csv"):
            for about in columns:
                found += [c for c in changes_of(folder, name, read(project.root / "seeds" / file), about, rng) if c.after]
    return found


def caught_in_shared(project: Project, changes: list[Change], scratch: Path) -> list[bool]:
    """Which changes of what all share are noticed: by the check of the catalogues, or by a fault in a package that ships."""
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(project.root / folder, scratch / folder)
    packages = [path for path in (scratch / "seeds" / "rapporter").iterdir() if path.is_dir()]
    shutil.rmtree(
        max(packages, key=lambda path: sum(file.stat().st_size for file in path.glob("*.csv")))
    )  # half of the time, and no layout
    # The catalogues are checked in a copy of their own, where the long ones end early: their first rows say what the others would.
    seeds = Project(scratch / "kataloger")
    for folder in (*CATALOGUE_FOLDERS, LAYOUTS):
        shutil.copytree(scratch / "seeds" / folder, seeds.root / "seeds" / folder)
    for path in [*(seeds.root / "seeds" / "demografi").glob("*.csv")]:
        path.write_text("\n".join(path.read_text("utf-8").split("\n")[:40]) + "\n", "utf-8")
    tried = Project(scratch)
    kinds = [kind for kind in KINDS if any((scratch / "seeds" / "rapporter").glob(f"*/{kind}"))]
    globs = [f"{scratch}/seeds/oppstillinger/*.csv", *(f"{scratch}/seeds/rapporter/*/{kind}" for kind in kinds)]
    assert not _is_noticed(seeds, tried, globs), "the copy itself has a fault"
    found = []
    for change in changes:
        paths = [root / "seeds" / change.folder / change.file for root in (seeds.root, scratch)]
        before = {path: path.read_bytes() for path in paths if path.exists()}
        for path in before:
            write(path, change)
        found.append(_is_noticed(seeds, tried, globs))
        for path, raw in before.items():
            path.write_bytes(raw)
    shutil.rmtree(scratch, ignore_errors=True)
    return found


def _is_noticed(seeds: Project, project: Project, globs: list[str]) -> bool:
    try:
        check_seeds(seeds)
        with Models(project, globs) as models:
            return bool(models.rows("select 1 from {{ ref('int_rapport__feil') }} limit 1"))
    except Exception as error:  # a catalogue that cannot be cast stops the build, with its name
        return isinstance(error, BuildError) or "duckdb" in type(error).__module__ or "seeds:" in str(error)


def scratch_folder(part: str = "alt") -> Path:
    """A place for the copies outside the repository, each part its own."""
    return Path(os.environ.get("TMPDIR", "/tmp")) / f"kommunevarehus-katalogfeil-{os.getpid()}-{part}"
