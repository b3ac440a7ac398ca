"""What was read, as a report package that a person can look over: the tables as printed, and of each cell how sure its reading is."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kommunevarehus.lesing.heads import CONSOLIDATED, UNCLEAR, Head
from kommunevarehus.lesing.layouts import Layout, label_distance, normal, without_number
from kommunevarehus.lesing.numbers import Value
from kommunevarehus.lesing.reading import CERTAIN, DERIVED, SETTLED, UNCERTAIN, Cell, ReadRow, ReadTable
from kommunevarehus.lesing.units import Units, read_units, unit_of
from kommunevarehus.packagecheck import Check, check_package, new_package
from kommunevarehus.packages import DESCRIPTION
from kommunevarehus.project import Project

UNSEEN = "Ingen person har sett over pakken før det står her."
CONTRADICTION = "Funnet av maskinen ved lesing; ingen person har vurdert det."
_CONTRADICTION = re.compile(
    r"a contradiction that no finding explains: (\S+) \(«(.*?)»\): printed (.*?), computed (.*?) to (.*?) \((.*)\)\. Correct", re.S
)
_SIGN_TEXTS = {
    "rad": "inntekter og utgifter trykt positive; netto- og resultattall har fortegnet til virkningen",
    "-1": "inntekter negative, utgifter positive",
    "1": "fortegnet er virkningen på resultatet",
}


@dataclass
class Written:
    """What was written: the folder, the tables with their ids, and the check of the package."""

    folder: Path
    tables: list[tuple[str, str, ReadTable]]
    check: Check
    doubts: int = 0
    findings: int = 0
    left: list[str] = field(default_factory=list)


def slug(text: str) -> str:
    """A code of small letters without accents, digits and underscores."""
    text = text.lower().replace("ø", "o").replace("æ", "ae").replace("å", "a")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")[:60].strip("_") or "rad"


def printed_label(label: str) -> str:
    """The label as printed, without a glued note number; a glued line number stands apart."""
    label = re.sub(r"<[^>]*>", " ", label)
    label = re.sub(r"^(\d{1,2}[a-z]?)(?=[A-ZÆØÅ])", r"\1 ", label.strip())
    number = re.match(r"^(\d{1,2}[a-z]?[.)]? |[IVX]{1,4}[.)] |[A-H][.)] )?", label)
    head = number.group() if number else ""
    return re.sub(r"\s+", " ", f"{head}{without_number(label)}").strip()


def printed_value(cell: Cell) -> str:
    """A cell as the package's table has it: as printed, with spaces where the source has other marks of thousands."""
    value = cell.value
    if value is None:
        return ""
    text = re.sub(r"\s+", " ", value.text).strip()
    if value.number is None:
        return text
    text = re.sub(r"(?<=\d)\.(?=\d{3}(?:\D|$))", " ", text)
    text = re.sub(r"^(.*\d)-$", r"-\1", text)  # the warehouse has a minus before its number
    return text.replace(".", ",") if re.fullmatch(r"-?\s?\d+\.\d+\s?%?", text) else text


@dataclass(frozen=True)
class _Column:
    name: str
    head: str
    measure: str
    year: str
    unit: str = ""
    period: str = ""


# What a part of a year is called: its accounts are never the year's.
_SO_FAR = {"regnskap": "regnskap_hittil", "avvik": "avvik_hittil", "avvik_pst": "avvik_hittil_pst"}


