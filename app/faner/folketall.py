"""How many live here, how that has changed, and how old they are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import charts
import data
import filters
import frame
import municipality
import parts
import people
from format import listed, number, percent
from language import _
from people import People
from vocabulary import age_group, ages, term, terms


def draw() -> None:
    """One municipality's population from one year to another."""
    people.require()
    _population()


@frame.section
def _population() -> None:
    head = st.empty()
    chosen = people.choice(head)
    if chosen is None:
        return
    if chosen.first == chosen.last:
        _pyramid_table(chosen, *_pyramid(chosen))
    else:
        growth = _growth(chosen)
        head.markdown(_answer(chosen, growth))
        left, right = st.columns([9, 5])
        with left:
            _growth_table(chosen, growth)
        with right:
            pyramid, year = _pyramid(chosen)
        _pyramid_table(chosen, pyramid, year)
    _lacking(chosen)
    _sources(chosen)


def _growth(chosen: People) -> pd.DataFrame:
    return data.rows(
        """select *, row_number() over (order by aldersgruppe_id = 'alle', vekst_personer desc, rekkefolge) = 1 as er_sterkest
        from rapport.rapport_befolkningsvekst
        where kommunenr = ? and grenser = ? and fra_aar = ? and til_aar = ? order by rekkefolge""",
        chosen.number,
        chosen.borders,
        chosen.first,
        chosen.last,
    )


def _answer(chosen: People, growth: pd.DataFrame) -> str:
    """How many there are, how many more or fewer than before, and which age group has most more; first those of the title's year."""
    everybody, strongest = growth[growth.aldersgruppe_id == "alle"].iloc[0], growth[growth.er_sterkest].iloc[0]
    said = [
        _("**{kommune} hadde {antall} innbyggere 1. januar {til}**, {endring} flere enn i {fra} ({vekst}).")
        if everybody.vekst_personer >= 0
        else _("**{kommune} hadde {antall} innbyggere 1. januar {til}**, {endring} færre enn i {fra} ({vekst}).")
    ]
    if strongest.vekst_personer > 0:
        said.append(_("Flest flere ble det i gruppen {gruppe} ({gruppens_vekst})."))
    return _in_the_year(chosen) + " ".join(said).format(
        kommune=chosen.name,
        antall=number(everybody.personer_til),
        til=chosen.last,
        endring=number(abs(everybody.vekst_personer)),
        fra=chosen.first,
        vekst=percent(everybody.vekst_pst, sign=True),
        gruppe=age_group(strongest.aldersgruppe),
        gruppens_vekst=number(strongest.vekst_personer, sign=True),
    )


def _in_the_year(chosen: People) -> str:
    """How many lived there in the year that the page's title has, where that is not the last year chosen."""
    year = municipality.now().year
    if year is None or year == chosen.last:
        return ""
    counted = data.first(
        "select personer from rapport.rapport_aldersgruppe where aldersgruppe_id = 'alle' and kommunenr = ? and grenser = ? and aar = ?",
        chosen.number,
        chosen.borders,
        year,
    )
    if not counted:
        return ""
    said = _("{kommune} hadde **{antall} innbyggere** 1. januar {aar}.")
    return said.format(aar=year, kommune=chosen.name, antall=number(counted["personer"])) + " "


def _growth_table(chosen: People, growth: pd.DataFrame) -> None:
    st.header(_("Vekst per aldersgruppe"), divider="gray")
    parts.table(
        growth.assign(
            aldersgruppe=growth.aldersgruppe.map(age_group), radtype=["sum" if key == "alle" else "" for key in growth.aldersgruppe_id]
        ),
        {
            "aldersgruppe": parts.Column(_("Aldersgruppe")),
            "personer_fra": parts.Column(_("Personer {aar}").format(aar=chosen.first), number),
            "personer_til": parts.Column(_("Personer {aar}").format(aar=chosen.last), number),
            "vekst_personer": parts.Column(_("Endring"), lambda value: number(value, sign=True), key=True, bar=True),
            "vekst_pst": parts.Column(_("Endring, %"), lambda value: number(value, 1, sign=True), key=True),
        },
        f"befolkningsvekst_{chosen.number}_{chosen.first}_{chosen.last}",
        title=_("Befolkningsvekst i {kommune} fra {fra} til {til}").format(kommune=chosen.name, fra=chosen.first, til=chosen.last),
    )


