"""Packages that are sound alone are sound together: reports of one municipality and year, in the same layouts or others, stop nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from oppdiktet import PACKAGES, change, read_rows
from test_pakker import drop_in
from varehus import ROOT, copy_project, output, remove, run_command

from kommunevarehus.catalog import Relation
from kommunevarehus.project import Project

SOURCES = sorted(path.parent for path in PACKAGES.glob("*/datapackage.json"))


def same_again(source: Path, folder: Path, kind: str, *, other_layouts: bool = False) -> Path:
    """The package once more under another id; with `other_layouts`, the layouts that are its own have other names."""
    unit, _, year = source.name.split("-")
    package = folder / f"{unit}-{source.name.split('-')[1]}{kind}-{year}"
    shutil.copytree(source, package)
    about = json.loads((package / "datapackage.json").read_text("utf-8"))
    about |= {"name": package.name} | ({"kortnavn": f"{about['kortnavn']}{kind}"} if "kortnavn" in about else {})
    (package / "datapackage.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    if other_layouts and (package / "oppstillinger.csv").is_file():
        own = {row["oppstilling"] for row in read_rows(package / "oppstillinger.csv")}
        for path in package.glob("*.csv"):
            change(path, lambda row: row | {"oppstilling": f"annen_{row['oppstilling']}"} if row.get("oppstilling") in own else row)
        for path in (package / "tabeller").glob("*.csv"):
            number, layout = path.stem.split("_", 1)
            if layout in own:
                path.rename(path.with_name(f"{number}_annen_{layout}.csv"))
    return package


def excerpts(folder: Path) -> None:
    """Statements that print a line or two of what their layout has: what the views need is not there, and nothing is wrong with them."""
    pages = {
        "0301-utdrag-2020": ("okonomisk_oversikt_art", "1,,Netto driftsresultat,100 000,90 000\n"),
        "0301-utdrag-2021": (
            "okonomisk_oversikt_art",
            "1,,Sum driftsinntekter,,\n2,,Lønnsutgifter,70 000 000,60 000 000\n3,,Sum driftsutgifter,70 000 000,60 000 000\n",
        ),
        "0301-utdrag-2019": (
            "okonomisk_oversikt_art",
            "1,,Sum driftsinntekter,70 000 010,70 000 000\n2,,Sum driftsutgifter,70 000 000,69 999 995\n"
            "3,,Brutto driftsresultat,10,5\n4,,Netto driftsresultat,10,5\n",
        ),
        "0301-utdragb-2020": ("balanse_5_8", "1,,Anleggsmidler,70 000 000\n2,,Omløpsmidler,30 000 000\n3,,Sum eiendeler,100 000 000\n"),
        "0301-utdragc-2020": ("balanse", "1,,Sum eiendeler,\n2,,Egenkapital,100 000\n"),
        "0301-utdragd-2020": ("bevilgningsoversikt_investering_5_5", "1,,Investeringer i varige driftsmidler,100 000,90 000\n"),
    }
    for name, (layout, rows) in pages.items():
        package = drop_in(folder, name, enhet="1000 kr", fortegn_virkning="rad")
        header = ("rad", "gruppe", "etikett", "regnskap", "regulert_budsjett")[: rows.split("\n")[0].count(",") + 1]
        (package / "tabeller" / f"01_{layout}.csv").write_text(",".join(header) + "\n" + rows, "utf-8")
        (package / "tabeller.csv").write_text("tabell,tittel,status,tom_celle\n01,Utdrag,delvis,tapt\n", "utf-8")


def own_areas(folder: Path, kind: str, first: int) -> None:
    """A report of Oslo 2020 with its own layout of areas, two of whose lines are of one service area; and two lists of guarantees."""
    package = drop_in(folder, f"0301-{kind}-2020", enhet="mill. kr", fortegn_virkning="-1")
    files = {
        "oppstillinger.csv": (
            "oppstilling,navn,emne,kodeverk,fortegn_virkning\n"
            f"{kind}_omrader,Områdene,tjenesteomrade,post,-1\n"
            f"{kind}_garantier,Garantier,garanti,post,-1\n"
        ),
        "poster.csv": (
            "oppstilling,post_id,navn,forelder_post_id,fortegn,rekkefolge,radtype,tjenesteomrade_id\n"
            f"{kind}_omrader,barneskoler,Barneskoler,,1,1,detalj,grunnskole\n"
            f"{kind}_omrader,ungdomsskoler,Ungdomsskoler,,1,2,detalj,grunnskole\n"
            f"{kind}_garantier,mottaker,Mottaker,,1,1,detalj,\n"
        ),
        "rader.csv": (
            "oppstilling,gruppe,etikett,kode\n"
            f"{kind}_omrader,*,Barneskoler,barneskoler\n"
            f"{kind}_omrader,*,Ungdomsskoler,ungdomsskoler\n"
            f"{kind}_garantier,*,*,mottaker\n"
        ),
        "kolonner.csv": (
            "oppstilling,kolonne,maal,aar\n"
            f"{kind}_garantier,belop,garantiansvar,0\n"
            f"{kind}_omrader,regnskap,regnskap,0\n"
            f"{kind}_omrader,regulert_budsjett,regulert_budsjett,0\n"
        ),
        f"tabeller/01_{kind}_omrader.csv": "rad,gruppe,etikett,regnskap,regulert_budsjett\n"
        f"1,,Barneskoler,{first},100\n2,,Ungdomsskoler,20,10\n",
        f"tabeller/02_{kind}_garantier.csv": "rad,gruppe,etikett,belop\n1,,Laget,5\n2,,Klubben,6\n",
        f"tabeller/03_{kind}_garantier.csv": "rad,gruppe,etikett,belop\n1,,Koret,7\n",
    }
    for name, text in files.items():
        (package / name).write_text(text, "utf-8")


def own_key_figures(folder: Path, kind: str, name: str) -> Path:
    """A table of key figures that the catalogue lacks, of units it lacks too: everything that it means is in the package."""
    package = drop_in(folder, f"4601-{kind}-2021")
    files = {
        "enheter.csv": "enhet_id,navn,type\nnabolaget,Nabolaget,gruppe\n",
        "indikatorer.csv": "indikator_id,navn,maaleenhet,tjenesteomrade_id,kategori,retning\n"
        f"sykler_per_ansatt,{name},sykler_per_ansatt,tekniske_tjenester,kvalitet,hoy_er_bra\n",
        "tabeller/01_nokkeltall.csv": "rad,gruppe,etikett,4601_2021,nabolaget_2021\n"
        f'1,,{name},"1,5","1,2"\n2,,Disposisjonsfond,"9,0","8,0"\n',
        "regler.csv": "regel_id,tittel,art,formel\nflere,Flere sykler,lik,01[sykler_per_ansatt].4601_2021 = 01[1].4601_2021\n",
    }
    for file, text in files.items():
        (package / file).write_text(text, "utf-8")
    return package


@pytest.fixture(scope="module")
def together(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Every package that ships, three times over, and excerpts; built, and none left out."""
    folder = tmp_path_factory.mktemp("sammen") / "rapporter"
    folder.mkdir()
    for source in SOURCES:
        same_again(source, folder, "b")
        same_again(source, folder, "c", other_layouts=True)
    excerpts(folder)
    own_areas(folder, "egen", 90)
    own_areas(folder, "annen", 80)
    own_key_figures(folder, "nokkeltall", "Sykler per ansatt")
    own_key_figures(folder, "tilstand", "Tjenestesykler per ansatt")
    project = copy_project(warehouse, tmp_path_factory.mktemp("sammen") / "prosjekt")
    done = run_command(project, "build", "--strict", KOMMUNEVAREHUS_RAPPORTER=str(folder))
    assert done.returncode == 0, output(done)[-8000:]
    yield project
    remove(project.root)


