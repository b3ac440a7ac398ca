"""What does the municipality own and owe, what can it spend, and what has it guaranteed for?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

import blocks
import data
import filters
import municipality
import parts
from format import mill_kr, number, plain_percent
from language import N_, _, note
from vocabulary import inline, reserved, term, terms

# What a council asks of the balance sheet.
RATIOS = ("langsiktig_gjeld_per_innbygger_kr", "langsiktig_gjeld_uten_pensjon_pst", "disposisjonsfond_pst", "arbeidskapital_pst")

_SIDES = (N_("Eiendeler"), N_("Egenkapital og gjeld"))


def draw() -> None:
    """Draw what the municipality owns and owes, its ratios, other statements of its means, and its guarantees."""
    kommune = municipality.now()
    sheet = data.rows(
        """select *, max(abs(storrelse_mill_kr)) filter (where radtype = 'detalj') over (partition by tabell_id) as storst
        from rapport.rapport_balanse where list_contains(?, enhet_id) and aar = ? order by oppstilling, rekkefolge, tabell_id, rad""",
        *kommune.in_the_year,
    )
    others = data.rows(
        """select * from rapport.rapport_oppstilling where side = 'okonomi/balanse' and list_contains(?, enhet_id) and aar = ?
        order by emne != 'balanse', tabell_id, rad""",
        *kommune.in_the_year,
    )
    others = others[~others.tabell_id.isin(sheet.tabell_id)]
    guarantees = data.rows(
        "select * from rapport.rapport_garanti where list_contains(?, rapport_id) order by tabell_id, rekkefolge, aar",
        list(kommune.reports_of_the_year),
    )
    if sheet.empty:
        municipality.lacks(
            _("Varehuset har balansen til {kommune} ved begynnelsen av {aar}, men ikke ved utgangen.")
            if (others.emne == "balanse").any()
            else _("Varehuset har ingen balanse for {kommune} i {aar}.")
        )
        blocks.ratios(RATIOS, _("Gjeld og reserver"))
    else:
        titles = parts.titles(sheet.tabell_id)
        if len(titles) > 1:
            chosen = filters.one(st, _("Balanse"), "balanse", titles)
            sheet = sheet[sheet.tabell_id == chosen]
        _sheet(sheet)
    for _table, rows in others.groupby("tabell_id", sort=False):
        _printed(rows)
    if kommune.year is not None:
        _guarantees(guarantees)


def _sheet(sheet: pd.DataFrame) -> None:
    """The balance sheet of the year: its answer, its ratios, its two sides, and what is noted below the line."""
    kommune = municipality.now()
    sides = sheet[(sheet.nivaa == 0) & (sheet.radtype == "sum")]
    on_sides, below = sheet[sheet.side.isin(sides.navn)], sheet[~sheet.side.isin(sides.navn)]
    groups = on_sides[on_sides.nivaa == 1]
    if len(sides):
        st.markdown(_owns(sides, groups))
    blocks.ratios(RATIOS, _("Gjeld og reserver"))
    _other_measures()
    st.header(_("Balansen"), divider="gray")
    title = _("Balansen for {kommune} ved utgangen av {aar}").format(kommune=kommune.name, aar=kommune.year)
    for column, (at, side) in zip(st.columns(max(1, len(sides))), enumerate(sides.navn), strict=False):
        heading = _(_SIDES[at]) if len(sides) == len(_SIDES) else term(side)
        with column:
            rows = on_sides[on_sides.side == side]
            parts.table(
                rows.assign(navn=terms(rows.navn)),
                {
                    "navn": parts.Column(heading),
                    "storrelse_mill_kr": parts.Column(_("Mill. kr"), number, key=True, bar=True, longest=sheet.storst.iloc[0]),
                },
                f"balanse_{kommune.year}_{at + 1}",
                title=f"{title}: {inline(heading)}",
                status="cellestatus",
            )
    if len(below):
        st.subheader(_("Memoriakonti"))
        st.markdown(_("Det som står under streken i balansen, og ikke hører til noen av sidene."))
        parts.table(
            below.assign(navn=terms(below.navn)),
            {"navn": parts.Column(_("Post")), "belop_mill_kr": parts.Column(_("Mill. kr"), number)},
            f"memoriakonti_{kommune.year}",
            title=_("Memoriakonti for {kommune} ved utgangen av {aar}").format(kommune=kommune.name, aar=kommune.year),
            status="cellestatus",
        )
    parts.sources(sheet, _("Begge sider er vist som positive beløp. Et negativt beløp trekker fra på sin side."))


def _other_measures() -> None:
    """Where the council's rule measures by another number than the ratio of the balance sheet, both, and the finding that says why."""
    kommune = municipality.now()
    found = data.rows(
        """select regel.navn, regel.faktisk_trykt_pst, regel.tilnaerming, regel.funn_id, styringstall.verdi
        from rapport.rapport_handlingsregler as regel inner join rapport.rapport_styringstall as styringstall
            on styringstall.indikator_id = concat(regel.regel_id, '_pst') and regel.aar = styringstall.aar
        where styringstall.enhet_id = ? and list_contains(?, regel.enhet_id) and regel.aar = ? and styringstall.kildeslag = 'oppstilling'
            and regel.faktisk_pst is not null and regel.faktisk_pst != styringstall.verdi
        order by regel.linje""",
        kommune.id,
        *kommune.in_the_year,
    )
    for row in found.itertuples():
        said = _(
            "{navn}: {beregnet} er regnet av balansen. Kommunestyrets handlingsregel måles med {trykt}, etter en annen definisjon."
        ).format(
            navn=term(row.navn),
            beregnet=plain_percent(row.verdi),
            trykt=reserved(row.tilnaerming, plain_percent(row.faktisk_trykt_pst)),
        )
        note(" ".join([said, *parts.flagged([row.funn_id])]))


