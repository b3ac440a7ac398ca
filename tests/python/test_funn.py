"""What a finding decides is obeyed: a number we distrust is in no rank, index, sum or verdict, and stands as printed with its mark.

The general law is a dbt test (tests/singular/funnene_er_fulgt.sql) and a rule on the published edition (marts.bro_funnsted). Here are the
cases it was made for, and that taking an effect away is noticed.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from varehus import ROOT

from kommunevarehus.packagecheck import check_package
from kommunevarehus.project import Project

PACKAGES = ROOT / "seeds" / "rapporter"
AB, ASSS = "5001-arsberetning-2020", "1601-asss-2014"
Row = dict[str, str]


@pytest.fixture(scope="module")
def built(warehouse: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build, read-only."""
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        yield connection


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


CASES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "rejected in the one sentence and said again in another": (
        """select utsagn_id, verdi_brukt, funn_id from marts.fct_utsagn
        where utsagn_id in ('AB2020-P1578-13', 'ASSS2014-P0076-1', 'AB2020-P0265-1', 'AB2020-P0238-2', 'ASSS2014-P0126-6') order by 1""",
        [
            ("AB2020-P0238-2", None, "AB2020-F002"),
            ("AB2020-P0265-1", Decimal(251), "AB2020-F017"),
            ("AB2020-P1578-13", None, "AB2020-F090"),
            ("ASSS2014-P0076-1", None, "ASSS2014-F130"),
            ("ASSS2014-P0126-6", None, "ASSS2014-F032"),
        ],
    ),
    "a change that is not to be used": (
        """select count(*) from rapport.rapport_se_pa
        where nokkel = 'andel_hjemmebesok_helsesykepleier_nyfodte' or tidligere_tall in (96.7, 344)""",
        [(0,)],
    ),
    "a norm before it was one": (  # 3 per cent of the whole sector's until 2013, 1.75 for the municipalities since
        """select distinct aar < 2014, norm, norm_kilde like '%til og med 2013%' from rapport.rapport_styringstall
        where indikator_id = 'netto_driftsresultat_pst' order by 1""",
        [(False, Decimal("1.75"), False), (True, Decimal(3), True)],
    ),
    "a limit of the year it is held against": (
        """select aar, grense from rapport.rapport_se_pa where regel_id = 'netto_driftsresultat' and enhet_id = '1108' order by 1""",
        [(2011, Decimal(3)), (2012, Decimal(3))],
    ),
    "a mean over a new way of booking, a hole and a merger": (
        """select enhet_id, aar, brudd, brudd_grunn, snitt_siste_aar, mot_snittet from rapport.rapport_nokkeltall_over_tid
        where indikator_id = 'netto_driftsresultat_pst' and linjerang = 1 and brudd is not null order by 1, 2""",
        [
            ("1103", 2020, "sammenslaing", None, None, None),
            ("1601", 2014, "definisjon", "ny momsføring", None, None),
            ("5001", 2020, "sammenslaing", None, None, None),
        ],
    ),
    "the same break where it is computed from the statements": (
        """select enhet_id, aar, brudd, brudd_grunn from rapport.rapport_styringstall
        where indikator_id = 'netto_driftsresultat_pst' and brudd = 'definisjon' order by 1""",
        [("1108", 2014, "definisjon", "ny momsføring"), ("5001", 2014, "definisjon", "ny momsføring")],
    ),
    "weaker than a year that was booked otherwise": (
        """select count(*) from rapport.rapport_se_pa
        where regel_id = 'svakere' and nokkel in (select indikator_id from kodeverk.seriebrudd) and aar = 2014""",
        [(0,)],
    ),
    "weaker than before the merger, and says so": (
        "select distinct brudd from rapport.rapport_se_pa where regel_id = 'svakere' and (enhet_id, aar) = ('5001', 2020)",
        [("sammenslaing",)],
    ),
    "two reports' accounts of one year, in two layouts": (
        """select post_id, count(*) from marts.fct_belop where (enhet_id, aar, versjon) = ('1103', 2020, 'regnskap') and er_omarbeidet
        group by 1 order by 1""",
        [("brutto_driftsresultat", 2), ("netto_finansutgifter", 2), ("renteinntekter", 2), ("renteutgifter", 2)],
    ),
    "a budget that lacks an amount": (
        """select rad, virkning_mill_kr, virkning_trykt_mill_kr from marts.fct_belop
        where tabell_id = '1102-arsregnskap-2016-01' and versjon = 'opprinnelig_budsjett' and rad in (10, 23) order by 1""",
        [(10, None, None), (23, None, Decimal("-101.271"))],
    ),
    "a suspicion of its own": (
        "select sted_a, status, funn_id from kvalitet.mistanke where regel = 'budsjettet_gar_i_null'",
        [("1102-arsregnskap-2016-01|23|opprinnelig_budsjett", "funn", "1102-arsregnskap-2016-F002")],
    ),
    "preliminary in the prose as in the table": (
        "select utsagn_id, omfang, utgave from rapport.rapport_utsagn where utgave != 'uoppgitt' order by 1",
        [(f"AB2020-P{name}", "konsern", "forelopig") for name in ("0652-1", "0652-2", "0654-2", "0654-3")]
        + [
            (f"AB2020-P{name}", "uoppgitt", "forelopig")  # the Environment Agency's emissions, which are to be checked further (l. 1326)
            for name in ("1316-1", "1316-2", "1316-3", "1318-1", "1318-2", "1320-1", "1320-2", "1324-1", "1324-2")
        ],
    ),
    "preliminary in a comparison, on both sides": (
        """select distinct tabell_id, utgave, sammenlignet_utgave from rapport.rapport_sammenligning
        where 'forelopig' in (utgave, sammenlignet_utgave) order by 1""",
        [(f"AB2020-{table}", "forelopig", "forelopig") for table in ("07", "30", "31")],
    ),
    "what the outcome is per cent of, where the goal is of something else": (
        "select nevner, malt_som from rapport.rapport_handlingsregler where regel_id = 'gjeldsgrad'",
        [("totale inntekter", "andel av driftsinntektene")],
    ),
    "whose people, and of which day": (
        """select verdi, grenser, cast(per_dato as varchar) from rapport.rapport_oversikt
        where (enhet_id, aar, nokkel) = ('1102', 2013, 'innbyggere')""",
        [(Decimal(73142), "2024", "2014-01-01")],
    ),
    "goals that nobody has measured, among the figures of a year": (
        """select count(*) filter (sammenlignet_verdi = 0), count(*) > 0 from rapport.rapport_oversikt where nokkel = 'mal_nadd'""",
        [(0, True)],
    ),
    "debt of each of them, and of how many": (
        """select aar, innbyggere, cast(innbyggere_per as varchar) from rapport.rapport_styringstall
        where indikator_id = 'langsiktig_gjeld_per_innbygger_kr' and enhet_id = '1108' order by 1""",
        [(2018, 77246, "2019-01-01")],
    ),
    "a year that no heading says": (
        """select kolonne, plassering, count(*) from marts.fct_nokkeltall where tabell_id = 'AB2020-36' and verdi_trykt is not null
        and kolonne in ('oslo', 'trondheim_2020') group by all order by 1""",
        [("oslo", "aar", 7), ("trondheim_2020", "trykt", 7)],
    ),
    "the report's own reservation": (
        """select distinct funn_id is not null from marts.fct_nokkeltall
        where tabell_id = 'AB2020-07' and rad = 1 or tabell_id = 'ASSS2014-T04' and rad = 1 or tabell_id = 'AB2020-24' and rad = 10
            and kolonne != 'trondheim_2019'""",
        [(True,)],
    ),
    "each ratio has the mark of its own amounts": (
        """select indikator_id, funn_id from rapport.rapport_styringstall where enhet_id = '5001' and aar = 2020
        and indikator_id in ('disposisjonsfond_pst', 'langsiktig_gjeld_uten_pensjon_pst') order by 1""",
        [("disposisjonsfond_pst", "AB2020-F035"), ("langsiktig_gjeld_uten_pensjon_pst", "AB2020-F046")],
    ),
    "the gravest of two marks, and none of another column's or table's": (
        """select tabell_id, rad, kolonne, funn_id from marts.fct_nokkeltall
        where tabell_id in ('AB2020-07', 'AB2020-25', 'AB2020-30') and rad in (1, 11) and kolonne in ('trondheim', 'stavanger')
        order by 1, 2, 3""",
        [
            ("AB2020-07", 1, "stavanger", "AB2020-F268"),
            ("AB2020-07", 1, "trondheim", "AB2020-F268"),
            ("AB2020-25", 1, "stavanger", "AB2020-F273"),
            ("AB2020-25", 11, "stavanger", "AB2020-F273"),
            ("AB2020-30", 1, "stavanger", "AB2020-F103"),
            ("AB2020-30", 11, "stavanger", "AB2020-F273"),
        ],
    ),
    "a thousand times too large": (
        """select verdi, maaleenhet, verdi_trykt, maaleenhet_trykt, retning from rapport.rapport_klimaindikator
        where utsagn_id = 'AB2020-P1318-2'""",
        [(Decimal(4800), "tonn", Decimal(4800), "1000 tonn", "ned")],
    ),
    "copied from the row below": (
        """select verdi_brukt, verdi_trykt, brukbar_til_sammenligning, funn_id from marts.fct_nokkeltall
        where tabell_id = 'AB2020-26' and rad = 6 and kolonne = 'stavanger'""",
        [(None, Decimal(1511), False, "AB2020-F097")],
    ),
    "in two tables": (
        """select sum(antall_totalt), sum(antall_totalt_trykt) from rapport.rapport_lonn
        where stilling like 'Fagleder o.lo%'""",
        [(Decimal(77), Decimal(154))],
    ),
    "not documented": (
        """select faktisk_pst, faktisk_trykt_pst, innfrir, side, lesning from rapport.rapport_handlingsregler
        where regel_id = 'korrigert_netto_driftsresultat'""",
        [(None, Decimal("3.6"), None, None, "kan ikke avgjøres")],
    ),
    "apprentices by title are no contracts": (
        """select verdi_brukt, funn_id from marts.fct_personell where tabell_id = 'AB2020-15' and rad = 13 and maal = 'lopende_kontrakter'
        union all select verdi_brukt, funn_id from marts.fct_personell
        where tabell_id = 'AB2020-18' and rad = 24 and kolonne = 'totalt_antall'""",
        [(Decimal(381), "AB2020-F059"), (Decimal(384), "AB2020-F059")],
    ),
    "the deviation is the table's": (
        """select verdi_trykt, verdi_brukt from marts.fct_utsagn where utsagn_id = 'AB2020-P0273-1'
        union all select avvik_mill_kr, -264 + 1 from rapport.rapport_arsresultat
        where enhet_id = '5001' and aar = 2020 and post_id = 'netto_avsetning_disposisjonsfond'""",
        [(Decimal(264), Decimal(263)), (Decimal(-263), Decimal(-263))],
    ),
    "own sick leave against another register's mean": (
        "select distinct verdi_brukt, brukbar_til_sammenligning from marts.fct_utsagn where utsagn_id like 'ASSS2014-P0162-_' "
        "and gjelder like 'Sykefravær%' and funn_id = 'ASSS2014-F059'",
        [(None, False)],
    ),
    "the other way of the text": (
        """select verdi_brukt, verdi_med_fortegn from marts.fct_utsagn
        where utsagn_id in ('ASSS2014-P0022-7', 'ASSS2014-P0022-11') order by 1""",
        [(Decimal("-4.7"), Decimal("4.7")), (Decimal("-0.6"), Decimal("-0.6"))],
    ),
    "a miscalculated deviation is ours, and says so": (
        """select avvik_mill_kr, avvik_trykt_mill_kr, avvik_er_beregnet from rapport.rapport_budsjettavvik
        where tabell_id = 'AB2020-05' and rad in (15, 17) order by rad""",
        [(Decimal(-36), Decimal(-27), True), (Decimal(-226), Decimal(-218), True)],
    ),
    "a deviation that rounding explains is the printed": (
        """select avvik_mill_kr, regnskap_mill_kr - regulert_budsjett_mill_kr, avvik_er_beregnet from rapport.rapport_budsjettavvik
        where enhet_id = '5001' and aar = 2020 and kode = 'overforinger_og_tilskudd_fra_andre'""",
        [(Decimal(474), Decimal(475), False)],
    ),
    "a target of two trades is theirs together": (
        """select maltall_kontrakter, maltall_felles, lopende_felles from rapport.rapport_larling
        where fag in ('Barne- og ungdomsarbeiderfaget', 'Helsearbeiderfaget') and lopende_kontrakter is not null""",
        [(None, 370, 347), (None, 370, 347)],
    ),
    "a goal's result that is not documented": (
        "select resultat, resultat_trykt, resultat_tekst, brukbar_til_sammenligning from rapport.rapport_mal where funn_id = 'AB2020-F039'",
        [(None, Decimal("3.6"), "3,6", False)],
    ),
    "one goal is one row": (
        "select mal, ordlyd, status, funn_id from rapport.rapport_mal where rapport_id = '5001-arsberetning-2020' and linje = 664",
        [("bør ligge mellom 2 og 2,5 prosent av netto driftsinntekter", "sitert", "ikke målt", "AB2020-F039")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_case_is_shown_as_the_finding_says(case: str, built: duckdb.DuckDBPyConnection) -> None:
    query, expected = CASES[case]
    found = built.execute(query).fetchall()
    assert [
        tuple(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value for value in row) for row in found
    ] == [tuple(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value for value in row) for row in expected]


def test_no_head_count_is_ranked_or_indexed(built: duckdb.DuckDBPyConnection) -> None:
    counts = "indikator_id in (select indikator_id from marts.dim_indikator where maaleenhet = 'antall')"
    assert built.execute(f"select count(*) from marts.fct_nokkeltall where {counts}").fetchall()[0][0] > 50
    for query in (
        f"select count(*) from rapport.rapport_plassering where {counts} and (plass is not null or indeks is not null)",
        f"select count(*) from rapport.rapport_sammenligning where {counts} and forhold_pst is not null",
        f"select count(*) from rapport.rapport_tjenesteprofil where {counts} and indeks is not null",
        f"select count(*) from marts.fct_nokkeltall where {counts} and brukbar_til_sammenligning",
    ):
        assert built.execute(query).fetchall() == [(0,)], query


def test_every_view_with_a_rank_says_its_rule(built: duckdb.DuckDBPyConnection) -> None:
    ranked = built.execute(
        "select distinct table_name from duckdb_columns() where schema_name = 'rapport' and column_name = 'plass'"
    ).fetchall()
    for (view,) in ranked:
        assert built.execute(f"select count(*) from rapport.{view} where plassregel is null").fetchall() == [(0,)]
    assert ranked


def test_decreases_have_their_sign(built: duckdb.DuckDBPyConnection) -> None:
    """A decrease is printed as a positive number and a word; added up by its sign it goes down."""
    down, wrong = built.execute(
        "select count(*), count(*) filter (verdi_med_fortegn > 0 and funn_id is null) from rapport.rapport_utsagn where retning = 'ned'"
    ).fetchall()[0]
    assert down > 150
    assert wrong == 0


def test_every_finding_says_what_it_does() -> None:
    """Also the small ones, each with its ground: the file is the list that somebody went through."""
    for package in sorted(PACKAGES.iterdir()):
        if (package / "funn.csv").is_file():
            findings = {row["funn_id"] for row in rows(package / "funn.csv")}
            effects = rows(package / "funn_virkning.csv")
            assert {row["funn_id"] for row in effects} == findings, package.name
            assert all(len(row["grunn"]) > 15 for row in effects)


def without(finding: str) -> Callable[[list[Row]], list[Row]]:
    return lambda effects: [row for row in effects if row["funn_id"] != finding]


def altered(place: str, **changes: str) -> Callable[[list[Row]], list[Row]]:
    return lambda effects: [row | changes if row["sted"] == place else row for row in effects]


MUTATIONS: dict[str, tuple[str, Callable[[list[Row]], list[Row]], str]] = {
    "a grave finding without its effect": (AB, without("F078"), "F078 is hoy, but says nothing of what it does to the numbers"),
    "a lesser one": (ASSS, without("F047"), "F047 is middels, but says nothing"),
    "a place that does not exist": (
        AB,
        altered("26|6|stavanger", sted="26|66|stavanger"),
        "the place AB2020-26|66|stavanger does not exist",
    ),
    "a replacement without a number": (AB, altered("P1318-2", verdi="", enhet=""), "without the number to use and its unit"),
    "a replacement of a whole row": (AB, altered("05|15|avvik", sted="05|15"), "Say each cell"),
    "a number nobody uses": (AB, altered("26|6|stavanger", verdi="256", enhet="antall"), "uses no other number"),
    "an effect that is none": (AB, altered("26|6|stavanger", virkning="fjern"), "Expected one of erstatt, utelat, tell_ikke, merk"),
    "a place said twice": (AB, lambda effects: [*effects, effects[-1]], "stands 2 times with"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_slip_in_the_effects_is_named(name: str, shell: Project, tmp_path: Path) -> None:
    report, change, message = MUTATIONS[name]
    package = tmp_path / report
    shutil.copytree(PACKAGES / report, package)
    path = package / "funn_virkning.csv"
    effects = change(rows(path))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, effects[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(effects)

    said = json.dumps(check_package(shell, package).as_dict(), ensure_ascii=False)

    assert message in said, said


# The printed deviations that our own differences round to, and the two that the reconciliation rejects: layout, name, printed, shown.
DEVIATIONS = [
    ("okonomisk_oversikt_art", "Overføringer og tilskudd fra andre", "474", "474"),
    ("okonomisk_oversikt_art", "Andre overføringer og tilskudd fra staten", "22", "22"),
    ("okonomisk_oversikt_art", "Inntekts- og formuesskatt", "-14", "-14"),
    ("okonomisk_oversikt_art", "Eiendomsskatt", "-5", "-5"),
    ("okonomisk_oversikt_art", "Netto avsetninger til eller bruk av disposisjonsfond", "-263", "-263"),
    ("tjenesteomrader", "Barne- og familietjenester", "1.8", "1.8"),
    ("bevilgningsoversikt_investering", "Bruk av avsetninger", "33", "33"),
    ("bevilgningsoversikt_investering", "Overført fra driftsregnskap", "-27", "-36"),
    ("bevilgningsoversikt_investering", "Sum finansiering", "-218", "-226"),
    ("avvik_revidert_budsjett", "Tjenesteområdene", "84", "84"),
    ("avvik_revidert_budsjett", "Mindreforbruk i alt", "252", "252"),
]


@pytest.mark.parametrize(("layout", "name", "printed", "shown"), DEVIATIONS)
def test_a_deviation_is_as_printed_unless_the_reconciliation_rejects_it(
    layout: str, name: str, printed: str, shown: str, built: duckdb.DuckDBPyConnection
) -> None:
    """Also where the deviation is all that is printed, as in the table that explains the result."""
    rows = built.execute(
        "select avvik_trykt_mill_kr, avvik_mill_kr, avvik_er_beregnet from rapport.rapport_oppstilling "
        "where rapport_id = ? and aar = 2020 and oppstilling = ? and navn = ?",
        [AB, layout, name],
    ).fetchall()
    assert rows == [(Decimal(printed), Decimal(shown), printed != shown)]


def test_every_printed_deviation_is_shown(built: duckdb.DuckDBPyConnection) -> None:
    lost = "avvik_trykt_mill_kr is not null and avvik_mill_kr is null and funn_id is null"
    assert built.execute(f"select count(*) from rapport.rapport_oppstilling where {lost}").fetchall() == [(0,)]


def test_whose_accounts_and_when_are_said_of_amounts_where_the_source_says_it(built: duckdb.DuckDBPyConnection) -> None:
    """A statement's source has the date it was last changed; whose accounts it is, it seldom says, and then it is unknown."""
    dated = built.execute(
        "select distinct omfang, utgave, utgave_dato::varchar from rapport.rapport_oppstilling where rapport_id = '1102-arsregnskap-2017'"
    ).fetchall()
    assert dated == [("uoppgitt", "uoppgitt", "2018-04-13")]
    for view in ("marts.fct_belop", "rapport.rapport_arsresultat", "rapport.rapport_budsjettavvik", "rapport.rapport_balanse"):
        assert built.execute(f"select count(*) from {view} where omfang is null or utgave is null").fetchall() == [(0,)], view
    scopes = built.execute(
        "select distinct omfang from marts.fct_nokkeltall where tabell_id in ('ASSS2014-T06', 'ASSS2014-F14')"
    ).fetchall()
    assert scopes == [("konsern",)]


def test_every_adopted_goal_is_quoted(built: duckdb.DuckDBPyConnection) -> None:
    """int_kontroll__felt holds each quotation against its line of the source; here there is no goal in our own words left."""
    assert built.execute("select count(*), count(*) filter (ordlyd = 'sitert') from rapport.rapport_mal").fetchall() == [(68, 68)]