def test_every_key_is_one_and_validation_passes(together: Project, relations: list[Relation]) -> None:
    with duckdb.connect(str(together.database), read_only=True) as connection:
        for relation in relations:
            key = ", ".join(relation.key)
            twice = connection.sql(f"select {key} from {relation.full_name} group by {key} having count(*) > 1").fetchall()
            assert twice == [], relation.full_name
    done = run_command(together, "validate")
    assert done.returncode == 0, output(done)[-4000:]


def ask(project: Project, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query of the build database."""
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_figure_is_chosen_once_whatever_layouts_it_is_printed_in(together: Project) -> None:
    """The statement by kind goes before the appropriations, and its report before a later one's comparison."""
    doubtful = ask(
        together,
        """select count(*) from (select 1 from marts.fct_belop group by enhet_id, aar, regnskapsdel, post_id, versjon, nr
        having count(*) filter (er_valgt) != 1)""",
    )
    assert doubtful == [(0,)]
    several = ask(
        together,
        """select oppstilling, er_valgt, er_valgt_i_oppstillingen from marts.fct_belop
        where (enhet_id, aar, post_id, versjon) = ('1103', 2020, 'netto_driftsresultat', 'regnskap')
            and rapport_id in ('1103-arsrapport-2020', '1103-arsrapport-2021') order by all""",
    )
    assert several == [("bevilgningsoversikt_drift_5_4", True, True), ("okonomisk_oversikt_art", False, True)]
    same_report = ask(
        together,
        """select oppstilling from marts.fct_belop
        where (enhet_id, aar, rapport_id, post_id, versjon) = ('1103', 2015, '1103-arsrapport-2015', 'rammetilskudd', 'regnskap')
            and er_valgt""",
    )
    assert same_report == [("okonomisk_oversikt_drift",)]


def test_a_service_area_is_one_reports_whole_print_of_it(together: Project) -> None:
    """Two reports print it, in layouts of their own: the first's two lines are one area's, and the second's are not added."""
    assert ask(
        together,
        """select regnskap_mill_kr, regulert_budsjett_mill_kr, avvik_mill_kr, avvik_pst, tabell_id from rapport.rapport_tjenesteomrade
        where enhet_id = '0301' and aar = 2020 and tjenesteomrade_id = 'grunnskole'""",
    ) == [(Decimal(-100), Decimal(-110), Decimal(10), Decimal("9.1"), "0301-annen-2020-01")]
    assert ask(together, "select count(*) from rapport.rapport_garanti where rapport_id = '0301-egen-2020'") == [(3,)]


def test_an_excerpt_is_shown_as_far_as_it_goes(together: Project) -> None:
    """Without the operating income there is no share of it; without what a result consists of, no waterfall."""
    shown = ask(
        together,
        """select aar, post_id, regnskap_mill_kr, andel_av_driftsinntekter_pst from rapport.rapport_arsresultat
        where enhet_id = '0301' and rapport_id like '0301-utdrag%' and post_id in ('netto_driftsresultat', 'lonnsutgifter') order by all""",
    )
    assert shown == [
        (2019, "netto_driftsresultat", Decimal("0.01"), Decimal("0.0")),
        (2020, "netto_driftsresultat", Decimal("100"), None),
        (2021, "lonnsutgifter", Decimal("-70000"), None),
    ]
    steps = ask(together, "select distinct aar, foss from rapport.rapport_resultatfoss where enhet_id = '0301' order by all")
    assert steps == []


def test_an_open_list_in_a_statement_is_a_fault(shell: Project, tmp_path: Path) -> None:
    """Each line of a statement is a post; in a list of guarantees the receivers are not."""
    own_areas(tmp_path, "egen", 90)
    rows = tmp_path / "0301-egen-2020" / "rader.csv"
    rows.write_text("oppstilling,gruppe,etikett,kode\negen_omrader,*,*,barneskoler\negen_garantier,*,*,mottaker\n", "utf-8")
    done = run_command(shell, "sjekk", str(rows.parent))
    assert done.returncode == 1
    assert "the same figure stands in two places" in done.stdout
    assert "mottaker" not in done.stdout


def test_a_whole_balance_has_both_its_sums(shell: Project, tmp_path: Path) -> None:
    package = drop_in(tmp_path, "0301-balanse-2020", enhet="mill. kr", fortegn_virkning="rad")
    (package / "tabeller" / "01_balanse_5_8.csv").write_text(
        "rad,gruppe,etikett,regnskap\n1,,Anleggsmidler,90 000\n2,,Sum eiendeler,90 000\n", "utf-8"
    )
    done = run_command(shell, "sjekk", str(package))
    assert "the balance of 2020 has only one of its two sums, «Sum eiendeler»" in done.stdout
    (package / "tabeller.csv").write_text("tabell,tittel,status\n01,Balanse,delvis\n", "utf-8")
    done = run_command(shell, "sjekk", str(package))
    assert done.returncode == 0, output(done)


# What a package brings itself


def test_a_key_figure_that_the_catalogue_lacks_comes_with_the_package(together: Project) -> None:
    """Two packages may mean different figures by one id of their own; a figure of the catalogue's stays that."""
    assert (
        ask(
            together,
            """select indikator_id, navn, maaleenhet, enhet_id, enhet, verdi from rapport.rapport_nokkeltall
        where rapport_id in ('4601-nokkeltall-2021', '4601-tilstand-2021') and enhet_id != '4601' order by all""",
        )
        == [
            (f"4601-{kind}-2021-sykler_per_ansatt", name, "sykler_per_ansatt", "nabolaget", "Nabolaget", Decimal("1.2"))
            for kind, name in (("nokkeltall", "Sykler per ansatt"), ("tilstand", "Tjenestesykler per ansatt"))
        ]
        + [("disposisjonsfond_pst", "Disposisjonsfond", "pst", "nabolaget", "Nabolaget", Decimal(8))] * 2
    )
    found = ask(together, "select tittel from rapport.rapport_sok where nokkel = '4601-tilstand-2021-sykler_per_ansatt'")
    assert found == [("Tjenestesykler per ansatt, tekniske tjenester",)]


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        (
            "indikatorer.csv",
            ("sykler_per_ansatt,Sykler", "disposisjonsfond_pst,Sykler"),
            "disposisjonsfond_pst is the id of «Disposisjonsfond»",
        ),
        (
            "indikatorer.csv",
            ("kvalitet,hoy_er_bra", "kvalitet,bra"),
            "cannot read «bra». Expected one of hoy_er_bra, hoy_er_darlig, noytral",
        ),
        ("indikatorer.csv", ("tekniske_tjenester", "sykkel"), "unknown code «sykkel»"),
        ("indikatorer.csv", ("2\n", "2\n"), None),
        (
            "rader.csv",
            (None, "oppstilling,gruppe,etikett,kode\nnokkeltall,*,Sykler,sykkelen\n"),
            "the code sykkelen, which is not in its catalogue",
        ),
        ("rader.csv", (None, "oppstilling,gruppe,etikett,kode\nnokkeltall,*,Sykler,sykler_per_ansatt\n"), None),
        (
            "oversettelse.csv",
            (None, "sprak,tekst,oversettelse\nen,Nabolaget,Neighbours\nen,Byen,City\nen,Nabolaget,Area\n"),
            "oversettelse.csv, line 4, column sprak, tekst: «en, Nabolaget» stands on the lines 2, 4. Expected it once.",
        ),
        ("tabeller.csv", (None, "tabell,tittel\n01,A\n01,B\n"), "«01» stands on the lines 2, 3"),
        ("kolonner.csv", (None, "tabell,kolonne,maal\n01,4601_2021,nokkeltall\n01,4601_2021,nokkeltall\n"), "stands on the lines 2, 3"),
        ("enheter.csv", ("gruppe\n", "gruppe\nnabolaget,Andre,gruppe\n"), "«nabolaget» stands on the lines 2, 3"),
    ],
)
def test_a_slip_in_what_it_brings_is_a_fault_of_the_package(
    shell: Project, tmp_path: Path, file: str, change: tuple[str | None, str], says: str | None
) -> None:
    package = own_key_figures(tmp_path, "nokkeltall", "Sykler per ansatt")
    path = package / file
    path.write_text(path.read_text("utf-8").replace(change[0], change[1]) if change[0] else change[1], "utf-8")
    done = run_command(shell, "sjekk", str(package))
    assert "Traceback" not in output(done)
    if says is None:
        assert done.returncode == 0, output(done)
    else:
        assert done.returncode == 1
        assert says in done.stdout


def test_a_post_is_of_one_part_of_the_accounts() -> None:
    """What has the same name in two parts of the accounts is two posts: use of a fund for operations, and for investments, are added."""
    seeds = ROOT / "seeds"
    parts = {row["emne"]: row["regnskapsdel"] for row in read_rows(seeds / "kodeverk" / "emne.csv")}
    layouts = {row["oppstilling"]: parts[row["emne"]] for row in read_rows(seeds / "oppstillinger" / "oppstillinger.csv")}
    found: dict[str, set[str]] = {}
    for row in read_rows(seeds / "oppstillinger" / "poster.csv"):
        found.setdefault(row["post_id"], set()).add(layouts[row["oppstilling"]])
    assert {post: of for post, of in found.items() if of in ({""}, set()) or len(of) > 1} == {}
    assert found["bruk_av_bundne_driftsfond"] != found["investering_bruk_av_bundne_driftsfond"]
