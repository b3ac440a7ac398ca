"""What holds each printed number, and what looks like a contradiction, with what explains it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import data
import municipality
import parts
import provenance
from format import is_missing, number, year
from language import N_, _, ngettext, note
from vocabulary import SUSPICIONS, term

EXPLAINED = {"funn": N_("en feil i rapporten"), "unntak": N_("en grunn"), "uforklart": N_("ikke forklart")}


def draw() -> None:
    """What holds the numbers of the reports about the municipality, or of all, where it has none."""
    reports = list(municipality.now().reports) or list(data.rows("select distinct rapport_id from kvalitet.dekning").rapport_id)
    _held(reports)
    _suspicions(reports)


def _held(reports: list[str]) -> None:
    """Every number, and how many there are of each kind of check on it; table by table."""
    total = data.first(
        """select count(*) as tall, count(*) filter (where i_kilden in ('raden_med_etikett', 'raden')) as i_kilden,
            count(*) filter (where er_avstemt) as avstemt, count(*) filter (where antall_hold > 1) as flere,
            count(*) filter (where antall_hold = 0) as ingen
        from kvalitet.dekning where list_contains(?, rapport_id)""",
        reports,
    )
    if not total.get("tall"):
        st.info(_("Varehuset har ingen trykte tall å holde mot noe."))
        raise municipality.NothingToShowError
    st.markdown(
        _(
            "Av **{tall} trykte tall** står {i_kilden} med hele raden sin i kildens tekst, {avstemt} er med i minst én "
            "utregning, som svar eller ledd, og {flere} er kontrollert på mer enn én måte."
        ).format_map({name: number(value) for name, value in total.items()})
        + (" " + _("{ingen} er ikke kontrollert.").format(ingen=number(total["ingen"])) if total["ingen"] else "")
        + " "
        + _("En utregning har ett svar og flere ledd, så tallene her er flere enn utregningene vi teller under «Feil vi fant».")
    )
    tables = data.rows(
        """select dekning.rapport_id, dekning.tabell_id, tabeller.tittel, kilde.aar, count(*) as tall,
            count(*) filter (where i_kilden in ('raden_med_etikett', 'raden')) as i_kilden, count(*) filter (where er_avstemt) as avstemt,
            count(*) filter (where er_som_naboene) as som_naboene, count(*) filter (where er_trykt_flere_steder) as flere_steder,
            count(*) filter (where antall_hold > 1) as flere, count(*) filter (where antall_hold = 0) as ingen
        from kvalitet.dekning as dekning inner join marts.dim_kildetabell as tabeller on dekning.tabell_id = tabeller.tabell_id
        inner join marts.dim_kilde as kilde on tabeller.kilde_id = kilde.kilde_id
        where list_contains(?, dekning.rapport_id) group by all order by ingen desc, flere = count(*), kilde.aar desc, dekning.tabell_id""",
        reports,
    )
    parts.table(
        tables.assign(tittel=tables.tittel.map(parts.short), aaret=tables.aar.map(year)),
        {
            "tittel": parts.Column(_("Tabell eller figur"), norwegian=True),
            "aaret": parts.Column(_("År"), right=True),
            "tall": parts.Column(_("Tall"), number, key=True),
            "i_kilden": parts.Column(_("Står i kildens tekst"), number),
            "avstemt": parts.Column(_("Med i en utregning"), number),
            "som_naboene": parts.Column(_("Ligner naboene"), number),
            "flere_steder": parts.Column(_("Trykt flere steder"), number),
            "flere": parts.Column(_("Flere kontroller"), number),
            "ingen": parts.Column(_("Ingen"), number, key=True),
        },
        "dekning",
        title=_("Hva som holder tallene"),
    )
    note(_("Kilde: {kilder}.").format(kilder="; ".join(parts.report(report) for report in sorted(set(tables.rapport_id)))))


def _suspicions(reports: list[str]) -> None:
    """What every build looks for in all reports, each hit with what explains it."""
    seen = data.rows(
        """select * from kvalitet.mistanke where list_contains(?, rapport_id)
        order by list_position(['uforklart', 'funn', 'unntak'], status), rapport_id desc, regel, sted_a, sted_b""",
        reports,
    )
    if seen.empty:
        return
    st.header(_("Tall som så feil ut"), divider="gray")
    counts = data.first(
        """select count(*) as antall, count(*) filter (where status = 'funn') as funn from kvalitet.mistanke
        where list_contains(?, rapport_id)""",
        reports,
    )
    st.markdown(
        ngettext(
            "**{antall} sted** skilte seg ut. {funn} av dem er en feil i rapporten.",
            "**{antall} steder** skilte seg ut. {funn} av dem er feil i rapporten; resten står med grunnen.",
            counts["antall"],
        ).format_map({name: number(value) for name, value in counts.items()})
    )
    with st.expander(_("Se de {antall} stedene").format(antall=number(counts["antall"]))):
        _suspicion_table(seen)


def _suspicion_table(seen: pd.DataFrame) -> None:
    parts.table(
        seen.assign(
            hva=[term(SUSPICIONS.get(rule, rule)) for rule in seen.regel],
            tallene=[f"{row.verdi_a} / {row.verdi_b}" for row in seen.itertuples()],
            sted=[provenance.named(row.sted_a) for row in seen.itertuples()],
            forklart=[term(EXPLAINED[status]) for status in seen.status],
            grunn=["" if is_missing(text) else text for text in seen.begrunnelse],
        ),
        {
            "sted": parts.Column(_("Sted"), norwegian=True),
            "hva": parts.Column(_("Hva som skiller seg ut")),
            "tallene": parts.Column(_("Tallene"), right=True, key=True),
            "forklart": parts.Column(_("Forklart av")),
            "grunn": parts.Column(_("Grunnen"), norwegian=True),
        },
        "mistanker",
        title=_("Tall som så feil ut"),
    )
