"""Do the reports' own numbers agree, and where do they not?"""

import re

import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
from format import is_missing, number, short, unit
from language import N_, _, ngettext, own, say
from vocabulary import FINDINGS, RECONCILED, SEVERITIES, term, terms

IN_PROSE = {"P": N_("Utsagn, linje {linje}"), "M": N_("Mål, linje {linje}"), "L": N_("Teksten, linje {linje}")}


def draw() -> None:
    """Do the reports' own numbers agree, and where do they not?"""
    kommune = municipality.now()
    rapporter = list(kommune.reports)
    sammendrag = data.rows(
        "select * from rapport.rapport_avstemming order by list_contains(?, rapport_id) desc, rapport_id desc, kapittel", rapporter
    )
    if sammendrag.empty:
        municipality.stop(_("Varehuset har ingen avstemming."))
    kilder = data.rows("select kilde_id, tittel from marts.dim_kilde")
    titler = dict(zip(kilder.kilde_id, kilder.tittel, strict=True))
    funn = data.rows(
        """select * from kvalitet.kildefunn
        order by list_contains(?, rapport_id) desc, list_position(['hoy', 'middels', 'lav'], alvorlighet), funn_id""",
        rapporter,
    )
    antall = data.first(
        """select coalesce(sum(tall), 0) as tall, coalesce(sum(stemmer_eksakt), 0) as eksakt,
            coalesce(sum(innenfor_avrunding), 0) as innenfor, coalesce(sum(avvik), 0) as avvik,
            coalesce(sum(stemmer_med_funn), 0) as med_funn, coalesce(sum(kan_ikke_feile), 0) as tomme
        from rapport.rapport_avstemming where list_contains(?, rapport_id)""",
        rapporter,
    )
    egne_funn = funn[funn.rapport_id.isin(rapporter)]
    if antall["tall"]:
        st.markdown(
            _(
                "Av **{tall} publiserte tall** i rapportene om {kommune} som kan regnes ut av andre, stemmer {eksakt} eksakt og {innenfor} "
                "innenfor det avrundingen tillater; **{avvik} avviker**, og hvert avvik er forklart blant {funn} funn i kildene. "
                "{med_funn} stemmer på steder vi har et funn om, og {tomme} kunne ikke ha gjort annet enn å stemme."
            ).format_map(
                {name: number(value) for name, value in antall.items()} | {"funn": number(len(egne_funn)), "kommune": kommune.name}
            )
        )
    else:
        municipality.lacks(_("Varehuset har ingen tall i rapporter om {kommune} som kan regnes ut av andre."))
    # Whose reports: the municipality's own, all of them, or one.
    RAPPORTER = (
        ({"": _("Rapportene om {kommune}").format(kommune=kommune.name)} if kommune.reports else {})
        | {"alle": _("Alle rapportene i varehuset")}
        | {key: titler[key] for key in dict.fromkeys(sammendrag.rapport_id)}
    )

    def of_the_reports(rows: pd.DataFrame, choice: str) -> pd.DataFrame:
        """The rows that are about the reports of the reader's choice."""
        return rows if choice == "alle" else rows[rows.rapport_id.isin([choice] if choice else rapporter)]

    def in_words(code: str) -> str:
        """`tekst_mot_tabell` as `Tekst mot tabell`."""
        return term(FINDINGS.get(code, code.replace("_", " ").capitalize()))

    def place_in_words(place: str) -> str:
        """`AB2020-05|15|avvik` as `AB2020-05, rad 15, kolonne avvik`; a statement and a line by the line they stand in."""
        if found := re.fullmatch(r"[A-Z]+\d{4}-([PML])(\d{4})(?:-\d+)?", place):
            return _(IN_PROSE[found[1]]).format(linje=int(found[2]))
        match place.split("|"):
            case [table, row]:
                return _("{tabell}, rad {rad}").format(tabell=table, rad=row)
            case [table, row, column, *_rest]:
                return _("{tabell}, rad {rad}, kolonne {kolonne}").format(tabell=table, rad=row, kolonne=column)
        return place

    @frame.section
    def funnene() -> None:
        """The findings, and one of them in full."""
        st.header(_("Funn i kildene"), divider="gray")
        first, second, third = st.columns(3)
        asked = st.query_params.get("funn", "")
        elsewhere = len(funn[(funn.funn_id == asked) & ~funn.rapport_id.isin(rapporter)]) > 0
        kilde = filters.one(first, _("Rapport"), "rapport", RAPPORTER, "alle" if elsewhere else None)
        kind = filters.one(second, _("Type"), "type", {"": _("Alle typer")} | {key: in_words(key) for key in sorted(funn.type.unique())})
        severity = filters.one(
            third, _("Alvorlighet"), "alvorlighet", {"": _("Alle grader")} | {key: term(word) for key, word in SEVERITIES.items()}
        )
        utvalg = of_the_reports(funn, kilde)
        utvalg = utvalg[((utvalg.type == kind) | (kind == "")) & ((utvalg.alvorlighet == severity) | (severity == ""))]
        st.markdown(ngettext("{antall} funn.", "{antall} funn.", len(utvalg)).format(antall=number(len(utvalg))))
        if not utvalg.empty:
            valgt = filters.one(st, _("Velg et funn"), "funn", {row.funn_id: f"{row.funn_id}: {row.tittel}" for row in utvalg.itertuples()})
            rad = utvalg[utvalg.funn_id == valgt].iloc[0]
            with st.container(border=True):
                say(f"### {own(rad.tittel)}")
                st.caption(
                    _("{type} · alvorlighet {alvorlighet} · {rapport}").format(
                        type=in_words(rad.type), alvorlighet=term(SEVERITIES[rad.alvorlighet]).lower(), rapport=titler[rad.rapport_id]
                    )
                )
                places = [(rad.sted_a, rad.verdi_a)] + ([] if is_missing(rad.sted_b) else [(rad.sted_b, rad.verdi_b)])
                for column, (place, value) in zip(st.columns(2), places, strict=False):
                    column.markdown(f"*{place_in_words(place)}*" + ("" if is_missing(value) else f"\n\n**{value}**"))
                say(own(rad.vurdering))
                say(_("**Vi bruker:** {hva}").format(hva=own(rad.vi_bruker)))
                regnet = data.rows(
                    "select tittel, utregning, trykt, enhet from kvalitet.avstemming where kildefunn_id = ? order by avstemming_id", valgt
                )
                for linje in regnet.head(5).itertuples():
                    say(
                        _("{tittel}: {utregning}, trykt **{trykt}** {enhet}").format(
                            tittel=own(linje.tittel), utregning=linje.utregning, trykt=linje.trykt, enhet=unit(linje.enhet)
                        )
                    )
                if len(regnet) > 5:
                    st.caption(_("Funnet forklarer {antall} avvik; de står i tabellen under.").format(antall=number(len(regnet))))
            parts.table(
                utvalg.assign(
                    art=utvalg.type.map(in_words),
                    grad=terms(utvalg.alvorlighet.map(SEVERITIES)),
                    a=utvalg.sted_a.map(place_in_words),
                    b=utvalg.sted_b.map(place_in_words, na_action="ignore"),
                ),
                {
                    "funn_id": parts.Column(_("Funnets id")),
                    "tittel": parts.Column(_("Hva"), norwegian=True),
                    "art": parts.Column(_("Type")),
                    "grad": parts.Column(_("Alvorlighet")),
                    "a": parts.Column(_("Sted")),
                    "verdi_a": parts.Column(_("Der står"), norwegian=True),
                    "b": parts.Column(_("Mot")),
                    "verdi_b": parts.Column(_("Der står det"), norwegian=True),
                    "vurdering": parts.Column(_("Vurdering"), norwegian=True),
                },
                "kildefunn",
                title=_("Funn i kildene"),
            )

    funnene()

    @frame.section
    def regnet_pa_nytt() -> None:
        """The recomputed figures of one status."""
        st.header(_("Tallene som er regnet ut på nytt"), divider="gray")
        status = filters.buttons(st, _("Status"), "status", {code: term(word) for code, word in RECONCILED.items()})
        rader = data.rows(
            """select tittel, tabell_id, rad, kolonne, trykt, beregnet, differanse, enhet, utregning, kildefunn_id from kvalitet.avstemming
            where status = ? and list_contains(?, dokument) order by dokument desc, tabell_id, rad, kolonne""",
            status,
            rapporter or list(titler),
        )
        if rader.empty:
            st.markdown(_("Ingen tall har denne statusen."))
        else:
            parts.table(
                rader.assign(enhet=rader.enhet.map(unit)),
                {
                    "tittel": parts.Column(_("Hva som skal stemme"), norwegian=True),
                    "trykt": parts.Column(_("Trykt")),
                    "beregnet": parts.Column(_("Beregnet"), short),
                    "differanse": parts.Column(_("Forskjell"), short),
                    "enhet": parts.Column(_("Enhet")),
                    "utregning": parts.Column(_("Utregning"), norwegian=True),
                    "kildefunn_id": parts.Column(_("Funnets id")),
                    "tabell_id": parts.Column(_("Tabell")),
                    "rad": parts.Column(_("Rad"), number),
                    "kolonne": parts.Column(_("Kolonne")),
                },
                f"avstemming_{status}",
                title=_("Tall regnet ut på nytt: {status}").format(status=term(RECONCILED[status]).lower()),
            )

    regnet_pa_nytt()

    st.header(_("Kapittel for kapittel"), divider="gray")
    sammendrag = of_the_reports(sammendrag, "" if kommune.reports else "alle")
    parts.table(
        sammendrag.assign(kilde=sammendrag.rapport_id.map(titler)),
        {
            "kilde": parts.Column(_("Rapport"), norwegian=True),
            "kapittel": parts.Column(_("Kapittel"), norwegian=True),
            "tall": parts.Column(_("Tall"), number),
            "stemmer_eksakt": parts.Column(_("Stemmer eksakt"), number),
            "innenfor_avrunding": parts.Column(_("Innenfor avrunding"), number),
            "avvik": parts.Column(_("Avvik"), number),
            "kan_ikke_avgjores": parts.Column(_("Kan ikke avgjøres"), number),
            "stemmer_med_funn": parts.Column(_("Stemmer, med funn"), number),
            "kan_ikke_feile": parts.Column(_("Kan ikke feile"), number),
        },
        "avstemming_kapitler",
        title=_("Avstemming kapittel for kapittel"),
    )
    st.caption(
        _(
            "Et trykt tall står for intervallet det er avrundet fra. Intervallene føres gjennom utregningen uten avrunding; "
            "bare når de ikke overlapper, er det et avvik."
        )
    )
