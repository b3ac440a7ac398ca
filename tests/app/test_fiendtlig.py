"""Whatever is put into an address or a field: the page answers, nothing of the machine is shown, and the edition stays as it is."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from streamlit.testing.v1 import AppTest
from test_sider import APP, HIDDEN, PLACES, opened
from test_uttak import add_to_case, in_tray

from kommunevarehus.editions import Store

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "",
    "' union all select content from read_text('/etc/passwd') --",
    "'); copy (select 1) to '/tmp/ut.csv'; attach '/etc/passwd'; load httpfs; --",
    "../../../../etc/passwd",
    "<script>alert(1)</script>![x](http://example.org/x.png)[y](javascript:z)",
    "\x00\x0b{{7*7}}${7*7}%00",
    "1e999,-1,æøå" * 200,
]


def parameters() -> set[str]:
    """Every name that the viewer reads from its address, found in its source."""
    found = {"sprak", "kommune", "aar", "fane"}  # which the code has as constants
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute() as func, args=[ast.Constant(value=str(name)), *_]):
                    if ast.unparse(func) == "st.query_params.get":
                        found.add(name)
                case ast.Call(func=ast.Attribute(value=ast.Name(id="filters")), args=[_, _, ast.Constant(value=str(name)), *_]):
                    found.add(name)
                case ast.Call(func=ast.Attribute(value=ast.Name(id="filters"), attr="span"), args=[_, _, ast.Tuple(elts=names), *_]):
                    found |= {name.value for name in names if isinstance(name, ast.Constant)}
                case ast.Subscript(value=ast.Attribute(attr="query_params"), slice=ast.Constant(value=str(name))):
                    found.add(name)
                case (
                    ast.Call(func=ast.Attribute(attr="from_dict"), args=[ast.Dict(keys=keys)])
                    | ast.keyword(arg="query_params", value=ast.Dict(keys=keys))
                ):
                    found |= {key.value for key in keys if isinstance(key, ast.Constant)}
    return found


@pytest.fixture
def untouched(edition: Path) -> Iterator[Store]:
    """The store, which must be as it was afterwards: the same folders and files, each whole."""
    store = Store(edition)
    before = sorted(edition.rglob("*"))
    yield store
    assert sorted(edition.rglob("*")) == before
    assert store.require_current().problems() == []


def harmless(app: AppTest) -> None:
    """No error; nothing read from the machine anywhere; and what was asked for is not repeated as markup."""
    assert not (app.exception or app.error)
    assert "root:" not in "\n".join([str(app.main), *(frame.value.to_csv() for frame in app.dataframe)])
    said = "\n".join(str(element.value) for kind in ("title", "header", "markdown", "caption", "info") for element in app.get(kind))
    assert "<script>" not in said
    assert "![x](" not in said
    shown = app.session_state["_vist"] if "_vist" in app.session_state else []  # noqa: SIM401  (it has no get)
    assert [item.address for item in shown if re.search(r"[\s<>()\[\]]", item.address)] == [], "an address is written as it is, everywhere"


def test_the_parameters_are_found() -> None:
    assert {
        "omrade",
        "tabell",
        "tema",
        "status",
        "kapittel",
        "kommune",
        "aar",
        "folk",
        "grenser",
        "fra",
        "til",
        "q",
        "funn",
        "mot",
        "kommuner",
        "tall",
        "rapport",
    } <= parameters()


@pytest.mark.parametrize("place", [*PLACES, *HIDDEN])
def test_every_parameter_of_every_page(place: str, untouched: Store) -> None:
    """A tab stays open where it is the other parameters that are hostile; what is put for the tab itself leads to the first."""
    app = opened(place)
    plain = app.title[0].value
    for text in HOSTILE:
        for name in parameters() - ({"fane"} if "/" in place else set()):
            app.query_params[name] = text
        app.run()
        harmless(app)
        assert app.title[0].value == plain, "the page is still itself"


def test_the_search_box(untouched: Store) -> None:
    app = AppTest.from_file(APP, default_timeout=30).run()
    for text in HOSTILE[1:]:
        app.text_input(key="sokefelt").set_value(text[:100]).run()
        harmless(app)


def test_every_field_of_the_case_paper(untouched: Store) -> None:
    """The reader's words come out of the documents as words."""
    app = opened("mal/klima", vis=HOSTILE[-3])
    for item in app.session_state["_vist"][:2]:
        add_to_case(app, item.place)
    app.switch_page("views/saksgrunnlag.py").run()

    import sakspapir  # noqa: PLC0415

    for text in HOSTILE[1:]:
        for field in (*app.main.get("text_input"), *app.main.get("text_area")):
            if field.key != "sokefelt":
                field.set_value(text[:200])
        app.run()
        harmless(app)
        chosen = in_tray(app)
        written = docx.Document(io.BytesIO(sakspapir.word(chosen, chosen[0].title, chosen[0].text)))
        assert written.paragraphs[0].text == chosen[0].title
        page = sakspapir.page(chosen, chosen[0].title, chosen[0].text).decode()
        assert "<script>" not in page
        assert "root:" not in page
