"""The charts: Altair with one palette and the reader's numbers, which stand on the marks. They draw what SQL has computed.

A chart has no more ink than its numbers need: where a mark says its value, no axis repeats it; where it cannot, a few faint lines do. Bars
begin at zero, and a line's axis holds zero unless its numbers are far from it and near each other (`_scale`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ParamSpec

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

import language
from format import number
from language import _
from theme import BAND, BLUE, DARK, FAINT, GREY, LIGHT_BLUE, ORANGE, SERIES

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


# Every row of a chart has its label, however close the rows are; one that is too long is broken in two, so that a phone has room for bars.
_LONG = 28
_BROKEN = rf"length(datum.label) > {_LONG} ? split(replace(datum.label, regexp('(.{{12,26}})\\s'), '$1\n'), '\n') : datum.label"
_LABELS = alt.Axis(labelLimit=280, labelOverlap=False, labelLineHeight=11, labelExpr=_BROKEN)
# One below the other: beside each other, the last ones would be cut off on a phone. What a mark says itself has no legend.
_LEGEND = alt.Legend(orient="top", columns=1, labelLimit=300)
_ON_ONE_LINE = 42  # characters of all the names of a legend that has room beside each other on a phone


def _legend(names: Sequence[str]) -> alt.Legend:
    """A legend with its names on one line where they are short, otherwise one below the other."""
    short = sum(map(len, names)) + 4 * len(names) <= _ON_ONE_LINE
    return alt.Legend(orient="top", columns=len(names), labelLimit=300) if short else _LEGEND


# What a chart draws is named in it and added last: pandas and Altair would look at every value, and copy it with each layer.
_ROWS, _LINE, _POINTS = (alt.NamedData(name) for name in ("rader", "strek", "punkter"))


def _finish(chart: Any, rows: pd.DataFrame, height: int, **more: pd.DataFrame) -> Drawing:
    """The chart of the data named `rader`, which are `rows`, and of what else it names."""
    styled = (
        chart.properties(height=height)
        .configure(locale=language.vega())
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            labelLimit=280,
            titleFontWeight="normal",
            labelColor=DARK,
            titleColor=DARK,
            gridColor=BAND,
            domain=False,
            ticks=False,
            labelFlush=False,
            labelPadding=6,
        )
        .configure_legend(labelFontSize=12, labelColor=DARK, symbolStrokeWidth=2)
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
    return (27 if labels.str.len().max() > _LONG else row) * len(labels) + 16


_YEARS = 11  # that have room below a chart
_NO_AXIS = alt.Axis(labels=False, title=None, grid=False)  # of values that stand on their marks


def _room(low: float, high: float, share: float = 0.22) -> alt.Scale:
    """A scale from the lowest to the highest, and room for a number at either end that has a mark beyond zero."""
    room = share * ((high - low) or 1)
    return alt.Scale(domain=[low - room if low < 0 else low, high + room if high > 0 else high], nice=False)


def _scale(values: pd.Series[Any]) -> alt.Scale:
    """A line's scale: it holds zero, unless the numbers are so near each other that nothing would be seen; then it has room around them."""
    low, high = float(values.min()), float(values.max())
    span, far = high - low, max(abs(low), abs(high))
    if low <= 0 <= high or span > 0.25 * far:
        return alt.Scale(zero=True, nice=True)
    room = max(2 * span, 0.05 * far)  # the change is less than a third of the height, as small as it is
    return alt.Scale(zero=False, nice=False, domain=[low - room, high + room])


