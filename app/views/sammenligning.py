"""What does the municipality spend and get, compared with others?"""

from collections.abc import Iterable
from typing import Any

import streamlit as st

import blocks
import charts
import data
import filters
import frame
import municipality
import parts
from format import is_missing, listed, measured, number, plain, reason, unit
from language import _, ngettext, note, own, pgettext, say
from vocabulary import DIRECTIONS, inline, term, terms

kommune = municipality.now()
rapporter = list(kommune.reports_so_far)
omrader = data.rows(
    """select tjenesteomrade_id, navn from marts.dim_tjenesteomrade
    where tjenesteomrade_id in (select tjenesteomrade_id from rapport.rapport_tjenesteprofil where list_contains(?, rapport_id))
    order by rekkefolge""",
    rapporter,
)
if kommune.year is None:
    municipality.stop(_("Varehuset har ingen sammenligninger for {kommune} i {aar}."))
snitt = data.first("select navn, beskrivelse from marts.dim_enhet where enhet_id = 'snitt_asss'")


def measures(values: Iterable[Any], units: Iterable[Any]) -> list[str]:
    """Numbers with their units, for what a chart says of a point."""
    return [measured(value, code) for value, code in zip(values, units, strict=True)]


@frame.section
def tjenesteprofil() -> None:
    """One service area against the mean of the ASSS municipalities."""
    head = st.empty()
    navn = {row.tjenesteomrade_id: term(row.navn) for row in omrader.itertuples()}
    valgt = filters.one(st, _("Tjenesteområde"), "omrade", navn)
    omrade = inline(navn[valgt])

    # The newest of the reports that have the profile: a profile is of one year.
    rapport = data.first(
        """select profil.rapport_id from rapport.rapport_tjenesteprofil as profil
        inner join marts.dim_rapport as rapport on profil.rapport_id = rapport.rapport_id
        where list_contains(?, profil.rapport_id) and profil.tjenesteomrade_id = ? order by rapport.aar desc, profil.rapport_id""",
        rapporter,
        valgt,
    )["rapport_id"]
    profil = data.rows(
        "select * from rapport.rapport_tjenesteprofil where rapport_id = ? and tjenesteomrade_id = ? order by tabell_id, rad",
        rapport,
        valgt,
    )
    antall = data.first(
        """select max(aar) as aar, count(indeks) as med_indeks, count(*) - count(indeks) as uten_indeks,
            count(*) filter (where indeks is not null and bedre_enn_snittet) as bedre,
            count(*) filter (where indeks is not null and not bedre_enn_snittet) as svakere
        from rapport.rapport_tjenesteprofil where rapport_id = ? and tjenesteomrade_id = ?""",
        rapport,
        valgt,
    )
    aar, uten, gruppe = int(antall["aar"]), int(antall["uten_indeks"]), term(snitt["navn"])
    head.markdown(
        _(
            "I {aar} lå {kommune} **bedre enn «{gruppe}»** på {bedre} og svakere på {svakere} "
            "av de {antall} nøkkeltallene for {omrade} der kilden har både kommunens tall og snittet."
        ).format(
            kommune=kommune.name,
            gruppe=gruppe,
            aar=aar,
            bedre=number(antall["bedre"]),
            svakere=number(antall["svakere"]),
            antall=number(antall["med_indeks"]),
            omrade=omrade,
        )
        + (
            " " + ngettext("{antall} nøkkeltall mangler tall.", "{antall} nøkkeltall mangler tall.", uten).format(antall=number(uten))
            if uten
            else ""
        )
    )
    med = profil[profil.indeks.notna()]
    if not med.empty:
        better, worse, neither = charts.VERDICTS
        parts.chart(
            charts.profile(
                med.assign(
                    vurdering=[neither if is_missing(verdict) else better if verdict else worse for verdict in med.bedre_enn_snittet],
                    verdi_tekst=measures(med.verdi, med.maaleenhet),
                    snitt_tekst=measures(med.snitt_asss, med.maaleenhet),
                ),
                kommune.name,
                gruppe,
            ),
            _("Tjenesteprofil for {omrade} i {kommune}: indeks der «{gruppe}» er 100.").format(
                omrade=omrade, kommune=kommune.name, gruppe=gruppe
            ),
        )
        note(
            _("«{gruppe}»: {beskrivelse} Båndet går fra laveste til høyeste kommune. Om høyt er bra eller dårlig, står i tabellen.").format(
                gruppe=gruppe, beskrivelse=own(snitt["beskrivelse"])
            )
        )

    profil["enhet"] = profil.maaleenhet.map(unit)
    profil["leses"] = terms(profil.retning.map(DIRECTIONS))
    profil["mangler"] = [
        listed([f"{label}: {why}" for label, why in ((kommune.name, reason(its)), (_("snitt"), reason(mean))) if why])
        for its, mean in zip(profil.cellestatus, profil.snitt_cellestatus, strict=True)
    ]
    parts.table(
        profil,
        {
            "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
            "enhet": parts.Column(_("Enhet")),
            "verdi_trykt": parts.Column(kommune.name, plain),
            "snitt_asss": parts.Column(gruppe, plain),
            "lavest_asss": parts.Column(_("Lavest"), plain),
            "hoyest_asss": parts.Column(_("Høyest"), plain),
            "indeks": parts.Column(_("Indeks"), lambda value: number(value, 1)),
            "leses": parts.Column(_("Leses slik")),
        },
        f"tjenesteprofil_{valgt}_{aar}",
        title=_("Tjenesteprofil for {omrade} i {kommune} {aar}").format(omrade=omrade, kommune=kommune.name, aar=aar),
    )
    parts.sources(profil)
    with st.expander(_("Hva nøkkeltallene betyr")):
        said = [f"**{own(name)}**: {own(meaning)}" for name, meaning in zip(profil.navn, profil.definisjon, strict=True)]
        say("\n\n".join(said))


