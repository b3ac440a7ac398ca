"""How the figures are read: signs, missing values, means, borders, rounding and approximations."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import data
import municipality
import parts
from format import MINUS, number
from language import _
from vocabulary import terms


def draw() -> None:
    """The conventions, the one that is asked for most first."""
    cells = data.first(
        """select sum(celler) as celler, sum(verdi) as verdi, sum(utledet) as utledet, sum(tapt) as tapt, sum(uten_tall) as uten_tall
        from kvalitet.tabellstatus"""
    )
    if not cells or not cells["celler"]:
        st.info(_("Utgaven har ingen tall å forklare."))
        raise municipality.NothingToShowError
    st.markdown(
        _(
            "Varehuset har {antall} trykte tall, og alle leses slik: **positivt er bra for kommunens økonomi**, og et tall som mangler, er "
            "aldri null."
        ).format(antall=number(cells["verdi"]))
    )
    _missing(cells)
    left, right = st.columns(2, gap="large")
    with left:
        _signs()
        _borders()
    with right:
        _rounding()
        _approximate()
        _means()
    st.caption(_("Kilde: {kilder}.").format(kilder=_("alle rapportene i denne utgaven")))


def _listed(*rules: str) -> None:
    st.markdown("\n".join(f"- {rule}" for rule in rules))


def _signs() -> None:
    st.header(_("Fortegn"), divider="gray")
    _listed(
        _("Penger er positive når de bedrer kommunens resultat, og negative når de svekker det: inntekter er positive, utgifter negative."),
        _("Et positivt avvik er mindreforbruk eller merinntekt. Et negativt avvik er merforbruk eller mindreinntekt."),
        _("Rapportene bruker flere ulike fortegn. Under «Tabellene som trykt» står hver tabell med sine egne."),
        _("Investeringer og balansen er vist som positive beløp, og det står der de er vist."),
        _("Minus skrives {minus}, desimaler med komma, og tusen med mellomrom.").format(minus=MINUS),
    )


def _missing(cells: dict[str, int]) -> None:
    """What a cell of a printed table may be, and how many are."""
    st.header(_("Tall som mangler"), divider="gray")
    st.markdown(
        _("Der et tall mangler, står det «mangler», og grunnen står på ordet. Rapportenes {antall} celler fordeler seg slik:").format(
            antall=number(cells["celler"])
        )
    )
    parts.table(
        pd.DataFrame(
            [
                (_("Trykt tall"), cells["verdi"], _("Tallet står i kilden.")),
                (_("Tapt"), cells["tapt"], _("Tallet stod i rapporten, men er borte i teksten vi har lest. Det er ikke gjettet.")),
                (_("Utledet"), cells["utledet"], _("Tallet er tapt, men et regnestykke eller rapportens egen tekst gir det uten tvil.")),
                (_("Ikke et tall"), cells["uten_tall"], _("Rapporten har selv en blank, en tekst, en strek eller et annet tegn der.")),
            ],
            columns=["hva", "antall", "betyr"],
        ),
        {
            "hva": parts.Column(_("Cellen er")),
            "antall": parts.Column(_("Celler"), number, key=True),
            "betyr": parts.Column(_("Det betyr")),
        },
        "cellestatus",
        title=_("Hva en celle kan være"),
    )


def _rounding() -> None:
    st.header(_("Avrunding"), divider="gray")
    _listed(
        _("Beløp regnes med alle desimaler og rundes av én gang, til slutt. 2,5 blir 3, og {minus}2,5 blir {minus}3.").format(minus=MINUS),
        _(
            "Et trykt tall står for alt som kan rundes av til det. Derfor kan en trykt sum være én større eller mindre enn "
            "summen av delene."
        ),
        _("Prosenter som er beregnet av oss, har én desimal."),
    )


def _approximate() -> None:
    """The words that reserve a number of the prose, and how they are read."""
    st.header(_("Omtrentlige tall"), divider="gray")
    counts = data.first("select count(*) as antall, count(tilnaermingsmerke) as med from rapport.rapport_utsagn")
    st.markdown(
        _(
            "{antall} av {alle} tall i rapportenes tekst har et forbehold, som «om lag» eller «vel». Forbeholdet står foran tallet. "
            "Tallet etter «vel» er egentlig litt høyere, tallet etter «i underkant av» litt lavere."
        ).format(antall=number(counts["med"]), alle=number(counts["antall"]))
    )
    with st.expander(_("Alle forbeholdene")):
        parts.table(
            data.rows(
                """select tilnaerming, replace(tilnaermingsmerke, 'ovre', 'øvre') as leses_som, count(*) as antall
                from rapport.rapport_utsagn
                where tilnaermingsmerke is not null group by all order by antall desc, tilnaerming"""
            ).assign(leses_som=lambda frame: terms(frame.leses_som)),
            {
                "tilnaerming": parts.Column(_("Rapportens ord"), norwegian=True),
                "leses_som": parts.Column(_("Leses som")),
                "antall": parts.Column(_("Antall"), number, key=True),
            },
            "forbehold",
            title=_("Forbehold"),
        )


def _borders() -> None:
    """What a merger does to the figures of the years before it."""
    st.header(_("Grenser som er endret"), divider="gray")
    kommune = municipality.now()
    if kommune.borders_from is not None:
        st.markdown(
            _(
                "{andre} ble slått sammen med {kommune} i {aar}. Tall til og med {siste} gjelder {kommune} alene; tall fra {aar} "
                "har {andre} "
                "med. En endring fra {siste} til {aar} er derfor delvis en endring i grenser."
            ).format(kommune=kommune.name, andre=kommune.merged_with, aar=kommune.borders_from, siste=kommune.borders_from - 1)
        )
    st.markdown(
        _(
            "Et kommunenummer som er gått ut, er merket med når, som i «(før 2020)». På siden Befolkning velger du dagens grenser for alle "
            "år, eller grensene som gjaldt."
        )
    )
    municipality.to("befolkning", _("Befolkning"), ":material/groups:")


def _means() -> None:
    """The means and groups that reports compare with, and whom they are of."""
    st.header(_("Snitt"), divider="gray")
    st.markdown(
        _(
            "Et **veid** snitt teller hver innbygger eller bruker likt, så store kommuner veier mest. Et **uveid** snitt teller "
            "hver kommune "
            "likt. Rapportene bruker begge, og med ulike kommuner; vi blander dem ikke."
        )
    )
    groups = data.rows("select * from marts.dim_enhet where type != 'kommune' order by navn collate da").assign(
        navn=lambda frame: terms(frame.navn),
        vekten=lambda frame: terms(frame.vekting).fillna(frame.type.map({"statistikk": _("gjelder ikke")})).fillna(_("ikke oppgitt")),
    )
    with st.expander(_("Gruppene rapportene sammenligner med")):
        parts.table(
            groups,
            {
                "navn": parts.Column(_("Gruppe")),
                "beskrivelse": parts.Column(_("Hvem og hva"), norwegian=True),
                "vekten": parts.Column(_("Vekting"), key=True),
            },
            "snitt",
            title=_("Gjennomsnittene"),
        )
