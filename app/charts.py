"""The charts: Altair with one palette, the reader's numbers and titled axes. They draw what SQL has computed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ParamSpec

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

import language
from language import N_, _
from theme import BAND, BLUE, DARK, FAINT, GREEN, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE, SERIES
from vocabulary import STATUSES

# The marks of small charts, as a text and as Vega has them.
SMALL = {"●": "circle", "◆": "diamond", "■": "square", "▲": "triangle-up"}
_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]


@dataclass(frozen=True)
class Drawing:
    """A chart: its Vega-Lite specification in the light palette, and the rows it draws."""

    specification: dict[str, Any]
    rows: pd.DataFrame


P = ParamSpec("P")


def _drawn_once(draw: Callable[P, Drawing]) -> Callable[P, Drawing]:
    """Keep what `draw` has drawn: Altair takes some 50 ms to validate a chart, and the same rows give the same one in each language."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Drawing:
        return _drawing(draw, draw.__name__, language.current().code, args, kwargs)

    return drawn


def _written(frame: pd.DataFrame) -> str:
    """A small frame as a text, by which it is told from others: that costs less than pandas' own hash, and a pickle differs from itself."""
    return repr(frame.to_dict("list"))


@st.cache_data(show_spinner=False, max_entries=500, hash_funcs={pd.DataFrame: _written})
def _drawing(_draw: Callable[..., Drawing], name: str, code: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Drawing:
    return _draw(*args, **kwargs)


# Every row of a chart has its label, however close the rows are; one that is too long is broken in two.
_LONG = 48
_BROKEN = rf"length(datum.label) > {_LONG} ? split(replace(datum.label, regexp('(.{{20,40}})\\s'), '$1\n'), '\n') : datum.label"
_LABELS = alt.Axis(labelLimit=280, labelOverlap=False, labelLineHeight=11, labelExpr=_BROKEN)
# One below the other: beside each other, the last ones would be cut off on a phone.
_LEGEND = alt.Legend(orient="top", columns=1, labelLimit=300)


# What a chart draws is named in it and added last: pandas and Altair would look at every value, and copy it with each layer.
_ROWS, _LINE, _POINTS = (alt.NamedData(name) for name in ("rader", "strek", "punkter"))


def _finish(chart: Any, rows: pd.DataFrame, height: int, **more: pd.DataFrame) -> Drawing:
    """The chart of the data named `rader`, which are `rows`, and of what else it names."""
    styled = (
        chart.properties(height=height)
        .configure(locale=language.vega())
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelLimit=280, titleFontWeight="normal")
    )
    spec = styled.to_dict(validate=False)  # tests/app/test_uttak.py validates every chart
    drawn = _fields(spec)
    spec["datasets"] = {
        name: [{key: _plain(value) for key, value in row.items()} for row in frame[[*drawn & set(frame)]].to_dict("records")]
        for name, frame in {"rader": rows, **more}.items()
    }
    return Drawing(spec, rows)


def _fields(part: Any) -> set[str]:
    """The columns that a specification, or a part of one, draws."""
    if isinstance(part, dict):
        own = {part["field"]} if isinstance(part.get("field"), str) else set()
        return own.union(*map(_fields, part.values()))
    return set().union(*map(_fields, part)) if isinstance(part, list) else set()


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if pd.isna(value):
        return None
    if isinstance(value, Decimal | np.number):
        return float(value)
    return value if isinstance(value, str | bool | int | float) else str(value)


def _floats(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{column: pd.to_numeric(frame[column]) for column in columns})