if omrader.empty:
    municipality.lacks(_("Varehuset har ingen tjenesteprofiler for {kommune} til og med {aar}."))
else:
    tjenesteprofil()


@frame.section
def kommunene() -> None:
    """Municipalities and key figures of the reader's choice, side by side."""
    st.header(_("Kommunene ved siden av hverandre"), divider="gray")
    mulige = data.rows(
        """select tjenesteomrade_id, navn from marts.dim_tjenesteomrade
        where tjenesteomrade_id in (select tjenesteomrade_id from rapport.rapport_plassering where list_contains(?, rapport_id))
        order by art = 'tjeneste', rekkefolge""",
        rapporter,
    )
    if mulige.empty:
        municipality.lacks(_("Varehuset har ingen nøkkeltall for {kommune} ved siden av andre kommuner til og med {aar}."))
        return
    navn = {row.tjenesteomrade_id: term(row.navn) for row in mulige.itertuples()}
    mot = filters.one(st, _("Område"), "mot", navn)
    omrade = inline(navn[mot])
    alle = data.rows(
        """select * from rapport.rapport_plassering where list_contains(?, rapport_id) and tjenesteomrade_id = ?
        order by tabell_id, rad, er_hovedenhet desc, enhet""",
        rapporter,
        mot,
    )
    kommuner = {key: term(name) for key, name in zip(alle.enhet_id, alle.enhet, strict=True)}
    titler = dict(zip(alle.indikator_id, alle.navn, strict=True))
    left, right = st.columns(2)
    valgte_kommuner = filters.several(left, _("Kommuner"), "kommuner", kommuner, list(kommuner))
    valgte_tall = filters.several(right, _("Nøkkeltall"), "tall", titler, list(titler))
    utvalg = alle[alle.enhet_id.isin(valgte_kommuner) & alle.indikator_id.isin(valgte_tall)]
    antall = data.first(
        """select count(*) as alle, count(*) filter (where plass = 1) as best,
            count(*) filter (where plass = antall_kommuner) as sist
        from rapport.rapport_plassering
        where list_contains(?, rapport_id) and tjenesteomrade_id = ? and er_hovedenhet and retning <> 'noytral' and plass is not null
            and list_contains(?, enhet_id) and list_contains(?, indikator_id)""",
        rapporter,
        mot,
        valgte_kommuner,
        valgte_tall,
    )
    st.markdown(
        _(
            "Blant kommunene i tabellene er {kommune} **best på {best}** og dårligst på {sist} av {antall} nøkkeltall "
            "der høyt eller lavt er bra."
        ).format(kommune=kommune.name, best=number(antall["best"]), sist=number(antall["sist"]), antall=number(antall["alle"]))
    )
    plasser = [
        "" if is_missing(place) else _("{plass} av {antall}").format(plass=number(place), antall=number(count))
        for place, count in zip(utvalg.plass, utvalg.antall_kommuner, strict=True)
    ]
    utvalg = utvalg.assign(plass_tekst=plasser)
    tegnet = utvalg[utvalg.indeks.notna()]
    if not tegnet.empty:
        one_year = len(set(tegnet.aar)) == 1
        parts.chart(
            charts.positions(
                tegnet.assign(
                    nokkeltall=[name if one_year else f"{name}, {year}" for name, year in zip(tegnet.navn, tegnet.aar, strict=True)],
                    enhet=tegnet.enhet_id.map(kommuner),
                    verdi_tekst=measures(tegnet.verdi, tegnet.maaleenhet),
                ),
                [kommuner[key] for key in valgte_kommuner],
            ),
            _("Kommunenes nøkkeltall for {omrade}: indeks der {gruppe} er 100.").format(
                omrade=omrade, gruppe=listed([inline(term(name)) for name in dict.fromkeys(tegnet.gruppe)])
            ),
        )
        st.caption(_("Båndet går fra laveste til høyeste kommune i tabellen. Tall som ikke kan måles mot gruppen, står bare i tabellen."))
    trykte = data.rows(
        """select * from rapport.rapport_nokkeltall
        where list_contains(?, rapport_id) and list_contains(?, indikator_id || '|' || aar)
            and (enhetstype = 'gruppe' or list_contains(?, enhet_id))
        order by tabell_id, rad, er_hovedenhet desc, enhetstype desc, enhet""",
        rapporter,
        sorted({f"{key}|{year}" for key, year in zip(utvalg.indikator_id, utvalg.aar, strict=True)}),
        valgte_kommuner,
    )
    tabell, kolonner = blocks.beside(trykte)
    egne = utvalg[utvalg.er_hovedenhet]
    parts.table(
        tabell.assign(plass=tabell.navn.map(dict(zip(egne.navn, egne.plass_tekst, strict=True))).fillna("")),
        {"navn": parts.Column(_("Nøkkeltall"), norwegian=True), "enhet": parts.Column(_("Måleenhet"))}
        | {"plass": parts.Column(_("Plass for {kommune}").format(kommune=kommune.name))}
        | kolonner
        | {"leses": parts.Column(_("Leses slik"))},
        f"kommuner_{mot}",
        title=_("Nøkkeltall for {omrade}, kommune for kommune").format(omrade=omrade),
    )
    st.caption(
        _(
            "Plassen er talt blant kommunene som har et tall vi kan bruke i tabellen; like tall deler plass. "
            "Der retningen er verken eller, er 1 høyest. Antall følger kommunens størrelse og er ikke med."
        )
    )
    parts.sources(utvalg)


