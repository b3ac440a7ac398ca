"""Can the numbers be trusted, what is missing, and where are they from?"""

import streamlit as st

import data
import filters
import frame
import municipality
import parts
from format import number
from language import _
from vocabulary import IN_THE_SOURCE, terms

st.title(_("Datakvalitet"))

kontroller = data.rows("select * from kvalitet.validering order by relasjon, regel")
tabeller = data.rows(
    """select status.*, coalesce(dekning.holdt, 0) as holdt, coalesce(dekning.flere, 0) as flere, kilde.tittel as kilde
    from kvalitet.tabellstatus as status
    inner join marts.dim_kilde as kilde on status.rapport_id = kilde.kilde_id
    left join (
        select tabell_id, count(*) filter (where antall_hold > 0) as holdt, count(*) filter (where antall_hold > 1) as flere
        from kvalitet.dekning group by tabell_id
    ) as dekning on status.tabell_id = dekning.tabell_id
    order by list_contains(?, status.rapport_id) desc, kilde.aar desc, status.tabell_id""",
    list(municipality.now().reports),
)
if tabeller.empty or kontroller.empty:
    st.info(_("Utgaven har ingen kontroller eller kildetabeller å vise."))
    raise municipality.NothingToShowError
antall = data.first(
    """select count(*) as tabeller, count(*) filter (where er_lastet) as lastet, sum(celler) as celler, sum(verdi) as verdi,
        sum(utledet) as utledet, sum(tapt) as tapt, sum(uten_tall) as uten_tall,
        (select count(*) from kvalitet.validering) as kontroller,
        (select count(*) from kvalitet.validering where bestatt) as bestatt
    from kvalitet.tabellstatus"""
)
tall = {name: number(value) for name, value in antall.items()}
st.markdown(
    _(
        "Utgaven har bestått **{bestatt} av {kontroller} kontroller**. Den holder {celler} trykte celler fra {lastet} av {tabeller} "
        "tabeller og figurer i rapportene; **{tapt} tall er tapt** i tekstuttrekket av kildene og er ikke gjettet."
    ).format_map(tall)
)
for column, (label, value) in zip(
    st.columns(4),
    {
        _("Trykte tall"): tall["verdi"],
        _("Utledede tall"): tall["utledet"],
        _("Tapte tall"): tall["tapt"],
        _("Uten tall i kilden"): tall["uten_tall"],
    }.items(),
    strict=True,
):
    column.metric(label, value, border=True)


st.header(_("Hva som holder tallene"), divider="gray")
dekning = data.first(
    """select count(*) as tall, count(*) filter (where antall_hold > 0) as holdt, count(*) filter (where antall_hold > 1) as flere,
        count(*) filter (where antall_hold = 0) as ingenting
    from kvalitet.dekning"""
)
st.markdown(
    _(
        "Et trykt tall kan være skrevet feil av da det ble lest. **{holdt} av {tall} tall** holdes mot noe som ville vist det: linjene i "
        "kilden det er lest av, avstemmingen, naboene i tabellen eller et annet trykk av det samme tallet. {flere} holdes av mer enn én "
        "ting, og {ingenting} av ingenting."
    ).format_map({name: number(value) for name, value in dekning.items()})
)
hold = data.rows(
    """select i_kilden, count(*) as tall, count(*) filter (where er_avstemt) as avstemt, count(*) filter (where er_som_naboene) as naboer,
        count(*) filter (where er_trykt_flere_steder) as trykk, count(*) filter (where antall_hold = 0) as ingenting
    from kvalitet.dekning group by i_kilden order by tall desc"""
)
parts.table(
    hold.assign(i_kilden=hold.i_kilden.map(lambda code: _(IN_THE_SOURCE[code]))),
    {
        "i_kilden": parts.Column(_("I linjene tabellen er lest av")),
        "tall": parts.Column(_("Trykte tall"), number),
        "avstemt": parts.Column(_("Også avstemt"), number),
        "naboer": parts.Column(_("Også som naboene"), number),
        "trykk": parts.Column(_("Også trykt et annet sted"), number),
        "ingenting": parts.Column(_("Holdt av ingenting"), number),
    },
    "dekning",
    title=_("Hva som holder tallene"),
)


