"""Who works for the municipality: how many, women and men, what they earn, apprentices, immigrant background and sick leave."""

import pandas as pd
import streamlit as st

import charts
import data
import filters
import frame
import municipality
import parts
from format import is_missing, number, percent
from language import N_, _, note, own, pgettext
from vocabulary import inline, term, terms

kommune = municipality.now()
aar = kommune.year
if aar is None:
    municipality.stop(_("Varehuset har ingen tall om ansatte for {kommune} i {aar}."))


bemanning = data.rows(
    """select * from rapport.rapport_bemanning where list_contains(?, rapport_id) and list_contains(?, enhet_id)
    order by aar desc, tabell_id, rad""",
    *kommune.in_its_reports,
)


def de_ansatte(ansatte: pd.DataFrame) -> None:
    """The employees and the full-time equivalents of each area."""
    for alle in ansatte[ansatte.er_total].head(1).itertuples():
        st.markdown(
            _(
                "Ved utgangen av {aar} hadde {kommune} kommune **{ansatte} ansatte** i {arsverk} årsverk. "
                "{kvinner} var kvinner, og en ansatt hadde i snitt {stilling} stilling."
            ).format(
                aar=int(alle.aar),
                kommune=kommune.name,
                ansatte=number(alle.antall_totalt),
                arsverk=number(alle.arsverk_totalt),
                kvinner=percent(alle.andel_kvinner_pst),
                stilling=percent(alle.arsverk_av_ansatte_pst),
            )
        )

    st.header(_("Ansatte og årsverk"), divider="gray")
    omrader = ansatte[~ansatte.er_total & ansatte.andel_kvinner_pst.notna()].sort_values("andel_kvinner_pst", ascending=False)
    if len(omrader):
        parts.chart(
            charts.bars(omrader, "omrade", "andel_kvinner_pst", _("Kvinner, % av de ansatte"), 1),
            _("Andel kvinner per område."),
        )
    parts.table(
        ansatte,
        {
            "omrade": parts.Column(_("Område"), norwegian=True),
            "antall_kvinner": parts.Column(_("Kvinner"), number),
            "antall_menn": parts.Column(_("Menn"), number),
            "antall_totalt": parts.Column(_("Ansatte"), number),
            "arsverk_kvinner": parts.Column(_("Årsverk, kvinner"), number),
            "arsverk_menn": parts.Column(_("Årsverk, menn"), number),
            "arsverk_totalt": parts.Column(_("Årsverk"), number),
            "andel_kvinner_pst": parts.Column(_("Kvinner, %"), lambda value: number(value, 1)),
            "arsverk_av_ansatte_pst": parts.Column(_("Stillingsstørrelse, %"), lambda value: number(value, 1)),
        },
        f"ansatte_{aar}",
        title=_("Ansatte og årsverk {aar}").format(aar=aar),
        status="cellestatus",
    )
    parts.sources(ansatte)


def kjonnene(rader: pd.DataFrame, title: str) -> None:
    """Women and men where a table counts no full-time equivalents."""
    with st.expander(title):
        parts.table(
            rader,
            {
                "omrade": parts.Column(_("Område"), norwegian=True),
                "antall_kvinner": parts.Column(_("Kvinner"), number),
                "antall_menn": parts.Column(_("Menn"), number),
                "andel_kvinner_pst": parts.Column(_("Kvinner, %"), lambda value: number(value, 1)),
            },
            str(rader.oppstilling.iloc[0]),
            title=title,
        )
        parts.sources(rader)
        parts.footnotes(rader.tabell_id.unique())


if bemanning.empty:
    municipality.lacks(_("Varehuset har ingen tall om ansatte for {kommune} i {aar}."))
titler = parts.titles(bemanning.tabell_id)
for tabell, rader in bemanning.groupby("tabell_id", sort=False):
    if rader.arsverk_totalt.notna().any():
        de_ansatte(rader)
    else:
        kjonnene(rader, titler[str(tabell)])


