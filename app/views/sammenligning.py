"""Where does the municipality stand among others, and which way is it going?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
import peers
from format import is_missing, listed, measured, number, unit
from language import _, ngettext, own, say
from tables import Spread
from vocabulary import BASES, DIRECTIONS, inline, term

kommune = municipality.now()
areas = {} if kommune.year is None else peers.areas()
if not areas:
    municipality.stop(_("Varehuset har ingen sammenligninger for {kommune} i {aar}."))


@frame.section
def standing() -> None:
    """One area: where the municipality stands on each key figure, and how that has gone over the years."""
    head = st.empty()
    left, right = st.columns(2)
    area = filters.one(left, _("Tjenesteområde"), "omrade", areas)
    chosen, mine = peers.choose(right, area)
    adjusted = (
        peers.can_be_adjusted(area)
        and filters.buttons(st, _("Kostnadene er vist"), "behov", {"nei": _("som trykt"), "ja": _("justert for behov")}) == "ja"
    )
    rows = peers.standing(area, chosen, mine, adjusted=adjusted)
    head.markdown(_message(rows, areas[area]))
    courses = peers.over_time(area)
    has_others = any(_others(row) or not is_missing(row.gruppe_verdi) or not is_missing(row.lavest) for row in rows.itertuples())
    # With nobody to stand beside, a number that has several years is said with them, and not twice.
    alone = rows if has_others else rows[~rows.indikator_id.isin(courses[courses.siste_aar == kommune.year].indikator_id)]
    if len(alone):
        _beside(alone, area, has_others=has_others)
    _over_time(courses, area)
    _meanings(rows)


def _message(rows: pd.DataFrame, area: str) -> str:
    """The answer in words: first and last of how many, and against the mean where the report prints one."""
    first = rows.iloc[0]
    words = {"kommune": kommune.name, "omrade": inline(area), "antall": number(first.antall_rangert)}
    words |= {"best": number(first.antall_best), "sist": number(first.antall_sist)}
    said = []
    if first.antall_rangert:
        said.append(_ranked(int(first.antall_best), int(first.antall_sist)).format_map(words))
    if first.antall_mot_snitt:
        said.append(
            _("Målt mot {gruppe} er {kommune} bedre på **{bedre} av {antall}**.").format_map(
                words
                | {
                    "gruppe": inline(_group(rows)),
                    "bedre": number(first.antall_bedre),
                    "antall": number(first.antall_mot_snitt),
                }
            )
        )
    names = list(dict.fromkeys(term(name) for row in rows.itertuples() for name, _value in _others(row)))
    if not said and names:
        said.append(
            _("Her står {kommune} ved siden av {andre}.").format_map(words | {"andre": listed([inline(name) for name in names[:4]])})
        )
    return " ".join(said or [_("Her er nøkkeltallene for {omrade} i {kommune}. Ingen andre har tall å måle dem mot.").format_map(words)])


def _ranked(best: int, last: int) -> str:
    """How often a municipality is first and last, as one says it."""
    if best and last:
        return _("{kommune} er **best på {best}** og svakest på {sist} av {antall} nøkkeltall for {omrade} der høyt eller lavt er bra.")
    if best:
        return _("{kommune} er **best på {best}** av {antall} nøkkeltall for {omrade} der høyt eller lavt er bra, og svakest på ingen.")
    if last:
        return _("{kommune} er **svakest på {sist}** av {antall} nøkkeltall for {omrade} der høyt eller lavt er bra, og best på ingen.")
    return _("{kommune} ligger **mellom de andre** på alle {antall} nøkkeltall for {omrade} der høyt eller lavt er bra.")


def _beside(rows: pd.DataFrame, area: str, *, has_others: bool) -> None:
    """The key figures, each with the municipality's number on the line between the lowest and the highest."""
    st.header(_("Blant de andre") if has_others else _("Nøkkeltallene"), divider="gray")
    if legend := _legend(rows):
        st.html(legend)
    shown = rows.assign(
        tallet=[measured(_used(row), row.maaleenhet) for row in rows.itertuples()],
        spennet=[_spread(row) for row in rows.itertuples()],
        gruppen=[measured(row.gruppe_verdi, row.maaleenhet) if not is_missing(row.gruppe_verdi) else "" for row in rows.itertuples()],
        plassen=[_place(row) for row in rows.itertuples()],
        leses=[_direction(row) for row in rows.itertuples()],
        grunnlag=[_basis(row) for row in rows.itertuples()],
        navnet=[row.navn if row.aar == kommune.year else f"{row.navn}, {row.aar}" for row in rows.itertuples()],
    )
    columns = {
        "navnet": parts.Column(_("Nøkkeltall"), norwegian=True),
        "tallet": parts.Column(kommune.name, right=True, key=True),
        "spennet": parts.Column(_("Lavest til høyest")),
        "gruppen": parts.Column(_group(rows), right=True),
        "plassen": parts.Column(_("Plass"), right=True),
        "leses": parts.Column(_("Leses slik")),
    }
    parts.table(
        shown,
        columns | ({"grunnlag": parts.Column(_("Grunnlag"))} if len(set(shown.grunnlag)) > 1 else {}),
        f"sammenligning_{area}",
        title=_("Nøkkeltall for {omrade}, {kommune} blant andre").format(omrade=inline(areas[area]), kommune=kommune.name),
    )
    said = []
    if has_others and any(shown.plassen):
        said = [_("Plass 1 er høyest, og lavest der lavt er bra. Like tall deler plass.")]
        if not shown.sammenlignbar.all():
            said.append(_("Antall følger kommunens størrelse og er ikke rangert."))
    parts.sources(rows, " ".join(said))


