"""SSB's controls: each has a file on which it fires, one at its boundary on which it does not, and its exceptions."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kostraposter import balanse, drift, fil, investering, post
from varehus import ROOT

from kommunevarehus.kostrakontroll import Checked, Said, check_files
from kommunevarehus.project import Project

BYDEL = "030104"
KONTROLLER = list(csv.DictReader((ROOT / "seeds/kodeverk/kostra_kontroll.csv").open(encoding="utf-8", newline="")))


@dataclass(frozen=True)
class Case:
    """A file, and the severity a control has on it; None if it must not fire. `lines` are where, if it matters."""

    name: str
    kontroll: str
    poster: list[str]
    alvor: str | None
    lines: tuple[int, ...] | None = None
    raw: bytes | None = field(default=None, compare=False)


CASES: list[Case] = []


def fires(kontroll: str, name: str, poster: Iterable[str], alvor: str = "ERROR", lines: tuple[int, ...] | None = None) -> None:
    CASES.append(Case(name, kontroll, list(poster), alvor, lines))


def silent(kontroll: str, name: str, poster: Iterable[str]) -> None:
    CASES.append(Case(name, kontroll, list(poster), None))


def with_(base: list[str], *more: str) -> list[str]:
    return [*base, *more]


def without(base: list[str], *ends: str) -> list[str]:
    """The records without those on these accounts, written as in the record."""
    return [linje for linje in base if not any(end in linje for end in ends)]


# 001: the line itself.
fires("001", "47 characters", with_(drift(), post("1", 202, "010", 1)[:-1]), "FATAL", (6,))
fires("001", "49 characters", with_(drift(), post("1", 202, "010", 1) + " "), "FATAL", (6,))
fires("001", "a tab in 48", with_(drift(), post("1", 202, "010", "\t1")), "FATAL", (6,))
fires("001", "a blank line", [drift()[0], "", *drift()[1:]], "FATAL", (2,))
fires("001", "a short record of 0", with_(drift(), post("1", 202, "010", 0)[:-1] + "  "), "FATAL", (6,))
silent("001", "48 characters", drift())

# 003–008: what the records say against what the file is filed as.
D = drift()
for kontroll, felt in (
    ("003", {"skjema": "0C"}),
    ("004", {"aar": 2023}),
    ("005", {"kvartal": "3"}),
    ("006", {"region": "465100"}),
    ("007", {"orgnr": "123456789"}),
    ("008", {"foretaksnr": "123456789"}),
):
    fires(kontroll, "another on one line", with_(D, post("1", 201, "020", 1, **felt)), lines=(6,))  # type: ignore[arg-type]
    silent(kontroll, "the same", D)
KF = drift("0I", orgnr="987654321", foretaksnr="912345678")
fires("008", "another number", with_(KF, post("3", 201, "020", 1, skjema="0I", orgnr="987654321", foretaksnr="912345679")), lines=(5,))
silent("008", "blank", with_(KF, post("3", 201, "020", 1, skjema="0I", orgnr="987654321")))
fires("007", "blank", with_(KF, post("3", 201, "020", 1, skjema="0I", foretaksnr="912345678")), lines=(5,))
fires("004", "not on a record of 1", with_(D, post("1", 201, "020", 1, aar=2023)))
silent("004", "on a record of exactly 0", with_(D, post("1", 201, "020", 0, aar=2023)))

# 009–013: the lists of the skjema that year.
for skjema, good, bad in (("0A", "01", "2345 "), ("0I", "34", "0125")):
    for klasse in good:
        silent("009", f"{skjema} {klasse}", with_(drift(skjema), post(klasse, 201, "020", 1, skjema=skjema)))
    for klasse in bad:
        fires("009", f"{skjema} {klasse!r}", with_(drift(skjema), post(klasse, 201, "020", 1, skjema=skjema)))
silent("009", "balance 2", balanse())
fires("009", "balance 5", with_(balanse(), post("5", 11, "000", 1, skjema="0B")), lines=(7,))
fires("009", "balance of a KF 2", with_(balanse("0J"), post("2", 11, "000", 1, skjema="0J")), lines=(7,))
for aar, kode, alvor in (
    (2023, 254, None),
    (2024, 254, "ERROR"),
    (2023, 257, "ERROR"),
    (2024, 257, None),
    (2024, 999, "ERROR"),
    (2024, 400, "ERROR"),
):
    CASES.append(Case(f"{kode} in {aar}", "010", with_(drift(aar=aar), post("1", kode, "010", 1, aar=aar)), alvor))
fires("010", "right-aligned", with_(D, post("1", " 202", "010", 1)), lines=(6,))
fires("010", "a county's function", with_(D, post("1", 520, "010", 1)))
silent("010", "a county's function in Oslo", with_(drift(region="030100"), post("1", 520, "010", 1, region="030100")))
silent("010", "Oslo's own", with_(drift(region=BYDEL), post("1", 691, "010", 1, region=BYDEL)))
fires("010", "Oslo's own elsewhere", with_(D, post("1", 691, "010", 1)))
fires("010", "a bydel's in Oslo itself", with_(drift(region="030100"), post("1", 691, "010", 1, region="030100")))
silent("010", "a county's in a county", drift("0C", region="460000"))
fires("010", "a municipality's in a county", with_(drift("0C", region="460000"), post("1", 202, "010", 1, skjema="0C", region="460000")))
fires("010", "tax in a KF", with_(drift("0I"), post("3", 800, "010", 1, skjema="0I")))
silent("010", "850 in a KF", with_(drift("0I"), post("3", 850, "810", -1, skjema="0I")))
silent("010", "not asked of a balance", balanse())
for aar, kode, alvor in (
    (2023, "41", None),
    (2024, "41", "ERROR"),
    (2024, "411", None),
    (2023, "411", "ERROR"),
    (2024, "17", "ERROR"),
    (2024, "1", "ERROR"),
):
    CASES.append(Case(f"{kode} in {aar}", "011", with_(balanse(aar=aar), post("2", kode, "000", 1, skjema="0B", aar=aar)), alvor))
silent("011", "17 in a KF", with_(balanse("0J"), post("5", 17, "000", 1, skjema="0J")))
silent("011", "17 where a KF is consolidated", with_(balanse("0N"), post("5", 17, "000", 1, skjema="0N")))
for aar, kode, alvor in (
    (2024, "875", None),
    (2025, "875", "ERROR"),
    (2025, "878", None),
    (2024, "878", "ERROR"),
    (2024, "999", "ERROR"),
    (2024, "375", "ERROR"),
):
    CASES.append(Case(f"{kode} in {aar}", "012", with_(drift(aar=aar), post("1", 800, kode, -1, aar=aar)), alvor))
fires("012", "property tax in a KF", with_(drift("0I"), post("3", 201, "876", -1, skjema="0I")))
for art in ("512", "522", "589", "912", "922", "989"):
    fires("012", f"{art} before the regulation of 2020", with_(drift(aar=2019), post("0", 880, art, 1, aar=2019)))
    silent("012", f"{art} in 2020", with_(drift(aar=2020), post("0", 880, art, 1, aar=2020)))
fires("012", "298 in Oslo itself", with_(drift(region="030100"), post("1", 202, "298", 1, region="030100")))
silent("012", "298 in a bydel", with_(drift(region=BYDEL), post("1", 202, "298", 1, region=BYDEL)))
fires("012", "298 elsewhere", with_(D, post("1", 202, "298", 1)))
silent("012", "not asked of a balance", balanse())
silent("013", "320", balanse())
fires("013", "321", with_(balanse(), post("2", 11, "321", 1, skjema="0B")), lines=(7,))
silent("013", "not asked of the accounts", D)

# 014: the amount.
for belop in ("1x", "1.0", "- 1", "1 ", "--1", "", "+1", "-", "1-", "1 2"):
    fires("014", f"{belop!r}", with_(D, post("1", 201, "020", f"{belop:>9}")), lines=(6,))
for belop in ("1", "-1", "000000001", "-00000001", "999999999", "-99999999"):
    silent("014", belop, with_(D, post("1", 201, "020", belop)))

# 015: one account twice.
fires("015", "twice", with_(D, post("1", 202, "010", 1)), "WARNING", (1,))
silent("015", "the second is exactly 0", with_(D, post("1", 202, "010", 0)))
silent("015", "another class", with_(D, post("0", 202, "010", 1)))
fires("015", "balance", with_(balanse(), post("2", 10, "320", 1, skjema="0B")), "WARNING", (1,))
silent("015", "balance, another sector", with_(balanse(), post("2", 10, "000", 1, skjema="0B")))

# 016
for kapittel in (5900, 5970):
    fires("016", f"{kapittel} negative", with_(balanse(), post("2", kapittel, "000", -1, skjema="0B")), lines=(7,))
    silent("016", f"{kapittel} positive", with_(balanse(), post("2", kapittel, "000", 1, skjema="0B")))
silent("016", "5990 negative", with_(balanse(), post("2", 5990, "000", -1, skjema="0B")))


def combination(kontroll: str, alvor: str, bad: Iterable[tuple[str, object, object]], good: Iterable[tuple[str, object, object]]) -> None:
    """Accounts that a control does and does not fire on; with an amount of nothing, as `-0`, it never does."""
    for klasse, funksjon, art in bad:
        fires(kontroll, f"{klasse} {funksjon} {art}", with_(D, post(klasse, funksjon, art, 1)), alvor, (6,))
        silent(kontroll, f"{klasse} {funksjon} {art} nothing", with_(D, post(klasse, funksjon, art, "-0")))
        quarter = drift(kvartal="1")
        fires(kontroll, f"{klasse} {funksjon} {art} quarter", with_(quarter, post(klasse, funksjon, art, 1, kvartal="1")), "WARNING", (6,))
        third = drift(kvartal="3")
        fires(kontroll, f"{klasse} {funksjon} {art} third quarter", with_(third, post(klasse, funksjon, art, 1, kvartal="3")), alvor, (6,))
    for klasse, funksjon, art in good:
        silent(kontroll, f"{klasse} {funksjon} {art}", with_(D, post(klasse, funksjon, art, 1)))


combination("020", "ERROR", [("1", 841, "010")], [("0", 841, "729"), ("1", 840, "800"), ("5", 841, "010")])
BARE_INVESTERING = ["280", "512", "521", "522", "529", "670", "910", "911", "912", "921", "922", "929", "970"]
combination(
    "025", "ERROR", [("1", 202, a) for a in BARE_INVESTERING], [("0", 202, "280"), ("0", 870, "921"), ("1", 870, "920"), ("1", 870, "510")]
)
combination("030", "INFO", [("1", 202, "285"), ("1", 202, "660")], [("0", 202, "285"), ("0", 202, "660"), ("1", 202, "650")])
combination(
    "035",
    "WARNING",
    [("1", 202, "520"), ("1", 870, "920")],
    [("1", f, a) for f in (281, 325) for a in ("520", "920")] + [("0", 202, "520")],
)
combination("040", "ERROR", [("0", f, "010") for f in (800, 840, 850, 860)], [("1", 800, "010"), ("0", 870, "010"), ("0", 841, "729")])
combination(
    "045", "INFO", [("0", f, "230") for f in (100, 110, 121, 170, 171, 400, 410, 421, 470, 471)], [("0", 120, "230"), ("1", 100, "230")]
)
BARE_DRIFT = [
    "070",
    "080",
    "110",
    "114",
    "240",
    "509",
    "570",
    "590",
    "600",
    "629",
    "630",
    "640",
    "800",
    "870",
    "871",
    "872",
    "873",
    "876",
    "877",
    "878",
    "879",
    "909",
    "990",
]
combination(
    "050", "ERROR", [("0", 202, a) for a in BARE_DRIFT], [("0", 202, "075"), ("0", 202, "620"), ("0", 800, "875"), ("1", 202, "070")]
)
combination("055", "INFO", [("0", 202, a) for a in ("620", "650", "900")], [("1", 202, "620"), ("0", 202, "660"), ("0", 870, "905")])
combination("060", "ERROR", [("0", 202, "729")], [("0", 841, "729"), ("1", 202, "729")])
combination(
    "065",
    "ERROR",
    [("1", 899, "010"), ("0", 899, "530"), *((k, 880, a) for k in "01" for a in ("589", "980", "989"))],
    [(k, 899, a) for k in "01" for a in ("589", "980", "989")] + [("1", 880, "530")],
)
combination("070", "ERROR", [("1", 899, "530"), ("0", 870, "530")], [("1", 880, "530"), ("0", 880, "530"), ("1", 880, "540")])
SKATT = ["870", "871", "872", "873", "876", "878", "879"]
combination(
    "075", "ERROR", [(k, 840, a) for k in "01" for a in SKATT], [("1", 800, a) for a in SKATT] + [("1", 840, "877"), ("1", 202, "875")]
)
combination("080", "ERROR", [("1", 800, "800"), ("0", 202, "800")], [("1", 840, "800"), ("1", 800, "810")])
combination("081", "WARNING", [("1", 850, "010"), ("0", 850, "800")], [("1", 850, a) for a in ("450", "810", "850")] + [("1", 840, "010")])
silent("075", "a KF", with_(drift("0I"), post("3", 202, "870", -1, skjema="0I")))
fires("075", "consolidated", with_(drift("0M"), post("3", 202, "870", -1, skjema="0M")))
silent("075", "a county", with_(drift("0C", region="460000"), post("1", 400, "870", -1, skjema="0C", region="460000")))
silent("081", "a county", with_(drift("0C", region="460000"), post("1", 850, "010", 1, skjema="0C", region="460000")))
fires("081", "a KF", with_(drift("0I"), post("3", 850, "010", 1, skjema="0I")), "WARNING")
silent("020", "a county's investment", with_(drift("0C", region="460000"), post("0", 841, "729", 1, skjema="0C", region="460000")))
fires("020", "a KF", with_(drift("0I"), post("3", 841, "010", 1, skjema="0I")))
# 921 in operations: the loan funds, by number, and three consolidated accounts and one county's.
for orgnr in ("817920632", "921234554", "958935420", "964338531"):
    for skjema, f in (("0I", 202), ("0K", 400)):
        silent("025", f"921 {skjema} {orgnr}", with_(drift(skjema, orgnr=orgnr), post("3", f, "921", -1, skjema=skjema, orgnr=orgnr)))
        fires("025", f"922 {skjema} {orgnr}", with_(drift(skjema, orgnr=orgnr), post("3", f, "922", -1, skjema=skjema, orgnr=orgnr)))
fires("025", "921 another fund", with_(drift("0I", orgnr="817920633"), post("3", 202, "921", -1, skjema="0I", orgnr="817920633")))
for region in ("030100", "300500", "460100", "500000"):
    for skjema, f in (("0M", 202), ("0P", 400)):
        silent("025", f"921 {skjema} {region}", with_(drift(skjema, region=region), post("3", f, "921", -1, skjema=skjema, region=region)))
        fires("025", f"911 {skjema} {region}", with_(drift(skjema, region=region), post("3", f, "911", -1, skjema=skjema, region=region)))
fires("025", "921 0A of those", with_(drift(region="460100"), post("1", 202, "921", -1, region="460100")))
fires("025", "921 0M of others", with_(drift("0M"), post("3", 202, "921", -1, skjema="0M")))

# 085–190: sums.
KVARTALSVIS = {"100", "105", "130", "135"}


def total(kontroll: str, bad: list[list[str]], good: list[list[str]], alvor: str = "ERROR") -> None:
    for number, poster in enumerate(bad):
        fires(kontroll, f"sum {number}", poster, alvor, (0,))
        if poster[0][:2] in ("0A", "0B"):
            for kvartal in "1234":
                in_quarter = [linje[:6] + kvartal + linje[7:] for linje in poster]
                if kvartal in "12" and kontroll not in KVARTALSVIS:
                    silent(kontroll, f"sum {number} quarter {kvartal}", in_quarter)
                else:
                    fires(kontroll, f"sum {number} quarter {kvartal}", in_quarter, alvor, (0,))
    for number, poster in enumerate(good):
        silent(kontroll, f"no sum {number}", poster)


def changed(base: list[str], place: str, belop: object) -> list[str]:
    """The records with another amount on the account written as in the record."""
    assert sum(place in linje for linje in base) == 1, place
    return [linje[:39] + f"{belop!s:>9}" if place in linje else linje for linje in base]


def in_bydel(poster: list[str]) -> list[str]:
    return [linje[:7] + BYDEL + linje[13:] for linje in poster]


I = investering()  # noqa: E741
B = balanse()
UTGIFT_I, INNTEKT_I = "0202 230", "0870 910"
total(
    "085",
    [changed(I, UTGIFT_I, -1), without(I, UTGIFT_I), with_(I, post("0", 201, "230", -500))],
    [I, D, changed(I, UTGIFT_I, 1), in_bydel(without(I, UTGIFT_I)), [post("4", 870, "910", -1, skjema="0I")]],
)
fires("085", "consolidated", without(investering("0M"), "4202 230"), lines=(0,))
total(
    "090",
    [changed(I, INNTEKT_I, 1), without(I, INNTEKT_I)],
    [I, D, changed(I, INNTEKT_I, -1), in_bydel(without(I, INNTEKT_I)), [post("4", 202, "230", 1, skjema="0I")]],
)
total(
    "095",
    [changed(I, UTGIFT_I, 531), changed(I, UTGIFT_I, 469), with_(I, post("0", 202, "x10", 31)), [post("4", 202, "230", 31, skjema="0I")]],
    [I, D, changed(I, UTGIFT_I, 530), changed(I, UTGIFT_I, 470), with_(I, post("0", 202, "x10", 30)), in_bydel(changed(I, UTGIFT_I, 531))],
)
total(
    "100",
    [changed(D, "1202 010", -50), without(D, "1202 010", "1202 590"), without(drift("0I"), "3202 010", "3202 590")],
    [D, I, changed(D, "1202 010", -49), in_bydel(without(D, "1202 010", "1202 590"))],
)
total(
    "105",
    [changed(D, "1800 870", 450), without(D, "1800 870", "1840 800", "1860 990")],
    [D, I, changed(D, "1800 870", 449), in_bydel([D[0]]), [post("3", 202, "010", 1, skjema="0I")]],
)
total(
    "110",
    [
        changed(D, "1202 010", 1031),
        changed(D, "1202 010", 969),
        [post("1", 202, "010", 10)],
        [post("1", 202, "600", -10)],
        with_(D, post("1", 202, "x10", 31)),
        [post("3", 202, "010", 31, skjema="0I")],
    ],
    [
        D,
        I,
        changed(D, "1202 010", 1030),
        changed(D, "1202 010", 970),
        with_(D, post("1", 202, "x10", 30)),
        in_bydel(changed(D, "1202 010", 1031)),
    ],
)
total(
    "115",
    [changed(changed(B, "210  320", 0), "227  000", -1), changed(B, "210  320", -300)],
    [B, changed(B, "210  320", -299), [post("2", 56, "000", -1, skjema="0B")]],
)
total(
    "120",
    [changed(B, "256  000", 400), changed(B, "256  000", 401)],
    [B, changed(B, "256  000", 399), [post("2", 10, "000", 1, skjema="0B")]],
)
total(
    "125",
    [
        changed(B, "256  000", -611),
        changed(B, "256  000", -589),
        [post("2", 10, "000", 5, skjema="0B")],
        [post("2", 56, "000", -5, skjema="0B")],
    ],
    [B, changed(B, "256  000", -610), changed(B, "256  000", -590), with_(B, post("2", 9110, "000", 11, skjema="0B")), D],
)
fires("115", "a KF", changed(balanse("0J"), "510  320", -300), lines=(0,))
fires("120", "consolidated", changed(balanse("0N"), "556  000", 400), lines=(0,))
fires("125", "a bydel too", in_bydel(changed(B, "256  000", -611)), lines=(0,))
for kontroll, klasse, base in (("126", "1", D), ("127", "0", I)):
    intern = [post(klasse, 202, "298", 100), post(klasse, 202, "798", -100)]
    place = f"{klasse}202 298"
    total(
        kontroll,
        [],
        [
            base,
            in_bydel(base),
            in_bydel(base + intern),
            in_bydel(changed(base + intern, place, 110)),
            in_bydel(changed(base + intern, place, 90)),
            changed(base + intern, place, 111),
            [linje[:7] + "030100" + linje[13:] for linje in changed(base + intern, place, 111)],
        ],
    )
    for belop in (111, 89):
        fires(kontroll, f"{belop}", in_bydel(changed(base + intern, place, belop)), "WARNING", (0,))
total(
    "130",
    [changed(D, "1800 870", 1), without(D, "1800 870"), with_(D, post("1", 800, "870", 600)), [post("1", 202, "010", 1)]],
    [D, I, changed(D, "1800 870", -1), in_bydel(without(D, "1800 870")), drift("0I"), drift(region="211100")[:3]],
)
total(
    "135",
    [changed(D, "1840 800", 1), without(D, "1840 800"), [post("1", 202, "010", 1)]],
    [
        D,
        I,
        changed(D, "1840 800", -1),
        in_bydel(without(D, "1840 800")),
        drift("0I"),
        drift(region="211100")[:3],
        drift(region="501400")[:3],
    ],
)
fires("130", "where only 135 is excepted", drift(region="501400")[:3], lines=(0,))
fires("130", "a county", drift("0C", region="460000")[:3], lines=(0,))
fires("135", "consolidated", drift("0M")[:3], lines=(0,))
total(
    "140",
    [
        with_(D, post("1", 880, "570", 31)),
        with_(I, post("0", 880, "970", -31)),
        with_(D, post("1", 880, "570", 100), post("0", 880, "970", -69)),
        with_(drift("0I"), post("3", 880, "570", 31, skjema="0I")),
    ],
    [
        D,
        I,
        with_(D, post("1", 880, "570", 30)),
        with_(I, post("0", 880, "970", -30)),
        with_(D, post("1", 880, "570", 100), post("0", 880, "970", -100)),
        with_(D, post("1", 880, "970", 31)),
        in_bydel(with_(D, post("1", 880, "570", 31))),
    ],
)
NULL_MOTPOST = with_(changed(D, "1860 990", -50), post("1", 860, "990", 50))
total("145", [NULL_MOTPOST], [D, without(D, "1860 990"), changed(D, "1860 990", -1), in_bydel(NULL_MOTPOST)])
fires("145", "a KF", with_(drift("0I"), post("3", 860, "990", 50, skjema="0I")), "INFO", (0,))
NULL_AVSKRIVNING = with_(D, post("1", 202, "590", -50))
total(
    "150",
    [NULL_AVSKRIVNING],
    [
        D,
        without(D, "1202 590"),
        changed(D, "1202 590", 1),
        in_bydel(NULL_AVSKRIVNING),
        with_(without(D, "1202 590"), post("1", 860, "590", "-0")),
    ],
)
fires("150", "a KF", with_(drift("0I"), post("3", 202, "590", -50, skjema="0I")), "INFO", (0,))
total(
    "155",
    [changed(D, "1202 590", 81), changed(D, "1202 590", 19), changed(drift("0I"), "3202 590", 81)],
    [
        D,
        I,
        changed(D, "1202 590", 80),
        changed(D, "1202 590", 20),
        in_bydel(changed(D, "1202 590", 81)),
        with_(D, post("1", 870, "590", 31)),
    ],
)
total(
    "160",
    [with_(D, post("1", 870, "590", 1)), with_(D, post("1", 800, "590", -1))],
    [D, with_(D, post("1", 870, "590", 1), post("1", 880, "590", -1)), in_bydel(with_(D, post("1", 870, "590", 1)))],
)
total(
    "165",
    [with_(D, post("1", 202, "990", -1))],
    [D, with_(D, post("1", 202, "990", -1), post("1", 870, "990", 1)), in_bydel(with_(D, post("1", 202, "990", -1)))],
)
for kontroll, klasse, base in (("170", "0", I), ("175", "1", D)):
    other = "1" if klasse == "0" else "0"
    total(
        kontroll,
        [with_(base, post(klasse, 290, "010", 31)), with_(base, post(klasse, 290, "010", -31))],
        [
            base,
            with_(base, post(klasse, 290, "010", 30)),
            with_(base, post(klasse, 290, "010", -30)),
            with_(base, post(other, 290, "010", 31)),
            in_bydel(with_(base, post(klasse, 290, "010", 31))),
            with_(drift("0I"), post("3", 290, "010", 31, skjema="0I")),
        ],
    )
fires("175", "consolidated", with_(drift("0M"), post("3", 290, "010", 31, skjema="0M")), lines=(0,))
total(
    "190",
    [changed(B, "29100000", 51), changed(B, "29100000", 29), with_(without(B, "29100000"), post("2", 9200, "000", 51, skjema="0B"))],
    [B, without(B, "29100000", "29999000"), changed(B, "29100000", 50), changed(B, "29100000", 30), D],
)
fires("190", "a bydel too", in_bydel(changed(B, "29100000", 51)), lines=(0,))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> list[Checked]:
    """Every case as a file, all controlled at once, as a national year is."""
    folder = tmp_path_factory.mktemp("kontroller")
    paths = []
    for number, case in enumerate(CASES):
        path = folder / f"{number:04}.txt"
        path.write_bytes(fil(case.poster))
        paths.append(path)
    return check_files(Project(ROOT), paths)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{case.kontroll} {case.name} {case.alvor or 'silent'}" for case in CASES])
def test_a_control_fires_where_it_should_and_nowhere_else(number: int, checked: list[Checked]) -> None:
    case = CASES[number]
    found = [finding for finding in checked[number].findings if finding.kontroll == case.kontroll]
    assert {finding.alvor for finding in found} == ({case.alvor} if case.alvor else set()), [f.melding for f in checked[number].findings]
    if case.lines is not None:
        assert tuple(finding.linje for finding in found) == case.lines
    for finding in found:
        assert "{" not in finding.melding and len(finding.melding) > 40, finding.melding


def test_every_control_has_a_case_that_fires_and_one_that_does_not() -> None:
    controls = {row["kontroll"] for row in KONTROLLER}
    assert {case.kontroll for case in CASES if case.alvor} == controls
    assert {case.kontroll for case in CASES if not case.alvor} == controls


@pytest.mark.parametrize("skjema", ["0A", "0C", "0I", "0K", "0M", "0P"])
def test_a_clean_file_breaks_nothing(skjema: str, tmp_path: Path) -> None:
    region = "460000" if skjema in ("0C", "0K", "0P") else "465200"
    path = tmp_path / "ren.txt"
    path.write_bytes(fil(drift(skjema, region=region) + investering(skjema, region=region)))
    assert [finding.melding for finding in check_files(Project(ROOT), [path])[0].findings] == []


@pytest.mark.parametrize("skjema", ["0B", "0D", "0J", "0L", "0N", "0Q"])
def test_a_clean_balance_breaks_nothing(skjema: str, tmp_path: Path) -> None:
    path = tmp_path / "ren.txt"
    path.write_bytes(fil(balanse(skjema)))
    assert [finding.melding for finding in check_files(Project(ROOT), [path])[0].findings] == []


def test_what_a_file_is_said_to_be_goes_before_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "fil.txt"
    path.write_bytes(fil(D))
    one = check_files(Project(ROOT), [path], Said("0AK3", "2023", "4651"))[0]
    assert {finding.kontroll for finding in one.findings} == {"004", "005", "006"}
    assert [finding.linje for finding in one.findings if finding.kontroll == "006"] == [1, 2, 3, 4, 5]
    assert str(one.delivery) == "0A 2023 3. kvartal region 465100"


@pytest.mark.parametrize(
    ("said", "kontroll"), [(Said("0Z"), "003"), (Said(aargang="24"), "004"), (Said("0IK1"), "005"), (Said(region="46"), "006")]
)
def test_a_delivery_that_cannot_be_is_said(said: Said, kontroll: str, tmp_path: Path) -> None:
    path = tmp_path / "fil.txt"
    path.write_bytes(fil(D))
    assert [finding.kontroll for finding in check_files(Project(ROOT), [path], said)[0].findings] == [kontroll]