def _flagged(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    """The frame with ⚑ after each label that a finding in the sources is about; the finding itself is said under the chart."""
    if "funn_id" not in frame:
        return frame
    flagged = set(frame.loc[frame.funn_id.notna() & (frame.funn_id != ""), label])
    return frame.assign(**{label: [f"{name} ⚑" if name in flagged else name for name in frame[label]]})


def _height(labels: pd.Series[Any], row: int = 22) -> int:
    """The pixels of a chart with one row per label: more for each where one of them is broken in two."""
    return (28 if labels.str.len().max() > _LONG else row) * len(labels) + 90


def without_legends(part: Any) -> Any:
    """A specification, or a part of one, whose channels have no legend."""
    if isinstance(part, dict):
        return {key: None if key == "legend" else value if key == "datasets" else without_legends(value) for key, value in part.items()}
    return [without_legends(entry) for entry in part] if isinstance(part, list) else part


@_drawn_once
def waterfall(frame: pd.DataFrame) -> Drawing:
    """Steps in their order as bars from `fra_mill_kr` to `til_mill_kr`; totals stand on zero."""
    steps = _floats(_flagged(frame, "navn"), "fra_mill_kr", "til_mill_kr", "belop_mill_kr")
    words = [_("Sum"), _("Bedrer"), _("Svekker")]
    steps["slag"] = [
        words[0] if total else words[1] if amount >= 0 else words[2]
        for total, amount in zip(steps.er_sluttsum, steps.belop_mill_kr, strict=True)
    ]
    base = alt.Chart(_ROWS).encode(
        y=alt.Y("navn:N", sort=list(steps.navn), title=None, axis=_LABELS),
        tooltip=[
            alt.Tooltip("navn:N", title=_("Post")),
            alt.Tooltip("belop_mill_kr:Q", title=_("Mill. kr"), format=",.0f"),
            alt.Tooltip("tabell_id:N", title=_("Tabell")),
            alt.Tooltip("rad:Q", title=_("Rad")),
        ],
    )
    bars = base.mark_bar(height=16).encode(
        x=alt.X("fra_mill_kr:Q", title=_("Mill. kr"), axis=alt.Axis(format=",.0f", tickCount=6)),
        x2="til_mill_kr:Q",
        color=alt.Color(
            "slag:N",
            title=None,
            scale=alt.Scale(domain=words, range=[DARK, BLUE, ORANGE]),
            legend=_LEGEND,
        ),
    )
    return _finish(bars, steps, _height(steps.navn, 24))


@_drawn_once
def deviations(frame: pd.DataFrame, column: str, title: str, labels: str = "navn", words: tuple[str, str] | None = None) -> Drawing:
    """One bar per row around zero, in the frame's order: blue is above zero, orange below; `words` are their names."""
    words = words or (_("Bedre"), _("Svakere"))
    rows = _floats(_flagged(frame, labels), column)
    rows["retning"] = [words[0] if value >= 0 else words[1] for value in rows[column]]
    bars = (
        alt.Chart(_ROWS)
        .mark_bar(height=14)
        .encode(
            y=alt.Y(f"{labels}:N", sort=list(rows[labels]), title=None, axis=_LABELS),
            x=alt.X(f"{column}:Q", title=title, axis=alt.Axis(format=",.0f", tickCount=6)),
            color=alt.Color("retning:N", title=None, scale=alt.Scale(domain=list(words), range=[BLUE, ORANGE]), legend=_LEGEND),
            tooltip=[alt.Tooltip(f"{labels}:N", title=_("Område")), alt.Tooltip(f"{column}:Q", title=title, format=",.1f")],
        )
    )
    rule = alt.Chart(_LINE).mark_rule(color=DARK).encode(x="x:Q")
    return _finish(bars + rule, rows, _height(rows[labels]), strek=pd.DataFrame({"x": [0]}))


@_drawn_once
def budget_and_actual(frame: pd.DataFrame) -> Drawing:
    """Budget as a tick on the actual's bar, row by row in the frame's order."""
    rows = _floats(_flagged(frame, "navn"), "regulert", "regnskap")
    base = alt.Chart(_ROWS).encode(y=alt.Y("navn:N", sort=list(rows.navn), title=None, axis=_LABELS))
    bars = base.mark_bar(height=12, color=BLUE).encode(
        x=alt.X("regnskap:Q", title=_("Mill. kr"), axis=alt.Axis(format=",.0f", tickCount=6)),
        tooltip=[
            alt.Tooltip("navn:N", title=_("Område")),
            alt.Tooltip("regnskap:Q", title=_("Regnskap, mill. kr"), format=",.1f"),
            alt.Tooltip("regulert:Q", title=_("Budsjett, mill. kr"), format=",.1f"),
        ],
    )
    ticks = base.mark_tick(color=ORANGE, thickness=3, height=18).encode(x="regulert:Q")
    return _finish(bars + ticks, rows, _height(rows.navn))


@_drawn_once
def stacked(frame: pd.DataFrame) -> Drawing:
    """The two sides of the balance sheet, each a bar of its main groups."""
    groups = _floats(_flagged(frame, "navn"), "storrelse_mill_kr")
    bars = (
        alt.Chart(_ROWS)
        .mark_bar(height=44)
        .encode(
            y=alt.Y("side:N", sort=list(dict.fromkeys(groups.side)), title=None),
            x=alt.X("storrelse_mill_kr:Q", title=_("Mill. kr"), axis=alt.Axis(format=",.0f", tickCount=6)),
            color=alt.Color(
                "navn:N",
                sort=list(groups.navn),
                title=None,
                legend=_LEGEND,
                scale=alt.Scale(domain=list(groups.navn), range=[BLUE, LIGHT_BLUE, GREEN, ORANGE, LIGHT_ORANGE]),
            ),
            order=alt.Order("rekkefolge:Q"),
            tooltip=[alt.Tooltip("navn:N", title=_("Gruppe")), alt.Tooltip("storrelse_mill_kr:Q", title=_("Mill. kr"), format=",.0f")],
        )
    )
    return _finish(bars, groups, 300)


# Better than the mean, worse, or neither.
VERDICTS = (N_("Bedre"), N_("Svakere"), N_("Verken eller"))


@_drawn_once
def profile(frame: pd.DataFrame, name: str, mean: str) -> Drawing:
    """A service profile: index 100 is the mean, the band spans lowest to highest, the point is the municipality; both by their names."""
    rows = _floats(_flagged(frame, "navn"), "indeks", "indeks_lavest", "indeks_hoyest").assign(vurdering=frame.vurdering.map(_))
    verdicts = [_(verdict) for verdict in VERDICTS]
    base = alt.Chart(_ROWS).encode(y=alt.Y("navn:N", sort=list(rows.navn), title=None, axis=_LABELS))
    tip = [
        alt.Tooltip("navn:N", title=_("Nøkkeltall")),
        alt.Tooltip("indeks:Q", title=_("Indeks"), format=",.1f"),
        alt.Tooltip("verdi_tekst:N", title=name),
        alt.Tooltip("snitt_tekst:N", title=mean),
        alt.Tooltip("tabell_id:N", title=_("Tabell")),
        alt.Tooltip("rad:Q", title=_("Rad")),
    ]
    band = base.mark_bar(height=12, color=BAND).encode(
        x=alt.X("indeks_lavest:Q", title=_("Indeks, {gruppe} = 100").format(gruppe=mean), scale=alt.Scale(zero=False)),
        x2="indeks_hoyest:Q",
        tooltip=tip,
    )
    point = base.mark_point(size=110, filled=True, opacity=1).encode(
        x="indeks:Q",
        color=alt.Color(
            "vurdering:N",
            title=None,
            scale=alt.Scale(domain=verdicts, range=[BLUE, ORANGE, GREY]),
            legend=_LEGEND,
        ),
        shape=alt.Shape(
            "vurdering:N",
            title=None,
            scale=alt.Scale(domain=verdicts, range=["circle", "diamond", "square"]),
            legend=_LEGEND,
        ),
        tooltip=tip,
    )
    line = alt.Chart(_LINE).mark_rule(color=DARK, strokeDash=[4, 3]).encode(x="x:Q")
    return _finish(band + line + point, rows, 30 * len(rows) + 130, strek=pd.DataFrame({"x": [100]}))


@_drawn_once
def positions(frame: pd.DataFrame, names: list[str]) -> Drawing:
    """Municipalities side by side, a row per key figure: index 100 is the group, the band spans lowest to highest. `names` orders them."""
    rows = _floats(_flagged(frame, "nokkeltall"), "indeks", "indeks_lavest", "indeks_hoyest")
    base = alt.Chart(_ROWS).encode(y=alt.Y("nokkeltall:N", sort=list(dict.fromkeys(rows.nokkeltall)), title=None, axis=_LABELS))
    x = alt.X("indeks_lavest:Q", title=_("Indeks, gruppen = 100"), scale=alt.Scale(zero=False))
    points = base.mark_point(size=100, filled=True, opacity=1).encode(
        x="indeks:Q",
        color=alt.Color("enhet:N", title=None, scale=alt.Scale(domain=names, range=list(SERIES)), legend=_LEGEND),
        shape=alt.Shape("enhet:N", title=None, scale=alt.Scale(domain=names, range=_SHAPES), legend=_LEGEND),
        tooltip=[
            alt.Tooltip("nokkeltall:N", title=_("Nøkkeltall")),
            alt.Tooltip("enhet:N", title=_("Kommune")),
            alt.Tooltip("verdi_tekst:N", title=_("Verdi")),
            alt.Tooltip("indeks:Q", title=_("Indeks"), format=",.1f"),
            alt.Tooltip("plass_tekst:N", title=_("Plass")),
            alt.Tooltip("tabell_id:N", title=_("Tabell")),
            alt.Tooltip("rad:Q", title=_("Rad")),
        ],
    )
    band = base.mark_bar(height=12, color=BAND).encode(x=x, x2="indeks_hoyest:Q")
    line = alt.Chart(_LINE).mark_rule(color=DARK, strokeDash=[4, 3]).encode(x="x:Q")
    height = 30 * rows.nokkeltall.nunique() + 80 + 20 * len(names)
    return _finish(band + line + points, rows, height, strek=pd.DataFrame({"x": [100]}))


@_drawn_once
def pyramid(frame: pd.DataFrame) -> Drawing:
    """Women to the right, men to the left; the height of a block is its years of age, its width the persons per year of age.

    Where the source has the sexes together, everybody is to the right.
    """
    rows = _floats(frame, "personer_per_aarstrinn")
    rows["x"] = [-value if sex == "menn" else value for value, sex in zip(rows.personer_per_aarstrinn, rows.kjonn, strict=True)]
    looks = {"menn": (_("Menn"), ORANGE), "kvinner": (_("Kvinner"), BLUE), "begge": (_("Kvinner og menn"), BLUE)}
    looks = {sex: look for sex, look in looks.items() if sex in set(rows.kjonn)}
    rows["kjonn"] = [looks[sex][0] for sex in rows.kjonn]
    words, colours = zip(*looks.values(), strict=True)
    blocks = (
        alt.Chart(_ROWS)
        .mark_rect(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X(
                "x:Q",
                title=_("Personer per årstrinn"),
                axis=alt.Axis(format=",.0f", labelExpr="format(abs(datum.value), ',.0f')", tickCount=6),
            ),
            x2=alt.datum(0),
            y=alt.Y("alder_fra:Q", title=_("Alder"), scale=alt.Scale(domain=[0, 100])),
            y2="alder_tegnet_til:Q",
            color=alt.Color("kjonn:N", title=None, scale=alt.Scale(domain=list(words), range=list(colours)), legend=_LEGEND),
            tooltip=[
                alt.Tooltip("kjonn:N", title=_("Kjønn")),
                alt.Tooltip("gruppe:N", title=_("Alder")),
                alt.Tooltip("personer:Q", title=_("Personer"), format=",.0f"),
            ],
        )
    )
    return _finish(blocks, rows, 420)


@_drawn_once
def dots(frame: pd.DataFrame, label: str, value: str, series: str, title: str, decimals: int = 0) -> Drawing:
    """A dot per series on each row, joined by a line: the distance between them is what the eye reads."""
    rows = _floats(_flagged(frame, label), value)
    names = list(dict.fromkeys(rows[series]))
    base = alt.Chart(_ROWS).encode(y=alt.Y(f"{label}:N", sort=list(dict.fromkeys(rows[label])), title=None, axis=_LABELS))
    x = alt.X(f"{value}:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=f",.{decimals}f", tickCount=5))
    joined = base.mark_line(color=FAINT, strokeWidth=3).encode(x=x, detail=f"{label}:N")
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        x=x,
        color=alt.Color(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=[BLUE, ORANGE, GREY]), legend=_LEGEND),
        shape=alt.Shape(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=["circle", "diamond", "square"]), legend=_LEGEND),
        tooltip=[
            alt.Tooltip(f"{label}:N", title=_("Rad")),
            alt.Tooltip(f"{series}:N", title=_("Gruppe")),
            alt.Tooltip(f"{value}:Q", title=title, format=f",.{decimals}f"),
        ],
    )
    return _finish(joined + points, rows, 24 * rows[label].nunique() + 90)