CHAPTERS = {"3": N_("Ledere (kapittel 3)"), "4": N_("Sentralt avtalt (kapittel 4)"), "5": N_("Lokalt avtalt (kapittel 5)")}
lonnstabeller = data.rows(
    """select coalesce(nullif(regexp_extract(tabell.tittel, 'kapittel ([0-9]+)', 1), ''), tabell_id) as kapittel, tabell_id, tittel
    from marts.dim_kildetabell as tabell
    where tabell_id in (select tabell_id from rapport.rapport_lonn where list_contains(?, rapport_id)) order by tabell_id""",
    list(kommune.reports_of_the_year),
)
# A table of one chapter of the pay agreement is known by it; others by their titles.
lonnsnavn = {
    row.kapittel: _(CHAPTERS[row.kapittel]) if row.kapittel in CHAPTERS else parts.short(row.tittel)
    for row in lonnstabeller[
        (lonnstabeller.kapittel != lonnstabeller.tabell_id) | ~lonnstabeller.kapittel.isin(CHAPTERS).any()
    ].itertuples()
}


@frame.section
def lonnen() -> None:
    """Pay by position in one chapter of the pay agreement."""
    st.header(_("Lønn"), divider="gray")
    valgt = filters.buttons(st, _("Lønnskapittel"), "kapittel", lonnsnavn)
    lonn = data.rows(
        """select *, kvinners_lonn_av_menns_pst is not null as har_begge,
            count(*) filter (where not er_total and kvinners_lonn_av_menns_pst is not null) over () as antall_begge,
            count(*) filter (where not er_total and kvinners_lonn_av_menns_pst < 100) over () as antall_under
        from rapport.rapport_lonn where list_contains(?, tabell_id) order by tabell_id, rad""",
        list(lonnstabeller[lonnstabeller.kapittel == valgt].tabell_id),
    )
    for total in lonn[lonn.er_total].head(1).itertuples():
        st.markdown(
            _(
                "I {kapittel} tjente kvinner i snitt **{andel} av det menn gjorde**: {kvinner} kroner mot {menn} kroner. "
                "Kvinner tjente mindre enn menn i {antall} av {alle} stillinger med begge kjønn."
            ).format(
                kapittel=inline(lonnsnavn[valgt]),
                andel=percent(total.kvinners_lonn_av_menns_pst),
                kvinner=number(total.arslonn_kvinner_kr),
                menn=number(total.arslonn_menn_kr),
                antall=number(total.antall_under),
                alle=number(total.antall_begge),
            )
        )
    stillinger = lonn[~lonn.er_total & lonn.har_begge].sort_values("arslonn_totalt_kr", ascending=False)
    lang = stillinger.rename(columns={"arslonn_kvinner_kr": _("Kvinner"), "arslonn_menn_kr": _("Menn")}).melt(
        ["stilling"], [_("Kvinner"), _("Menn")], "kjonn", "arslonn_kr"
    )
    lang["stilling"] = lang.stilling.astype("category").cat.set_categories(list(stillinger.stilling), ordered=True)
    parts.chart(
        charts.dots(
            lang.sort_values(["stilling", "kjonn"]).astype({"stilling": str}), "stilling", "arslonn_kr", "kjonn", _("Årslønn, kroner")
        ),
        _("Gjennomsnittlig årslønn for kvinner og menn per stilling."),
    )
    parts.table(
        lonn.assign(mangler=[_("bare ett kjønn i stillingen") if is_missing(value) else "" for value in lonn.kvinners_lonn_av_menns_pst]),
        {
            "stilling": parts.Column(_("Stilling"), norwegian=True),
            "antall_kvinner_trykt": parts.Column(_("Kvinner"), number),
            "antall_menn_trykt": parts.Column(_("Menn"), number),
            "arslonn_kvinner_kr": parts.Column(_("Årslønn kvinner, kr"), number),
            "arslonn_menn_kr": parts.Column(_("Årslønn menn, kr"), number),
            "arslonn_totalt_kr": parts.Column(_("Årslønn i alt, kr"), number),
            "kvinners_lonn_av_menns_pst": parts.Column(_("Kvinners lønn, % av menns"), lambda value: number(value, 1)),
            "mangler": parts.Column(_("Hvorfor tallet mangler")),
        },
        f"lonn_kapittel_{valgt}",
        title=_("Lønn per stilling, kapittel {kapittel}").format(kapittel=valgt),
    )
    parts.sources(lonn)


