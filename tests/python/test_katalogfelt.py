"""A field of a package's catalogue that the source or another field contradicts is noticed: one change at a time, of what ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from katalogfeil import Change, caught_in_packages, read
from varehus import ROOT

from kommunevarehus.project import Project

AB, ASSS, STAVANGER = "5001-arsberetning-2020", "1601-asss-2014", "1103-arsrapport-2018"
SANDNES, SANDNES_2013 = "1102-arsregnskap-2014", "1102-arsrapport-2013"

# package, file, column, which row, what it becomes
CHANGES = [
    (AB, "mal.csv", "mal", {"mal_id": "M0680-1"}, "gjeldsgraden bør være under 70 prosent av inntektene"),
    (AB, "mal.csv", "mal", {"mal_id": "M1578-2"}, "Bruken av institusjon i barnevernet skal være lavere enn måltallet."),
    (AB, "mal.csv", "ordlyd", {"mal_id": "M1578-2"}, "gjengitt"),
    (ASSS, "mal.csv", "mal", {"mal_id": "M0128-3"}, "Alle bydeler skal ta i bruk hverdagsmestring."),
    (STAVANGER, "mal.csv", "mal", {"mal_id": "L0006-1"}, "Investeringer, andel egenfinansiering > 60 %"),
    (STAVANGER, "mal.csv", "maltall", {"mal_id": "L0007-1"}, "3,0"),
    (STAVANGER, "mal.csv", "resultat", {"mal_id": "L0006-1"}, "61"),
    (STAVANGER, "mal.csv", "resultat", {"mal_id": "L0006-1"}, ""),
    (STAVANGER, "mal.csv", "enhet", {"mal_id": "L0006-1"}, "mill. kr"),
    (STAVANGER, "mal.csv", "enhet", {"mal_id": "L0006-1"}, ""),
    (STAVANGER, "mal.csv", "vilkar", {"mal_id": "L0006-1"}, ""),
    (STAVANGER, "mal.csv", "resultat_aar", {"mal_id": "L0006-1"}, "2019"),
    (AB, "mal.csv", "rapportens_vurdering", {"mal_id": "M1063-1"}, "høyest"),
    (AB, "mal.csv", "frist", {"mal_id": "M1377-1"}, "2026"),
    (AB, "mal.csv", "frist", {"mal_id": "M1377-1"}, ""),
    (AB, "mal.csv", "kapittel", {"mal_id": "M0668-1"}, "Barnehager"),
    (AB, "utsagn.csv", "kapittel", {"utsagn_id": "P0169-2"}, ""),
    (AB, "utsagn.csv", "kapittel", {"utsagn_id": "P0169-2"}, "Garantiansvar"),
    (AB, "utsagn.csv", "aar", {"utsagn_id": "P0169-1"}, "2019"),
    (AB, "utsagn.csv", "enhet_id", {"utsagn_id": "P0169-1"}, "asss_uten_oslo_trondheim"),
    (ASSS, "utsagn.csv", "tilnaerming", {"utsagn_id": "P0064-4"}, ""),
    (AB, "klimamal.csv", "nummer", {"klimamal_id": "K10"}, "1"),
    (AB, "klimamal.csv", "rad", {"klimamal_id": "K7"}, "3"),
    (AB, "klimamal.csv", "linje", {"klimamal_id": "K1"}, "1375"),
    (AB, "klimamal.csv", "mal", {"klimamal_id": "K8"}, "Måltall for indirekte utslippskutt fastsettes i 2020"),
    (AB, "handlingsregler.csv", "formulering", {"regel_id": "gjeldsgrad"}, "gjeldsgraden skal være under 75 prosent av totale inntekter"),
    (AB, "handlingsregler.csv", "nevner", {"regel_id": "kapitalutgifter"}, "totale inntekter"),
    (AB, "handlingsregler.csv", "maltype", {"regel_id": "kapitalutgifter"}, "mellom"),
    (AB, "handlingsregler.csv", "utsagn_nedre", {"regel_id": "korrigert_netto_driftsresultat"}, "P0668-1"),
    (AB, "handlingsregler.csv", "utsagn_faktisk", {"regel_id": "disposisjonsfond"}, "P0676-2"),
    (AB, "handlingsregler.csv", "korrigert_for", {"regel_id": "gjeldsgrad"}, ""),
    (ASSS, "prognoser.csv", "alder_til", {"prognose_id": "0_5"}, "6"),
    (ASSS, "prognoser.csv", "til_aar", {"prognose_id": "67_pluss"}, "2022"),
    (ASSS, "prognoser.csv", "fra_aar", {"prognose_id": "67_pluss"}, "2016"),
    (ASSS, "prognoser.csv", "utsagn_pst", {"prognose_id": "67_pluss"}, "P0066-1"),
    (ASSS, "prognoser.csv", "utsagn_personer", {"prognose_id": "90_pluss"}, "P0064-8"),
    (ASSS, "prognoser.csv", "grenser", {"prognose_id": "0_5"}, "opprinnelige"),
    (ASSS, "funksjoner.csv", "linje", {"tjenesteomrade_id": "grunnskole"}, "165"),
    (ASSS, "funksjoner.csv", "funksjon_navn", {"kostra_funksjon": "275"}, "Kvalifiseringsordningen"),
    ("1102-arsregnskap-2018", "funn_avvik.csv", "funn_id", {"funn_id": "F001"}, "F002"),
    (AB, "funn_virkning.csv", "verdi", {"funn_id": "F078"}, "4810"),
    ("1102-arsregnskap-2017", "funn.csv", "type", {"funn_id": "F001"}, "sum_stemmer_ikke"),
    (SANDNES, "poster.csv", "navn", {"post_id": "sum_driftsutgifter"}, "Brutto driftsresultat"),
    (SANDNES, "poster.csv", "rekkefolge", {"post_id": "sum_driftsutgifter"}, "6"),
    (AB, "poster.csv", "tjenesteomrade_id", {"navn": "Psykisk helse og rus"}, ""),
    (SANDNES_2013, "kolonner.csv", "overskrift", {"overskrift": "Regnskap 2013"}, "Årsbudsjett 2013"),
    (SANDNES_2013, "kolonner.csv", "overskrift", {"overskrift": "Regnskap 2013"}, ""),
    (ASSS, "tabeller.csv", "celler_i_alt", {"tabell": "F07"}, "10"),
    (STAVANGER, "tabeller.csv", "tallceller", {"tabell": "01"}, ""),
    (STAVANGER, "tabeller.csv", "enhet", {"tabell": "01"}, "pstx"),
    (STAVANGER, "tabeller.csv", "linje_til", {"tabell": "01"}, "8"),
    (ASSS, "indikatorer.csv", "navn", {"indikator_id": "andre_statstilskudd_andel_pst"}, "Rammetilskuddets andel"),
    (ASSS, "indikatorer.csv", "teller", {"indikator_id": "utbytte_pst"}, ""),
    (ASSS, "indikatorer.csv", "kategori", {"indikator_id": "utbytte_pst"}, "prioritering"),
    ("1102-arsregnskap-2019", "regler.csv", "art", {"art": "lik"}, "sum"),
    (SANDNES, "oppstillinger.csv", "kodeverk", {}, ""),
    (AB, "oppstillinger.csv", "fortegn_avvik", {"oppstilling": "tjenesteomrader"}, "-1"),
    (AB, "sammenlignbarhet.csv", "omfang", {"sted": "07"}, "kasse"),
    (AB, "sammenlignbarhet.csv", "omfang", {"sted": "07"}, ""),
    (AB, "sammenlignbarhet.csv", "utgave", {"sted": "31"}, "revidert"),
    (AB, "sammenlignbarhet.csv", "utgave", {"sted": "31"}, ""),
    (AB, "sammenlignbarhet.csv", "gjelder_rader", {"gjelder_rader": "1;2"}, "3;4"),
    ("1102-arsregnskap-2016", "sammenlignbarhet.csv", "utgave_dato", {"sted": "01"}, "2017-04-22"),
    (STAVANGER, "unntak.csv", "nokkel", {"regel": "sprang"}, "01|2|1103_2018"),
    (STAVANGER, "unntak.csv", "regel", {"regel": "sprang"}, "like_tall"),
    (ASSS, "utledet.csv", "plassering", {"plassering": "prosa"}, "identitet"),
]


@pytest.fixture(scope="module")
def project() -> Project:
    """What ships, read where it is; nothing is written there."""
    return Project(ROOT)


def changed(package: str, file: str, column: str, which: dict[str, str], after: str) -> Change:
    """The change of the first row that is so."""
    rows = read(ROOT / "seeds" / "rapporter" / package / file)
    number = next(n for n, row in enumerate(rows) if all(row.get(key) == value for key, value in which.items()) and row[column] != after)
    return Change(package, file, column, number, rows[number][column], after)


def test_each_change_is_noticed(project: Project, tmp_path: Path) -> None:
    """Sixteen packages are read together: a slip in one is not said of another."""
    changes = [changed(*example) for example in CHANGES]
    noticed = caught_in_packages(project, changes, tmp_path / "pakker")
    assert [change for change, was in zip(changes, noticed, strict=True) if not was] == []


def test_what_is_changed_to_itself_is_not(project: Project, tmp_path: Path) -> None:
    """The copies themselves are without a fault."""
    changes = [changed(*CHANGES[place]) for place in (0, 3, 4, 42)]
    same = [Change(c.folder, c.file, c.column, c.number, c.before, c.before) for c in changes]
    assert not any(caught_in_packages(project, same, tmp_path / "pakker"))
