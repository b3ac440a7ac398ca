"""No text of a table is cut: its column is as wide as the browser needs, on as many lines as the row has room for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app"
PAGES = sorted(path.stem for path in (APP / "views").glob("*.py"))
# How wide each text is, and how wide its longest word, in the font that the viewer's grids are drawn with.
MEASURE = """async (texts) => {
  await document.fonts.load('14px "Source Sans"');
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '14px "Source Sans", sans-serif';
  return texts.map((text) => pen.measureText(text).width);
}"""


@pytest.fixture(scope="module")
def page(server: str, chromium_path: str | None) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(server)
        page.locator("[data-testid=stMain] h1").wait_for(timeout=30_000)
        yield page
        browser.close()


def texts_of(name: str) -> list[tuple[str, ...]]:
    """The text columns of a page's tables, each its heading and its texts."""
    app = AppTest.from_file(str(APP / "app.py"), default_timeout=30).run()
    app.switch_page(f"views/{name}.py").run()
    return [
        (heading, *(row[at].text for row in item.cells()))
        for item in app.session_state["_vist"]
        if item.frame is not None
        for at, (heading, column) in enumerate(zip(item.headings(), item.columns.values(), strict=True))
        if not column.write
    ]


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_texts_are_as_wide_as_reckoned(edition: Path, page: Page, name: str) -> None:
    import widths  # noqa: PLC0415

    texts = sorted({text for column in texts_of(name) for text in column if text})
    for text, measured in zip(texts, page.evaluate(MEASURE, texts), strict=True):
        assert 0.99 * measured - 2 <= widths.width(text) <= 1.2 * measured + 10, text


@pytest.mark.parametrize("name", PAGES)
def test_every_text_has_room_in_its_cell(edition: Path, name: str) -> None:
    """Broken between words, each text takes no more lines than the height of the row has room for, of 20 pixels each."""
    import widths  # noqa: PLC0415

    columns = texts_of(name)
    wide, height = widths.fitted(tuple((heading, tuple(texts)) for heading, *texts in columns), widths.ROOM)
    most = 1 if height < 64 else height // 22
    for pixels, (heading, *texts) in zip(wide, columns, strict=True):
        assert widths.width(heading) < pixels, heading
        for text in texts:
            assert lines(text, pixels - 18) <= most, (heading, text, pixels)


def lines(text: str, room: float) -> int:
    """How many lines a text takes, by the plainest way of breaking it."""
    import widths  # noqa: PLC0415

    broken = [""]
    for word in text.split(" "):
        longer = f"{broken[-1]} {word}".strip()
        if widths.width(longer) <= room:
            broken[-1] = longer
        else:
            broken.append(word)
    assert all(widths.width(line) <= room for line in broken), text
    return len([line for line in broken if line])