def columns_of(heads: Sequence[Head], count: int, year: int) -> list[_Column]:
    """The package's columns of a table's heads, by the layouts' names where they have one; years are counted from the report's."""
    if len(heads) != count:
        return [_Column(f"kolonne_{i + 1}", f"Kolonne {i + 1}", "", "") for i in range(count)]
    found: list[_Column] = []
    accounts = {head.year for head in heads if head.kind in ("regnskap", "regnskap_i_fjor", "aar")}
    versions = {(head.kind, head.year) for head in heads if not head.period}
    # A prognosis is made at the end of the months that the accounts beside it are of.
    so_far = max((head.period for head in heads if head.period != UNCLEAR), default="")
    for head in heads:
        if head.kind == "ukjent" or head.period == UNCLEAR:
            found.append(_Column(f"kolonne_{len(found) + 1}", head.text or f"Kolonne {len(found) + 1}", "", ""))
            continue
        kind, at = head.kind, head.year if head.year is not None else (year - 1 if head.kind == "regnskap_i_fjor" else year)
        step = at - year
        if kind == "regnskap_i_fjor":
            kind = "regnskap"
        if kind == "aar":
            kind = "regnskap"
        if kind == "budsjett":
            other = ("opprinnelig_budsjett", head.year) in versions
            kind = (
                "regulert_budsjett"
                if other or (at in accounts and ("regulert_budsjett", head.year) not in versions)
                else "opprinnelig_budsjett"
            )
        if head.period:
            kind = _SO_FAR.get(kind, "budsjett_hittil")
        if kind == "opprinnelig_budsjett" and step > 0:
            kind = "okonomiplan"
        if kind == "okonomiplan" and step == 0:
            kind = "opprinnelig_budsjett"
        names = {
            ("regnskap", 0): "regnskap",
            ("regnskap", -1): "regnskap_i_fjor",
            ("regnskap", -2): "regnskap_for_to_ar_siden",
            ("opprinnelig_budsjett", -1): "budsjett_i_fjor",
        }
        name = names.get(
            (kind, step),
            f"okonomiplan_{step}" if kind == "okonomiplan" else kind if step == 0 or kind.startswith("avvik") else f"{kind}_{at}",
        )
        if kind in ("avvik", "avvik_pst", "avvik_hittil", "avvik_hittil_pst"):
            step = 0
        while name in {column.name for column in found}:
            name = f"{name}_{len(found) + 1}"
        unit = "pst" if kind in ("avvik_pst", "avvik_hittil_pst", "endring") else ""
        period = head.period or (so_far if kind == "prognose" else "")
        found.append(_Column(name, head.text, kind, f"{step:+d}" if step else "0", unit, period))
    return found


class _Package:
    """The rows of the package's files, as they come."""

    def __init__(self) -> None:
        self.files: dict[str, list[dict[str, str]]] = {}

    def add(self, file: str, **row: str) -> None:
        self.files.setdefault(file, []).append(row)

    def write(self, folder: Path, heads: Mapping[str, Sequence[str]]) -> None:
        for file, rows in self.files.items():
            columns = heads.get(file) or list(rows[0])
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, columns, delimiter="\t" if file.endswith(".tsv") else ",", lineterminator="\n", restval="")
                writer.writeheader()
                writer.writerows({key: row.get(key, "") for key in columns} for row in rows)


