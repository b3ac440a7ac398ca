"""Whose figures, and of which year: one choice for all pages, which stands in the sidebar and in every page's address.

The choice is kept by its widgets' keys. An address that says a municipality or a year decides when it is new. One that is silent keeps the
choice: a link in the navigation has no parameters. What the address then lacks is filled in without a step in the browser's history
(docs/decisions/0009-the-municipality-in-the-address.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import pandas as pd
import streamlit as st
from streamlit.runtime.state import get_session_state

import data
import filters
import language
import tabs
from format import is_missing, listed
from language import _

ID, YEAR = "kommune", "aar"
_NOW, _LAST_PAGE, _FILLED, _TOLD = "_kommunen", "_kommunens_side", "_adressen_fylt", "_kommunen_finnes_ikke"
_FILL = """<script>/* {number} */ {{
  const address = new URL(location);
  for (const [name, value] of Object.entries({parameters})) address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
}}</script>"""


@dataclass(frozen=True)
class Municipality:
    """A municipality and a year: its number today and all its numbers, its reports, and the last change of its borders."""

    id: str = ""
    name: str = ""
    year: int | None = None
    years: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()  # all of them, the newest first
    reports_of_the_year: tuple[str, ...] = ()
    reports_so_far: tuple[str, ...] = ()  # up to and including the year
    merged_with: str = ""
    borders_from: int | None = None
    is_default: bool = True

    @property
    def in_the_year(self) -> tuple[list[str], int | None]:
        """The parameters of `where list_contains(?, enhet_id) and aar = ?`: what is about the municipality and the year."""
        return list(self.numbers), self.year

    @property
    def in_its_reports(self) -> tuple[list[str], list[str]]:
        """The parameters of `where list_contains(?, rapport_id) and list_contains(?, enhet_id)`: what the year's reports say about it."""
        return list(self.reports_of_the_year), list(self.numbers)

    def as_parameters(self) -> dict[str, str]:
        """The municipality and the year as an address says them."""
        return ({ID: self.id} if self.id else {}) | ({} if self.year is None else {YEAR: str(self.year)})

    def said(self, sentence: str, **words: Any) -> str:
        """A sentence with the municipality's name and the year in it."""
        return sentence.format(kommune=self.name, aar=self.year, **words)

    def moved(self, first: Any, last: Any) -> tuple[tuple[int, str], ...]:
        """The year from which a merger parts the figures from a first to a last year, with the reason; otherwise none."""
        return ((self.borders_from, _("ny kommune")),) if self.borders_from is not None and self.borders(first, last) else ()

    def borders(self, first: Any, last: Any) -> str:
        """What to know of figures from a first to a last year, if a merger parts them; otherwise nothing."""
        moved = self.borders_from
        if moved is None or is_missing(first) or is_missing(last) or not int(first) < moved <= int(last):
            return ""
        return _("Tall til og med {siste} gjelder {kommune} før sammenslåingen med {andre}.").format(
            siste=moved - 1, kommune=self.name, andre=self.merged_with
        )


def now() -> Municipality:
    """The municipality and the year that the page shows."""
    chosen: Municipality = st.session_state.get(_NOW) or Municipality()
    return chosen


def titled(page: str) -> str:
    """A page's title with whose figures it shows, and of which year."""
    chosen = now()
    return f"{chosen.name} {chosen.year or ''}".strip() + f" · {page}" if chosen.id else page


def lacks(sentence: str) -> None:
    """Say what the warehouse does not have of the municipality; `sentence` may name it and the year."""
    chosen = now()
    if chosen.year is not None:
        st.info(chosen.said(sentence))
    elif chosen.id:
        st.info(_("Varehuset har folketall for {kommune}, men ingen rapporter ennå.").format(kommune=chosen.name))
        to("befolkning", _("Se folketallet i {kommune}").format(kommune=chosen.name), ":material/groups:")
    else:
        st.info(_("Utgaven har ingen rapporter."))


class NothingToShowError(Exception):
    """The page has said what the warehouse lacks of the municipality, and has no more to show."""


def stop(sentence: str) -> NoReturn:
    """Say that the warehouse does not have what the page shows of the municipality, and end the page.

    Raises:
        NothingToShowError: always; the frame goes on with what stands below every page.

    """
    lacks(sentence)
    if (chosen := now()).year is not None:
        to("oversikt", chosen.said(_("Se hva varehuset har for {kommune} i {aar}")), ":material/home:")
    raise NothingToShowError


