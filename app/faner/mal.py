"""Every goal of the reports: what was aimed at, what came of it, and what the report says."""

import streamlit as st

import blocks
import charts
import data
import filters
import frame
import municipality
import parts
from format import is_missing, number
from language import _, ngettext
from vocabulary import term, terms


def draw() -> None:
    """Every goal of the reports: what was aimed at, what came of it, and what the report says."""
    kommune = municipality.now()
    oppnaelse = data.rows(
        """select oppnaelse.* from rapport.rapport_maloppnaelse as oppnaelse
        inner join marts.dim_rapport as rapport on oppnaelse.rapport_id = rapport.rapport_id
        where list_contains(?, oppnaelse.rapport_id) order by rapport.aar != ?, rapport.aar desc, oppnaelse.rapport_id, oppnaelse.tema_navn""",
        list(kommune.reports),
        kommune.year,
    )
    if kommune.year is None or not set(oppnaelse.rapport_id) & set(kommune.reports_of_the_year):
        municipality.lacks(_("Varehuset har ingen mål for {kommune} i {aar}."))
    if oppnaelse.empty:
        raise municipality.NothingToShowError

    @frame.section
    def malene() -> None:
        """The goals of one report, by theme and status."""
        kilder = dict(zip(oppnaelse.rapport_id, oppnaelse.kilde, strict=True))
        head = st.empty()
        valgt_kilde = filters.one(st, _("Rapport"), "kilde", kilder)
        alle = oppnaelse[(oppnaelse.rapport_id == valgt_kilde) & (oppnaelse.tema == "alle")].iloc[0]
        head.markdown(
            (
                _("Ingen av de **{alle} målene** i {rapport} er målt; {pa_vei} er på vei.")
                if not alle.antall_avgjort
                else _(
                    "Slik vi leser {rapport}, er **{nadd} av de {avgjort} målene som er målt, nådd**. "
                    "Den har {alle} mål i alt; {pa_vei} er på vei, og {ikke_malt} er ikke målt."
                )
            ).format(
                nadd=number(alle.antall_nadd),
                alle=number(alle.antall_mal),
                rapport=alle.kilde,
                avgjort=number(alle.antall_avgjort),
                pa_vei=number(alle.antall_pa_vei),
                ikke_malt=number(alle.antall_ikke_malt),
            )
        )

        temaer = oppnaelse[(oppnaelse.rapport_id == valgt_kilde) & (oppnaelse.tema != "alle")]
        left, right = st.columns(2)
        temanavn = {row.tema: term(row.tema_navn) for row in temaer.itertuples()}
        valgte = filters.several(left, _("Tema"), "tema", temanavn, placeholder=_("Alle temaer"))
        statusnavn = {status: term(status) for status in blocks.STATUSES}
        statuser = filters.several(right, _("Status"), "status", statusnavn, placeholder=_("Alle statuser"))

        st.header(_("Målene"), divider="gray")
        mal = data.rows(
            """select * from rapport.rapport_mal
            where rapport_id = ? and (len(?) = 0 or list_contains(?, tema)) and (len(?) = 0 or list_contains(?, status))
            order by tema_navn, linje, mal_id""",
            valgt_kilde,
            valgte,
            valgte,
            statuser,
            statuser,
        )
        if mal.empty:
            st.info(_("Ingen mål har denne kombinasjonen av tema og status."))
        else:
            st.markdown(ngettext("Utvalget har {antall} mål.", "Utvalget har {antall} mål.", len(mal)).format(antall=number(len(mal))))
            blocks.goals(mal, "mal")

        st.header(_("Måloppnåelse per tema, vår lesning"), divider="gray")
        counts = {"antall_nadd": "nådd", "antall_pa_vei": "på vei", "antall_ikke_nadd": "ikke nådd", "antall_ikke_malt": "ikke målt"}
        vist = (temaer[temaer.tema.isin(valgte)] if valgte else temaer).assign(tema_navn=lambda frame: terms(frame.tema_navn))
        lang = vist.melt(["tema_navn"], list(counts), "status", "antall")
        lang["status"] = lang.status.map(counts)
        parts.chart(charts.statuses(lang), _("Antall mål per tema fordelt på status."))
        parts.table(
            vist.assign(merknad=[_("ingen mål er avgjort") if is_missing(value) else "" for value in vist.andel_nadd_pst]),
            {"tema_navn": parts.Column(_("Tema")), "antall_mal": parts.Column(_("Mål"), number)}
            | {key: parts.Column(term(label).capitalize(), number) for key, label in counts.items()}
            | {
                "andel_nadd_pst": parts.Column(_("Nådd, % av de avgjorte"), lambda value: number(value, 1)),
                "merknad": parts.Column(_("Hvorfor tallet mangler")),
            },
            "maloppnaelse",
            title=_("Måloppnåelse per tema"),
        )
        st.caption(
            _(
                "Andelen er nådde mål delt på mål som enten er nådd eller ikke nådd. Mål på vei og mål rapporten ikke måler, er holdt utenfor. "
                "Status er satt etter tallene der målet har både måltall og resultat, ellers etter rapportens egne ord."
            )
        )

    malene()
