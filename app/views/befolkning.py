"""Who lives here, and how many more will need schools and care?"""

import streamlit as st

import charts
import data
import filters
import frame
import municipality
import parts
from format import number, percent
from language import _
from vocabulary import age_group, ages, term, terms

st.title(_("Befolkning"))

BORDERS = {"2024": _("Dagens grenser"), "opprinnelige": _("Grensene som gjaldt det året")}
COUNTRY = "0000"  # the number that the statistics give the whole country
valgt = municipality.now()
kommuner = data.rows(
    """select folk.grenser, folk.kommunenr, any_value(enhet.navn) as kommune, min(folk.aar) as fra, max(folk.aar) as til
    from rapport.rapport_befolkning as folk inner join marts.dim_enhet as enhet on folk.kommunenr = enhet.enhet_id
    where list_contains(case folk.grenser when '2024' then [$1, $3] else $2 end, folk.kommunenr)
    group by folk.grenser, folk.kommunenr
    order by folk.grenser, folk.kommunenr = $3, any_value(split_part(enhet.navn, ' (', 1)) != $4, min(folk.aar), folk.kommunenr""",
    valgt.id,
    list(valgt.numbers),
    COUNTRY,
    valgt.name,
)
if valgt.id not in set(kommuner.kommunenr) and not set(valgt.numbers) & set(kommuner.kommunenr):
    st.info(_("Varehuset har ingen folketall for {kommune}.").format(kommune=valgt.name) if valgt.id else _("Utgaven har ingen folketall."))
    raise municipality.NothingToShowError


@frame.section
def befolkningen() -> None:
    """One municipality from one year to another."""
    head = st.empty()
    left, right = st.columns(2)
    grenser = filters.one(left, _("Grenser"), "grenser", {key: words for key, words in BORDERS.items() if key in set(kommuner.grenser)})
    mulige = kommuner[kommuner.grenser == grenser]
    names = {row.kommunenr: f"{term(row.kommune)} ({row.kommunenr})" for row in mulige.itertuples()}
    kommunenr = filters.one(right, _("Folketall for"), "folk", names)
    span = mulige[mulige.kommunenr == kommunenr].iloc[0]
    kommune = term(span.kommune)
    fra, til = filters.span(st, _("Fra og til, 1. januar"), ("fra", "til"), list(range(int(span.fra), int(span.til) + 1)))
    if fra == til:
        head.info(_("Velg to ulike år for å se veksten."))
        return

    vekst = data.rows(
        """select *, row_number() over (order by aldersgruppe_id = 'alle', vekst_personer desc, rekkefolge) = 1 as er_sterkest
        from rapport.rapport_befolkningsvekst
        where kommunenr = ? and grenser = ? and fra_aar = ? and til_aar = ? order by rekkefolge""",
        kommunenr,
        grenser,
        fra,
        til,
    )
    alle = vekst[vekst.aldersgruppe_id == "alle"].iloc[0]
    grupper = vekst[vekst.aldersgruppe_id != "alle"]
    sterkest = vekst[vekst.er_sterkest].iloc[0]
    head.markdown(
        (
            _(
                "**{kommune} hadde {antall} innbyggere 1. januar {til}**, {endring} flere enn i {fra} ({vekst}). "
                "Sterkest vokste gruppen {gruppe} ({gruppens_vekst})."
            )
            if alle.vekst_personer >= 0
            else _(
                "**{kommune} hadde {antall} innbyggere 1. januar {til}**, {endring} færre enn i {fra} ({vekst}). "
                "Sterkest vokste gruppen {gruppe} ({gruppens_vekst})."
            )
        ).format(
            kommune=kommune,
            antall=number(alle.personer_til),
            til=til,
            endring=number(abs(alle.vekst_personer)),
            fra=fra,
            vekst=percent(alle.vekst_pst, sign=True),
            gruppe=age_group(sterkest.aldersgruppe),
            gruppens_vekst=number(sterkest.vekst_personer, sign=True),
        )
    )

    st.header(_("Vekst per aldersgruppe"), divider="gray")
    parts.chart(
        charts.deviations(
            grupper.assign(aldersgruppe=grupper.aldersgruppe.map(age_group)),
            "vekst_personer",
            _("Endring i personer {fra}–{til}").format(fra=fra, til=til),
            labels="aldersgruppe",
            words=(_("Økning"), _("Nedgang")),
        ),
        _("Endring i antall personer per aldersgruppe."),
    )
    parts.table(
        vekst.assign(aldersgruppe=vekst.aldersgruppe.map(age_group)),
        {
            "aldersgruppe": parts.Column(_("Aldersgruppe")),
            "personer_fra": parts.Column(_("Personer {aar}").format(aar=fra), number),
            "personer_til": parts.Column(_("Personer {aar}").format(aar=til), number),
            "vekst_personer": parts.Column(_("Endring"), lambda value: number(value, sign=True)),
            "vekst_pst": parts.Column(_("Endring, %"), lambda value: number(value, 1, sign=True)),
        },
        f"befolkningsvekst_{kommunenr}_{fra}_{til}",
        title=_("Befolkningsvekst i {kommune} fra {fra} til {til}").format(kommune=kommune, fra=fra, til=til),
    )

    st.header(_("Alderssammensetningen 1. januar {aar}").format(aar=til), divider="gray")
    pyramide = data.rows(
        "select * from rapport.rapport_befolkning where kommunenr = ? and grenser = ? and aar = ? order by kjonn, alder_fra",
        kommunenr,
        grenser,
        til,
    )
    if set(pyramide.kjonn) == {"begge"}:
        st.info(_("Kilden deler ikke folketallet på kjønn for disse grensene. Velg dagens grenser for å se alderspyramiden."))
    else:
        pyramide["gruppe"] = [ages(row.alder_fra, row.alder_til) for row in pyramide.itertuples()]
        parts.chart(charts.pyramid(pyramide), _("Alderspyramide for {kommune} 1. januar {aar}.").format(kommune=kommune, aar=til))
        st.caption(
            _(
                "Høyden på en blokk er antall årstrinn i gruppen, bredden er personer per årstrinn. "
                "Gruppen 90 år og over er tegnet over ti år."
            )
        )
        parts.table(
            pyramide.assign(kjonn=terms(pyramide.kjonn)),
            {"gruppe": parts.Column(_("Alder")), "kjonn": parts.Column(_("Kjønn")), "personer": parts.Column(_("Personer"), number)},
            f"befolkning_{kommunenr}_{til}",
            title=_("Befolkningen i {kommune} etter alder og kjønn 1. januar {aar}").format(kommune=kommune, aar=til),
        )
    parts.sources(["SSB-07459" if grenser == "2024" else "SSB-07459-OPPRINNELIGE"])
    if grenser == "opprinnelige":
        st.caption(
            _("Tall på grensene som gjaldt det året kan ikke sammenlignes på tvers av en kommunesammenslåing.")
            if valgt.borders_from is None
            else _(
                "Tall på grensene som gjaldt det året kan ikke sammenlignes på tvers av en kommunesammenslåing, "
                "som den mellom {kommune} og {andre} i {aar}."
            ).format(kommune=valgt.name, andre=valgt.merged_with, aar=valgt.borders_from)
        )


