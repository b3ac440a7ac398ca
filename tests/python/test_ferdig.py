"""The figures that say the warehouse is done, asked of the published edition by the real command."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal

import pytest
from varehus import output, run_command

from kommunevarehus.project import Project


def ask(project: Project, sql: str) -> list[tuple[str, ...]]:
    """The rows of `kommunevarehus query`, without the header."""
    done = run_command(project, "query", "-", "--format", "csv", stdin=sql)
    assert done.returncode == 0, output(done)
    return [tuple(row) for row in csv.reader(io.StringIO(done.stdout, newline=""))][1:]


def rounded(value: Decimal) -> Decimal:
    """One decimal, half away from zero."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


# Økonomi 2020


def test_netto_driftsresultat_is_601_mill_kr_and_3_6_per_cent_of_driftsinntektene(warehouse: Project) -> None:
    reported = ask(
        warehouse,
        """select regnskap_mill_kr, andel_av_driftsinntekter_pst from rapport.rapport_arsresultat
        where enhet_id = '5001' and aar = 2020 and post_id = 'netto_driftsresultat'""",
    )
    assert reported == [("601.000000", "3.6")]


def test_the_3_6_per_cent_is_computed_from_the_printed_601_and_16_607(warehouse: Project) -> None:
    printed = dict(
        ask(
            warehouse,
            """select post_id, belop_mill_kr from marts.fct_belop
            where enhet_id = '5001' and aar = 2020 and versjon = 'regnskap' and er_valgt
                and post_id in ('netto_driftsresultat', 'sum_driftsinntekter')""",
        )
    )
    assert printed == {"netto_driftsresultat": "-601.000000", "sum_driftsinntekter": "-16607.000000"}
    assert rounded(100 * Decimal(printed["netto_driftsresultat"]) / Decimal(printed["sum_driftsinntekter"])) == Decimal("3.6")


def test_the_five_service_areas_with_the_largest_overspending(warehouse: Project) -> None:
    found = ask(
        warehouse,
        """select navn, avvik_mill_kr from rapport.rapport_budsjettavvik
        where enhet_id = '5001' and emne = 'tjenesteomrade' and aar = 2020 order by avvik_mill_kr limit 5""",
    )
    assert found == [
        ("Plan og bygning", "-7.700000"),
        ("Psykisk helse og rus", "-6.400000"),
        ("Bo- og aktivitetstilbud", "-4.600000"),
        ("Interne tjenester", "-3.600000"),
        ("Barnehage", "-0.700000"),
    ]


def test_eiendeler_equal_egenkapital_and_gjeld(warehouse: Project) -> None:
    sums = dict(
        ask(
            warehouse,
            """select post_id, belop_mill_kr from rapport.rapport_balanse
            where enhet_id = '5001' and aar = 2020 and radtype = 'sum'""",
        )
    )
    assert sums["balanse_sum_eiendeler"] == "61410.000000"
    assert Decimal(sums["balanse_sum_eiendeler"]) + Decimal(sums["balanse_sum_egenkapital_og_gjeld"]) == 0
    assert Decimal(sums["balanse_anleggsmidler"]) + Decimal(sums["balanse_omlopsmidler"]) == Decimal(sums["balanse_sum_eiendeler"])
    debt = ("balanse_egenkapital", "balanse_langsiktig_gjeld", "balanse_kortsiktig_gjeld")
    assert sum(Decimal(sums[post]) for post in debt) == Decimal(sums["balanse_sum_egenkapital_og_gjeld"])


# Tjenesteprofil barnehage 2014

INDICES = [
    ("Ansatte med barnehagelærer- eller fagutdanning", "113.7"),
    ("Ansatte med barnehagelærerutdanning", "117.7"),
    ("Barn fra språklige og kulturelle minoriteter i barnehage", "107.1"),
    ("Barnehagedekning 1–2 år", "110.8"),
    ("Barnehagedekning 3–5 år", "103.0"),
    ("Brukertilfredshet i barnehagene", "105.8"),
    ("Menn i barnehagene", "109.2"),
    ("Netto driftsutgifter til barnehage per innbygger 1–5 år", ""),
    ("Oppholdstimer per årsverk i kommunale barnehager", ""),
    ("Oppholdstimer per årsverk i private barnehager", ""),
    ("Ressursbruk barnehage i forhold til behov", "102.7"),
    ("Sykefravær barnehage", "108.9"),
    ("Utgift per oppholdstime i kommunale barnehager", ""),
]


def test_trondheims_index_in_each_barnehage_indicator_against_snitt_asss_2014(warehouse: Project) -> None:
    found = ask(
        warehouse,
        """select navn, indeks from rapport.rapport_tjenesteprofil
        where tjenesteomrade_id = 'barnehage' and enhet_id = '1601' and aar = 2014 and rapport_id = '1601-asss-2014' order by navn""",
    )
    assert found == INDICES


