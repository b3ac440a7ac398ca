"""The guide docs/legge_til_en_rapport.md, followed on a made-up page: a new report is new CSVs and rows."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
from varehus import output, run_command

from kommunevarehus.project import Project

SEED = "ab2021_02_okonomisk_oversikt_art"


def append(path: Path, **values: str) -> None:
    """Add a row to a catalogue, empty where nothing is said."""
    with path.open(encoding="utf-8", newline="") as handle:
        fields = next(csv.reader(handle))
    assert set(values) <= set(fields), set(values) - set(fields)
    with path.open("a", encoding="utf-8", newline="") as handle:
        csv.DictWriter(handle, fields, lineterminator="\n").writerow({field: values.get(field, "") for field in fields})


def insert_line(path: Path, before: str, line: str) -> None:
    """Put a line before the first that contains `before`."""
    text = path.read_text("utf-8")
    position = text.rindex("\n", 0, text.index(before)) + 1
    path.write_text(f"{text[:position]}{line}\n{text[position:]}", "utf-8")


def test_next_years_page_needs_no_new_model(scratch: Project) -> None:
    """Last year's page with other amounts, as 2021: the same facts and reports hold both years."""
    seeds, catalogues = scratch.root / "seeds", scratch.root / "seeds" / "kodeverk"
    folder = seeds / "arsberetning_2021"
    folder.mkdir()
    page = (seeds / "arsberetning_2020" / "ab2020_02_okonomisk_oversikt_art.csv").read_text("utf-8")
    (folder / f"{SEED}.csv").write_text(page, "utf-8")
    columns = ", ".join(f"{name}: varchar" for name in page.split("\n", 1)[0].split(","))
    (folder / "_arsberetning_2021.yml").write_text(
        f"version: 2\n\nseeds:\n  - name: {SEED}\n    config:\n      column_types: {{{columns}}}\n", "utf-8"
    )
    project_file = scratch.root / "dbt_project.yml"
    insert_line(project_file, "    asss_2014:\n      -", f"    arsberetning_2021:\n      - {SEED}")
    insert_line(project_file, "    arsberetning_2020: {+schema: raa}", "    arsberetning_2021: {+schema: raa}")
    append(
        catalogues / "kilde.csv",
        kilde_id="arsberetning_2021",
        tittel="Oppdiktet årsberetning 2021",
        utgiver="Ingen",
        aar="2021",
        url="https://example.org",
        lisens="oppdiktet",
        fil_sha256="0" * 64,
    )
    append(
        catalogues / "kildetabell.csv",
        tabell_id="AB2021-02",
        kilde_id="arsberetning_2021",
        slag="tabell",
        tittel="Økonomisk oversikt etter art 2021",
        linje_fra="1",
        rader="29",
        verdikolonner="4",
        tallceller="116",
        status="komplett",
        oppstilling="okonomisk_oversikt_art",
        kodeverk="regnskapspost",
        faktatabell="fct_driftsregnskap",
        fortegn_avvik="-1",
        fortegn_virkning="-1",
        tom_celle="tom",
        seed=SEED,
    )
    for column, measure in (("opprinnelig_budsjett",) * 2, ("regulert_budsjett",) * 2, ("regnskap",) * 2, ("avvik",) * 2):
        append(
            catalogues / "kolonne.csv",
            tabell_id="AB2021-02",
            kolonne=column,
            maal=measure,
            enhet_id="5001",
            aar="2021",
            maaleenhet="mill. kr",
        )
    append(
        seeds / "unntak" / "unntak.csv",
        regel="cellene_nar_fakta",
        nokkel="AB2021-02|avvik",
        begrunnelse="Beregnes.",
        referanse="rapport_budsjettavvik",
    )

    done = run_command(scratch, "build")

    assert done.returncode == 0, output(done)
    with duckdb.connect(str(scratch.database), read_only=True) as connection:
        found = connection.execute(
            "select aar, regnskap_mill_kr from rapport.rapport_arsresultat where post_id = 'netto_driftsresultat' order by aar"
        ).fetchall()
    assert [(year, int(amount)) for year, amount in found] == [(2020, 601), (2021, 601)]