kommunene()


@frame.section
def okonomien() -> None:
    """Financial key figures over the years."""
    st.header(_("Økonomien over flere år"), divider="gray")
    titler = {
        row.indikator_id: row.navn
        for row in data.rows(
            """select indikator_id, any_value(navn) as navn from rapport.rapport_nokkeltall
            where list_contains(?, rapport_id) and tjenesteomrade_id = 'okonomi' and antall_aar > 1
            group by indikator_id order by min(tabell_id), min(rad)""",
            rapporter,
        ).itertuples()
    }
    if not titler:
        municipality.lacks(_("Varehuset har ingen økonomiske nøkkeltall for {kommune} for mer enn ett år."))
        return
    valgte = filters.several(st, _("Nøkkeltall over tid"), "nokkeltall", titler, list(titler)[:6])
    flere = data.rows(
        """select * from rapport.rapport_nokkeltall
        where list_contains(?, rapport_id) and antall_aar > 1 and er_valgt_i_kommunens_rapporter and list_contains(?, indikator_id)
        order by tabell_id, rad, er_hovedenhet desc, enhet, aar""",
        rapporter,
        valgte,
    )
    flere = flere.assign(enhet=terms(flere.enhet))
    enheter = list(dict.fromkeys(flere.enhet))
    antall = data.first(
        """select min(aar) as fra, max(aar) as til, count(*) filter (where er_hovedenhet) as egne,
            count(*) filter (where er_hovedenhet and verdi is null) as tapt
        from rapport.rapport_nokkeltall
        where list_contains(?, rapport_id) and antall_aar > 1 and er_valgt_i_kommunens_rapporter and list_contains(?, indikator_id)""",
        rapporter,
        valgte,
    )
    st.markdown(
        _(
            "{enheter}, {fra}–{til}. Prosent av driftsinntektene. {mangler} av de {antall} tallene for {kommune} mangler i kilden, "
            "og linjen begynner der tallene begynner. Aksene begynner ikke på null."
        ).format(
            kommune=kommune.name,
            enheter=listed(enheter),
            fra=antall["fra"],
            til=antall["til"],
            mangler=number(antall["tapt"]),
            antall=number(antall["egne"]),
        )
    )
    parts.legend(charts.small_series(flere.enhet))
    for start in range(0, len(valgte), 3):
        for column, indikator in zip(st.columns(3), valgte[start : start + 3], strict=False):
            serie = flere[flere.indikator_id == indikator]
            with column:
                st.markdown(f"**{titler[indikator]}**")
                parts.chart(
                    charts.small_lines(serie, "verdi", unit(serie.maaleenhet.iloc[0]), "enhet"),
                    _("{nokkeltall} per år for {enheter}.").format(nokkeltall=titler[indikator], enheter=listed(enheter)),
                    legend=False,
                )
    parts.table(
        flere.assign(aaret=flere.aar.map(str)),
        {
            "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
            "aaret": parts.Column(_("År")),
            "enhet": parts.Column(pgettext("kommune eller gruppe", "Enhet")),
            "verdi": parts.Column(_("% av driftsinntektene"), lambda value: number(value, 1)),
        },
        "okonomi_over_tid",
        title=_("Økonomiske nøkkeltall over tid"),
        status="cellestatus",
    )
    parts.sources(flere)


okonomien()