def test_each_index_is_the_printed_value_by_the_printed_mean_and_missing_only_where_one_is_lost(warehouse: Project) -> None:
    """Computed anew from the cells as printed, or as derived with their basis written down."""
    rows = ask(
        warehouse,
        """select profil.navn, profil.indeks, coalesce(verdier.raatekst, replace(verdier.verdi::varchar, '.', ',')),
            snitt.raatekst, verdier.status, snitt.status
        from rapport.rapport_tjenesteprofil as profil
        inner join kvalitet.kildecelle as verdier using (tabell_id, rad, kolonne)
        inner join kvalitet.kildecelle as snitt
            on profil.tabell_id = snitt.tabell_id and profil.rad = snitt.rad and snitt.kolonne = 'snitt_asss'
        where profil.tabell_id = 'ASSS2014-T14' order by profil.navn""",
    )
    assert [(name, index) for name, index, *_ in rows] == INDICES
    for name, index, value, mean, *statuses in rows:
        if index:
            one, other = (Decimal(text.rstrip("%* ").replace(" ", "").replace(",", ".")) for text in (value, mean))
            assert Decimal(index) == rounded(100 * one / other), name
        else:
            assert "tapt" in statuses, name


# Befolkning


def test_growth_2009_to_2015_by_age_on_the_borders_of_the_time(warehouse: Project) -> None:
    found = ask(
        warehouse,
        """select aldersgruppe_id, vekst_personer from rapport.rapport_befolkningsvekst
        where kommunenr = '1601' and grenser = 'opprinnelige' and fra_aar = 2009 and til_aar = 2015
            and aldersgruppe_id in ('0_5', '6_15', '80_89', '90_pluss') order by rekkefolge""",
    )
    assert found == [("0_5", "701"), ("6_15", "400"), ("80_89", "-229"), ("90_pluss", "325")]


def test_growth_can_be_computed_from_the_persons_themselves(warehouse: Project) -> None:
    (found,) = ask(
        warehouse,
        """select sum(case when alder_fra <= 5 then endring end), sum(case when alder_fra between 6 and 15 then endring end),
            sum(case when alder_fra between 80 and 89 then endring end), sum(case when alder_fra >= 90 then endring end)
        from (select alder_fra, case aar when 2015 then personer when 2009 then -personer end as endring
            from marts.fct_befolkning where kommunenr = '1601' and grenser = 'opprinnelige' and aar in (2009, 2015))""",
    )
    assert found == ("701", "400", "-229", "325")


# Every printed cell

LOADED = """
select status.tabell_id, tabeller.kilde_id, tabeller.tallceller, status.verdi, count(*) filter (celler.status = 'verdi'),
    count(*) filter (celler.status in ('strek', 'ikke_tilgjengelig')), status.utledet, status.tapt, status.uten_tall, status.celler,
    tabeller.slag, status.status, status.er_lastet
from kvalitet.tabellstatus as status
inner join marts.dim_kildetabell as tabeller using (tabell_id)
left join kvalitet.kildecelle as celler on status.tabell_id = celler.tabell_id
group by all order by status.tabell_id
"""


@pytest.fixture(scope="module")
def tables(warehouse: Project) -> list[dict[str, str]]:
    """Every printed table and figure: the numbers expected of it, and those that were loaded."""
    names = (
        "tabell",
        "kilde",
        "ventet",
        "verdi",
        "talt",
        "merker",
        "utledet",
        "tapt",
        "uten_tall",
        "celler",
        "slag",
        "status",
        "er_lastet",
    )
    return [dict(zip(names, row, strict=True)) for row in ask(warehouse, LOADED)]


def test_every_table_has_the_numbers_that_were_counted_on_its_page(
    tables: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Årsberetningen: exactly. The ASSS report, which lost numbers: the cells whose place is certain, with or without the printed marks."""
    lines, wrong = [], []
    for table in tables:
        loaded, marks = int(table["talt"]), int(table["merker"])
        allowed = {loaded, loaded + marks} if table["kilde"] == "1601-asss-2014" else {loaded}
        agrees = table["er_lastet"] != "True" or table["slag"] == "tekst" or int(table["ventet"] or -1) in allowed
        counts = f"{table['ventet'] or '-':>8}{loaded:>8}{marks:>8}{table['utledet']:>9}{table['tapt']:>6}"
        lines.append(f"{table['tabell']:<14}{table['status']:<10}{counts}" + ("" if agrees else "  <- not as expected"))
        if not agrees:
            wrong.append(table)
    with capsys.disabled():
        print(f"\n{'table':<14}{'status':<10}{'expected':>8}{'loaded':>8}{'marks':>8}{'derived':>9}{'lost':>6}", *lines, sep="\n")
    assert wrong == []
    assert len(lines) > 100


def test_the_status_of_a_table_counts_its_cells(tables: list[dict[str, str]]) -> None:
    for table in tables:
        assert table["verdi"] == table["talt"], table["tabell"]
        parts = ("verdi", "utledet", "tapt", "uten_tall")
        assert sum(int(table[part]) for part in parts) == int(table["celler"]), table["tabell"]


def test_the_whole_first_chapter_of_arsberetningen_is_loaded_complete(tables: list[dict[str, str]]) -> None:
    by_id = {table["tabell"]: table for table in tables}
    for number in range(1, 12):
        table = by_id[f"AB2020-{number:02}"]
        assert (table["er_lastet"], table["status"], table["tapt"]) == ("True", "komplett", "0"), table["tabell"]


def test_the_service_profiles_and_tables_4_to_8_of_the_asss_report_are_loaded(tables: list[dict[str, str]]) -> None:
    loaded = {table["tabell"] for table in tables if table["er_lastet"] == "True"}
    assert {f"ASSS2014-T{number:02}" for number in (4, 5, 6, 7, 8, 12, 14, 16, 18, 20, 21, 22, 23)} <= loaded