if len(lonnstabeller):
    lonnen()

larlinger = data.rows(
    """select * from rapport.rapport_larling where list_contains(?, rapport_id) and list_contains(?, enhet_id)
    order by aar desc, tabell_id, rad""",
    *kommune.in_its_reports,
)


def larlingene() -> None:
    """Apprentices: applicants, admitted and running contracts."""
    st.header(_("Lærlinger"), divider="gray")
    kontrakter = larlinger[larlinger.lopende_kontrakter.notna() | larlinger.maltall_kontrakter.notna()]
    inntak = larlinger[~larlinger.tabell_id.isin(kontrakter.tabell_id)]
    kontrakter = larlinger[larlinger.tabell_id.isin(kontrakter.tabell_id)]
    if len(inntak[inntak.er_total]) and len(kontrakter[kontrakter.er_total]):
        opptak, lopende = inntak[inntak.er_total].iloc[0], kontrakter[kontrakter.er_total].iloc[0]
        st.markdown(
            _(
                "{sokere} søkte læreplass i {aar}, og **{inntak} ble tatt inn**. "
                "I januar {kontraktsaar} hadde kommunen {kontrakter} løpende kontrakter, mot et måltall på {maltall}."
            ).format(
                sokere=number(opptak.sokere_totalt),
                aar=int(opptak.aar),
                inntak=number(opptak.inntak_totalt),
                kontraktsaar=int(lopende.aar),
                kontrakter=number(lopende.lopende_kontrakter),
                maltall=number(lopende.maltall_kontrakter),
            )
        )
    if len(inntak):
        parts.table(
            inntak,
            {
                "fag": parts.Column(_("Fag"), norwegian=True),
                "sokere_totalt": parts.Column(_("Søkere"), number),
                "inntak_kvinner": parts.Column(_("Inntak, kvinner"), number),
                "inntak_menn": parts.Column(_("Inntak, menn"), number),
                "inntak_totalt": parts.Column(_("Inntak"), number),
                "larekandidater": parts.Column(_("Lærekandidater"), number),
            },
            "larlinger_inntak",
            title=_("Søkere og inntak av lærlinger"),
            status="cellestatus",
        )
    if len(kontrakter):
        parts.table(
            kontrakter,
            {
                "fag": parts.Column(_("Fag"), norwegian=True),
                "lopende_kontrakter": parts.Column(_("Løpende kontrakter"), number),
                "maltall_kontrakter": parts.Column(_("Måltall"), number),
            },
            "larekontrakter",
            title=_("Aktive lærekontrakter"),
            status="cellestatus",
        )
        for felles in kontrakter[kontrakter.felles_for.notna()].drop_duplicates("felles_for").itertuples():
            note(
                _("{fag}: {kontrakter} løpende kontrakter til sammen, mot et felles måltall på {maltall}.").format(
                    fag=own(felles.felles_for), kontrakter=number(felles.lopende_felles), maltall=number(felles.maltall_felles)
                )
            )
    parts.sources(larlinger)
    with st.expander(_("Fotnotene til lærlingtabellene")):
        parts.footnotes(larlinger.tabell_id.unique())


if len(larlinger):
    larlingene()

bakgrunn = data.rows(
    "select * from rapport.rapport_innvandrerbakgrunn where list_contains(?, rapport_id) and list_contains(?, enhet_id) order by rad, aar",
    *kommune.in_its_reports,
)


