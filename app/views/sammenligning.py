"""What does the municipality spend and get, compared with the other large cities?"""

import streamlit as st

import blocks
import charts
import data
import filters
import parts
from format import is_missing, listed, measured, number, plain, reason, unit
from language import _, ngettext, pgettext
from vocabulary import DIRECTIONS, inline, term, terms

st.title(_("Sammenligning"))

profiler = data.rows(
    """select profil.*, omrade.navn as tjenesteomrade from rapport.rapport_tjenesteprofil as profil
    inner join marts.dim_tjenesteomrade as omrade on profil.tjenesteomrade_id = omrade.tjenesteomrade_id
    order by omrade.rekkefolge, profil.tabell_id, profil.rad"""
)
if profiler.empty:
    st.info(_("Utgaven har ingen tjenesteprofiler."))
    st.stop()

navn = {row.tjenesteomrade_id: term(row.tjenesteomrade) for row in profiler.itertuples()}
valgt = filters.one(st, _("Tjenesteområde"), "omrade", navn)
omrade = inline(navn[valgt])

profil = profiler[profiler.tjenesteomrade_id == valgt].copy()
med = profil[profil.indeks.notna()].copy()
BETTER, WORSE, NEITHER = charts.VERDICTS
VERDICTS = {True: BETTER, False: WORSE}
med["vurdering"] = [
    VERDICTS.get(better, NEITHER) for better in med.bedre_enn_snittet.map(lambda value: None if is_missing(value) else bool(value))
]
med["verdi_tekst"] = [f"{plain(row.verdi)} {unit(row.maaleenhet)}" for row in med.itertuples()]
med["snitt_tekst"] = [f"{plain(row.snitt_asss)} {unit(row.maaleenhet)}" for row in med.itertuples()]
better, worse = (med[med.vurdering == verdict] for verdict in VERDICTS.values())
aar = int(profil.aar.iloc[0])
st.markdown(
    _(
        "I {aar} lå Trondheim **bedre enn snittet av de ti ASSS-kommunene** på {bedre} og svakere på {svakere} "
        "av de {antall} nøkkeltallene for {omrade} der kilden har både kommunens tall og snittet."
    ).format(aar=aar, bedre=number(len(better)), svakere=number(len(worse)), antall=number(len(med)), omrade=omrade)
    + (
        " "
        + ngettext("{antall} nøkkeltall mangler tall.", "{antall} nøkkeltall mangler tall.", len(profil) - len(med)).format(
            antall=number(len(profil) - len(med))
        )
        if len(profil) > len(med)
        else ""
    )
)
if not med.empty:
    parts.chart(
        charts.profile(med),
        _("Tjenesteprofil for {omrade}: indeks der snittet av ASSS-kommunene er 100.").format(omrade=omrade),
    )
    st.caption(_("Båndet går fra laveste til høyeste ASSS-kommune. Om høyt er bra eller dårlig, står i tabellen."))

profil["enhet"] = profil.maaleenhet.map(unit)
profil["leses"] = terms(profil.retning.map(DIRECTIONS))
profil["mangler"] = [
    listed(missing)
    if (
        missing := [
            f"{label}: {reason(status)}"
            for label, status in (("Trondheim", row.cellestatus), (_("snitt"), row.snitt_cellestatus))
            if reason(status)
        ]
    )
    else ""
    for row in profil.itertuples()
]
parts.table(
    profil,
    {
        "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
        "enhet": parts.Column(_("Enhet")),
        "verdi": parts.Column(_("Trondheim"), plain),
        "snitt_asss": parts.Column(_("Snitt ASSS"), plain),
        "lavest_asss": parts.Column(_("Lavest"), plain),
        "hoyest_asss": parts.Column(_("Høyest"), plain),
        "indeks": parts.Column(_("Indeks"), lambda value: number(value, 1)),
        "leses": parts.Column(_("Leses slik")),
        "mangler": parts.Column(_("Hvorfor tallet mangler")),
    },
    f"tjenesteprofil_{valgt}_{aar}",
    title=_("Tjenesteprofil for {omrade} {aar}").format(omrade=omrade, aar=aar),
    height=len(profil),
)
parts.sources(profil)
with st.expander(_("Hva nøkkeltallene betyr")):
    for row in profil.itertuples():
        st.markdown(f"**{row.navn}**: {row.definisjon}")