# The choice


def begin(page: str) -> None:
    """Find the municipality and the year of this run, and say them in the address where they are not the ones it begins with."""
    state = st.session_state
    known = _known()
    former = _former()
    names = {row.enhet_id: row.navn if row.antall_rapporter else f"{row.navn} ({row.enhet_id})" for row in known}
    if (kept := str(state.get(_widget(ID)))) in former and kept not in names:
        state[_widget(ID)] = former[kept][0]
    first = min(known, key=lambda row: row.rekkefolge).enhet_id if known else ""
    state[_TOLD] = False
    chosen, is_choice = _resolved(ID, page, list(names), first)
    reports = _reports(chosen)
    years, first_year = _years(chosen)
    year, is_choice_too = _resolved(YEAR, page, years, first_year)
    state[_NOW] = _municipality(chosen, year, years, known, reports, is_default=(chosen, year) == (first, first_year))
    state["_kommunenavnene"] = names | {number: said for number, (_today, said) in former.items() if number not in names}
    _write(page, {ID: (chosen, first), YEAR: (year, first_year)}, is_choice or is_choice_too)
    state[_LAST_PAGE] = page


def choice() -> None:
    """The choice in the sidebar."""
    names, chosen = st.session_state.get("_kommunenavnene", {}), now()
    if not names:
        return
    with st.container(key="kommunen", horizontal=True, gap="small"):
        st.selectbox(_("Kommune"), list(names), key=_widget(ID), format_func=names.__getitem__)
        if chosen.years:
            st.selectbox(_("År"), [str(year) for year in chosen.years], key=_widget(YEAR), width=92)
    if st.session_state.get(_FILLED):
        with st.container(key="adressen"):
            st.html(st.session_state[_FILLED], unsafe_allow_javascript=True)


def say_unknown() -> None:
    """Tell the reader where the address asks for a municipality or a year that is not there."""
    if st.session_state.get(_TOLD):
        filters.say_unknown()


def _known() -> list[Any]:
    found = data.rows("select * from rapport.rapport_kommune order by antall_rapporter = 0, navn collate da")
    return list(found.itertuples())


def _former() -> dict[str, tuple[str, str]]:
    """Every name that has ended, by its number: today's number of the municipality, and what the choice calls it."""
    found = data.rows("select * from rapport.rapport_kommune_tidligere order by navn, kommunenr")
    words = _("{navn} ({nummer}, nå {kommune})")
    return {
        row.kommunenr: (row.enhet_id, words.format(navn=row.navn, nummer=row.kommunenr, kommune=row.navn_i_dag))
        for row in found.itertuples()
    }


def _reports(municipality: str) -> pd.DataFrame:
    return data.rows("select rapport_id, aar from marts.dim_rapport where kommune_id = ? order by aar desc, rapport_id", municipality)


def _years(municipality: str) -> tuple[list[str], str]:
    """The years to choose between, the newest first, and the one to begin with."""
    found = data.rows("select aar, rekkefolge from rapport.rapport_kommuneaar where enhet_id = ? order by aar desc", municipality)
    first = next((str(aar) for aar, place in zip(found.aar, found.rekkefolge, strict=True) if place == 1), "")
    return [str(aar) for aar in found.aar], first


def _municipality(
    chosen: str, year: str, years: Sequence[str], known: Sequence[Any], reports: pd.DataFrame, *, is_default: bool
) -> Municipality:
    row = next((row for row in known if row.enhet_id == chosen), None)
    if row is None:
        return Municipality()
    number = int(year) if year else None
    numbers = data.rows("select enhet_id from marts.dim_enhet where kommune_id = ? and type = 'kommune' order by enhet_id", chosen)
    pairs = [(str(report), int(of)) for report, of in zip(reports.rapport_id, reports.aar, strict=True)]
    return Municipality(
        id=chosen,
        name=row.navn,
        year=number,
        years=tuple(int(of) for of in years),
        numbers=tuple(numbers.enhet_id),
        reports=tuple(report for report, _of in pairs),
        reports_of_the_year=tuple(report for report, of in pairs if of == number),
        reports_so_far=tuple(report for report, of in pairs if number is not None and of <= number),
        merged_with="" if is_missing(row.slatt_sammen_med) else listed(str(row.slatt_sammen_med).split(", ")),
        borders_from=None if is_missing(row.grenser_fra_aar) else int(row.grenser_fra_aar),
        is_default=is_default,
    )