@_drawn_once
def waterfall(frame: pd.DataFrame) -> Drawing:
    """Steps in their order as bars from `fra_mill_kr` to `til_mill_kr`, each with its amount beside it.

    Totals stand on zero, and so does the first bar, which the others change.
    """
    steps = _floats(_flagged(frame, "navn"), "fra_mill_kr", "til_mill_kr", "belop_mill_kr")
    words = [_("Sum"), _("Bedrer"), _("Svekker")]
    totals = [bool(total) or not at for at, total in enumerate(steps.er_sluttsum)]
    steps["slag"] = [
        words[0] if total else words[1] if amount >= 0 else words[2] for total, amount in zip(totals, steps.belop_mill_kr, strict=True)
    ]
    steps["tekst"] = [number(amount, sign=not total) for total, amount in zip(totals, frame.belop_mill_kr, strict=True)]
    steps["enden"] = steps[["fra_mill_kr", "til_mill_kr"]].max(axis=1)
    ends = pd.concat([steps.fra_mill_kr, steps.til_mill_kr])
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
        x=alt.X("fra_mill_kr:Q", axis=_NO_AXIS, scale=_room(min(0.0, float(ends.min())), max(0.0, float(ends.max())))),
        x2="til_mill_kr:Q",
        color=alt.Color("slag:N", title=None, scale=alt.Scale(domain=words, range=[DARK, BLUE, ORANGE]), legend=None),
    )
    text = base.mark_text(align="left", dx=5, color=DARK).encode(x="enden:Q", text="tekst:N")
    return _finish(bars + text, steps, _height(steps.navn, 24))


@_drawn_once
def deviations(frame: pd.DataFrame, column: str, title: str, labels: str = "navn", words: tuple[str, str] | None = None) -> Drawing:
    """One bar per row around zero, in the frame's order: blue is above zero, orange below; `words` are their names."""
    words = words or (_("Bedre"), _("Svakere"))
    rows = _floats(_flagged(frame, labels), column)
    rows["retning"] = [words[0] if value >= 0 else words[1] for value in rows[column]]
    decimals = 0 if all(value % 1 == 0 for value in rows[column]) else 1
    rows["tekst"] = [number(value, decimals, sign=True) for value in frame[column]]
    low, high = min(0.0, float(rows[column].min())), max(0.0, float(rows[column].max()))
    base = alt.Chart(_ROWS).encode(
        y=alt.Y(f"{labels}:N", sort=list(rows[labels]), title=None, axis=_LABELS),
        x=alt.X(f"{column}:Q", title=None, axis=_NO_AXIS, scale=_room(low, high)),
        tooltip=[alt.Tooltip(f"{labels}:N", title=_("Område")), alt.Tooltip(f"{column}:Q", title=title, format=",.1f")],
    )
    bars = base.mark_bar(height=14).encode(
        color=alt.Color("retning:N", title=None, scale=alt.Scale(domain=list(words), range=[BLUE, ORANGE]), legend=None),
    )
    above = base.transform_filter(f"datum['{column}'] >= 0").mark_text(align="left", dx=4, color=DARK).encode(text="tekst:N")
    below = base.transform_filter(f"datum['{column}'] < 0").mark_text(align="right", dx=-4, color=DARK).encode(text="tekst:N")
    rule = alt.Chart(_LINE).mark_rule(color=DARK).encode(x="x:Q")
    return _finish(bars + rule + above + below, rows, _height(rows[labels]), strek=pd.DataFrame({"x": [0]}))


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
            color=alt.Color("kjonn:N", title=None, scale=alt.Scale(domain=list(words), range=list(colours)), legend=_legend(words)),
            tooltip=[
                alt.Tooltip("kjonn:N", title=_("Kjønn")),
                alt.Tooltip("gruppe:N", title=_("Alder")),
                alt.Tooltip("personer:Q", title=_("Personer"), format=",.0f"),
            ],
        )
    )
    return _finish(blocks, rows, 360)