def _pyramid(chosen: People) -> tuple[pd.DataFrame, int]:
    """The ages of one year, which a slider chooses; returns the rows and the year."""
    st.header(_("Alderspyramiden"), divider="gray")
    aar = filters.year(st, _("Alderspyramide 1. januar"), "pyramide", chosen.years)
    pyramide = data.rows(
        """select *, row_number() over (order by begge_kjonn desc, alder_fra, kjonn) = 1 as er_storst from (
            select *, sum(personer_per_aarstrinn) over (partition by alder_fra) as begge_kjonn
            from rapport.rapport_befolkning where kommunenr = ? and grenser = ? and aar = ?
        ) order by kjonn, alder_fra""",
        chosen.number,
        chosen.borders,
        aar,
    )
    pyramide["gruppe"] = [ages(row.alder_fra, row.alder_til) for row in pyramide.itertuples()]
    largest = pyramide[pyramide.er_storst].iloc[0]
    parts.chart(
        charts.pyramid(pyramide),
        _("De største årskullene 1. januar {aar} er {alder}: {antall} personer per årstrinn").format(
            aar=aar, alder=largest.gruppe, antall=number(largest.begge_kjonn)
        ),
    )
    said = [
        _("Kilden deler ikke folketallet på kjønn for dette året og disse grensene.") if set(pyramide.kjonn) == {"begge"} else "",
        _("Høyden på en blokk er antall årstrinn i gruppen, bredden er personer per årstrinn. Gruppen 90 år og over er tegnet over ti år."),
    ]
    st.caption(" ".join(sentence for sentence in said if sentence))
    return pyramide, aar


def _pyramid_table(chosen: People, pyramide: pd.DataFrame, aar: int) -> None:
    """The numbers of the pyramid, under a lid: they are many."""
    title = _("Befolkningen i {kommune} etter alder og kjønn 1. januar {aar}").format(kommune=chosen.name, aar=aar)
    with st.expander(title):
        parts.table(
            pyramide.assign(kjonn=terms(pyramide.kjonn)),
            {"gruppe": parts.Column(_("Alder")), "kjonn": parts.Column(_("Kjønn")), "personer": parts.Column(_("Personer"), number)},
            f"befolkning_{chosen.number}_{aar}",
            title=title,
        )


def _lacking(chosen: People) -> None:
    """Say which years nobody can give, and why."""
    hull = data.rows(
        """select status, fra, til, list(coalesce(enhet.navn, numre.nummer) order by numre.nummer) as kommuner
        from (
            select status, fra, til, unnest(string_split(mangler, ', ')) as nummer from (
                select status, mangler, min(aar) as fra, max(aar) as til from rapport.rapport_folketall
                where kommunenr = ? and grenser = ? and status in ('mangler', 'kan_ikke_avgjores')
                group by status, mangler
            )
        ) as numre left join marts.dim_enhet as enhet on numre.nummer = enhet.enhet_id
        group by status, fra, til order by fra""",
        chosen.number,
        chosen.borders,
    )
    for row in hull.itertuples():
        words = (
            _("{fra}–{til} mangler: {kommuner} ble delt, og ingen kilde sier hvor folket havnet.")
            if row.status == "kan_ikke_avgjores"
            else _("{fra}–{til} mangler: varehuset har ikke folketall for {kommuner}.")
        )
        st.caption(words.format(fra=row.fra, til=row.til, kommuner=listed([term(name) for name in row.kommuner])))


def _sources(chosen: People) -> None:
    """Where the people are counted, and on which borders they may be compared."""
    own = municipality.now()
    parts.sources(chosen.tables)
    if chosen.borders == "opprinnelige":
        st.caption(
            _("Tall på grensene som gjaldt det året kan ikke sammenlignes på tvers av en kommunesammenslåing.")
            if own.borders_from is None
            else _(
                "Tall på grensene som gjaldt det året kan ikke sammenlignes på tvers av en kommunesammenslåing, "
                "som den mellom {kommune} og {andre} i {aar}."
            ).format(kommune=own.name, andre=own.merged_with, aar=own.borders_from)
        )
