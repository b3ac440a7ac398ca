"""The conventions: signs, missing values, averages, borders, rounding and approximations."""

import pandas as pd
import streamlit as st

import data
import municipality
import parts
from format import MINUS, number
from language import _
from vocabulary import terms


def draw() -> None:
    """The conventions: signs, missing values, averages, borders, rounding and approximations."""
    celler = data.first(
        """select sum(celler) as celler, sum(verdi) as verdi, sum(utledet) as utledet, sum(tapt) as tapt, sum(uten_tall) as uten_tall
        from kvalitet.tabellstatus"""
    )
    forbehold = data.first("select count(*) as antall, count(tilnaermingsmerke) as med from rapport.rapport_utsagn")
    if not celler or not celler["celler"]:
        st.info(_("Utgaven har ingen tall å forklare."))
        raise municipality.NothingToShowError
    st.markdown(
        _(
            "Varehuset har **{celler} celler** fra rapportenes tabeller og figurer og {tall} tall fra prosaen, "
            "og alle leses etter reglene på denne siden."
        ).format(celler=number(celler["celler"]), tall=number(forbehold["antall"]))
    )

    st.header(_("Fortegn"), divider="gray")
    SIGNS = [
        _(
            "Penger er **positive når de bedrer kommunens resultat** og negative når de svekker det: inntekter er positive, utgifter negative."
        ),
        _("Et positivt avvik er mindreforbruk eller merinntekt. Et negativt avvik er merforbruk eller mindreinntekt."),
        _("Rapportene bruker flere ulike fortegn. På siden Kilder står hver tabell som trykt, med fortegnsregelen den følger."),
        _("Investeringer og balansen er vist som positive beløp, og det står der de er vist."),
        _("Minus skrives {minus}, desimaler med komma, og tusen med mellomrom.").format(minus=MINUS),
    ]
    st.markdown("\n".join(f"- {rule}" for rule in SIGNS))

    st.header(_("Tall som mangler"), divider="gray")
    st.markdown(
        _("Et tall som mangler, er skrevet «mangler» med grunnen ved siden av. Det er aldri null. Av {antall} celler er:").format(
            antall=number(celler["celler"])
        )
    )
    parts.table(
        pd.DataFrame(
            [
                (_("Trykt tall"), celler["verdi"], _("Tallet står i kilden.")),
                (
                    _("Tapt"),
                    celler["tapt"],
                    _("Tallet stod i rapporten, men er borte i kildens tekstuttrekk. Det er ikke gjettet."),
                ),
                (
                    _("Utledet"),
                    celler["utledet"],
                    _("Tallet er tapt, men en identitet eller rapportens egen tekst gir det uten tvil."),
                ),
                (
                    _("Uten tall i kilden"),
                    celler["uten_tall"],
                    _("Rapporten har selv en blank, en tekst, en strek eller et annet tegn. En strek som viser seg å være null, er null."),
                ),
            ],
            columns=["hva", "antall", "betyr"],
        ),
        {
            "hva": parts.Column(_("Status")),
            "antall": parts.Column(_("Celler"), number),
            "betyr": parts.Column(_("Hva det betyr")),
        },
        "cellestatus",
        title=_("Hva en celle kan være"),
    )

    st.header(_("Snitt"), divider="gray")
    st.markdown(
        _(
            "Et **veid** snitt teller hver innbygger eller bruker likt, så store kommuner veier mest. "
            "Et **uveid** snitt teller hver kommune likt. Rapportene bruker begge, og med ulike kommuner. "
            "To snitt med ulik definisjon er to ulike enheter her, og de blandes ikke."
        )
    )
    enheter = data.rows("select * from marts.dim_enhet where type != 'kommune' order by navn collate da").assign(
        navn=lambda frame: terms(frame.navn),
        vekten=lambda frame: terms(frame.vekting).fillna(frame.type.map({"statistikk": _("gjelder ikke")})).fillna(_("ikke oppgitt")),
    )
    parts.table(
        enheter,
        {
            "navn": parts.Column(_("Gruppe")),
            "vekten": parts.Column(_("Vekting")),
            "beskrivelse": parts.Column(_("Hvem og hva"), norwegian=True),
        },
        "snitt",
        title=_("Gjennomsnittene"),
    )

    st.header(_("Grenser som er endret"), divider="gray")
    kommune = municipality.now()
    st.markdown(
        (
            _(
                "{andre} ble slått sammen med {kommune} fra {aar}. Tall **til og med {siste}** gjelder {kommune} alene; tall **fra {aar}** har "
                "{andre} med. En endring fra {siste} til {aar} er derfor delvis en endring i grenser. "
            ).format(kommune=kommune.name, andre=kommune.merged_with, aar=kommune.borders_from, siste=kommune.borders_from - 1)
            if kommune.borders_from is not None
            else ""
        )
        + _(
            "Et kommunenummer som er gått ut, er merket med når, som i «(før 2020)». "
            "Siden Befolkning lar deg velge dagens grenser for alle år, eller grensene som gjaldt."
        )
    )
    municipality.to("befolkning", _("Befolkning"), ":material/groups:")

    st.header(_("Avrunding"), divider="gray")
    ROUNDING = [
        _("Beløp regnes med desimaler og **rundes av én gang**, til slutt. En halv går bort fra null: 2,5 blir 3."),
        _(
            "Et trykt tall står for alt som kan rundes av til det. Derfor kan en trykt sum være "
            "en enhet større eller mindre enn summen av delene."
        ),
        _("Prosenter som er beregnet av oss, har én desimal."),
    ]
    st.markdown("\n".join(f"- {rule}" for rule in ROUNDING))

    st.header(_("Omtrentlige tall"), divider="gray")
    st.markdown(
        _(
            "{antall} av {alle} tall i prosaen har et forbehold, som «om lag», «vel» eller «i underkant av». Forbeholdet står foran tallet. "
            "**Omtrentlig** betyr rundt tallet, **nedre** at det egentlig er litt høyere, og **øvre** at det er litt lavere."
        ).format(antall=number(forbehold["med"]), alle=number(forbehold["antall"]))
    )
    parts.table(
        data.rows(
            """select tilnaerming, replace(tilnaermingsmerke, 'ovre', 'øvre') as leses_som, count(*) as antall from rapport.rapport_utsagn
            where tilnaermingsmerke is not null
            group by all order by antall desc, tilnaerming"""
        ).assign(leses_som=lambda frame: terms(frame.leses_som)),
        {
            "tilnaerming": parts.Column(_("Rapportens ord"), norwegian=True),
            "leses_som": parts.Column(_("Leses som")),
            "antall": parts.Column(_("Antall utsagn"), number),
        },
        "forbehold",
        title=_("Forbehold"),
    )
    st.caption(_("Kilde: kvalitet.tabellstatus, marts.dim_enhet og rapport.rapport_utsagn i denne utgaven."))
    municipality.to("kilder/tabeller", _("Kilder: tabellene som trykt"), ":material/table_view:")
