"""Does the municipality reach its climate goals, and which way do emissions go?"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

import blocks
import data
import frame
import municipality
import parts
from format import is_missing, measured, number, plain, year
from language import _
from tables import Course
from vocabulary import reserved, terms


def draw() -> None:
    """The climate plan's goals, what the report says is done, and the numbers it gives."""
    reports = list(municipality.now().reports_of_the_year)
    goals = data.rows(
        """select * from rapport.rapport_klimamal
        where list_contains(?, rapport_id) order by hovednummer, nummer""",
        reports,
    )
    figures = data.rows(
        """select indikator.*, kilde.tittel as kilde, list_contains(?, utsagn.enhet_id) as er_egen
        from rapport.rapport_klimaindikator as indikator
        inner join marts.dim_kilde as kilde on indikator.rapport_id = kilde.kilde_id
        left join rapport.rapport_utsagn as utsagn on indikator.utsagn_id = utsagn.utsagn_id
        where list_contains(?, indikator.rapport_id) order by indikator.linje, indikator.aar""",
        list(municipality.now().numbers),
        reports,
    )
    if goals.empty:
        municipality.lacks(_("Varehuset har ingen klimamål for {kommune} i {aar}."))
    if goals.empty and figures.empty:
        raise municipality.NothingToShowError
    if said := _message(reports, figures):
        st.markdown(said)
    if len(goals):
        _goals(goals)
    if len(figures):
        _over_time(figures)
        _figures(figures)


def _message(reports: list[str], figures: pd.DataFrame) -> str:
    """How the goals stand, and which way the emissions go."""
    kommune = municipality.now()
    counts = data.first(
        """select count(distinct hovednummer) as mal, count(*) as delmal, count(*) filter (where status = 'nådd') as nadd,
            count(*) filter (where status = 'på vei') as pa_vei, count(*) filter (where status = 'ikke nådd') as ikke_nadd,
            count(*) filter (where status = 'ikke målt') as ikke_malt
        from rapport.rapport_klimamal where list_contains(?, rapport_id)""",
        reports,
    )
    said = []
    emissions = figures[
        figures.gjelder.str.startswith(f"Direkte klimagassutslipp i {kommune.name}") & figures.forrige_verdi.notna() & ~figures.er_mal
    ]
    for last in emissions.tail(1).itertuples():
        amount = reserved(last.tilnaerming, measured(last.verdi, last.maaleenhet))
        before = figures[(figures.gjelder == last.gjelder) & (figures.maal == last.maal) & (figures.aar == last.forrige_aar)]
        said.append(
            parts.with_flag(
                _("De direkte utslippene i {kommune} var **{utslipp}** i {aar}, mot {forrige} i {forrige_aar}.").format(
                    kommune=kommune.name,
                    utslipp=amount,
                    aar=int(last.aar),
                    forrige=reserved(next(iter(before.tilnaerming), None), plain(last.forrige_verdi)),
                    forrige_aar=int(last.forrige_aar),
                ),
                amount,
                last.funn_id,
            )
        )
    if counts["delmal"]:
        said.append(
            _(
                "Klimaplanen har {mal} mål, noen av dem delt. Av de {delmal} delmålene er, slik vi leser rapporten, {nadd} nådd, "
                "{pa_vei} på "
                "vei, {ikke_nadd} ikke nådd og {ikke_malt} ikke målt."
            ).format_map({name: number(value) for name, value in counts.items()})
        )
    return " ".join(said)


def _goals(goals: pd.DataFrame) -> None:
    """The goals of the climate plan, and what the report says is done."""
    st.header(_("Klimaplanens mål"), divider="gray")
    parts.table(
        goals.assign(
            malet=[f"{row.nummer}. «{row.mal}»" for row in goals.itertuples()],
            status=terms(goals.status),
            frist=goals.frist_aar.map(year),
        ),
        {
            "malet": parts.Column(_("Mål"), norwegian=True),
            "frist": parts.Column(_("Frist"), right=True),
            "status": parts.Column(_("Vår lesning"), key=True),
            "rapportens_vurdering": parts.Column(_("Rapportens ord"), norwegian=True),
            "tiltak_eller_status": parts.Column(_("Gjort, etter rapporten"), norwegian=True),
        },
        "klimamal",
        title=_("Klimamålene"),
    )
    parts.sources(
        goals,
        _(
            "Rapporten viser status med trafikklys. Fargene finnes ikke i kildens tekst og er ikke gjettet; "
            "statusen her er vår lesning av det rapporten skriver."
        ),
    )


def _over_time(figures: pd.DataFrame) -> None:
    """What the report gives for more than one year."""
    series = figures[(figures.antall_aar > 1) & ~figures.er_mal & figures.verdi.notna()].sort_values(["gjelder", "maal", "aar"])
    if series.empty:
        return
    st.header(_("Utviklingen"), divider="gray")
    own = series[series.er_egen.fillna(value=False).astype(bool)]
    rows = []
    for (about, measure), group in series.groupby(["gjelder", "maal"], sort=False):
        first, last = group.iloc[0], group.iloc[-1]
        points = tuple((int(row.aar), Decimal(str(row.verdi))) for row in group.itertuples())
        rows.append(
            {
                "hva": f"{about}, {measure}",
                "lopet": Course(points, breaks=municipality.now().moved(first.aar, last.aar) if last.er_egen else ()),
                "forst": f"{reserved(first.tilnaerming, measured(first.verdi, first.maaleenhet))} ({int(first.aar)})",
                "sist": f"{reserved(last.tilnaerming, measured(last.verdi, last.maaleenhet))} ({int(last.aar)})",
                "utsagn_id": last.utsagn_id,
            }
        )
    parts.table(
        pd.DataFrame(rows),
        {
            "hva": parts.Column(_("Hva det gjelder"), norwegian=True),
            "lopet": parts.Column(_("Utviklingen")),
            "forst": parts.Column(_("Første år"), right=True),
            "sist": parts.Column(_("Siste år"), right=True, key=True),
        },
        "klima_over_tid",
        title=_("Klimatall for flere år"),
    )
    parts.prose(series, municipality.now().borders(own.aar.min(), own.aar.max()))


@frame.section
def _figures(figures: pd.DataFrame) -> None:
    """Every figure about climate in the report, measured or aimed at, each with its sentence a click away."""
    with st.expander(_("Alle klimatallene ({antall})").format(antall=number(len(figures)))):
        _figure_table(figures)


def _figure_table(figures: pd.DataFrame) -> None:
    parts.table(
        figures.assign(
            hva=[f"{row.gjelder}, {row.maal}" for row in figures.itertuples()],
            aaret=figures.aar.map(year),
            tallet=[blocks.used(row) for row in figures.itertuples()],
            slag=[_("måltall") if row.er_mal else _("måling") for row in figures.itertuples()],
            forrige=[
                "" if is_missing(row.forrige_verdi) else f"{measured(row.forrige_verdi, row.maaleenhet)} ({int(row.forrige_aar)})"
                for row in figures.itertuples()
            ],
        ),
        {
            "hva": parts.Column(_("Hva det gjelder"), norwegian=True),
            "aaret": parts.Column(_("År"), right=True),
            "tallet": parts.Column(_("Tall"), right=True, key=True),
            "forrige": parts.Column(_("Forrige år i rapporten"), right=True),
            "slag": parts.Column(_("Måling eller mål")),
        },
        "klimatall",
        title=_("Tall om klima i rapporten"),
    )