st.header(_("Storbyene ved siden av hverandre"), divider="gray")
plassering = data.rows(
    """select plassering.*, omrade.navn as tjenesteomrade from rapport.rapport_plassering as plassering
    inner join marts.dim_tjenesteomrade as omrade on plassering.tjenesteomrade_id = omrade.tjenesteomrade_id
    order by omrade.art = 'tjeneste', omrade.rekkefolge, plassering.tabell_id, plassering.rad, er_hovedenhet desc, enhet"""
)
if plassering.empty:
    st.info(_("Utgaven har ingen nøkkeltall for flere kommuner."))
else:
    navn_pa = {row.tjenesteomrade_id: term(row.tjenesteomrade) for row in plassering.itertuples()}
    mot = filters.one(st, _("Område"), "mot", navn_pa)
    mot_omradet = inline(navn_pa[mot])
    i_omradet = plassering[plassering.tjenesteomrade_id == mot]
    navnene = {key: term(name) for key, name in zip(i_omradet.enhet_id, i_omradet.enhet, strict=True)}
    titlene = dict(zip(i_omradet.indikator_id, i_omradet.navn, strict=True))
    left, right = st.columns(2)
    valgte_kommuner = filters.several(left, _("Kommuner"), "kommuner", navnene, list(navnene))
    valgte_tall = filters.several(right, _("Nøkkeltall"), "tall", titlene, list(titlene))
    utvalg = i_omradet[i_omradet.enhet_id.isin(valgte_kommuner) & i_omradet.indikator_id.isin(valgte_tall)]
    egne = utvalg[utvalg.er_hovedenhet & utvalg.plass.notna() & (utvalg.retning != "noytral")]
    st.markdown(
        _(
            "Blant kommunene i tabellene er Trondheim **best på {best}** og dårligst på {sist} av {antall} nøkkeltall "
            "der høyt eller lavt er bra."
        ).format(best=number((egne.plass == 1).sum()), sist=number((egne.plass == egne.antall_kommuner).sum()), antall=number(len(egne)))
    )
    tegnet = utvalg[utvalg.indeks.notna()]
    if not tegnet.empty:
        grupper = listed([inline(term(name)) for name in dict.fromkeys(tegnet.gruppe)])
        parts.chart(
            charts.positions(
                tegnet.assign(
                    nokkeltall=[row.navn if tegnet.aar.nunique() == 1 else f"{row.navn}, {row.aar}" for row in tegnet.itertuples()],
                    enhet=tegnet.enhet_id.map(navnene),
                    verdi_tekst=[measured(row.verdi, row.maaleenhet) for row in tegnet.itertuples()],
                    plass_tekst=[
                        _("{plass} av {antall}").format(plass=number(row.plass), antall=number(row.antall_kommuner))
                        for row in tegnet.itertuples()
                    ],
                ),
                [navnene[key] for key in valgte_kommuner],
            ),
            _("Kommunenes nøkkeltall for {omrade}: indeks der {gruppe} er 100.").format(omrade=mot_omradet, gruppe=grupper),
        )
        st.caption(_("Båndet går fra laveste til høyeste kommune i tabellen. Tall som ikke kan måles mot gruppen, står bare i tabellen."))
    trykte = data.rows(
        """select * from rapport.rapport_nokkeltall
        where list_contains(?, indikator_id || '|' || aar) order by tabell_id, rad, er_hovedenhet desc, enhetstype desc, enhet""",
        sorted({f"{row.indikator_id}|{row.aar}" for row in utvalg.itertuples()}),
    )
    trykte = trykte[trykte.enhet_id.isin(valgte_kommuner) | (trykte.enhetstype == "gruppe")]
    tabell, enheter = blocks.beside(trykte)
    plasser = {
        row.navn: _("{plass} av {antall}").format(plass=number(row.plass), antall=number(row.antall_kommuner))
        for row in utvalg[utvalg.er_hovedenhet & utvalg.plass.notna()].itertuples()
    }
    parts.table(
        tabell.assign(plass=tabell.navn.map(plasser).fillna("")),
        {"navn": parts.Column(_("Nøkkeltall"), width=300, norwegian=True), "enhet": parts.Column(_("Måleenhet"))}
        | {"plass": parts.Column(_("Trondheims plass"), width=125)}
        | {label: parts.Column(label, plain) for label in enheter}
        | {"leses": parts.Column(_("Leses slik")), "mangler": parts.Column(_("Hvorfor tallet mangler"))},
        f"kommuner_{mot}",
        title=_("Nøkkeltall for {omrade}, kommune for kommune").format(omrade=mot_omradet),
        height=len(tabell),
    )
    st.caption(
        _("Plassen er talt blant kommunene som har tall i tabellen; like tall deler plass. Der retningen er verken eller, er 1 høyest.")
    )
    parts.sources(utvalg)