@_drawn_once
def bars(frame: pd.DataFrame, label: str, value: str, title: str, decimals: int = 0) -> Drawing:
    """One bar per row from zero, in the frame's order, with its number at the end."""
    rows = _floats(_flagged(frame, label), value)
    base = alt.Chart(_ROWS).encode(
        y=alt.Y(f"{label}:N", sort=list(rows[label]), title=None, axis=_LABELS),
        x=alt.X(
            f"{value}:Q",
            title=title,
            axis=alt.Axis(format=",.0f", tickCount=6),
            scale=alt.Scale(domain=[0, float(rows[value].max()) * 1.15], nice=False),  # room for the numbers
        ),
        tooltip=[alt.Tooltip(f"{label}:N", title=_("Rad")), alt.Tooltip(f"{value}:Q", title=title, format=f",.{decimals}f")],
    )
    text = base.mark_text(align="left", dx=4, color=DARK).encode(text=alt.Text(f"{value}:Q", format=f",.{decimals}f"))
    return _finish(base.mark_bar(height=14, color=BLUE) + text, rows, 24 * len(rows) + 60)


@_drawn_once
def statuses(frame: pd.DataFrame) -> Drawing:
    """The goals of each theme as one bar, split by status."""
    codes = list(STATUSES)
    names = [_(code) for code in codes]
    rows = _floats(frame, "antall")
    rows["plass"] = rows.status.map(codes.index)
    rows["status"] = rows.status.map(_)
    blocks = (
        alt.Chart(_ROWS)
        .mark_bar(height=16)
        .encode(
            y=alt.Y("tema_navn:N", sort=list(dict.fromkeys(rows.tema_navn)), title=None, axis=_LABELS),
            x=alt.X("antall:Q", title=_("Antall mål"), axis=alt.Axis(format=",.0f", tickMinStep=1)),
            color=alt.Color(
                "status:N",
                title=None,
                scale=alt.Scale(domain=names, range=[BLUE, LIGHT_BLUE, ORANGE, FAINT]),
                legend=_LEGEND,
            ),
            order=alt.Order("plass:Q"),
            tooltip=[
                alt.Tooltip("tema_navn:N", title=_("Tema")),
                alt.Tooltip("status:N", title=_("Status")),
                alt.Tooltip("antall:Q", title=_("Antall mål"), format=",.0f"),
            ],
        )
    )
    return _finish(blocks, rows, 24 * rows.tema_navn.nunique() + 150)