def _owns(sides: pd.DataFrame, groups: pd.DataFrame) -> str:
    """What the municipality owns and owes, and how much of it it has paid itself, in words."""
    debt = groups[groups.post_id == "balanse_langsiktig_gjeld"].storrelse_mill_kr
    equity = groups[groups.post_id == "balanse_egenkapital"].storrelse_mill_kr
    paid = _("Egenkapitalen var **{egenkapital}**.").format(egenkapital=mill_kr(equity.iloc[0])) if len(equity) else ""
    owned = municipality.now().said(
        _(
            "Ved utgangen av {aar} eide {kommune} kommune for **{eiendeler}**, "
            "og den langsiktige gjelden med pensjonsforpliktelser var **{gjeld}**."
        )
        if len(debt)
        else _("Ved utgangen av {aar} eide {kommune} kommune for **{eiendeler}**."),
        eiendeler=mill_kr(sides.iloc[0].storrelse_mill_kr),
        gjeld=mill_kr(debt.iloc[0]) if len(debt) else "",
    )
    return f"{owned} {paid}".strip()


def _printed(rows: pd.DataFrame) -> None:
    """Another printed statement, as it stands: an opening balance, or where the year's means came from and went."""
    is_opening = rows.emne.iloc[0] == "balanse"
    st.header(_("Inngående balanse") if is_opening else term(rows.oppstillingsnavn.iloc[0]), divider="gray")
    st.markdown(
        _("Mill. kr. Eiendeler er positive, egenkapital og gjeld negative.")
        if is_opening
        else _("Mill. kr. Alle beløp er positive når de bedrer resultatet.")
    )
    blocks.printed_statement(rows)


def _guarantees(guarantees: pd.DataFrame) -> None:
    """What the municipality has guaranteed for: by purpose over the years, or by who has them."""
    if guarantees.empty:
        st.caption(municipality.now().said(_("Varehuset har ingen oversikt over hva {kommune} har garantert for i {aar}.")))
        return
    st.header(_("Garantiansvar"), divider="gray")
    guarantees = guarantees.assign(formal=terms(guarantees.mottaker))
    titles = parts.titles(guarantees.tabell_id)
    for table, rows in guarantees.groupby("tabell_id", sort=False):
        if rows.aar.nunique() > 1:
            _over_time(rows)
        else:
            _by_receiver(rows, titles[str(table)])


def _over_time(rows: pd.DataFrame) -> None:
    """Guarantees by purpose, one column a year."""
    kommune = municipality.now()
    totals = rows[rows.radtype == "sum"].sort_values("aar")
    if len(totals):
        newest, oldest = totals.iloc[-1], totals.iloc[0]
        said = _("Garantiansvaret til {kommune} kommune var **{nyest}** ved utgangen av {nyest_aar}, mot {eldst} i {eldst_aar}.").format(
            kommune=kommune.name,
            nyest=mill_kr(newest.belop_mill_kr),
            nyest_aar=newest.aar,
            eldst=mill_kr(oldest.belop_mill_kr),
            eldst_aar=oldest.aar,
        )
        st.markdown(" ".join(part for part in (said, kommune.borders(oldest.aar, newest.aar)) if part))
    wide = rows.pivot(index=["rekkefolge", "formal", "radtype"], columns="aar", values="belop_mill_kr").reset_index()
    wide.columns = wide.columns.map(str)
    years = [str(year) for year in sorted(rows.aar.unique())]
    parts.table(
        wide,
        {"formal": parts.Column(_("Formål"))}
        | {
            year: parts.Column(_("{aar}, mill. kr").format(aar=year), number, key=year in {years[0], years[-1]}, bar=year == years[-1])
            for year in years
        },
        str(rows.oppstilling.iloc[0]),
        title=_("Garantiansvar per formål"),
    )
    parts.sources(rows)
    parts.footnotes(rows.tabell_id.unique())


def _by_receiver(rows: pd.DataFrame, title: str) -> None:
    """Guarantees of one year, by who has them."""
    with st.expander(title):
        parts.table(
            rows,
            {
                "mottaker": parts.Column(_("Mottaker"), norwegian=True),
                "belop_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, 1)),
            },
            str(rows.oppstilling.iloc[0]),
            title=title,
            status="cellestatus",
        )
        parts.sources(rows)