st.header(_("Økonomien over flere år"), divider="gray")
flere = data.rows(
    """select * from rapport.rapport_nokkeltall
    where tjenesteomrade_id = 'okonomi' and kilde_id in (
        select kilde_id from rapport.rapport_nokkeltall where tjenesteomrade_id = 'okonomi' group by kilde_id having count(distinct aar) > 1
    ) order by tabell_id, rad, er_hovedenhet desc, enhet, aar"""
)
if flere.empty:
    st.info(_("Utgaven har ingen økonomiske nøkkeltall for mer enn ett år."))
else:
    titler = dict(zip(flere.indikator_id, flere.navn, strict=True))
    valgte = filters.several(st, _("Nøkkeltall over tid"), "nokkeltall", titler, list(titler)[:6])
    st.markdown(
        _(
            "Trondheim mot de andre ASSS-kommunene og resten av landet, {fra}–{til}. Prosent av driftsinntektene. "
            "{mangler} av Trondheims {antall} tall mangler i kilden, og linjen begynner der tallene begynner. Aksene begynner ikke på null."
        ).format(
            fra=flere.aar.min(),
            til=flere.aar.max(),
            mangler=number(flere[flere.er_hovedenhet].verdi.isna().sum()),
            antall=number(flere.er_hovedenhet.sum()),
        )
    )
    for start in range(0, len(valgte), 3):
        for column, indikator in zip(st.columns(3), valgte[start : start + 3], strict=False):
            serie = flere[flere.indikator_id == indikator].assign(enhet=lambda frame: terms(frame.enhet))
            with column:
                st.markdown(f"**{titler[indikator]}**")
                parts.chart(
                    charts.small_lines(serie, "verdi", unit(serie.maaleenhet.iloc[0]), "enhet"),
                    _("{nokkeltall} per år for Trondheim, øvrige ASSS-kommuner og resten av landet.").format(nokkeltall=titler[indikator]),
                )
    vist = flere[flere.indikator_id.isin(valgte)]
    parts.table(
        vist.assign(aaret=vist.aar.astype(str), enhet=terms(vist.enhet)),
        {
            "navn": parts.Column(_("Nøkkeltall"), width=260, norwegian=True),
            "aaret": parts.Column(_("År")),
            "enhet": parts.Column(pgettext("kommune eller gruppe", "Enhet")),
            "verdi": parts.Column(_("% av driftsinntektene"), lambda value: number(value, 1)),
        },
        "okonomi_over_tid",
        title=_("Økonomiske nøkkeltall over tid"),
        status="cellestatus",
    )
    parts.sources(flere)