def _used(row: Any) -> Any:
    """The number we use; one that a finding rejects stands as printed, with the finding's mark."""
    return row.verdi_trykt if is_missing(row.verdi) else row.verdi


def _spread(row: Any) -> Spread:
    if not row.sammenlignbar or is_missing(row.verdi):
        return Spread(None)
    ends = None if is_missing(row.lavest) or is_missing(row.hoyest) else (_exact(row.lavest), _exact(row.hoyest))
    mean = None if is_missing(row.gruppe_verdi) else (term(row.gruppe), _exact(row.gruppe_verdi))
    return Spread(_exact(row.verdi), tuple((term(name), value) for name, value in _others(row)), mean, ends)


def _exact(value: Any) -> Decimal:
    """A number out of a list or a column with gaps, where decimals have become floating point."""
    return Decimal(str(value))


def _others(row: Any) -> list[tuple[str, Decimal]]:
    """The other municipalities by their names, and the groups where the report has several."""
    pairs = [*zip(row.navnene, row.verdiene, strict=True)]
    if is_missing(row.gruppe) and isinstance(row.gruppene, Sequence | np.ndarray):
        pairs += zip(row.gruppene, row.gruppetallene, strict=True)
    return [(str(name), _exact(value)) for name, value in pairs]


def _place(row: Any) -> str:
    return "" if is_missing(row.plass) else _("{plass} av {antall}").format(plass=number(row.plass), antall=number(row.antall))


def _direction(row: Any) -> str:
    """Whether high or low is good; nothing where it is neither, since then nobody has to read it one way."""
    return "" if row.retning == "noytral" or not row.sammenlignbar else term(DIRECTIONS[row.retning])


def _basis(row: Any) -> str:
    """What decides whether two numbers may be compared, where the source says it."""
    said = [
        "" if is_missing(word) or word == "uoppgitt" else term(BASES.get(word, word)) for word in (row.omfang, row.utgave, row.prisniva)
    ]
    return ", ".join(word for word in said if word)


def _group(rows: pd.DataFrame) -> str:
    """The name of the group that the report compares with, where it is one and the same."""
    names = sorted(set(rows.gruppe.dropna()))
    return term(names[0]) if len(names) == 1 else _("Gruppen")