def innvandrerbakgrunnen() -> None:
    """Employees with an immigrant background."""
    st.header(_("Ansatte med innvandrerbakgrunn"), divider="gray")
    summer = bakgrunn[bakgrunn.er_total]
    if len(summer):
        nyest = summer.iloc[-1]
        st.markdown(
            (
                _("**{antall} ansatte** hadde innvandrerbakgrunn ved tellingen i {aar}.")
                if is_missing(nyest.endring_totalt)
                else _("**{antall} ansatte** hadde innvandrerbakgrunn ved tellingen i {aar}, {endring} fra året før.")
            ).format(antall=number(nyest.antall_totalt), aar=int(nyest.aar), endring=number(nyest.endring_totalt, sign=True))
        )
    parts.table(
        bakgrunn.assign(
            aaret=bakgrunn.aar.astype(str), mangler=[_("første telling") if is_missing(value) else "" for value in bakgrunn.endring_totalt]
        ),
        {
            "stillingsgruppe": parts.Column(_("Stillingsgruppe"), norwegian=True),
            "aaret": parts.Column(_("År")),
            "antall_fast": parts.Column(_("Fast ansatte"), number),
            "antall_vikar": parts.Column(_("Vikarer"), number),
            "antall_totalt": parts.Column(_("I alt"), number),
            "endring_totalt": parts.Column(_("Endring"), lambda value: number(value, sign=True)),
            "mangler": parts.Column(_("Hvorfor tallet mangler")),
        },
        "innvandrerbakgrunn",
        title=_("Ansatte med innvandrerbakgrunn"),
        status="cellestatus",
    )
    parts.sources(bakgrunn)
    parts.footnotes(bakgrunn.tabell_id.unique())


if len(bakgrunn):
    innvandrerbakgrunnen()

st.header(_("Sykefravær"), divider="gray")
fravaer = data.rows(
    """select *, tema_navn || ', ' || lower(enhet) as rad from rapport.rapport_sykefravaer where er_samlet and list_contains(?, rapport_id)
    qualify row_number() over (partition by rapport_id, tema, enhet_id, aar order by linje) = 1 order by aar desc, sykefravaer_pst desc""",
    list(kommune.reports_so_far),
)
siste = fravaer[fravaer.aar == fravaer.aar.max()]
if siste.empty:
    municipality.lacks(_("Varehuset har ingen tall om sykefravær for {kommune} i {aar}."))
else:
    hoyest = siste.iloc[0]
    st.markdown(
        _(
            "Rapportene oppgir sykefravær for enkelte områder, ikke for hele kommunen. Høyest i {aar} var {omrade} med **{sykefravaer}**."
        ).format(aar=int(hoyest.aar), omrade=inline(term(hoyest.tema_navn)), sykefravaer=percent(hoyest.sykefravaer_pst))
    )
    toaar = fravaer[fravaer.rapport_id == hoyest.rapport_id].assign(
        tema_navn=lambda frame: terms(frame.tema_navn), aaret=lambda frame: frame.aar.astype(str)
    )
    parts.chart(
        charts.dots(toaar, "tema_navn", "sykefravaer_pst", "aaret", _("Sykefravær, %"), 1),
        _("Sykefravær per område og år."),
    )
    parts.table(
        fravaer.assign(
            tema_navn=terms(fravaer.tema_navn),
            enhet=terms(fravaer.enhet),
            aaret=fravaer.aar.astype(str),
            linjen=[number(value) for value in fravaer.linje],
            forbehold=fravaer.tilnaerming.fillna(""),
        ),
        {
            "tema_navn": parts.Column(_("Område")),
            "enhet": parts.Column(pgettext("kommune eller gruppe", "Enhet")),
            "aaret": parts.Column(_("År")),
            "sykefravaer_trykt_pst": parts.Column(_("Sykefravær, %"), lambda value: number(value, 1)),
            "forbehold": parts.Column(_("Rapportens forbehold"), norwegian=True),
            "linjen": parts.Column(_("Linje"), right=True),
        },
        "sykefravaer",
        title=_("Sykefravær per område"),
    )
    parts.prose(fravaer)
    if grensene := kommune.borders(fravaer.aar.min(), fravaer.aar.max()):
        st.caption(grensene)
