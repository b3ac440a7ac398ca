"""What holds each printed number, and what looks like a contradiction, with what explains it."""

import streamlit as st

import data
import municipality
import parts
from format import number
from language import N_, _, note, own

SUSPICIONS = {
    "like_tall": N_("Like tall på to steder"),
    "sprang": N_("Tallet er doblet eller halvert på ett år"),
    "nabo_passer_bedre": N_("Tallet på raden ved siden av passer bedre"),
    "aarenes_rekkefolge": N_("Årene står i en annen rekkefølge enn i rapportens andre tabeller"),
    "aar_i_teksten": N_("Teksten og tabellen har ulike år"),
}
EXPLAINED = {"funn": N_("Et funn"), "unntak": N_("En grunn"), "uforklart": N_("Ikke forklart")}


def draw() -> None:
    """What holds the numbers of the reports about the municipality, or of all, where it has none."""
    kommune = municipality.now()
    rapporter = list(kommune.reports) or list(data.rows("select distinct rapport_id from kvalitet.dekning").rapport_id)
    tabeller = data.rows(
        """select dekning.rapport_id, tabeller.tittel, dekning.tabell_id, count(*) as tall,
            count(*) filter (where i_kilden in ('raden_med_etikett', 'raden')) as i_kilden, count(*) filter (where er_avstemt) as avstemt,
            count(*) filter (where er_som_naboene) as som_naboene, count(*) filter (where er_trykt_flere_steder) as flere_steder,
            count(*) filter (where antall_hold > 1) as av_flere, count(*) filter (where antall_hold = 0) as av_intet
        from kvalitet.dekning as dekning inner join marts.dim_kildetabell as tabeller on dekning.tabell_id = tabeller.tabell_id
        where list_contains(?, dekning.rapport_id) group by all order by dekning.rapport_id desc, dekning.tabell_id""",
        rapporter,
    )
    i_alt = data.first(
        """select count(*) as tall, count(*) filter (where i_kilden in ('raden_med_etikett', 'raden')) as i_kilden,
            count(*) filter (where er_avstemt) as avstemt, count(*) filter (where antall_hold > 1) as av_flere,
            count(*) filter (where antall_hold = 0) as av_intet
        from kvalitet.dekning where list_contains(?, rapport_id)""",
        rapporter,
    )
    if tabeller.empty:
        st.info(_("Varehuset har ingen trykte tall å holde mot noe."))
        raise municipality.NothingToShowError
    st.markdown(
        _(
            "**{tall} trykte tall** er holdt mot kilden og hverandre: {i_kilden} står på samme rad i kildens tekst, {avstemt} stemmer med andre "
            "tall, {av_flere} er holdt av mer enn én ting, og **{av_intet} av ingenting**."
        ).format_map({name: number(value) for name, value in i_alt.items()})
    )
    parts.table(
        tabeller,
        {
            "tabell_id": parts.Column(_("Tabell")),
            "tittel": parts.Column(_("Tittel"), norwegian=True),
            "tall": parts.Column(_("Tall"), number, key=True),
            "i_kilden": parts.Column(_("Raden i kilden"), number),
            "avstemt": parts.Column(_("Stemmer med andre"), number),
            "som_naboene": parts.Column(_("Ligner naboene"), number),
            "flere_steder": parts.Column(_("Trykt flere steder"), number),
            "av_flere": parts.Column(_("Av flere"), number),
            "av_intet": parts.Column(_("Av ingenting"), number, key=True),
        },
        "dekning",
        title=_("Hva som holder tallene"),
    )
    note(_("Kilde: {kilder}.").format(kilder="; ".join(parts.report(rapport) for rapport in dict.fromkeys(tabeller.rapport_id))))
    suspicions(rapporter)


def suspicions(reports: list[str]) -> None:
    """What every build looks for in all reports, each hit with what explains it."""
    st.header(_("Det som så ut som en feil"), divider="gray")
    antall = data.first(
        """select count(*) as antall, count(*) filter (where status = 'funn') as funn, count(*) filter (where status = 'unntak') as unntak,
            count(*) filter (where status = 'uforklart') as uforklart
        from kvalitet.mistanke where list_contains(?, rapport_id)""",
        reports,
    )
    sett = data.rows(
        """select * from kvalitet.mistanke where list_contains(?, rapport_id)
        order by status != 'uforklart', rapport_id desc, regel, sted_a, sted_b""",
        reports,
    )
    if sett.empty:
        st.markdown(_("Ingenting."))
        return
    st.markdown(
        _("Av {antall} steder er {funn} funn i kilden, {unntak} har en grunn, og {uforklart} er ikke forklart.").format_map(
            {name: number(value) for name, value in antall.items()}
        )
    )
    parts.table(
        sett.assign(
            hva=sett.regel.map({key: _(word) for key, word in SUSPICIONS.items()}).fillna(sett.regel),
            forklart=sett.status.map({key: _(word) for key, word in EXPLAINED.items()}),
            grunn=[own(text) if isinstance(text, str) else "" for text in sett.begrunnelse],
        ),
        {
            "hva": parts.Column(_("Hva")),
            "sted_a": parts.Column(_("Sted")),
            "verdi_a": parts.Column(_("Der står")),
            "sted_b": parts.Column(_("Mot")),
            "verdi_b": parts.Column(_("Der står det")),
            "forklart": parts.Column(_("Forklart av")),
            "grunn": parts.Column(_("Grunn"), norwegian=True),
        },
        "mistanker",
        title=_("Det som så ut som en feil"),
    )