@_drawn_once
def history(frame: pd.DataFrame, values: list[str], breaks: dict[int, str], norms: list[float | None] | None = None) -> Drawing:
    """A key figure's dated points over the years, each with its value as `values` has it; a line joins those of one stretch (`strekning`).

    `breaks` are the years that begin a new stretch, with the reason in a word or two; `norms` are what each year's number is held against.
    """
    rows = _floats(frame, "verdi").assign(tekst=values)
    steps = [] if norms is None else _steps([int(year) for year in rows.aar], norms)
    # A number stands over its point, but under one that the line comes down to and goes up from; beside a slope it stands on the free side.
    stretches = rows.groupby("strekning").verdi
    before, after = stretches.shift(), stretches.shift(-1)
    rows["under"] = (before > rows.verdi) & (after > rows.verdi)
    rising, falling = (after > rows.verdi) & ~rows.under, (before > rows.verdi) & ~rows.under
    rows["side"] = ["right" if up else "left" if down else "center" for up, down in zip(rising, falling, strict=True)]
    shown = pd.concat([rows.verdi, pd.Series([step["norm"] for step in steps], dtype=float)])
    years = sorted(int(year) for year in rows.aar)
    ends = [years[0] - 0.6, years[-1] + 0.6]
    x = alt.X("aar:Q", title=None, scale=alt.Scale(domain=ends, nice=False), axis=alt.Axis(values=years, format="d", grid=False))
    y = alt.Y("verdi:Q", title=None, axis=_NO_AXIS, scale=_with_room(shown, len(breaks)))
    base = alt.Chart(_ROWS).encode(
        x=x, y=y, tooltip=[alt.Tooltip("aar:Q", title=_("År"), format="d"), alt.Tooltip("tekst:N", title=_("Verdi"))]
    )
    layers: list[Any] = [
        base.mark_line(color=BLUE, strokeWidth=2).encode(detail="strekning:N"),
        base.mark_point(size=70, filled=True, opacity=1, color=BLUE),
        *(
            base.transform_filter(f"!datum.under && datum.side == '{side}'")
            .mark_text(align=side, dx={"right": -2, "left": 2}.get(side, 0), dy=-13, color=DARK, fontSize=12)
            .encode(text="tekst:N", detail=["under:N", "side:N"])
            for side in dict.fromkeys(rows.side[~rows.under])
        ),
        base.transform_filter("datum.under").mark_text(dy=15, color=DARK, fontSize=12).encode(text="tekst:N", detail="under:N"),
    ]
    if steps:
        scale = alt.Scale(domain=ends, nice=False)
        at = alt.Chart(_LINE).encode(x=alt.X("fra:Q", scale=scale), x2="til:Q", y=alt.Y("norm:Q", scale=_with_room(shown, len(breaks))))
        layers = [at.mark_rule(color=GREY, strokeDash=[5, 4]), *layers]
    if breaks:
        here = alt.Chart(_POINTS).encode(x=alt.X("brudd:Q", scale=alt.Scale(domain=ends, nice=False)))
        layers.append(here.mark_rule(color=GREY, strokeDash=[2, 3]))
        # Two breaks may be a year apart: their words stand one below the other.
        reasons = here.mark_text(align="right", baseline="top", dx=-4, color=DARK, fontSize=11)
        layers.append(reasons.encode(y=alt.Y("hoyde:Q", scale=None), text="grunn:N"))
    more = {"strek": pd.DataFrame(steps)} if steps else {}
    if breaks:
        heights = [14 * (at % 2) for at in range(len(breaks))]
        more["punkter"] = pd.DataFrame({"brudd": [year - 0.5 for year in breaks], "grunn": list(breaks.values()), "hoyde": heights})
    return _finish(alt.layer(*layers), rows, 140, **more)


def _steps(years: list[int], norms: list[float | None]) -> list[dict[str, float]]:
    """What the years are held against as level lines: one for each stretch of years with the same, from end to end of the picture."""
    found: list[dict[str, float]] = []
    for year, norm in sorted(zip(years, norms, strict=True)):
        if norm is None:
            continue
        if found and found[-1]["norm"] == norm:
            found[-1]["til"] = year + 0.6
        else:
            if found:
                found[-1]["til"] = year - 0.5
            found.append({"norm": norm, "fra": year - 0.5 if found else year - 0.6, "til": year + 0.6})
    return found


