"""What stands under every table and chart: what the numbers are, and how to take them along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

import explain
import fragment
import municipality
import sakspapir
import tray
import uttak
from format import number
from language import _, bound, ngettext
from uttak import Item

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def under_table(item: Item, csv: Callable[[], bytes]) -> None:
    """The footer of a table."""
    _footer(item, [("CSV", f"{item.name}.csv", "text/csv", bound(csv)), ("Excel", f"{item.name}.xlsx", EXCEL, lambda: uttak.excel(item))])


def under_chart(item: Item) -> None:
    """The footer of a chart."""
    _footer(
        item,
        [
            ("SVG", f"{item.name}.svg", "image/svg+xml", lambda: uttak.svg(item)),
            ("PNG", f"{item.name}.png", "image/png", lambda: uttak.png(item)),
        ],
    )


@fragment.alone
def _footer(item: Item, files: list[tuple[str, str, str, Callable[[], bytes]]]) -> None:
    """One lid whose contents are drawn when it is opened; what is inside then has the address of what the reader sees by now."""
    item = replace(item, address=uttak.here())
    # Not a popover: a click in the menu closes one, and it says so after the page has changed (docs/decisions/0007).
    with st.container(key=f"bunn-{item.place}"):
        lid = st.expander(_("Om tallene og uttak"), icon=":material/info:", type="compact", key=f"om-{item.place}", on_change="rerun")
    if lid.open:
        with lid:
            _take(item, files)
            explain.about(item)


def _take(item: Item, files: list[tuple[str, str, str, Callable[[], bytes]]]) -> None:
    title = municipality.titled(item.page)
    document = ("Word", f"{item.name}.docx", sakspapir.WORD, bound(lambda: sakspapir.word([item], title)))
    with st.container(horizontal=True, gap="small"):
        for label, file_name, mime, content in [*files, document]:
            st.download_button(
                _("Last ned som {format}").format(format=label),
                content,
                file_name,
                mime,
                key=f"{label}-{item.place}",
                on_click="ignore",
                icon=":material/download:",
            )
        is_added = st.button(_("Legg til i saksgrunnlag"), key=f"sak-{item.place}", icon=":material/post_add:")
    if is_added and tray.put(item):
        count = len(tray.items())
        tray.tell(
            ngettext(
                "Lagt til i saksgrunnlaget, som nå har {antall} del.", "Lagt til i saksgrunnlaget, som nå har {antall} deler.", count
            ).format(antall=number(count))
        )
    elif is_added:
        st.warning(_("Saksgrunnlaget er fullt: det har plass til {antall} deler.").format(antall=number(tray.MOST)))
