"""SSB's concepts as data: the files are what the formulas say, all 496 are accounted for, and the reading is as by hand."""

from __future__ import annotations

import csv
import re

import pytest
from varehus import ROOT

from kommunevarehus import regnskapsbegrep
from kommunevarehus.regnskapsbegrep import Book, Definition, FormulaError, Term, expression, parse, sentence, without_internal

FOLDER = ROOT / "seeds" / "regnskap"
SSB = regnskapsbegrep.read("ssb_begrep_2025", FOLDER)


def rows(name: str) -> list[tuple[str, ...]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return [tuple(row) for row in csv.reader(handle)]


def test_the_terms_are_those_of_the_formulas() -> None:
    assert rows("ledd") == [regnskapsbegrep.TERM_COLUMNS, *regnskapsbegrep.terms_of_all(FOLDER)]


def test_the_concepts_are_those_of_the_sources() -> None:
    assert rows("begrep") == [regnskapsbegrep.CONCEPT_COLUMNS, *regnskapsbegrep.concepts(FOLDER)]


def test_every_concept_of_ssbs_list_has_terms_or_a_reason_why_not() -> None:
    header, *concepts = rows("begrep")
    place = {name: header.index(name) for name in header}
    ours = {row[place["begrep_id"]]: row for row in concepts if row[place["kilde"]] == regnskapsbegrep.SSB_SOURCE}
    assert len(SSB) == len(ours) == 496
    with_terms = {row[0] for row in rows("ledd")[1:] if row[1] == "2020" and not row[2]}
    undetermined = {code for code, row in ours.items() if row[place["bestemt"]] == "false"}
    assert undetermined == {"AGB3", "AGI37", "KG38", "KG39", "KG40", "KG118", "KG119"}
    assert undetermined == set(ours) - with_terms
    assert all(len(ours[code][place["grunn"]]) > 20 for code in undetermined)


def test_every_misprint_is_said_with_what_proves_it() -> None:
    corrections = regnskapsbegrep.read("rettelser", FOLDER)
    assert {row["slag"] for row in corrections} == {"trykkfeil", "sammensatt", "ubestemt"}
    assert [row["kode"] for row in corrections if row["slag"] == "trykkfeil" and not row["bevis"]] == []
    assert {row["kode"] for row in corrections} <= {row["kode"] for row in SSB}
    for row in corrections:
        for scope in ("kasse", "konsern"):
            if row[scope] not in ("", "-"):
                assert parse(row[scope]), row


# Read by hand from SSB's list
READ = {
    "AG1": ("drift.k(180..184)", "drift(180..184)"),
    "AG5": ("drift.k(510 511) + inv(510 511)", "drift(510) + inv(510)"),
    "AG10": ("drift.k[800](871 872 873 876 878 879)",) * 2,
    "AG11": ("drift.k[800](870 877) + drift.k[840](800)",) * 2,
    "AG16": ("begge(010..099) - begge(710)",) * 2,
    "AG19": (None, "begge.k(380) - begge.s(780)"),
    "AG33": (None, "begge.s(521) - begge.k(911)"),
    "AG47": ("drift.k[800](878 879)",) * 2,
    "AGB5": ("drift.k[hver](010..285 298 379 429 590) - drift.k[hver](710 729)", None),
    "AGD2": (
        "drift.k[hver](010..480 520 590) - drift.k[hver](600..890 920)",
        "drift[hver](010..480 520 590) - drift[hver](600..890 920)",
    ),
    "AGD3": ("drift.k(010..285 429 590) - drift.k(729)", "drift(010..285 429 590) - drift(729)"),
    "AGD10": (
        "drift[hver](010..480 520 590) - drift[hver](710 729)",
        "drift.k[hver](010..480 520 590) - drift.k[hver](710 729) "
        "+ drift.s[hver](010..370 400..470 520 590) - drift.s[hver](710 729 780 880)",
    ),
    "AGD13": ("drift(600..890 920)", "drift.k(600..890 920) + drift.s(600..770 800..877 890 920) - drift.s(380 480)"),
    "AGD20": (
        "drift.k[321 711](600..895) - drift.k[321 711](470)",
        "drift.k[321 711](600..890) - drift.k[321 711](470) + drift.s[321 711](600..770 800..877 890) "
        "- drift.s[321 711](380 480) - drift.s[321 711](470)",
    ),
    "AGD41": (None, "drift[275](010..480 520 590) - drift[275](600..890 920) - drift[275](089)"),
    "AGD53": ("drift(780)", None),
    "AGD78": ("drift(700..780 830..850 880..890 920)", "drift(700..770 830..850 890 920)"),
    "AGD83": ("drift(909) - drift(509)",) * 2,
    "AGI6": ("inv.k(929) - inv.k(529)", "inv(929) - inv(529)"),
    "AGI28": ("inv(920 921 922) - inv(520 521 522)", "inv(920 922) - inv(520 522)"),
    "AGI43": (
        "inv.k(010..285 300..380 400..480 500 501 510 511 520 521 529)",
        "inv(010..285 300..370 400..470 500 510 520 529)",
    ),
    "AGID2": ("begge(530..570) - begge(930..980)",) * 2,
    "KG16": ("bal.k(411..412 431 451..454 46 47) - bal.k(22) - bal.k(9100)", None),
    "KG22": (None, "bal.k(20 21 22 24 27 29) + bal.s(20 21 22 24 27 28 29)"),
    "KG28": (None, "bal.k(10 11 12 13 15 16 18) - bal.k(31 32 34 35) + bal.s(10 11 12 13 15 16 17 18) - bal.s(31 32 34 35)"),
    "KG34": (None, "bal.k(23) - bal.s(47)"),
    "KG4": ("bal.k(51..5990)", "bal(51..5990)"),
    "KG76": (None, "bal(40..46)"),
    "KG103": ("bal(31..39)", None),
}


@pytest.mark.parametrize("code", READ)
def test_a_sentence_of_ssbs_is_read_as_it_is_read_by_hand(code: str) -> None:
    [row] = [row for row in SSB if row["kode"] == code]
    kasse, konsern, _ = regnskapsbegrep.from_ssb(row)
    expected = READ[code]
    for found, wanted in ((kasse, expected[0]), (konsern, expected[1])):
        assert (found and parse(found)) == (wanted and parse(wanted))


# Named in a sentence without being in the formula: what an interval leaves out, spans twice, or has as one by one.
MENTIONED = {"AGD16a": {"321", "711"}, "AGD18": {"700"}, "AGD57": {"799"}}


def test_no_number_of_a_sentence_is_lost() -> None:
    """Every art that SSB names in a formula that is read is in the terms; all functions, 100..899, is no list."""
    lost = {}
    for row in SSB:
        kasse, konsern, _ = regnskapsbegrep.from_ssb(row)
        for text, formula in ((row["kasse"], kasse), (row["konsern"], konsern)):
            if formula and not row["kode"].startswith("KG") and not text.lower().startswith("samme"):
                named = set(re.findall(r"(?<!\d)\d{3}(?!\d)", text)) - {"100", "899"} - MENTIONED.get(row["kode"], set())
                if missing := named - set(re.findall(r"\d{3}", formula)):
                    lost[row["kode"]] = missing
    assert lost == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[(010..480, 520) - (600..890, 920)]", [(1, "010..480"), (1, "520"), (-1, "600..890"), (-1, "920")]),
        ("(380, 480, 600..770)", [(-1, "380"), (-1, "480"), (1, "600..770")]),
        ("(010..370, 780, 880)", [(1, "010..370"), (-1, "780"), (-1, "880")]),
        ("780", [(1, "780")]),
        ("[(700..780) - 729 + (810..850, 880)]", [(1, "700..780"), (-1, "729"), (1, "810..850"), (1, "880")]),
        ("(570+(950-550)+930)", [(1, "570"), (1, "950"), (-1, "550"), (1, "930")]),
        ("(500+501) minus (900 og 901)", [(1, "500"), (1, "501"), (-1, "900"), (-1, "901")]),
    ],
)
def test_an_expression_of_codes(text: str, found: list[tuple[int, str]]) -> None:
    assert expression(text) == found


