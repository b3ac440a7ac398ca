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

BORDERS = {"2024": _("Dagens grenser"), "opprinnelige": _("Grensene som gjaldt det året")}
COUNTRY = "0000"  # the number that the statistics give the whole country
valgt = municipality.now()
kommuner = data.rows(
    """select folk.grenser, folk.kommunenr, any_value(enhet.navn) as kommune, list(folk.aar order by folk.aar) as aarene
    from rapport.rapport_aldersgruppe as folk inner join marts.dim_enhet as enhet on folk.kommunenr = enhet.enhet_id
    where folk.aldersgruppe_id = 'alle' and list_contains(case folk.grenser when '2024' then [$1, $3] else $2 end, folk.kommunenr)
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


def over_tid(kommunenr: str, kommune: str, grenser: str, fra: int, til: int) -> None:
    """One age group's share of everybody over the years, beside other municipalities and groups."""
    st.header(_("Aldersgruppene over tid"), divider="gray")
    grupper = data.rows(
        """select aldersgruppe_id, any_value(aldersgruppe) as navn from rapport.rapport_aldersgruppe
        where kommunenr = ? and grenser = ? and sett != 'alle'
        group by aldersgruppe_id, sett, rekkefolge order by sett = 'malgruppe', rekkefolge""",
        kommunenr,
        grenser,
    )
    andre = data.rows(
        """select 'g-' || gruppe_id || '-' || uten_kommunenr as nokkel, any_value(gruppe) as navn, slag = 'landet' as er_landet, 0 as plass
        from rapport.rapport_gruppefolketall
        where (slag = 'landet' or gruppe_id in (
            select gruppe_id from marts.bro_kommunegruppe where kommunenr = $1 or kommunenr in (
                select kommunenr from marts.dim_kommune where kommunenr_2024 = $1 and navn = navn_2024
            )
        ))
            and uten_kommunenr = case when gruppe_id in (
                select gruppe_id from marts.bro_kommunegruppe where kommunenr = $1 and uten_seg_selv
            ) then $1 else '' end
        group by gruppe_id, uten_kommunenr, slag
        union all
        select 'k-' || enhet_id, navn || ' (' || enhet_id || ')', false, 1 from rapport.rapport_kommune where enhet_id != $1
        order by plass, er_landet, nokkel""",
        valgt.id,
    )
    left, right = st.columns(2)
    names = {row.aldersgruppe_id: age_group(row.navn) for row in grupper.itertuples()}
    gruppe = filters.one(left, _("Aldersgruppe"), "gruppe", names, "eldre_80_pluss")
    others = {row.nokkel: term(row.navn) for row in andre.itertuples()}
    standard = [row.nokkel for row in andre.itertuples() if row.plass == 0 and not row.er_landet][:1]
    standard += [row.nokkel for row in andre.itertuples() if row.er_landet][:1]
    mot = filters.several(right, _("Sammenlign med"), "med", others, standard)[:5]
    linjer = data.rows(
        """select * from (select '' as nokkel, aar, personer, andel_pst from rapport.rapport_aldersgruppe
        where kommunenr = $1 and grenser = $2 and aldersgruppe_id = $3 and aar between $4 and $5
        union all
        select 'k-' || kommunenr, aar, personer, andel_pst from rapport.rapport_aldersgruppe
        where grenser = (select cast(max(til_grenser) as varchar) from marts.bro_kommune) and aldersgruppe_id = $3 and aar between $4 and $5
            and list_contains($6, 'k-' || kommunenr)
        union all
        select 'g-' || gruppe_id || '-' || uten_kommunenr as nokkel, aar, personer, andel_veid_pst from rapport.rapport_gruppefolketall
        where aldersgruppe_id = $3 and aar between $4 and $5 and list_contains($6, 'g-' || gruppe_id || '-' || uten_kommunenr))
        order by nokkel != '', list_position($6, nokkel), aar""",
        kommunenr,
        grenser,
        gruppe,
        fra,
        til,
        mot,
    )
    linjer["navn"] = [others.get(key, kommune) for key in linjer.nokkel]
    what = _("{gruppe}: andel av befolkningen, %").format(gruppe=names[gruppe])
    parts.chart(
        charts.lines(linjer, "aar", "andel_pst", "navn", what),
        _("{gruppe} som andel av befolkningen, {fra}–{til}.").format(gruppe=names[gruppe], fra=fra, til=til),
    )
    st.caption(
        _(
            "Gruppene er veid: alle i aldersgruppen, av alle i gruppens kommuner, for år der minst ni av ti har tall. De er på dagens "
            "grenser, men en KOSTRA-gruppe er kommunene som var i den hvert år. Numrene på KOSTRA-gruppene ble brukt om igjen i 2020."
        )
    )
    parts.table(
        linjer,
        {
            "navn": parts.Column(_("Kommune eller gruppe")),
            "aar": parts.Column(_("År"), right=True),
            "personer": parts.Column(_("Personer"), number),
            "andel_pst": parts.Column(_("Andel, %"), lambda value: number(value, 1)),
        },
        f"aldersgruppe_{kommunenr}_{gruppe}",
        title=what,
    )
    framskrivingen(gruppe, names[gruppe], kommunenr, kommune)


def framskrivingen(gruppe: str, navn: str, kommunenr: str, kommune: str) -> None:
    """What is expected of the age group: the main alternative between the low and the high, after the years that have been."""
    rader = data.rows(
        """select navn, aar, personer, tabell from rapport.rapport_framskriving
        where kommunenr = $1 and aldersgruppe_id = $2 and navn is not null
            and tabell = (select max_by(tabell, oppdatert) from rapport.rapport_framskriving where kommunenr = $1)
        union all
        select '' as navn, aar, personer, '' from rapport.rapport_aldersgruppe
        where kommunenr = $1 and aldersgruppe_id = $2 and grenser = (select cast(max(til_grenser) as varchar) from marts.bro_kommune)
        order by navn, aar""",
        kommunenr,
        gruppe,
    )
    if not rader.navn.any():
        return
    words = {"": _("Folketallet"), "hoved": _("Hovedalternativet"), "lav": _("Lav vekst"), "hoy": _("Høy vekst")}
    rader["alternativ"] = rader.navn.map(words)
    st.subheader(_("Framskriving: {gruppe}").format(gruppe=navn))
    parts.chart(
        charts.lines(rader, "aar", "personer", "alternativ", _("Personer 1. januar")),
        _("{gruppe} i {kommune}: folketallet, og framskrivingens lave, midlere og høye alternativ.").format(gruppe=navn, kommune=kommune),
    )
    parts.table(
        rader,
        {
            "alternativ": parts.Column(_("Alternativ")),
            "aar": parts.Column(_("År"), right=True),
            "personer": parts.Column(_("Personer"), number),
        },
        f"framskriving_{kommunenr}_{gruppe}",
        title=_("Framskriving for {kommune}").format(kommune=kommune),
    )
    st.caption(_("Kilde: SSB tabell {tabell}.").format(tabell=max(rader.tabell)))


def pyramiden(kommunenr: str, kommune: str, grenser: str, aarene: list[int]) -> None:
    """The ages of one year, which a slider chooses."""
    st.header(_("Alderspyramiden"), divider="gray")
    aar = filters.year(st, _("Alderspyramide 1. januar"), "pyramide", aarene)
    pyramide = data.rows(
        "select * from rapport.rapport_befolkning where kommunenr = ? and grenser = ? and aar = ? order by kjonn, alder_fra",
        kommunenr,
        grenser,
        aar,
    )
    pyramide["gruppe"] = [ages(row.alder_fra, row.alder_til) for row in pyramide.itertuples()]
    parts.chart(charts.pyramid(pyramide), _("Alderspyramide for {kommune} 1. januar {aar}.").format(kommune=kommune, aar=aar))
    said = [
        _("Kilden deler ikke folketallet på kjønn for dette året og disse grensene.") if set(pyramide.kjonn) == {"begge"} else "",
        _("Høyden på en blokk er antall årstrinn i gruppen, bredden er personer per årstrinn. Gruppen 90 år og over er tegnet over ti år."),
    ]
    st.caption(" ".join(sentence for sentence in said if sentence))
    parts.table(
        pyramide.assign(kjonn=terms(pyramide.kjonn)),
        {"gruppe": parts.Column(_("Alder")), "kjonn": parts.Column(_("Kjønn")), "personer": parts.Column(_("Personer"), number)},
        f"befolkning_{kommunenr}_{aar}",
        title=_("Befolkningen i {kommune} etter alder og kjønn 1. januar {aar}").format(kommune=kommune, aar=aar),
    )


def mangler(kommunenr: str, grenser: str) -> None:
    """Say which years nobody can give, and why."""
    hull = data.rows(
        """select status, mangler, min(aar) as fra, max(aar) as til from rapport.rapport_folketall
        where kommunenr = ? and grenser = ? and status in ('mangler', 'kan_ikke_avgjores')
        group by status, mangler order by 3""",
        kommunenr,
        grenser,
    )
    for row in hull.itertuples():
        words = (
            _("{fra}–{til} mangler: kommune {numre} ble delt, og ingen kilde sier hvor folket havnet.")
            if row.status == "kan_ikke_avgjores"
            else _("{fra}–{til} mangler: varehuset har ikke folketall for {numre}.")
        )
        st.caption(words.format(fra=row.fra, til=row.til, numre=row.mangler))


@frame.section
def befolkningen() -> None:
    """One municipality from one year to another."""
    head = st.empty()
    left, right = st.columns(2)
    egne = set(kommuner[kommuner.kommunenr != COUNTRY].grenser)  # one that was parted has none of today's
    grenser = filters.one(
        left,
        _("Grenser"),
        "grenser",
        {key: words for key, words in BORDERS.items() if key in set(kommuner.grenser)},
        next((key for key in BORDERS if key in egne), None),
    )
    mulige = kommuner[kommuner.grenser == grenser]
    names = {row.kommunenr: f"{term(row.kommune)} ({row.kommunenr})" for row in mulige.itertuples()}
    kommunenr = filters.one(right, _("Folketall for"), "folk", names)
    span = mulige[mulige.kommunenr == kommunenr].iloc[0]
    kommune = term(span.kommune)
    aarene = [int(year) for year in span.aarene]
    if len(aarene) == 1:
        head.info(_("Varehuset har folketall for {kommune} bare 1. januar {aar} på disse grensene.").format(kommune=kommune, aar=aarene[0]))
        pyramiden(kommunenr, kommune, grenser, aarene)
        mangler(kommunenr, grenser)
        return
    fra, til = filters.span(st, _("Fra og til, 1. januar"), ("fra", "til"), aarene)
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

    over_tid(kommunenr, kommune, grenser, fra, til)
    pyramiden(kommunenr, kommune, grenser, aarene)
    mangler(kommunenr, grenser)
    parts.sources(["SSB-07459", "SSB-07459-OPPRINNELIGE"] if grenser == "2024" else ["SSB-07459-OPPRINNELIGE"])
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

behov = data.rows(
    """select * from marts.fct_behovsindeks where kommunenr = $1
    and aar = (select max(aar) from marts.fct_behovsindeks where kommunenr = $1) order by sektor != 'samlet', andel desc""",
    valgt.id,
)
if not behov.empty:
    samlet, sektorer = behov.iloc[0], behov[behov.sektor != "samlet"]
    st.header(_("Hva befolkningen krever"), divider="gray")
    st.markdown(
        _("**Beregnet utgiftsbehov per innbygger i {kommune} er {indeks} av landets i {aar}**, etter nøkkelen i inntektssystemet.").format(
            kommune=valgt.name, indeks=percent(samlet.indeks * 100), aar=samlet.aar
        )
    )
    sektorer = sektorer.assign(sektornavn=terms(sektorer.sektornavn))
    parts.chart(
        charts.deviations(
            sektorer,
            "bidrag_prosentpoeng",
            _("Bidrag til den samlede indeksen, prosentpoeng"),
            labels="sektornavn",
            words=(_("Større behov"), _("Mindre behov")),
        ),
        _("Hva hver sektor trekker behovet opp eller ned."),
    )
    parts.table(
        sektorer,
        {
            "sektornavn": parts.Column(_("Sektor")),
            "indeks": parts.Column(_("Indeks, landet 1"), lambda value: number(value, 3)),
            "bidrag_prosentpoeng": parts.Column(_("Bidrag, prosentpoeng"), lambda value: number(value, 2, sign=True)),
        },
        f"behov_{valgt.id}",
        title=_("Beregnet utgiftsbehov i {kommune}").format(kommune=valgt.name),
    )
    st.caption(_("Kilde: {kilde}.").format(kilde=samlet.kilde))

st.header(_("Hva endringen i folketallet koster"), divider="gray")
kostnader = data.rows(
    """select *,
        sektor = 'alle' and aar = max(aar) filter (grunnlag = 'folketall' and sektor = 'alle') over () as er_nyeste
    from rapport.rapport_demografikostnad where kommunenr = $1
        and prisaar = (select max(prisaar) from rapport.rapport_demografikostnad where kommunenr = $1)
    order by aar, sektor = 'alle', sektor""",
    valgt.id,
)
if kostnader.empty:
    st.markdown(
        _(
            "**Ingen satser er lagt inn**, så varehuset kan ikke si det. Satsene, hva en innbygger i hver alder koster i hver sektor, er "
            "kommunens egne, og varehuset finner ikke på noen."
        )
    )
    st.caption(_("Metoden er Teknisk beregningsutvalgs. Økonomiavdelingen legger satsene inn; `docs/befolkning.md` sier hvordan."))
else:
    alle = kostnader[kostnader.sektor == "alle"]
    for row in kostnader[kostnader.er_nyeste].itertuples():
        words = (
            _("**Endringen i folketallet gjorde {kommune} {belop} mill. kr dyrere i {aar}**, med uendret standard, i {prisaar}-priser.")
            if row.demografikostnad_mill_kr >= 0
            else _(
                "**Endringen i folketallet gjorde {kommune} {belop} mill. kr billigere i {aar}**, med uendret standard, i {prisaar}-priser."
            )
        )
        st.markdown(words.format(kommune=valgt.name, belop=number(abs(row.demografikostnad_mill_kr), 1), aar=row.aar, prisaar=row.prisaar))
    if not alle.empty:
        parts.chart(
            charts.deviations(
                alle.assign(aaret=alle.aar.map(str)),
                "demografikostnad_mill_kr",
                _("Kostnad fra året før, mill. kr"),
                labels="aaret",
                words=(_("Dyrere"), _("Billigere")),
            ),
            _("Hva endringen i folketallet koster {kommune} fra år til år.").format(kommune=valgt.name),
        )
    ord_for = {"folketall": _("Folketallet"), "framskriving": _("Framskrivingen")}
    parts.table(
        kostnader[::-1].assign(  # the newest year first
            sektor=[_("Alle sektorene") if sektor == "alle" else sektor for sektor in kostnader.sektor[::-1]],
            grunnlag=kostnader.grunnlag.map(ord_for),
        ),
        {
            "sektor": parts.Column(_("Sektor")),
            "aar": parts.Column(_("År"), right=True),
            "grunnlag": parts.Column(_("Regnet av")),
            "demografikostnad_mill_kr": parts.Column(_("Kostnad fra året før, mill. kr"), lambda value: number(value, 1, sign=True)),
            "vekst_pst": parts.Column(_("Av utgiften året før, %"), lambda value: number(value, 2, sign=True)),
        },
        f"demografikostnad_{valgt.id}",
        title=_("Hva endringen i folketallet koster {kommune}").format(kommune=valgt.name),
    )
    kilder = data.rows("select distinct kilde from marts.fct_demografisats where prisaar = ? order by 1", int(kostnader.prisaar.iloc[0]))
    st.caption(_("Satsene er kommunens egne: {kilder}. Metoden er Teknisk beregningsutvalgs.").format(kilder="; ".join(kilder.kilde)))

lignende = data.rows(
    """select enhet.navn, lik.* from rapport.rapport_lignende_kommune as lik inner join marts.dim_enhet as enhet
    on lik.lignende_kommunenr = enhet.enhet_id where lik.kommunenr = ? and lik.rekkefolge <= 10 order by lik.rekkefolge""",
    valgt.id,
)
if not lignende.empty:
    st.header(_("Kommuner som ligner"), divider="gray")
    parts.table(
        lignende.assign(navn=terms(lignende.navn)),
        {
            "navn": parts.Column(_("Kommune")),
            "lignende_personer": parts.Column(_("Innbyggere"), number),
            "avstand_storrelse_pst": parts.Column(_("Størrelse, %"), lambda value: number(value, 1)),
            "avstand_alder_prosentpoeng": parts.Column(_("Alder, pp."), lambda value: number(value, 1)),
            "avstand_behov_prosentpoeng": parts.Column(_("Behov, pp."), lambda value: number(value, 1)),
            "avstand": parts.Column(_("Avstand"), lambda value: number(value, 2)),
        },
        f"lignende_{valgt.id}",
        title=_("Kommuner som ligner {kommune}").format(kommune=valgt.name),
    )
    st.caption(
        _(
            "Folketallet er fra {aar}. Størrelse: hvor mye større den største er. Alder: andelen som måtte hatt en annen alder. Behov: "
            "forskjellen i behovsindeks. Avstanden er summen, hver målt i sin median. Inntekter er ikke med."
        ).format(aar=lignende.aar.iloc[0])
    )

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