def _heads(project: Project) -> dict[str, list[str]]:
    heads: dict[str, list[str]] = {}
    with (project.root / "seeds/kodeverk/pakkeskjema.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            heads.setdefault(row["fil"], []).append(row["kolonne"])
    return heads


def write_package(
    project: Project,
    rapport_id: str,
    sources: Sequence[Path],
    tables: Sequence[ReadTable],
    *,
    parent: Path | None = None,
    title: str | None = None,
    unit: str | None = None,
    known_indicators: Mapping[str, tuple[str, str]] | None = None,
) -> Written:
    """Make the package, check it as `kommunevarehus sjekk` does, and write the contradictions of the source as findings to look over.

    Raises:
        BuildError: the id is not one, or the folder exists (packagecheck.new_package).

    """
    folder = new_package(project, rapport_id, parent=parent, title=title, source=sources[0])
    heads = _heads(project)
    package = _Package()
    owner, _, year = rapport_id.split("-")
    written: list[tuple[str, str, ReadTable]] = []
    units = read_units(project.root / "seeds/kodeverk")
    for number, read in enumerate(tables, 1):
        table_id = f"{number:02d}"
        layout_id = _write_table(package, table_id, read, int(year), unit, owner, known_indicators or {}, units)
        written.append((table_id, layout_id, read))
    heads_own = {file: list(rows[0]) for file, rows in package.files.items() if file.startswith("tabeller/")}
    package.write(folder, {**heads, **heads_own})
    _describe(folder, sources, written)
    check = check_package(project, folder)
    found = _write_findings(folder, check, heads)
    if found:
        check = check_package(project, folder)
    doubts = sum(read.share(UNCERTAIN) for _, _, read in written)
    return Written(folder, written, check, doubts, found)


def _is_number(cell: Cell) -> bool:
    return cell.value is not None and cell.value.number is not None


def _whose(head: Head, owner: str, units: Units) -> str:
    """The unit that a column of key figures is of: the report's own if the head names nobody; nothing if it is unknown, or no accounts."""
    if head.kind not in ("regnskap", "aar") or not head.year:
        return ""
    named = head.named
    return (unit_of(named, head.year, units) or "") if re.search(r"\w", named) else owner


def _is_own(head: Head, owner: str, units: Units) -> bool:
    """Whether a column is the report's own figures, and no more is said of it: not another's, not per inhabitant, not a proposal."""
    if CONSOLIDATED.search(head.whose):
        return False
    return not re.search(r"\w", head.named) or _whose(head, owner, units) == owner


def _write_table(
    package: _Package,
    table_id: str,
    read: ReadTable,
    year: int,
    unit: str | None,
    owner: str,
    known: Mapping[str, tuple[str, str]],
    units: Units,
) -> str:
    columns = columns_of(read.table.heads, read.table.count, year)
    codes = _indicator_codes(read, known)
    layout_id = read.layout.layout_id if read.layout else "nokkeltall" if codes else f"egen_{table_id}"
    if codes:
        columns = [
            _Column(f"{whose}_{head.year}", head.text, "", "") if (whose := _whose(head, owner, units)) else column
            for head, column in zip(read.table.heads, columns, strict=True)
        ]
        # The treasury and the group are both the report's own: a person says which of them is meant.
        times = Counter(column.name for column in columns)
        columns = [
            was if times[own.name] > 1 else own
            for was, own in zip(columns_of(read.table.heads, read.table.count, year), columns, strict=True)
        ]
    elif len(read.table.heads) == len(columns):
        # The figures of a group or another municipality are not the report's, nor those of the municipality with its companies.
        owned = [_is_own(head, owner, units) for head in read.table.heads]
        columns = [
            column if own or (CONSOLIDATED.search(head.whose) and not any(owned)) else _Column(f"kolonne_{i + 1}", head.text, "", "")
            for i, (head, column, own) in enumerate(zip(read.table.heads, columns, owned, strict=True))
        ]
    # Goals are no figures of a year: they stand in lesing.tsv, for a person to put in mal.csv.
    kept = [i for i, column in enumerate(columns) if column.measure != "maal" and (not codes or re.fullmatch(r"\w+_\d{4}", column.name))]
    file = f"tabeller/{table_id}_{layout_id}.csv"
    labels = [printed_label(row.row.label) or f"(uten etikett, {row.row.place})" for row in read.rows]
    for number, (row, label) in enumerate(zip(read.rows, labels, strict=True), 1):
        group = re.sub(r"\s+", " ", row.row.group).strip()
        package.add(file, rad=str(number), gruppe=group, etikett=label, **{columns[i].name: printed_value(row.cells[i]) for i in kept})
        for i, cell in enumerate(row.cells):
            shown = printed_value(cell)
            package.add(
                "lesing.tsv",
                tabell=table_id,
                rad=str(number),
                kolonne=columns[i].name,
                sikkerhet=cell.certainty,
                lest=shown,
                alternativer=" | ".join(cell.alternatives),
                note=row.note,
                sted=row.row.place,
                trykt=re.sub(r"\s+", " ", row.row.tail).strip(),
            )
            if cell.certainty == UNCERTAIN and i in kept:
                source, ways = re.sub(r"\s+", " ", row.row.tail).strip(), " eller ".join(one or "tom" for one in cell.alternatives)
                basis = f"Uklart: «{source}» kan leses som {ways}."
                package.add(
                    "utledet.csv", tabell=table_id, rad=str(number), kolonne=columns[i].name, status="tapt", verdi="", grunnlag=basis
                )
        if any(row.cells[i].certainty == SETTLED for i in kept):
            source = re.sub(r"\s+", " ", row.row.tail).strip()
            package.add(
                "plassering.csv",
                tabell=table_id,
                rad=str(number),
                kolonne="",
                plassering="identitet",
                grunnlag=f"Avgjort av regnestykket: av alle måter å dele «{source}» på går bare denne opp med summene i tabellen.",
            )
    for column in (columns[i] for i in kept):
        if column.measure:
            package.add(
                "kolonner.csv",
                tabell=table_id,
                kolonne=column.name,
                overskrift=column.head,
                maal=column.measure,
                aar=column.year,
                maaleenhet=column.unit,
                periode=column.period,
            )
    _write_rows(package, layout_id, read, labels, codes, {code for code, _ in known.values()})
    numbers = [re.search(r"\d+$", row.row.place) for row in read.rows]
    lines = [int(found.group()) for found in numbers if found]
    codes_here = {row.match.code for row in read.rows if row.match}
    partial = read.layout is not None and not read.layout.required <= codes_here
    package.add(
        "tabeller.csv",
        tabell=table_id,
        slag="tabell",
        tittel=read.table.title or read.table.after or f"Tabell {table_id}",
        oppstilling=layout_id,
        tjenesteomrade_id="okonomi",
        linje_fra=str(min(lines)) if lines else "",
        linje_til=str(max(lines)) if lines else "",
        rader=str(len(read.rows)),
        verdikolonner=str(len(kept)),
        tallceller=str(sum(_is_number(row.cells[i]) for row in read.rows for i in kept)),
        status="delvis" if partial else "komplett",
        enhet=unit or read.unit,
        fortegn=_SIGN_TEXTS.get(read.sign, ""),
        fortegn_virkning=read.sign if read.layout else "",
        tom_celle="tom",
    )
    return layout_id


def _write_rows(
    package: _Package, layout_id: str, read: ReadTable, labels: Sequence[str], codes: Mapping[int, str], catalogue: set[str]
) -> None:
    """The rows that the shared layout does not know, or has with another sign; and the posts of what is the municipality's own."""
    layout = read.layout
    if codes:
        for i, code in codes.items():
            if code not in catalogue:
                package.add(
                    "indikatorer.csv",
                    indikator_id=code,
                    navn=without_number(labels[i]),
                    maaleenhet="pst",
                    register="Rapporten",
                    tjenesteomrade_id="okonomi",
                    kategori="okonomi",
                    retning="noytral",
                )
            package.add("rader.csv", oppstilling="nokkeltall", gruppe="*", etikett=labels[i], forekomst="1", kode=code, krav="nei")
        return
    if layout is None:
        package.add("oppstillinger.csv", oppstilling=layout_id, navn=read.table.title or layout_id, emne="okonomianalyse", kodeverk="")
        return
    if layout.open_code is not None:
        _write_open(package, layout, read, labels)
        return
    here = {row.match.code for row in read.rows if row.match}
    parents = _parents(read, layout, here)
    excerpt = not layout.required <= here or any(layout.posts[code].parent != parent for code, parent in parents.items() if parent)
    excerpt = excerpt or any(not parent and layout.posts[code].parent in here for code, parent in parents.items())
    if excerpt:  # the shared layout would miss its sums: the package has the part of it that is printed
        package.add(
            "oppstillinger.csv", oppstilling=layout_id, navn=layout.name, emne=layout.subject, kodeverk="post", fortegn_virkning="rad"
        )
        for code in (code for code in layout.posts if code in here):
            post = layout.posts[code]
            package.add(
                "poster.csv",
                oppstilling=layout_id,
                post_id=code,
                navn=post.name,
                forelder_post_id=parents.get(code, ""),
                fortegn=str(post.weight),
                rekkefolge=str(post.place),
                radtype=post.kind,
                fosstrinn="nei",
            )
    seen: dict[str, int] = {}
    for i, row in enumerate(read.rows):
        name = normal(labels[i])
        seen[name] = seen.get(name, 0) + 1
        if row.match is not None and row.match.exact and not row.turned and not excerpt:
            continue
        code = row.match.code if row.match else slug(without_number(labels[i]))
        if row.match is None:
            while code in layout.signs:
                code = f"{code}_egen"
            package.add(
                "poster.csv",
                oppstilling=layout_id,
                post_id=code,
                navn=without_number(labels[i]),
                forelder_post_id=row.part_of,
                fortegn=str(row.part_sign) if row.part_of else "1",
                rekkefolge=str(900 + i),
                radtype="detalj",
                fosstrinn="nei",
            )
        if row.match is not None and row.match.unit:
            package.add(
                "rader.csv",
                oppstilling=layout_id,
                gruppe="*",
                etikett=labels[i],
                forekomst=str(seen[name]),
                kode=code,
                maaleenhet=row.match.unit,
                fortegn="1",
                krav="nei",
            )
            continue
        effect = row.effect if row.effect is not None else (row.match.sign if row.match else 1)
        package.add(
            "rader.csv",
            oppstilling=layout_id,
            gruppe="*",
            etikett=labels[i],
            forekomst=str(seen[name]),
            kode=code,
            fortegn=str(effect),
            krav="nei",
        )


def _parents(read: ReadTable, layout: Layout, here: set[str]) -> dict[str, str]:
    """The printed sum that each printed post goes into: its own, or the nearest above where its own is not printed and that one holds."""
    held = {read.rows[one.equation.total].match.code: one for one in read.outcomes if one.equation.name == DERIVED and one.holds}  # type: ignore[union-attr]
    lost: dict[str, str] = {}
    found = {}
    for code in here & layout.posts.keys():
        above, steps = layout.posts[code].parent, 0
        while above and above not in here and above in layout.posts:
            above, steps = layout.posts[above].parent, steps + 1
        if above in here:
            found[code] = above
            if steps:
                lost[above] = above
    return {code: above if above not in lost or above in held else "" for code, above in found.items()}


def _write_open(package: _Package, layout: Layout, read: ReadTable, labels: Sequence[str]) -> None:
    """A layout of own areas or projects: every row is a post of its own, below the sum that the arithmetic puts it in."""
    package.add(
        "oppstillinger.csv",
        oppstilling=layout.layout_id,
        navn=layout.name,
        emne=layout.subject,
        kodeverk="post",
        fortegn_virkning="-1",
    )
    parents: dict[int, int] = {}
    for outcome in read.outcomes:
        if outcome.holds and outcome.equation.name == "delsum":
            parents.update(dict.fromkeys(outcome.equation.terms, outcome.equation.total))
    codes: list[str] = []
    for i, row in enumerate(read.rows):
        own = row.match is None or row.match.code == layout.open_code
        code = slug(without_number(labels[i])) if own or row.match is None else row.match.code
        while code in codes:
            code = f"{code}_{i + 1}"
        codes.append(code)
    for i in range(len(read.rows)):
        parent = codes[parents[i]] if i in parents else ""
        kind = "sum" if i in parents.values() else "detalj"
        package.add(
            "poster.csv",
            oppstilling=layout.layout_id,
            post_id=codes[i],
            navn=layout.posts[codes[i]].name if codes[i] in layout.posts else without_number(labels[i]),
            forelder_post_id=parent,
            fortegn="1",
            rekkefolge=str(i + 1),
            radtype=kind,
            fosstrinn="nei",
        )
        seen = sum(normal(label) == normal(labels[i]) for label in labels[: i + 1])
        package.add(
            "rader.csv",
            oppstilling=layout.layout_id,
            gruppe="*",
            etikett=labels[i],
            forekomst=str(seen),
            kode=codes[i],
            fortegn="-1",
            krav="nei",
        )


def _indicator_codes(read: ReadTable, known: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    """The key figure of each row of a table of per cents by years, by its name or the nearest; an unknown one gets a code of its own."""
    if read.layout is not None or read.unit != "pst" or len(read.table.heads) != read.table.count:
        return {}
    if not any(head.kind in ("regnskap", "aar") and head.year for head in read.table.heads):
        return {}
    found: dict[int, str] = {}
    for i, row in enumerate(read.rows):
        label = printed_label(row.row.label)
        near = nearest_indicator(label, known)
        code = near[0] if near and near[0] not in found.values() else f"{slug(label)[:54]}_egen"
        while code in found.values():
            code = f"{code}_{i + 1}"
        found[i] = code
    return found


def nearest_indicator(label: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, int] | None:
    """The key figure whose name is the label, or nearest it, with the distance; a label may end in what the figure is a share of."""
    plain = normal(label)
    tried = [plain, re.sub(r" (?:i prosent|i %|målt i prosent) av .*$", "", plain)]
    for name in tried:
        if name in known:
            return known[name][0], 0
    best: list[tuple[int, str]] = []
    for name, (code, _) in known.items():
        step = min((d for t in tried if (d := label_distance(t, name)) is not None), default=None)
        if step is not None:
            best.append((step, code))
    best.sort()
    return (best[0][1], best[0][0]) if best and len({code for step, code in best if step == best[0][0]}) == 1 else None


def _describe(folder: Path, sources: Sequence[Path], written: Sequence[tuple[str, str, ReadTable]]) -> None:
    """Say in datapackage.json what was read, of what, and what the files' columns are."""
    path = folder / DESCRIPTION
    description: dict[str, Any] = json.loads(path.read_text("utf-8"))
    description["description"] = (
        "Lest av maskin fra filene som står som kilder. Hvor sikker hver celle er, står i lesing.tsv; lesing.html viser den ved siden av "
        f"kilden. {UNSEEN}"
    )
    description["sources"] = [
        {"title": source.name, "path": source.name, "sha256": hashlib.sha256(source.read_bytes()).hexdigest()} for source in sources
    ]
    description["tegn"] = {"-": "strek"}
    resources = []
    for file in sorted(folder.rglob("*.csv")):
        name = file.relative_to(folder).as_posix()
        with file.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        fields = [{"name": column, "type": "string"} for column in columns]
        resources.append({"name": name.removesuffix(".csv").replace("/", "-"), "path": name, "schema": {"fields": fields}})
    description["resources"] = resources
    path.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8")


def contradictions(folder: Path, check: Check, last: int = 0) -> dict[str, list[dict[str, str]]]:
    """The contradictions of a check as rows of findings, by file, to be judged by a person; not where a cell is unclear in that column.

    They are numbered from the one after `last`.
    """
    package = _Package()
    cells: dict[tuple[str, str, str], str] = {}
    unclear: set[tuple[str, str]] = set()
    with (folder / "lesing.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            cells[row["tabell"], row["rad"], row["kolonne"]] = row["lest"]
            if row["sikkerhet"] == UNCERTAIN:
                unclear.add((row["tabell"], row["kolonne"]))
    number = last
    for fault in check.faults:
        found = _CONTRADICTION.match(fault.melding)
        if not found:
            continue
        place = found[1].split("|", 1)[1]
        table, row_number, column = place.split("|")
        if (table, column) in unclear:
            continue
        number += 1
        printed = cells.get((table, row_number, column), "")
        package.add(
            "funn.csv",
            funn_id=f"F{number:03d}",
            tittel=f"{found[2]}: trykt {printed}",
            type="sum_stemmer_ikke",
            sted_a=place,
            verdi_a=printed,
            vurdering=f"{CONTRADICTION} Regnestykket {found[6]} gir mellom {found[4]} og {found[5]}; trykt er {printed}.",
            vi_bruker="Tallet som trykt, inntil noen har vurdert det.",
            alvorlighet="middels",
        )
        package.add(
            "funn_virkning.csv", funn_id=f"F{number:03d}", sted=place, virkning="merk", grunn="Vi bruker: tallet som trykt; ikke vurdert."
        )
        package.add("funn_avvik.csv", funn_id=f"F{number:03d}", avstemming_id=found[1])
    return package.files


def _write_findings(folder: Path, check: Check, heads: Mapping[str, Sequence[str]]) -> int:
    """Write the contradictions that the check finds as findings; how many there are."""
    package = _Package()
    package.files = contradictions(folder, check)
    if package.files:
        package.write(folder, heads)
        _describe_again(folder)
    return len(package.files.get("funn.csv", ()))


def _describe_again(folder: Path) -> None:
    path = folder / DESCRIPTION
    description = json.loads(path.read_text("utf-8"))
    for name in ("funn", "funn_virkning", "funn_avvik"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        fields = [{"name": column, "type": "string"} for column in columns]
        description["resources"].append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
    path.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8")


__all__ = [
    "CERTAIN",
    "ReadRow",
    "Value",
    "Written",
    "columns_of",
    "nearest_indicator",
    "printed_label",
    "printed_value",
    "slug",
    "write_package",
]