def small_series(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The series of a set of small charts, each with its mark and colour."""
    return dict(zip(dict.fromkeys(names), zip(SMALL, (BLUE, ORANGE, GREY, DARK), strict=True), strict=False))


@_drawn_once
def small_lines(frame: pd.DataFrame, value: str, title: str, series: str | None = None) -> Drawing:
    """One small chart of a set: a line per series over the years, with every year on the axis."""
    rows = _floats(frame, value)
    years = sorted(int(year) for year in rows.aar.unique())
    encodings: dict[str, Any] = {
        "x": alt.X("aar:O", title=None, scale=alt.Scale(domain=years), axis=alt.Axis(labelAngle=0)),
        "y": alt.Y(f"{value}:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.2~f", tickCount=4)),
        "tooltip": [alt.Tooltip("aar:O", title=_("År")), alt.Tooltip(f"{value}:Q", title=title, format=",.1f")],
    }
    if series:
        names = small_series(rows[series])
        shapes = alt.Scale(domain=list(names), range=[SMALL[mark] for mark, _colour in names.values()])
        colours = alt.Scale(domain=list(names), range=[colour for _mark, colour in names.values()])
        encodings["shape"] = alt.Shape(f"{series}:N", title=None, scale=shapes, legend=_LEGEND)
        encodings["color"] = alt.Color(f"{series}:N", title=None, scale=colours, legend=_LEGEND)
        encodings["tooltip"].insert(0, alt.Tooltip(f"{series}:N", title=_("Gruppe")))
    base = alt.Chart(_ROWS).encode(**encodings)
    line = base.mark_line(strokeWidth=2) if series else base.mark_line(strokeWidth=2, color=BLUE)
    point = base.mark_point(size=60, filled=True, opacity=1) if series else base.mark_point(size=60, filled=True, opacity=1, color=BLUE)
    drawn = rows.dropna(subset=[value])
    flagged = drawn[drawn.funn_id.notna()] if "funn_id" in drawn else drawn.head(0)
    if flagged.empty:
        return Drawing(_finish(line + point, drawn, 250 if series else 180).specification, rows)
    flag = alt.Chart(_POINTS).mark_text(dy=-12, fontSize=14, color=DARK, text="⚑").encode(x=encodings["x"], y=encodings["y"])
    return Drawing(_finish(line + point + flag, drawn, 250 if series else 180, punkter=flagged).specification, rows)


@_drawn_once
def lines(frame: pd.DataFrame, x: str, y: str, series: str, title: str) -> Drawing:
    """One line per series over the years, with points; a series has both a colour and a shape of its own."""
    rows = _floats(frame, y)
    names = list(dict.fromkeys(rows[series]))
    color = alt.Color(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=list(SERIES)), legend=_LEGEND)
    shape = alt.Shape(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=_SHAPES), legend=_LEGEND)
    base = alt.Chart(_ROWS).encode(
        x=alt.X(f"{x}:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{y}:Q", title=title, axis=alt.Axis(format=",.0f", tickCount=6)),
        color=color,
        tooltip=[
            alt.Tooltip(f"{series}:N", title=_("Gruppe")),
            alt.Tooltip(f"{x}:O", title=_("År")),
            alt.Tooltip(f"{y}:Q", title=title, format=",.1f"),
        ],
    )
    return _finish(base.mark_line() + base.mark_point(size=60, filled=True, opacity=1).encode(shape=shape), rows, 260 + 20 * len(names))


@_drawn_once
def forecast(frame: pd.DataFrame) -> Drawing:
    """Projected and actual growth in per cent per age group: two points and the line between them."""
    rows = _floats(frame, "prognose_vekst_pst", "faktisk_vekst_pst")
    order = list(rows.navn)
    words = {"prognose_vekst_pst": _("Ventet"), "faktisk_vekst_pst": _("Faktisk")}
    points = rows.melt(id_vars=["navn"], value_vars=list(words), var_name="slag", value_name="vekst")
    points["slag"] = points.slag.map(words)
    y = alt.Y("navn:N", sort=order, title=None, axis=_LABELS)
    line = alt.Chart(_ROWS).mark_rule(color=GREY).encode(y=y, x="prognose_vekst_pst:Q", x2="faktisk_vekst_pst:Q")
    dots = (
        alt.Chart(_POINTS)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            y=y,
            x=alt.X("vekst:Q", title=_("Vekst, %")),
            color=alt.Color("slag:N", title=None, scale=alt.Scale(domain=list(words), range=list(colours)), legend=_LEGEND),
            shape=alt.Shape("slag:N", title=None, scale=alt.Scale(domain=list(words.values()), range=["diamond", "circle"])),
            tooltip=[
                alt.Tooltip("navn:N", title=_("Alder")),
                alt.Tooltip("slag:N", title=_("Vekst")),
                alt.Tooltip("vekst:Q", title="%", format=",.1f"),
            ],
        )
    )
    return _finish(line + dots, rows, 30 * len(rows) + 90, punkter=points)