def test_a_range_is_cut_around_the_konserns_internal_codes() -> None:
    assert without_internal(Term("drift", "", "", "400..480 520", 1)) == "400..474 476..479 520"
    assert without_internal(Term("drift", "", "", "500 501", 1)) == "500"
    assert without_internal(Term("bal", "", "", "20..24 27", 1)) == "20..22 24 27"
    assert without_internal(Term("bal", "", "", "23", 1)) == ""


def test_references_are_followed_and_what_cancels_is_gone() -> None:
    book = Book(
        [
            Definition("a", None, None, "drift(010) - drift(600)", "drift(010) - drift(600) - drift.s(380)"),
            Definition("b", None, None, "drift(010) - {a}", "drift(010) - {a}"),
        ]
    )
    assert book.terms("b", (2020, None), "kasse") == {("1", "", "600", "drift"): 1}
    assert book.terms("b", (2020, None), "konsern") == {
        ("1", "", "600", "drift"): 1,
        ("3", "", "600", "drift"): 1,
        ("3", "", "380", "drift"): 1,
    }
    assert book.terms("c", (2020, None), "kasse") is None


@pytest.mark.parametrize("formula", ["drift(010", "drift(010) drift(020)", "x(010)", "drift(010) * 2"])
def test_a_formula_that_cannot_be_read_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError, match="cannot read"):
        parse(formula)


def test_a_sentence_without_codes_is_no_formula() -> None:
    assert sentence("Netto lånegjeld er langsiktig gjeld minus utlån.", "bal") is None
