"""Whose population the pages show, on which borders, and from which year to which: one choice for the tabs of Befolkning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import data
import filters
import municipality
from language import N_, _
from vocabulary import term

BORDERS = {"2024": N_("Dagens grenser"), "opprinnelige": N_("Grensene som gjaldt det året")}
_TABLES = {"2024": ["SSB-07459", "SSB-07459-OPPRINNELIGE"], "opprinnelige": ["SSB-07459-OPPRINNELIGE"]}
COUNTRY = "0000"  # the number that the statistics give the whole country


@dataclass(frozen=True)
class People:
    """A municipality's population: its number and name, the borders, the years that are known, and those chosen."""

    number: str
    name: str
    borders: str
    years: list[int]
    first: int
    last: int

    @property
    def tables(self) -> list[str]:
        """The statistics that the people are counted in."""
        return _TABLES[self.borders]


def _known() -> pd.DataFrame:
    """Each set of borders and number whose population can be shown, with its years; the municipality's own first."""
    chosen = municipality.now()
    return data.rows(
        """select folk.grenser, folk.kommunenr, any_value(enhet.navn) as kommune, list(folk.aar order by folk.aar) as aarene
    from rapport.rapport_aldersgruppe as folk inner join marts.dim_enhet as enhet on folk.kommunenr = enhet.enhet_id
    where folk.aldersgruppe_id = 'alle' and list_contains(case folk.grenser when '2024' then [$1, $3] else $2 end, folk.kommunenr)
    group by folk.grenser, folk.kommunenr
    order by folk.grenser, folk.kommunenr = $3, any_value(split_part(enhet.navn, ' (', 1)) != $4, min(folk.aar), folk.kommunenr""",
        chosen.id,
        list(chosen.numbers),
        COUNTRY,
        chosen.name,
    )


def require() -> None:
    """End the page, with the reason, where nobody has counted the municipality.

    Raises:
        NothingToShowError: there is nothing to show; it has been said.

    """
    known, chosen = _known(), municipality.now()
    if chosen.id not in set(known.kommunenr) and not set(chosen.numbers) & set(known.kommunenr):
        st.info(
            _("Varehuset har ingen folketall for {kommune}.").format(kommune=chosen.name)
            if chosen.id
            else _("Utgaven har ingen folketall.")
        )
        raise municipality.NothingToShowError


def choice(head: Any) -> People | None:
    """The choices, above what depends on them; None where there are no two years, which `head` then says."""
    known = _known()
    left, middle, right = st.columns(3)
    own = set(known[known.kommunenr != COUNTRY].grenser)  # one that was parted has none of today's
    borders = filters.one(
        left,
        _("Grenser"),
        "grenser",
        {key: _(words) for key, words in BORDERS.items() if key in set(known.grenser)},
        next((key for key in BORDERS if key in own), None),
    )
    possible = known[known.grenser == borders]
    names = {row.kommunenr: f"{term(row.kommune)} ({row.kommunenr})" for row in possible.itertuples()}
    number = filters.one(middle, _("Folketall for"), "folk", names)
    span = possible[possible.kommunenr == number].iloc[0]
    name, years = term(span.kommune), [int(year) for year in span.aarene]
    if len(years) == 1:
        head.info(_("Varehuset har folketall for {kommune} bare 1. januar {aar} på disse grensene.").format(kommune=name, aar=years[0]))
        return People(number, name, borders, years, years[0], years[0])
    first, last = filters.span(right, _("Fra og til, 1. januar"), ("fra", "til"), years)
    if first == last:
        head.info(_("Velg to ulike år for å se veksten."))
        return None
    return People(number, name, borders, years, first, last)