def _legend(rows: pd.DataFrame) -> str:
    names = list(dict.fromkeys(term(name) for row in rows.itertuples() for name, _value in _others(row)))
    others = ", ".join(names) if 0 < len(names) <= 6 else _("de andre kommunene") if names else _("lavest og høyest")
    if not names and not rows.lavest.notna().any():
        return ""
    marks = [("egen", kommune.name), ("prikk", others)] + ([("snitt", _group(rows))] if rows.gruppe_verdi.notna().any() else [])
    return f'<p class="tegn">{"".join(f"<span><i class={kind}></i>{escape(name)}</span>" for kind, name in marks)}</p>'


def _over_time(rows: pd.DataFrame, area: str) -> None:
    """The key figures that there are several years of."""
    if rows.empty:
        return
    st.header(_("Over tid"), divider="gray")
    # A key figure that stopped being printed says nothing of the year: it comes last, under a lid, where others go on.
    newest = rows[rows.siste_aar == rows.siste_aar.max()]
    older = rows[rows.siste_aar < rows.siste_aar.max()]
    _courses(newest, area)
    if len(older):
        lid = ngettext("{antall} nøkkeltall som ikke er trykt for {aar}", "{antall} nøkkeltall som ikke er trykt for {aar}", len(older))
        with st.expander(lid.format(antall=number(len(older)), aar=int(rows.siste_aar.max()))):
            _courses(older, f"{area}_tidligere")


def _courses(rows: pd.DataFrame, name: str) -> None:
    """Key figures over the years: the line with its breaks, the last number, the mean of the last years and which side of it that is."""
    courses = [peers.course(row) for row in rows.itertuples()]
    reasons = list(dict.fromkeys(reason for course in courses for _year, reason in course.breaks if reason))
    means = bool(rows.snitt.notna().any())  # there is none of a single year since a break
    marks = [("middel", _("snittet av de siste årene uten brudd, høyst fire"))] if means else []
    marks += [("brudd", listed(reasons))] if reasons else []
    st.html(f'<p class="tegn">{"".join(f"<span><i class={kind}></i>{escape(said)}</span>" for kind, said in marks)}</p>')
    parts.table(
        rows.assign(
            lopet=courses,
            sist=[f"{measured(row.siste, row.maaleenhet)} ({int(row.siste_aar)})" for row in rows.itertuples()],
            snittet=["" if is_missing(row.snitt) else measured(row.snitt, row.maaleenhet) for row in rows.itertuples()],
            pilen=[_arrow(row) for row in rows.itertuples()],
        ),
        {
            "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
            "lopet": parts.Column(_("Utviklingen")),
            "sist": parts.Column(_("Siste år"), right=True, key=True),
            **({"snittet": parts.Column(_("Snitt"), right=True), "pilen": parts.Column(_("Mot snittet"))} if means else {}),
        },
        f"over_tid_{name}",
        title=_("Nøkkeltall for {omrade} i {kommune} over tid").format(
            omrade=inline(areas[name.removesuffix("_tidligere")]), kommune=kommune.name
        ),
    )
    years = sorted(year for course in courses for year, _value in (*course.points, *course.series))
    said = [_("Hver prikk er et tall en rapport har trykt for det året. Streken uten prikker er SSBs egen serie, der den er hentet.")]
    st.caption(" ".join([*said, kommune.borders(years[0], years[-1])]))


def _arrow(row: Any) -> str:
    """Whether the last year is over or under the mean of the last four, and if that is good."""
    if is_missing(row.mot_snittet):
        return ""
    if row.mot_snittet == "likt":
        return _("→ likt")
    over = row.mot_snittet == "over"
    if row.retning == "noytral":
        return _("↑ over") if over else _("↓ under")
    good = over == (row.retning == "hoy_er_bra")
    if over:
        return _("↑ over, bedre") if good else _("↑ over, svakere")
    return _("↓ under, bedre") if good else _("↓ under, svakere")


def _meanings(rows: pd.DataFrame) -> None:
    found = data.rows(
        "select navn, definisjon, maaleenhet from marts.dim_indikator where list_contains(?, indikator_id) order by navn collate da",
        sorted(rows.indikator_id),
    )
    with st.expander(_("Hva nøkkeltallene betyr")):
        say("\n\n".join(f"**{own(row.navn)}** ({unit(row.maaleenhet)}): {own(row.definisjon)}" for row in found.itertuples()))


standing()
