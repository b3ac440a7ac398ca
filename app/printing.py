"""Pages for paper: whole tables as text instead of grids that scroll, and nothing on the sheet that can only be clicked."""

from __future__ import annotations

from html import escape

import streamlit as st

import theme
from language import DEFAULT, _
from uttak import Item

_ON = "utskrift"

TABLE_CSS = """
table.ark {border-collapse: collapse; width: 100%; font-size: 0.85rem; margin: 0 0 0.5rem}
table.ark th, table.ark td {border-bottom: 1px solid #b8c2cb; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top}
table.ark th {border-bottom: 2px solid #5b6670}
table.ark .tall {text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap}
table.ark caption {text-align: left; font-weight: 600; padding-bottom: 0.3rem}
table.ark thead {display: table-header-group}
table.ark tr {break-inside: avoid}
"""
# On the sheet: the page alone, black on white, from edge to edge.
_PRINT_CSS = """
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stStatusWidget], [data-testid=stToast],
  [data-testid=stExpandSidebarButton], .st-key-sokerad, [class*="st-key-bunn-"], .st-key-skriv-ut,
  [data-testid=stDownloadButton], [data-testid=stButton] {display: none !important}
  [data-testid=stMainBlockContainer] {padding: 0 !important; max-width: none !important}
  [data-testid=stElementContainer] {break-inside: avoid}
  [data-testid=stElementContainer]:has(table.ark) {break-inside: auto}
  h1, h2, h3 {break-after: avoid}
  body, .stApp {background: white !important; color: black !important}
}
@page {size: A4; margin: 15mm}
"""
_BUTTON = """
<button type="button" id="skriv-ut">{label}</button>
<style>
#skriv-ut {font: inherit; padding: 0.35rem 0.9rem; border: 1px solid currentColor; border-radius: 0.5rem; background: none; color: inherit;
  cursor: pointer}
</style>
<script>
document.getElementById("skriv-ut").addEventListener("click", () => {
  document.querySelectorAll("details:not([open]) > summary").forEach((summary) => summary.click());
  setTimeout(() => window.print(), 400);
});
</script>
"""


def is_on() -> bool:
    """Whether the page is drawn for paper."""
    return bool(st.session_state.get(_ON))


def style() -> None:
    """How every page looks, on the screen and on paper, whether it was drawn for paper or not."""
    st.html(f"<style>{theme.CSS}{_PRINT_CSS}{TABLE_CSS if is_on() else ''}</style>")


def switch() -> None:
    """The switch in the sidebar, and the button that prints once it is on."""
    st.toggle(_("Vis for utskrift"), key=_ON, help=_("Hele tabeller som tekst, klare for papir eller PDF."))
    if is_on():
        with st.container(key="skriv-ut"):
            st.html(_BUTTON.replace("{label}", escape(_("Skriv ut siden"))), unsafe_allow_javascript=True)


def table(item: Item) -> None:
    """An item's table as text, all its rows."""
    st.html(markup(item))


def markup(item: Item) -> str:
    """An item's table as HTML; what it holds is escaped, and text of the sources' own is marked as Norwegian where the rest is not."""
    foreign = [column.norwegian and item.language != DEFAULT for column in item.columns.values()]
    numeric = [bool(column.write or column.right) for column in item.columns.values()]

    def cell(value: str, tag: str, right: bool, other: bool) -> str:
        told = [
            f"<{tag}",
            " scope=col" if tag == "th" else f" lang={DEFAULT}" if other else "",
            " class=tall" if right else "",
            f">{escape(value)}</{tag}>",
        ]
        return "".join(told)

    def row(values: list[str], tag: str) -> str:
        return f"<tr>{''.join(cell(value, tag, *kind) for value, *kind in zip(values, numeric, foreign, strict=True))}</tr>"

    body = "".join(row([cell.text for cell in cells], "td") for cells in item.cells())
    return f'<table class="ark"><thead>{row(item.headings(), "th")}</thead><tbody>{body}</tbody></table>'