@frame.section
def tabellene() -> None:
    """The tables of one source."""
    st.header(_("Tabellene i kildene"), divider="gray")
    kilder = dict(zip(tabeller.rapport_id, tabeller.kilde, strict=True))
    few = len(kilder) <= 3
    valgt = filters.buttons(st, _("Kilde"), "kilde", kilder) if few else filters.one(st, _("Kilde"), "kilde", kilder)
    utvalg = tabeller[tabeller.rapport_id == valgt].assign(
        status=lambda frame: terms(frame.status), lastet=lambda frame: frame.er_lastet.map({True: _("ja"), False: _("ikke ennå")})
    )
    parts.table(
        utvalg,
        {
            "tabell_id": parts.Column(_("Tabell")),
            "tittel": parts.Column(_("Tittel"), norwegian=True),
            "status": parts.Column(_("Kildens tilstand")),
            "lastet": parts.Column(_("I varehuset")),
            "celler": parts.Column(_("Celler"), number),
            "verdi": parts.Column(_("Trykte tall"), number),
            "holdt": parts.Column(_("Holdt"), number),
            "flere": parts.Column(_("Holdt av flere"), number),
            "utledet": parts.Column(_("Utledet"), number),
            "tapt": parts.Column(_("Tapt"), number),
            "uten_tall": parts.Column(_("Uten tall"), number),
        },
        "tabellstatus",
        title=_("Tabellene i kildene"),
    )


tabellene()

st.header(_("Tapte celler"), divider="gray")
tapte = data.rows(
    """select celle.tabell_id, tabell.tittel, celle.rad, celle.etikett, celle.kolonne, celle.status, celle.verdi, celle.grunnlag
    from kvalitet.kildecelle as celle inner join marts.dim_kildetabell as tabell on celle.tabell_id = tabell.tabell_id
    where celle.status in ('tapt', 'utledet') order by celle.status desc, celle.tabell_id, celle.rad, celle.kolonne"""
)
st.markdown(_("Et tapt tall er utledet bare der en identitet eller rapportens egen tekst gir det uten tvil. Grunnlaget står i tabellen."))
parts.table(
    tapte.assign(status=terms(tapte.status)),
    {
        "tabell_id": parts.Column(_("Tabell")),
        "rad": parts.Column(_("Rad"), number),
        "etikett": parts.Column(_("Tekst i raden"), norwegian=True),
        "kolonne": parts.Column(_("Kolonne")),
        "status": parts.Column(_("Status")),
        "grunnlag": parts.Column(_("Grunnlag"), norwegian=True),
    },
    "tapte_celler",
    title=_("Tapte og utledede tall"),
)

st.header(_("Kontrollene"), divider="gray")
parts.table(
    kontroller.assign(ok=kontroller.bestatt.map({True: _("bestått"), False: _("ikke bestått")})),
    {
        "relasjon": parts.Column(_("Tabell i varehuset")),
        "regel": parts.Column(_("Kontroll"), norwegian=True),
        "kolonner": parts.Column(_("Kolonner")),
        "ok": parts.Column(_("Resultat")),
        "observert": parts.Column(_("Observert"), norwegian=True),
    },
    "kontroller",
    title=_("Kontrollene av utgaven"),
)

st.header(_("Kildene"), divider="gray")
for kilde in data.rows("select * from marts.dim_kilde order by kilde_id").itertuples():
    st.markdown(
        _("**[{tittel}]({adresse})**, {utgiver}. Lisens: {lisens}. {merknad}").format(
            tittel=kilde.tittel, adresse=kilde.url, utgiver=kilde.utgiver, lisens=kilde.lisens, merknad=kilde.merknad
        )
    )
st.caption(_("Kilde: kvalitet.tabellstatus, kvalitet.dekning, kvalitet.kildecelle og kvalitet.validering i denne utgaven."))