def _widget(name: str) -> str:
    return f"valgt_{name}"


def _resolved(name: str, page: str, options: Sequence[str], default: str) -> tuple[str, bool]:
    """What is chosen, and whether the reader chose it just now; put where its widget finds it."""
    state, key = st.session_state, _widget(name)
    asked, written = st.query_params.get(name, ""), str(state.get(f"{key}-skrevet", ""))
    kept, before = state.get(key), state.get(f"{key}-for")
    is_choice = bool(kept is not None and before is not None and kept != before)
    if is_choice:
        wanted = kept
    elif asked and asked not in {written, state.get(f"{key}-fylt")}:
        wanted = _today(asked) if name == ID and asked not in options else asked
        state[_TOLD] = state[_TOLD] or wanted not in options
    elif not asked and written and page == state.get(_LAST_PAGE) and page in state.get(f"{key}-valgt_pa", ()):
        wanted = default  # the reader went back to before the choice
    else:
        wanted = before if kept is None else kept
    chosen = wanted if wanted in options else default
    if options:
        state[key] = chosen
    state[f"{key}-for"] = chosen
    return str(chosen), is_choice


def _today(number: str) -> str:
    """Today's number of the municipality that has, or had, this one."""
    return str(data.first("select kommune_id from marts.dim_enhet where enhet_id = ?", number).get("kommune_id", ""))


def _write(page: str, choices: Mapping[str, tuple[str, str]], is_choice: bool) -> None:
    """Write what is chosen in the address, unless it is what every address begins with; only a choice is a step in the history."""
    state, asked = st.session_state, st.query_params.to_dict()
    wanted = {name: chosen for name, (chosen, default) in choices.items() if chosen and (chosen != default or name in asked)}
    lacking = {name: chosen for name, chosen in wanted.items() if asked.get(name) != chosen}
    for name in choices:
        key = _widget(name)
        if name in lacking:
            # The pages whose silent address is a step back in the history, to before the choice.
            pages = state.get(f"{key}-valgt_pa", frozenset())
            state[f"{key}-valgt_pa"] = pages | {page} if is_choice and name not in asked else pages - {page}
            state[f"{key}-fylt"] = None if is_choice else asked.get(name)  # the browser may say it once more, though it is filled in
        state[f"{key}-skrevet"] = wanted.get(name, asked.get(name, ""))
    state[_FILLED] = state.get(_FILLED) if not lacking else None
    if lacking and is_choice:
        st.query_params.update(lacking)
    elif lacking:
        with get_session_state().query_params() as parameters:
            for name, chosen in lacking.items():
                parameters.set_with_no_forward_msg(name, chosen)
        number = state[f"{_FILLED}_ganger"] = state.get(f"{_FILLED}_ganger", 0) + 1
        state[_FILLED] = _FILL.format(number=number, parameters=lacking)


# Links


def parameters(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parameters of a link inside the viewer: its own, and whose figures the reader looks at, where an address must say it."""
    own, chosen = dict(own or {}), now()
    if ID in own or chosen.is_default or not chosen.id:
        return language.address(own)
    return language.address(chosen.as_parameters() | own)


def link(target: str) -> str:
    """A link in a text or a table to a place in the viewer, as `kilder/funn?funn=AB`; it shows the same municipality also in a new tab."""
    place, _mark, own = target.partition("?")
    page, tab = tabs.address(place)
    target = f"/{page}?{'&'.join([*(f'{name}={value}' for name, value in tab.items()), own])}".rstrip("?&")
    said = {name: value for name, value in parameters().items() if name in {ID, YEAR}}
    query = "&".join(f"{name}={value}" for name, value in said.items())
    return language.link(f"{target}{'&' if '?' in target else '?'}{query}" if query else target)


def to(target: str, label: str, icon: str | None = None, *, place: Any = st, **own: str) -> None:
    """A link to a page of the viewer, or a tab of one (`okonomi/budsjett`), that keeps the municipality and the year."""
    page, tab = tabs.address(target)
    place.page_link(f"views/{page}.py", label=label, icon=icon, query_params=parameters(tab | own))