def _with_room(values: pd.Series[Any], breaks: int) -> alt.Scale:
    """A scale from zero, with room above the highest for its number, and above that for the words of the breaks."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    below = 0.25 * (high - low) if float(values.min()) < 0.2 * high else 0.0  # for a number under its point
    return alt.Scale(domain=[low - below, high * (1.25 + 0.15 * min(breaks, 2)) or 1], nice=False)


@_drawn_once
def strips(frame: pd.DataFrame) -> Drawing:
    """A row per key figure from the lowest (0) to the highest (1): the municipality a diamond, the others dots, the means ticks.

    `frame` has `navn`, `plass` (0 to 1), `slag` (`egen`, `andre` or `snitt`), `enhet`, `verdi_tekst` and, on each row that is the
    municipality's own, `tekst`: what stands at the right of the row.
    """
    rows = _floats(_flagged(frame, "navn"), "plass").assign(fra=0.0, til=1.0)
    mine, others, means = (rows[rows.slag == kind] for kind in ("egen", "andre", "snitt"))
    y = alt.Y("navn:N", sort=list(dict.fromkeys(mine.navn)), title=None, axis=None)
    scale = alt.Scale(domain=[-0.04, 1.7], nice=False)
    tip = [
        alt.Tooltip("navn:N", title=_("Nøkkeltall")),
        alt.Tooltip("enhet:N", title=_("Kommune")),
        alt.Tooltip("verdi_tekst:N", title=_("Verdi")),
    ]

    def layer(data: alt.NamedData, field: str) -> Any:
        return alt.Chart(data).encode(x=alt.X(f"{field}:Q", axis=_NO_AXIS, scale=scale), y=y)

    label = layer(_ROWS, "fra").mark_text(align="left", dx=-6, dy=-15, color=DARK, fontSize=12).encode(text="navn:N")
    span = layer(_ROWS, "fra").mark_rule(color=FAINT, strokeWidth=3).encode(x2="til:Q")
    dots = layer(_POINTS, "plass").mark_circle(size=70, opacity=1, color=LIGHT_BLUE).encode(tooltip=tip)
    ticks = layer(_LINE, "plass").mark_tick(thickness=3, height=16, color=DARK).encode(tooltip=tip)
    own = layer(_ROWS, "plass").mark_point(size=150, filled=True, opacity=1, color=BLUE, shape="diamond").encode(tooltip=tip)
    text = layer(_ROWS, "til").mark_text(align="left", dx=10, color=DARK, fontSize=12).encode(text="tekst:N")
    # The label stands over its row, not beside it: on a phone there is no room for both.
    drawn = _finish(label + span + dots + ticks + own + text, mine, 40 * len(mine) + 20, punkter=others, strek=means)
    return Drawing(drawn.specification, rows)


def _some(years: pd.Series[Any]) -> list[int]:
    """The years that an axis names: the last, and so many before it, equally far apart, as there is room for."""
    known = sorted((int(year) for year in years.unique()), reverse=True)
    return known[:: -(-len(known) // _YEARS)][::-1]


@_drawn_once
def lines(frame: pd.DataFrame, x: str, y: str, series: str, title: str) -> Drawing:
    """One line per series over the years, with points; a series has both a colour and a shape of its own."""
    rows = _floats(frame, y)
    names = list(dict.fromkeys(rows[series]))
    legend = _legend(names) if len(names) > 1 else None  # the title says whose line it is
    color = alt.Color(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=list(SERIES)), legend=legend)
    shape = alt.Shape(f"{series}:N", title=None, scale=alt.Scale(domain=names, range=_SHAPES), legend=legend)
    base = alt.Chart(_ROWS).encode(
        x=alt.X(f"{x}:O", title=None, axis=alt.Axis(labelAngle=0, values=_some(rows[x]))),
        y=alt.Y(f"{y}:Q", title=title, scale=_scale(rows[y]), axis=alt.Axis(format=",.2~f", tickCount=5)),
        color=color,
        tooltip=[
            alt.Tooltip(f"{series}:N", title=_("Gruppe")),
            alt.Tooltip(f"{x}:O", title=_("År")),
            alt.Tooltip(f"{y}:Q", title=title, format=",.1f"),
        ],
    )
    return _finish(
        base.mark_line() + base.mark_point(size=60, filled=True, opacity=1).encode(shape=shape),
        rows,
        230 + 20 * (len(names) if legend is _LEGEND else 1),
    )