befolkningen()

treff = data.rows(
    """select *, row_number() over (order by prognose_id = 'alle', abs(differanse_personer) desc, rekkefolge) = 1 as er_storst
    from rapport.rapport_prognosetreff
    where rapport_id = (select max_by(rapport_id, fra_aar) from rapport.rapport_prognosetreff where list_contains(?, rapport_id))
    order by rekkefolge""",
    list(valgt.reports),
)
if not treff.empty:
    start, slutt = int(treff.fra_aar.iloc[0]), int(treff.til_aar.iloc[0])
    st.header(_("Traff prognosen for {fra}–{til}?").format(fra=start, til=slutt), divider="gray")
    bom = treff[treff.er_storst].iloc[0]
    rapport = data.first("select tittel, aar from marts.dim_rapport where rapport_id = ?", treff.rapport_id.iloc[0])
    st.markdown(
        (
            _(
                "Rapporten fra {rapportaar} ventet at {kommune} skulle vokse mellom {fra} og {til}. Størst var bommen for **{gruppe}**: "
                "ventet {ventet}, faktisk {faktisk}, {antall} personer flere enn ventet."
            )
            if bom.differanse_personer > 0
            else _(
                "Rapporten fra {rapportaar} ventet at {kommune} skulle vokse mellom {fra} og {til}. Størst var bommen for **{gruppe}**: "
                "ventet {ventet}, faktisk {faktisk}, {antall} personer færre enn ventet."
            )
        ).format(
            kommune=valgt.name,
            rapportaar=rapport["aar"],
            fra=start,
            til=slutt,
            gruppe=age_group(bom.navn),
            ventet=percent(bom.prognose_vekst_pst, sign=True),
            faktisk=percent(bom.faktisk_vekst_pst, sign=True),
            antall=number(abs(bom.differanse_personer)),
        )
    )
    treff = treff.assign(navn=treff.navn.map(age_group))
    parts.chart(charts.forecast(treff), _("Ventet og faktisk vekst per aldersgruppe i prosent."))
    parts.table(
        treff,
        {
            "navn": parts.Column(_("Aldersgruppe")),
            "prognose_vekst_pst": parts.Column(_("Ventet vekst, %"), lambda value: number(value, 1, sign=True)),
            "faktisk_vekst_pst": parts.Column(_("Faktisk vekst, %"), lambda value: number(value, 1, sign=True)),
            "prognose_personer_trykt": parts.Column(_("Ventet, trykt, personer"), lambda value: number(value, sign=True)),
            "prognose_vekst_personer": parts.Column(_("Ventet, regnet av oss, personer"), lambda value: number(value, sign=True)),
            "personer_fra": parts.Column(_("Folketallet vi regner av"), number),
            "faktisk_vekst_personer": parts.Column(_("Faktisk, personer"), lambda value: number(value, sign=True)),
            "differanse_personer": parts.Column(_("Forskjell, personer"), lambda value: number(value, sign=True)),
        },
        "prognosetreff",
        title=_("Ventet og faktisk befolkningsvekst"),
    )
    said = [
        _("Den faktiske veksten er målt på dagens grenser i begge ender.") if set(treff.grenser) == {"2024"} else "",
        ""
        if valgt.borders_from is None or not rapport["aar"] < valgt.borders_from
        else _("Prognosen gjaldt {kommune} før sammenslåingen med {andre}.").format(kommune=valgt.name, andre=valgt.merged_with),
        _("Kilde: {kilde}, prosaen, og SSB tabell 07459.").format(kilde=rapport["tittel"]),
    ]
    st.caption(" ".join(sentence for sentence in said if sentence))
