"""What every page is made of: tables that can be taken along, charts with their data, sources, cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

import data
from format import MISSING, is_missing, number, reason

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and how its values are written; None for text."""

    label: str
    write: Callable[[Any], str] | None = None


def table(frame: pd.DataFrame, columns: Mapping[str, Column], name: str, *, status: str | None = None, height: int | None = None) -> None:
    """Show `columns` of `frame` as a sortable table, with the same as CSV. `status` is the column that says why a number is missing."""
    shown = frame[list(columns)].rename(columns={key: column.label for key, column in columns.items()})
    if status is not None and frame[status].map(reason).ne("").any():
        shown["Hvorfor tallet mangler"] = frame[status].map(reason)
    text = [column.label for column in columns.values() if not column.write]
    shown[text] = shown[text].fillna("")
    numeric = {column.label: column.write for column in columns.values() if column.write}
    for label in numeric:
        shown[label] = pd.to_numeric(shown[label])
    styled = shown.style.format(dict(numeric), na_rep=MISSING)
    rows = min(len(shown), 14) if height is None else height
    st.dataframe(
        styled,
        hide_index=True,
        height=37 + 35 * max(rows, 1),
        placeholder=MISSING,
        column_config={label: st.column_config.NumberColumn(label, alignment="right") for label in numeric},
        key=f"tabell-{name}",
    )
    st.download_button(
        "Last ned som CSV",
        csv(frame, columns, status),
        f"{name}.csv",
        "text/csv",
        key=f"csv-{name}",
        on_click="ignore",
        icon=":material/download:",
    )


def csv(frame: pd.DataFrame, columns: Mapping[str, Column], status: str | None = None) -> bytes:
    """The table for a Norwegian spreadsheet: semicolons, decimal commas, UTF-8 with a mark; text that looks like a formula is made text."""

    def cell(value: Any, column: Column, why: str) -> Any:
        if is_missing(value):
            return f"{MISSING} ({why})" if column.write and why else MISSING if column.write else ""
        if column.write:
            return str(value).rstrip("0").rstrip(".").replace(".", ",") if "." in str(value) else str(value)
        text = str(value)
        return f"'{text}" if text.startswith(_FORMULA) else text

    reasons = [reason(value) for value in frame[status]] if status else [""] * len(frame)
    out = pd.DataFrame(
        {
            column.label: [cell(value, column, why) for value, why in zip(frame[key], reasons, strict=True)]
            for key, column in columns.items()
        }
    )
    return str(out.to_csv(index=False, sep=";")).encode("utf-8-sig")


def chart(figure: alt.Chart | alt.LayerChart | alt.HConcatChart | alt.FacetChart, alt_text: str) -> None:
    """Show a chart; `alt_text` says in words what it shows."""
    st.altair_chart(figure, alt=alt_text)


def sources(frame_or_ids: pd.DataFrame | Iterable[str]) -> None:
    """Say which printed tables the figures above come from."""
    ids = frame_or_ids["tabell_id"].dropna().unique() if isinstance(frame_or_ids, pd.DataFrame) else frame_or_ids
    found = data.rows(
        """select tabell_id, kilde.tittel as kilde, tabell.tittel, tabell.kapittel, tabell.linje_fra
        from marts.dim_kildetabell as tabell inner join marts.dim_kilde as kilde on tabell.kilde_id = kilde.kilde_id
        where list_contains(?, tabell_id) order by tabell_id""",
        sorted(ids),
    )
    lines = [
        f"{row.kilde}, {row.tabell_id} «{re.split(r'[.] (?=[A-ZÆØÅ])', str(row.tittel))[0]}»"
        + ("" if is_missing(row.linje_fra) else f", linje {number(row.linje_fra)}")
        for row in found.itertuples()
    ]
    if lines:
        st.caption("Kilde: " + "; ".join(lines) + ".")


def card(title: str, value: str, text: str, mark: str) -> None:
    """A status card: what, how much, what it means, and a word for the status."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.markdown(f"### {value}")
        st.badge(mark, color="green" if mark == "Innfridd" else "red" if mark == "Ikke innfridd" else "gray")
        st.markdown(text)
