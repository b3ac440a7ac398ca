"""Tables are read where they stand: nothing is cut, a phone shows the label and what matters, and a tap shows the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from test_sider import opened, said

# Pages with every kind of table: amounts, goals, spreads, courses, long texts, a marked cell.
PLACES = [
    "sammenligning",
    "mal",
    "mal?fane=klima",
    "ansatte",
    "kilder?fane=tabeller&tabell=AB2020-05&rad=15&kolonne=avvik",
    "kilder?fane=hold",
]


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def visit(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="nb-NO")
    page.goto(address)
    page.locator("table.ark").first.wait_for(timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("place", PLACES)
def test_no_table_is_read_sideways(browser: Browser, server: str, place: str, width: int) -> None:
    page = visit(browser, f"{server}/{place}", width)
    wider = "(which) => [...document.querySelectorAll(which)].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText)"
    wide, cut = page.evaluate(wider, ".tabellramme"), page.evaluate(wider, "table.ark :is(th, td)")
    page.close()
    assert not wide
    assert not cut


@pytest.mark.browser
def test_a_phone_shows_what_matters_and_a_tap_the_rest(browser: Browser, server: str) -> None:
    page = visit(browser, f"{server}/ansatte", 390)
    table = page.locator("table.ark", has=page.get_by_text("Stillingsstørrelse, %", exact=True)).first
    row = table.locator("tbody tr", has_text="Helse og velferd").first
    seen = [cell.inner_text() for cell in row.locator("td").all() if cell.is_visible()]
    assert len(seen) == 2
    assert not row.locator("dt", has_text="Årsverk").first.is_visible()
    row.locator("summary").click()
    assert row.locator("dt", has_text="Årsverk").first.is_visible()
    assert row.get_by_text("Se tallet der det er trykt").is_visible()
    page.close()


@pytest.mark.browser
def test_a_phone_parts_a_long_word_with_a_hyphen(browser: Browser, server: str) -> None:
    """No piece of a word between two places where it may be parted stands on two lines."""
    page = visit(browser, f"{server}/sammenligning", 390)
    broken = """() => {
        const found = []
        for (const label of document.querySelectorAll("table.ark tbody summary")) {
            const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT)
            for (let node; (node = walker.nextNode()); )
                for (const word of node.data.matchAll(/[A-Za-zÆØÅæøå]+/g)) {
                    const range = document.createRange()
                    range.setStart(node, word.index)
                    range.setEnd(node, word.index + word[0].length)
                    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word[0])
                }
        }
        return found
    }"""
    assert page.locator("table.ark tbody summary .delt").count() > 0
    assert not page.evaluate(broken)
    page.close()


@pytest.fixture
def tables(edition: Path) -> Any:
    import tables  # noqa: PLC0415

    return tables


def item(frame: pd.DataFrame, **columns: Any) -> Any:
    from parts import Column  # noqa: PLC0415
    from uttak import Item  # noqa: PLC0415

    named = {name: Column(label, **more) for name, (label, more) in columns.items()}
    return Item(name="t", title="T", text="", page="p", address="", edition="e", frame=frame, columns=named, language="nb")


def written(value: Any) -> str:
    return str(value)


def test_what_a_table_holds_cannot_become_markup(tables: Any) -> None:
    frame = pd.DataFrame({"a": ["<img src=x onerror=alert(1)>"], "b": [1]})
    said = tables.markup(item(frame, a=("<b>A</b>", {}), b=("B", {"write": written})), [tables.Look(printed='"><script>', finding='"><i>')])
    assert "<img" not in said and "<script" not in said and "<b>" not in said and "<i>" not in said


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("investeringsutgifter", "inve-ste-rings-ut-gif-ter"),
        ("Grunnskolesektorens", "Grunn-sko-le-sek-to-rens"),
        ("befolkningssammensetningen", "befolk-nings-sam-men-set-nin-gen"),
        ("tjenesteområde", "tje-ne-ste-om-råde"),
        ("Utviklingsarbeid", "Utvik-lings-ar-beid"),
        ("Helsetjeneste", "Hel-se-tje-ne-ste"),
        ("Skatt", "Skatt"),
    ],
)
def test_a_long_word_is_parted_where_norwegian_parts_it(tables: Any, word: str, parted: str) -> None:
    assert "-".join(tables.hyphens.parts(word)) == parted
    said = tables.markup(item(pd.DataFrame({"a": [f"{word} & <b>"], "b": ["x"]}), a=("A", {}), b=("B", {})))
    assert re.sub(r'<span class="delt"></span>', "", said).count(f"{word} &amp; &lt;b&gt;") == 1, "the word itself is as it was"


def test_only_norwegian_words_are_parted_as_norwegian(tables: Any) -> None:
    frame = pd.DataFrame({"a": ["Municipalities"], "b": ["befolkningssammensetningen"]})
    said = tables.markup(replace(item(frame, a=("Understanding", {}), b=("Description", {"norwegian": True})), language="en"))
    assert all(word in said for word in ("Municipalities", "Understanding", "Description"))
    assert "befolkningssammensetningen" not in said and "befolk<" in said


def test_a_column_that_says_nothing_is_left_out(tables: Any) -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "b": ["", ""], "c": [1, None]})
    said = tables.markup(item(frame, a=("A", {}), b=("Tom", {}), c=("C", {"write": written})))
    assert "Tom" not in said and "<abbr" not in said and "mangler" in said


def test_a_marked_row_has_its_cell_marked_and_no_other(tables: Any) -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "b": [1, 2], "c": [3, 4]})
    columns = {"a": ("A", {}), "b": ("B", {"write": written}), "c": ("C", {"write": written})}
    said = tables.markup(item(frame, **columns), [tables.Look(), tables.Look(is_marked=True, column="c")])
    assert said.count("merket") == 1 and said.count("her") >= 1
    assert '<td class="tall her">4</td>' in said


def test_a_number_stands_where_it_is_among_the_others(tables: Any) -> None:
    spread = tables.Spread(Decimal(4), (("Bergen", Decimal(2)), ("Oslo", Decimal(10))), ("Snittet", Decimal(6)))
    frame = pd.DataFrame({"a": ["x"], "b": [spread]})
    said = tables.markup(item(frame, a=("A", {}), b=("B", {})))
    assert 'class="egen" style="left: 25.0%"' in said
    assert 'class="snitt" style="left: 50.0%"' in said
    assert said.count('class="prikk"') == 2 and "Bergen: 2" in said
    assert str(spread) == "2–10" and not str(tables.Spread(Decimal(1)))


def test_a_course_has_a_dot_for_each_print_at_its_year(tables: Any) -> None:
    course = tables.Course(((2012, Decimal(1)), (2014, Decimal(3)), (2020, Decimal(2))))
    said = tables.markup(item(pd.DataFrame({"a": ["x"], "b": [course]}), a=("A", {}), b=("B", {})))
    assert said.count('class="punkt"') == 3 and 'left: 25.0%; top: 0.0%" title="2014: 3"' in said
    assert str(course) == "1 (2012) – 2 (2020)"


def test_no_line_crosses_a_break_and_its_reason_is_said(tables: Any) -> None:
    points = ((2012, Decimal(1)), (2014, Decimal(3)), (2019, Decimal(2)), (2020, Decimal(2)), (2021, Decimal(4)))
    course = tables.Course(points, breaks=((2019, ""), (2020, "ny kommune")))
    said = tables.markup(item(pd.DataFrame({"a": ["x"], "b": [course]}), a=("A", {}), b=("B", {})))
    assert said.count('class="trykt"') == 2, "2012 to 2014, and 2020 to 2021; 2019 stands alone between two breaks"
    assert said.count('class="brudd"') == 1 and 'left: 83.3%" title="2020: ny kommune"' in said, "a gap has no reason, and no mark"
    assert str(course) == "1 (2012) – 4 (2021); 2020: ny kommune"
    whole = tables.markup(item(pd.DataFrame({"a": ["x"], "b": [tables.Course(points)]}), a=("A", {}), b=("B", {})))
    assert whole.count('class="trykt"') == 1 and 'class="brudd"' not in whole


def test_a_line_is_seen_at_its_lowest_point(tables: Any) -> None:
    """Its box is as much higher as the line is thick: at the bottom of it the line is still inside."""
    shown = tables._drawn(tables.Course(((2018, Decimal(2)), (2019, Decimal(1)))))
    assert "calc((100% - 2px) * 1.000)" in shown and "calc((100% - 2px) * 1.000 + 2px)" in shown
    assert "top: -1px; bottom: -1px" in tables.CSS, "the box is 2px higher than what it is drawn in"


def test_a_phone_shows_two_numbers_before_a_drawing(tables: Any) -> None:
    """Where a table names two columns that matter, there is no room for a drawing beside them; where it names one, there is."""
    frame = pd.DataFrame({"a": ["x"], "b": [tables.Bullet(Decimal(1), Decimal(2))], "c": ["1"], "d": ["2"]})
    heads = {"a": ("A", {}), "b": ("Tegnet", {}), "c": ("C", {"right": True, "key": True})}
    one = tables.markup(item(frame, **heads, d=("D", {"right": True})))
    two = tables.markup(item(frame, **heads, d=("D", {"right": True, "key": True})))
    assert 'class="spenn">Tegnet' in one and 'class="spenn mer">Tegnet' in two
    assert 'class="tall mer">D' in one and 'class="tall">D' in two


def test_a_finding_of_most_rows_is_said_once_and_marks_none_of_them(edition: Path) -> None:
    """A mark on every row says nothing; what touches only some of them is still a mark."""
    app = opened("okonomi/investeringer", kommune="5001", aar="2020")
    marked = [str(element.proto.body).count("⚑") for element in app.get("html") if 'class="ark' in str(element.proto.body)]
    assert [0 < count < 6 for count in marked] == [True, True], marked
    assert said(app).count("Gjelder de fleste radene: ⚑ [") == 2


def test_bars_of_two_tables_that_are_read_together_have_one_scale(tables: Any) -> None:
    frame = pd.DataFrame({"a": ["x"], "b": [Decimal(5)]})
    alone = tables.markup(item(frame, a=("A", {}), b=("B", {"write": str, "bar": True})))
    together = tables.markup(item(frame, a=("A", {}), b=("B", {"write": str, "bar": True, "longest": Decimal(20)})))
    assert "width: 100%" in alone and "width: 25%" in together


@pytest.mark.parametrize(("result", "target", "is_drawn"), [(5, 10, True), (-5, 10, False), (0, 0, False), (15, 10, True)])
def test_a_result_is_drawn_against_its_target(tables: Any, result: int, target: int, is_drawn: bool) -> None:
    bullet = tables.Bullet(Decimal(result), Decimal(target))
    said = tables.markup(item(pd.DataFrame({"a": ["x"], "b": [bullet]}), a=("A", {}), b=("B", {})))
    assert ('class="kule"' in said) is is_drawn


def test_what_the_numbers_are_of_is_said_once_where_it_is_known_and_the_same(edition: Path) -> None:
    import parts  # noqa: PLC0415

    frame = pd.DataFrame({"omfang": ["kasse", "kasse"], "utgave": ["forelopig", "forelopig"], "prisniva": [None, None]})
    assert parts.basis(frame) == "Grunnlag: kommunekassen og foreløpige tall."
    assert parts.basis(frame.assign(prisniva="2014-priser")) == "Grunnlag: kommunekassen, foreløpige tall og 2014-priser."
    assert parts.basis(frame.assign(omfang=["kasse", "konsern"])) == "Grunnlag: foreløpige tall.", "what differs is not said of all"
    assert parts.basis(frame.assign(omfang="uoppgitt", utgave="uoppgitt")) == ""
    assert parts.basis(pd.DataFrame({"omfang": []})) == ""
    assert any("Grunnlag: konsern og foreløpige tall." in caption.value for caption in opened("sammenligning", omrade="okonomi").caption)


def test_bars_go_either_way_from_nothing_where_some_numbers_are_below_it(edition: Path) -> None:
    import parts  # noqa: PLC0415
    import tables as own  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    def drawn(*values: str) -> str:
        frame = pd.DataFrame({"navn": list("abc"[: len(values)]), "tall": [Decimal(value) for value in values]})
        columns = {"navn": parts.Column("Navn"), "tall": parts.Column("Tall", str, bar=True)}
        return own.markup(uttak.table_item(frame, columns, "t", None, None))

    both = drawn("5", "-2")
    assert '<span class="rom to"><span></span><span><span class="stolpe" style="width: 100%">' in both
    assert '<span class="rom to"><span><span class="stolpe minus" style="width: 40%"></span></span><span></span>' in both
    assert "rom to" not in drawn("5", "2") + drawn("-5", "-2")
