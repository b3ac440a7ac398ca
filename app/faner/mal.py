"""Every goal of the reports: what was aimed at, what came of it, and what the report says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import data
import filters
import frame
import municipality
from format import number
from language import _, ngettext
from vocabulary import term

# What needs attention stands first.
ORDER = ("ikke nådd", "på vei", "nådd", "ikke målt")


def draw() -> None:
    """Every goal of the reports: what was aimed at, what came of it, and what the report says."""
    kommune = municipality.now()
    reached = data.rows(
        """select oppnaelse.*, rapport.aar from rapport.rapport_maloppnaelse as oppnaelse
        inner join marts.dim_rapport as rapport on oppnaelse.rapport_id = rapport.rapport_id
        where list_contains(?, oppnaelse.rapport_id)
        order by rapport.aar != ?, rapport.aar desc, oppnaelse.rapport_id, oppnaelse.tema_navn""",
        list(kommune.reports),
        kommune.year,
    )
    if kommune.year is None or not set(reached.rapport_id) & set(kommune.reports_of_the_year):
        municipality.lacks(
            _("Varehuset har ingen mål for {kommune} i {aar}.")
            if reached.empty
            else _("Varehuset har ingen mål for {kommune} i {aar}. Her er målene i en rapport fra et annet år.")
        )
    if reached.empty:
        raise municipality.NothingToShowError
    _goals(reached)


@frame.section
def _goals(reached: pd.DataFrame) -> None:
    """The goals of one report, those that are not reached first."""
    head = st.empty()
    titles = dict(zip(reached.rapport_id, reached.kilde, strict=True))
    left, middle, right = st.columns([5, 3, 9])
    report = filters.one(left, _("Rapport"), "kilde", titles)
    of_it = reached[reached.rapport_id == report]
    head.markdown(_message(of_it[of_it.tema == "alle"].iloc[0]))
    themes = {"": _("Alle temaer")} | {row.tema: term(row.tema_navn) for row in of_it[of_it.tema != "alle"].itertuples()}
    theme = filters.one(middle, _("Tema"), "tema", themes)
    counts = data.rows(
        "select status, count(*) as antall from rapport.rapport_mal where rapport_id = $1 and ($2 = '' or tema = $2) group by status",
        report,
        theme,
    )
    counted = dict(zip(counts.status, counts.antall, strict=True))
    options = {status: f"{term(status).capitalize()} ({number(counted[status])})" for status in ORDER if status in counted}
    options["alle"] = _("Alle")
    status = filters.buttons(right, _("Status, vår lesning"), "status", options, "alle" if theme else None)
    goals = data.rows(
        """select * from rapport.rapport_mal where rapport_id = $1 and ($2 = '' or tema = $2) and ($3 = 'alle' or status = $3)
        order by list_position(['ikke nådd', 'på vei', 'nådd', 'ikke målt'], status), maltall is null, linje, mal_id""",
        report,
        theme,
        status,
    )
    blocks.goals(goals, "mal", has_status=status == "alle")
    st.caption(
        _(
            "Målene står med rapportens ord. Statusen er vår: den følger tallene der målet har både måltall og resultat, og ellers det "
            "rapporten skriver. «Rapportens ord» er det den selv sier om målet."
        )
    )


def _message(all_of_them: Any) -> str:
    """How many of the measured goals are reached, as we read the report."""
    if not all_of_them.antall_avgjort:
        sentence = ngettext(
            "{rapport} har **{alle} mål**. Det er ikke målt.", "{rapport} har **{alle} mål**. Ingen av dem er målt.", all_of_them.antall_mal
        )
    elif all_of_them.antall_pa_vei or all_of_them.antall_ikke_malt:
        sentence = _(
            "Slik vi leser {rapport}, er **{nadd} av de {avgjort} målene som er målt, nådd**. Den har {alle} mål i alt: {pa_vei} er på "
            "vei, og {ikke_malt} er ikke målt."
        )
    else:
        sentence = _("Slik vi leser {rapport}, er **{nadd} av de {avgjort} målene som er målt, nådd**.")
    return sentence.format(
        rapport=all_of_them.kilde,
        nadd=number(all_of_them.antall_nadd),
        avgjort=number(all_of_them.antall_avgjort),
        alle=number(all_of_them.antall_mal),
        pa_vei=number(all_of_them.antall_pa_vei),
        ikke_malt=number(all_of_them.antall_ikke_malt),
    )
