"""What do the municipality's own accounts say, from the statement down to the account?"""

from __future__ import annotations

import functools
from dataclasses import astuple, dataclass
from typing import Any

import pandas as pd
import streamlit as st

import charts
import data
import filters
import municipality
import parts
import provenance
from format import is_missing, mill_kr, number, percent
from language import N_, _, note
from vocabulary import terms

ALL = ""
STATEMENTS = {
    "okonomisk_oversikt_art": N_("Økonomisk oversikt etter art"),
    "bevilgningsoversikt_drift_5_4": N_("Bevilgningsoversikt drift"),
    "bevilgningsoversikt_investering_5_5": N_("Bevilgningsoversikt investering"),
    "balanse_5_8": N_("Balansen etter § 5-8"),
    "okonomisk_oversikt_drift": N_("Økonomisk oversikt drift"),
    "regnskapsskjema_1a": N_("Regnskapsskjema 1A"),
    "okonomisk_oversikt_investering": N_("Økonomisk oversikt investering"),
    "regnskapsskjema_2a": N_("Regnskapsskjema 2A"),
    "balanse": N_("Balansen etter kapitler"),
}
SCOPES = {
    "kasse": N_("Kommunekassen"),
    "konsern": N_("Konsernet"),
    "saerbedrift": N_("Foretak og selskaper"),
    "konsolidert": N_("Konsolidert, som innlevert"),
}
SOURCES = {
    "kostra-regnskap": N_("KOSTRA-filene"),
    "regnskap-regnskap": N_("Hovedboken"),
    "regnskap-revidert_budsjett": N_("Revidert budsjett"),
    "regnskap-opprinnelig_budsjett": N_("Opprinnelig budsjett"),
    "regnskap-plan": N_("Økonomiplanen"),
}
MEASURES = {
    "netto": N_("Netto driftsutgifter"),
    "brutto": N_("Brutto driftsutgifter"),
    "korrigert": N_("Korrigerte brutto driftsutgifter"),
    "investering": N_("Brutto investeringsutgifter"),
}
UNITS = {"innbygger": N_("Kroner per innbygger"), "kroner": N_("1000 kr")}
SEVERITIES = {
    "FATAL": N_("Stopper"),
    "ERROR": N_("Feil"),
    "WARNING": N_("Advarsel"),
    "INFO": N_("Til orientering"),
    "brudd": N_("Går ikke opp"),
    "umappet": N_("Uten kode"),
}
STATES = {"avstemt": N_("Avstemt"), "avvik": N_("Avvik"), "ufullstendig": N_("Ufullstendig"), "ikke_trykt": N_("Ikke trykt")}
KEY_FIGURES = {
    "netto_driftsresultat": (N_("Netto driftsresultat, % av driftsinntektene"), "pst"),
    "frie_inntekter": (N_("Frie inntekter, kroner per innbygger"), "kr"),
    "netto_lanegjeld": (N_("Netto lånegjeld, % av driftsinntektene"), "pst"),
    "disposisjonsfond": (N_("Disposisjonsfond, % av driftsinntektene"), "pst"),
}
# What a municipality's own accounts add to the tab.
LOADED = (
    N_("de lovbestemte oppstillingene, med de tre årene før, og veien fra hver linje ned til kontoene"),
    N_("netto driftsresultat, frie inntekter, netto lånegjeld og disposisjonsfond, i prosent av inntektene og per innbygger"),
    N_("hva hvert tjenesteområde koster, ved siden av andre kommuner"),
    N_("SSBs kontroller: hva som stopper innleveringen, hva som må rettes, og hvilke kontoer det gjelder"),
)
_LOADED = "\n".join(["- {}"] * len(LOADED))
MOST_MUNICIPALITIES = 40
_NEWEST = 2  # years that a phone shows

_ACCOUNTS = """
    select distinct enhet_id, aar, concat(kilde, '-', versjon) as kilde, omfang from rapport.rapport_kostra_oppstilling
    where list_contains(?, enhet_id) order by aar desc, kilde
"""
# A year and the three before it. What operations and investments cost is negative, as on every page; both sides of a balance are positive.
_STATEMENT = """
    with linjer as (
        select *, cast(coalesce(cast(belop_kr as decimal(24, 2)) * 0.001, belop_1000_kr) as decimal(24, 3)) as tusen_kr,
            case when virkning_mill_kr * coalesce(belop_1000_kr, belop_kr) < 0 then -1 else 1 end as mot_virkningen
        from rapport.rapport_kostra_oppstilling
        where enhet_id = $1 and aar between $2 - 3 and $2 and concat(kilde, '-', versjon) = $3 and omfang = $4
    )
    select aar, begrep_id, navn, radtype, oppstilling, status, funn_id,
        case when starts_with(oppstilling, 'balanse') then 1 else mot_virkningen end as fortegn,
        cast(tusen_kr * fortegn as decimal(24, 3)) as belop_1000_kr,
        cast(virkning_trykt_mill_kr * 1000 * mot_virkningen * fortegn as decimal(24, 3)) as trykt_1000_kr
    from linjer order by oppstilling, rekkefolge, aar desc
"""
_KEY_FIGURES = """
    select aar, begrep_id, pst_av_driftsinntekter as pst, per_innbygger_kr as kr,
        cast(coalesce(cast(belop_1000_kr as decimal(24, 6)) * 1000, belop_kr) * 0.000001 as decimal(24, 6)) as mill_kr
    from marts.fct_kostra_hovedtall
    where kommunenr = $1 and region = concat(kommunenr, '00') and aar between $2 - 3 and $2 and kvartal = 0
        and concat(kilde, '-', versjon) = $3 and omfang = $4 and funksjon = 'alle'
        and begrep_id in ('netto_driftsresultat', 'frie_inntekter', 'netto_lanegjeld', 'disposisjonsfond')
    order by aar desc
"""
# The accounts of a line, whichever it is, by the terms that it is summed by: of the konsern, the municipality's and the enterprises'.
_LINE = """
    with ledd as (
        select kontoklasse, funksjoner, koeffisient, unnest(string_split(koder, ' ')) as koden from marts.bro_regnskapsbegrep
        where begrep_id = $5 and $2 between coalesce(aar_fra, 0) and coalesce(aar_til, 9999)
            and omfang = case $4 when 'konsolidert' then 'saerbedrift' else $4 end
    ),
    poster as (
        select kontoklasse, coalesce(omrade_id, '-') as omrade_id, omrade, coalesce(funksjon, '') as funksjon, funksjon_navn, art as kode,
            art_navn as kode_navn, cast(belop_kr as decimal(24, 2)) as belop_kr
        from rapport.rapport_kostra_konto
        where enhet_id = $1 and aar = $2 and concat(kilde, '-', versjon) = $3
            and (omfang = $4 or $4 = 'konsern' and omfang in ('kasse', 'saerbedrift'))
        union all
        select balanse.kontoklasse, balanse.kapittel, kapitler.navn, '', null, balanse.kapittel, kapitler.navn,
            coalesce(cast(balanse.belop_kr as decimal(24, 2)), cast(balanse.belop_1000_kr as decimal(24, 2)) * 1000)
        from marts.fct_kostra_balanse as balanse left join marts.dim_kapittel as kapitler on balanse.kapittel = kapitler.kapittel
        where balanse.region = concat($1, '00') and balanse.kvartal = 0 and balanse.aar = $2
            and concat(balanse.kilde, '-', balanse.versjon) = $3
            and (balanse.omfang = $4 or $4 = 'konsern' and balanse.omfang in ('kasse', 'saerbedrift'))
    ),
    linjen as (
        select poster.*, ledd.koeffisient * poster.belop_kr * 0.001 * $8 as belop_1000_kr
        from poster inner join ledd on poster.kontoklasse = ledd.kontoklasse
            and poster.kode >= split_part(ledd.koden, '..', 1)
            and (poster.kode <= split_part(ledd.koden, '..', -1) or starts_with(poster.kode, split_part(ledd.koden, '..', -1)))
            and (ledd.funksjoner = '' or len(list_filter(string_split(ledd.funksjoner, ' '),
                lambda f: poster.funksjon between split_part(f, '..', 1) and split_part(f, '..', -1))) > 0)
    )
    select
        case when $6 = '' then omrade_id when $7 = '' then funksjon else kode end as kode,
        coalesce(
            case when $6 = '' then any_value(omrade) when $7 = '' then any_value(funksjon_navn) else any_value(kode_navn) end, ''
        ) as navn,
        cast(sum(belop_1000_kr) as decimal(24, 3)) as belop_1000_kr
    from linjen where ($6 = '' or omrade_id = $6) and ($7 = '' or funksjon = $7)
    group by all having sum(belop_1000_kr) != 0 order by abs(sum(belop_1000_kr)) desc, 1
"""
# Services year by year, in the prices of a chosen year: the areas, the functions of one, or the arts of one of those.
_SERVICES = """
    with priser as (
        select aar, faktor from marts.dim_prisfaktor where serie = $9 and argang = $10 and prisaar = $8
        union all select distinct aar, 1 from rapport.rapport_kostra_konto where $8 = 0
    ),
    tall as (
        select konto.aar, konto.innbyggere,
            case when $6 = '' then omrade_id when $7 = '' then funksjon else art end as kode,
            case when $6 = '' then omrade when $7 = '' then funksjon_navn else art_navn end as navn,
            cast(case concat($5, case $4 when 'konsern' then '_konsern' else '' end)
                when 'netto' then netto_kr when 'brutto' then brutto_kr when 'korrigert' then korrigert_kr when 'investering' then brutto_kr
                when 'netto_konsern' then netto_konsern_kr when 'brutto_konsern' then brutto_konsern_kr
                when 'korrigert_konsern' then korrigert_konsern_kr when 'investering_konsern' then brutto_konsern_kr
            end as decimal(18, 2)) as kr
        from rapport.rapport_kostra_konto as konto
        where list_contains($1, enhet_id) and aar <= $2 and concat(kilde, '-', versjon) = $3
            and (omfang = $4 or $4 = 'konsern' and omfang in ('kasse', 'saerbedrift'))
            and regnskapsdel = case $5 when 'investering' then 'investering' else 'drift' end
            and ($6 = '' or omrade_id = $6) and ($7 = '' or funksjon = $7)
    ),
    summer as (
        select aar, kode, any_value(navn) as navn, cast(sum(kr) * 100 as hugeint) as ore,
            any_value(cast(innbyggere as hugeint)) as innbyggere
        from tall where kr is not null and kode is not null group by aar, kode
    ),
    -- in hundred millionths of a krone, whole numbers, so that what is shown is rounded once
    regnet as (
        select summer.*, ore * cast(cast(faktor as decimal(18, 6)) * 1000000 as hugeint) as deler
        from summer inner join priser on summer.aar = priser.aar
    )
    select aar, kode, coalesce(navn, '') as navn,
        cast(sign(ore) * ((2 * abs(deler) + 100000000000) // 200000000000) as bigint) as belop_1000_kr,
        case when innbyggere > 0 then
            cast(sign(ore) * ((2 * abs(deler) + 100000000 * innbyggere) // (200000000 * innbyggere)) as bigint) end as per_innbygger_kr
    from regnet order by kode, aar
"""
_SERIES = "select distinct serie, argang, kilde from marts.dim_prisfaktor where serie = 'kommunal_deflator' order by argang desc limit 1"
_OTHERS = """
    with tallene as (
        select kommunenr, begrep_id, pst_av_driftsinntekter as pst, per_innbygger_kr as kr from marts.fct_kostra_hovedtall
        where aar = $2 and kvartal = 0 and concat(kilde, '-', versjon) = $3 and omfang = $4 and funksjon = 'alle'
            and region = concat(kommunenr, '00')
            and begrep_id in ('netto_driftsresultat', 'frie_inntekter', 'netto_lanegjeld', 'disposisjonsfond')
    )
    select tallene.kommunenr, kommuner.navn, tallene.kommunenr = $1 as er_egen,
        max(pst) filter (where begrep_id = 'netto_driftsresultat') as netto_driftsresultat_pst,
        max(kr) filter (where begrep_id = 'frie_inntekter') as frie_inntekter_kr,
        max(pst) filter (where begrep_id = 'netto_lanegjeld') as netto_lanegjeld_pst,
        max(pst) filter (where begrep_id = 'disposisjonsfond') as disposisjonsfond_pst
    from tallene inner join marts.dim_enhet as kommuner on tallene.kommunenr = kommuner.enhet_id
    group by all order by er_egen desc, navn collate da
"""
_FAULTS = """
    select * from (
    select kontroll, alvor, tittel, linje, melding, fil from kvalitet.kostrakontroll
    where region = concat($1, '00') and aar = $2 and kvartal = 0 and $3 = 'kostra-regnskap'
    union all
    select '', status, navn, 0, concat(replace(format('{:,}', cast(forskjell_kr as bigint)), ',', ' '), ' kr'), ''
    from rapport.rapport_kostra_identitet
    where enhet_id = $1 and aar = $2 and concat(kilde, '-', versjon) = $3 and status = 'brudd'
    union all
    select '', 'umappet', concat('Kontoklasse ', kontoklasse), 0,
        concat(replace(format('{:,}', cast(belop_kr as bigint)), ',', ' '), ' kr'), ''
    from rapport.rapport_kostra_konto where enhet_id = $1 and aar = $2 and concat(kilde, '-', versjon) = $3 and art = ''
    ) order by list_position(['FATAL', 'ERROR', 'brudd', 'umappet', 'WARNING', 'INFO'], alvor), kontroll, linje
"""


@dataclass(frozen=True)
class Accounts:
    """One municipality's accounts of a year, in a source and a scope."""

    enhet_id: str
    aar: int
    kilde: str
    omfang: str


def is_loaded() -> bool:
    """Whether any accounts of the municipality are in the edition."""
    return not data.rows(_ACCOUNTS, list(municipality.now().numbers)).empty


def draw() -> None:
    """What do the municipality's own accounts say, from the statement down to the account?"""
    kommune = municipality.now()
    found = data.rows(_ACCOUNTS, list(kommune.numbers))
    if found.empty:
        how_to_load()
        return
    first, second, third = st.columns(3)
    years = list(dict.fromkeys(found.aar))
    default = str(kommune.year) if kommune.year in years else None
    aar = int(filters.one(first, _("Regnskapsår"), "regnskapsaar", {str(year): str(year) for year in years}, default))
    of_year = found[found.aar == aar]
    kilde = filters.one(second, _("Kilde"), "regnskap", {key: _(word) for key, word in SOURCES.items() if key in set(of_year.kilde)})
    scopes = {key: _(word) for key, word in SCOPES.items() if key in set(of_year[of_year.kilde == kilde].omfang)}
    if "saerbedrift" not in scopes:  # the konsern is the same
        scopes.pop("konsern", None)
    omfang = filters.one(third, _("Omfang"), "omfang", scopes)
    accounts = Accounts(str(of_year.enhet_id.iloc[0]), aar, kilde, omfang)
    figures = data.rows(_KEY_FIGURES, *astuple(accounts))
    if said := _answer(figures, accounts):
        st.markdown(said)
    statement(accounts)
    services(accounts)
    key_figures(figures, accounts)
    comparison(accounts)
    controls(accounts)


def _answer(figures: pd.DataFrame, accounts: Accounts) -> str:
    """The net operating result of the year, in money and as a share, beside the year before."""
    net = figures[(figures.begrep_id == "netto_driftsresultat") & figures.pst.notna()]
    before = {int(row.aar): row for row in net.itertuples()}
    now = before.get(accounts.aar)
    if now is None:
        return ""
    last = before.get(accounts.aar - 1)
    words = _("Regnskapet for {aar} gir et netto driftsresultat på **{belop}**, {andel} av driftsinntektene.")
    if last is not None:
        words = _("Regnskapet for {aar} gir et netto driftsresultat på **{belop}**, {andel} av driftsinntektene, mot {andel_for} året før.")
    return words.format(
        aar=accounts.aar,
        belop=mill_kr(now.mill_kr, 1),
        andel=percent(now.pst),
        andel_for="" if last is None else percent(last.pst),
    )


def key_figures(figures: pd.DataFrame, accounts: Accounts) -> None:
    """What a council asks of the accounts, a row each, the years beside each other."""
    years = list(dict.fromkeys(figures.aar))
    rows = [
        {"navn": _(words)}
        | {
            str(row.aar): number(row.kr) if measure == "kr" else percent(row.pst)
            for row in figures[figures.begrep_id == key].itertuples()
            if not is_missing(getattr(row, measure))
        }
        for key, (words, measure) in KEY_FIGURES.items()
    ]
    if rows := [row for row in rows if len(row) > 1]:
        st.header(_("Nøkkeltallene"), divider="gray")
        parts.table(
            pd.DataFrame(rows, columns=["navn", *map(str, years)]).fillna(""),
            {"navn": parts.Column(_("Nøkkeltall"))}
            | {str(year): parts.Column(str(year), right=True, key=at < _NEWEST) for at, year in enumerate(years)},
            f"nokkeltall_regnskap_{accounts.aar}",
            title=_("Nøkkeltall fra regnskapet {aar}").format(aar=accounts.aar),
        )


def how_to_load() -> None:
    """Say that there are no accounts, and how they come in."""
    st.info(municipality.now().said(_("Varehuset har ikke lest inn noe regnskap for {kommune}.")))
    st.markdown(
        _(
            "Økonomiavdelingen har filene: regnskapet slik kommunen leverer det til SSB (KOSTRA), eller et uttrekk av hovedboken. Den som "
            "drifter varehuset, leser dem inn. Ved neste oppdatering av varehuset står dette her:"
        )
    )
    st.markdown(_LOADED.format(*map(_, LOADED)))
    if municipality.now().year is not None:
        st.markdown(_("Det kommunens egne rapporter sier om økonomien, står under de andre fanene:"))
        municipality.to("okonomi/resultat", _("Resultatet slik rapporten har det"), ":material/arrow_forward:")
        municipality.to("okonomi/balanse", _("Balansen slik rapporten har den"), ":material/arrow_forward:")


def statement(accounts: Accounts) -> None:
    """A regulated statement, and the way down from a line of it."""
    rows = data.rows(_STATEMENT, *astuple(accounts))
    st.header(_("Oppstillingene"), divider="gray")
    titles = {key: _(word) for key, word in STATEMENTS.items() if key in set(rows.oppstilling)}
    chosen = filters.one(st, _("Oppstilling"), "oppstilling", titles)
    is_balance = chosen.startswith("balanse")
    every_year = rows[rows.oppstilling == chosen]
    rows = every_year[every_year.aar == accounts.aar]
    thousands = functools.partial(number, decimals=0)
    columns = {
        "navn": parts.Column(_("Linje")),
        "belop_1000_kr": parts.Column(_("{aar}, 1000 kr").format(aar=accounts.aar), thousands, key=True),
    }
    for at, year in enumerate(dict.fromkeys(every_year.aar)):
        if year != accounts.aar:
            of_it = every_year[every_year.aar == year]
            rows = rows.assign(**{str(year): rows.begrep_id.map(dict(zip(of_it.begrep_id, of_it.belop_1000_kr, strict=True)))})
            columns[str(year)] = parts.Column(str(year), thousands, key=at < _NEWEST)
    if (rows.status != "ikke_trykt").any():
        rows = rows.assign(avstemt=[_(STATES[state]) for state in rows.status])
        columns |= {"trykt_1000_kr": parts.Column(_("Trykt i rapporten"), thousands), "avstemt": parts.Column(_("Avstemming"))}
    parts.table(rows.assign(navn=terms(rows.navn)), columns, f"{chosen}_{accounts.aar}", title=f"{titles[chosen]} {accounts.aar}")
    st.caption(
        _("1000 kr. Begge sider er vist som positive beløp.")
        if is_balance
        else _("1000 kr. Alle beløp er positive når de bedrer resultatet: utgifter er negative.")
    )

    st.subheader(_("Følg en linje ned"))
    lines = dict(zip(rows.begrep_id, terms(rows.navn), strict=True))
    line, area, function = st.columns(3)
    begrep = filters.one(line, _("Linje"), "linje", lines)
    sign = int(rows[rows.begrep_id == begrep].fortegn.iloc[0])

    def down(area: str, function: str) -> pd.DataFrame:
        return data.rows(_LINE, *astuple(accounts), begrep, area, function, sign)

    areas = down(ALL, ALL)
    omrade = funksjon = ALL
    if not is_balance and len(areas):
        omrade = filters.one(area, _("Tjenesteområde"), "omrade", {ALL: _("Alle")} | _named(areas, with_code=False))
        functions = down(omrade, ALL) if omrade else areas.head(0)
        funksjon = filters.one(function, _("Funksjon"), "funksjon", {ALL: _("Alle")} | _named(functions)) if omrade else ALL
    shown = down(omrade, funksjon)
    if shown.empty:
        st.caption(_("Det er ikke ført noe på linjen."))
        return
    heading = _("Kapittel") if is_balance else _("Art") if funksjon else _("Funksjon") if omrade else _("Tjenesteområde")
    parts.table(
        shown.assign(navn=_labels(shown, with_code=bool(omrade) or is_balance)),
        {
            "navn": parts.Column(heading, norwegian=True),
            "belop_1000_kr": parts.Column(_("{aar}, 1000 kr").format(aar=accounts.aar), thousands, bar=True),
        },
        f"{begrep}_{accounts.aar}_{omrade}_{funksjon}".rstrip("_"),
        title=f"{lines[begrep]} {accounts.aar}",
    )


def _labels(rows: pd.DataFrame, *, with_code: bool = True) -> list[str]:
    """The name of each, with its code where that is what people know it by; without a name, the code alone."""
    pairs = zip(rows.kode, rows.navn, strict=True)
    return [f"{code} {name}".strip() if with_code or not name else name for code, name in pairs]


def _named(rows: pd.DataFrame, *, with_code: bool = True) -> dict[str, str]:
    return {str(code): label for code, label in zip(rows.kode, _labels(rows, with_code=with_code), strict=True) if code}


def services(accounts: Accounts) -> None:
    """What the services cost year by year: gross, net or corrected, per inhabitant or in all, in the year's or in fixed prices."""
    st.header(_("Hva tjenestene koster"), divider="gray")
    first, second, third = st.columns(3)
    maal = filters.one(first, _("Tall"), "tall", {key: _(word) for key, word in MEASURES.items()})
    enhet = filters.one(second, _("Måles i"), "enhet", {key: _(word) for key, word in UNITS.items()})
    [series] = data.rows(_SERIES).itertuples() or [None]
    years = data.rows(
        "select distinct prisaar from marts.dim_prisfaktor where serie = ? and argang = ? order by 1 desc", series.serie, series.argang
    )
    prices = {"0": _("Årets priser")} | {str(year): _("{aar}-priser").format(aar=year) for year in years.prisaar}
    prisaar = int(filters.one(third, _("Priser"), "priser", prices))
    numbers = list(municipality.now().numbers)
    ask = functools.partial(_services, accounts, numbers, maal, prisaar, series)
    areas = ask(ALL, ALL)
    if areas.empty:
        st.caption(_("Uttrekket har ikke funksjoner, så tjenestene kan ikke skilles."))
        return
    left, right = st.columns(2)
    omrade = filters.one(left, _("Tjenesteområde"), "tjeneste", {ALL: _("Alle")} | _named(areas, with_code=False))
    functions = ask(omrade, ALL) if omrade else areas.head(0)
    funksjon = filters.one(right, _("Funksjon"), "tjenestens_funksjon", {ALL: _("Alle")} | _named(functions)) if omrade else ALL
    rows = ask(omrade, funksjon)
    value = "per_innbygger_kr" if enhet == "innbygger" else "belop_1000_kr"
    rows = rows.assign(navn=_labels(rows, with_code=bool(omrade)))
    title = ", ".join([_(MEASURES[maal]), _(UNITS[enhet]).lower()])
    if omrade and rows.aar.nunique() > 1 and rows[value].notna().any():
        parts.chart(charts.lines(rows[rows[value].notna()], "aar", value, "navn", _(UNITS[enhet])), title)
    wide = rows.pivot(index=["navn"], columns="aar", values=value).reset_index()
    wide.columns = wide.columns.map(str)
    shown = sorted(rows.aar.unique())
    parts.table(
        wide,
        {"navn": parts.Column(_("Art") if funksjon else _("Funksjon") if omrade else _("Tjenesteområde"), norwegian=True)}
        | {str(year): parts.Column(str(year), number, key=year == shown[-1]) for year in shown},
        f"{maal}_{enhet}_{omrade}_{funksjon}".rstrip("_"),
        title=title,
    )
    if prisaar:
        note(
            _("Faste priser: kommunal deflator, årgang {argang}. Kilde: {kilde}.").format(
                argang=str(series.argang)[:10], kilde=provenance.source(series.kilde)
            )
        )
    note(_("Per innbygger er i samme år og grenser. Finansfunksjonene har ingen tjeneste og er ikke med."))


def _services(accounts: Accounts, numbers: list[str], maal: str, prisaar: int, series: Any, omrade: str, funksjon: str) -> pd.DataFrame:
    return data.rows(
        _SERVICES, numbers, accounts.aar, accounts.kilde, accounts.omfang, maal, omrade, funksjon, prisaar, series.serie, series.argang
    )


def comparison(accounts: Accounts) -> None:
    """The same figures for the other municipalities whose accounts are loaded."""
    rows = data.rows(_OTHERS, *astuple(accounts))
    if len(rows) <= 1:
        st.caption(_("Ingen andre kommuner har regnskap fra samme kilde i {aar}.").format(aar=accounts.aar))
        return
    st.header(_("Ved siden av andre"), divider="gray")
    options = {number_: name for number_, name, own in zip(rows.kommunenr, rows.navn, rows.er_egen, strict=True) if not own}
    chosen = list(options)
    if len(options) > MOST_MUNICIPALITIES:
        chosen = filters.several(st, _("Kommuner"), "mot", options, list(options)[:10])
    rows = rows[rows.er_egen | rows.kommunenr.isin(chosen)]
    percents = functools.partial(number, decimals=1)
    parts.table(
        rows,
        {
            "navn": parts.Column(_("Kommune")),
            "netto_driftsresultat_pst": parts.Column(_("Netto driftsresultat, % av driftsinntektene"), percents, key=True),
            "frie_inntekter_kr": parts.Column(_("Frie inntekter, kroner per innbygger"), number, key=True),
            "netto_lanegjeld_pst": parts.Column(_("Netto lånegjeld, % av driftsinntektene"), percents),
            "disposisjonsfond_pst": parts.Column(_("Disposisjonsfond, % av driftsinntektene"), percents),
        },
        f"regnskap_mot_andre_{accounts.aar}",
        title=_("Nøkkeltall fra regnskapene {aar}").format(aar=accounts.aar),
    )


def controls(accounts: Accounts) -> None:
    """What SSB's controls and the identities find in the accounts, with what to correct."""
    st.header(_("Kontroller"), divider="gray")
    rows = data.rows(_FAULTS, accounts.enhet_id, accounts.aar, accounts.kilde)
    if rows.empty:
        st.markdown(_("Ingen feil: alle kontroller er i orden, og oppstillingene går opp."))
        return
    parts.table(
        rows.assign(
            alvor=[_(SEVERITIES[severity]) for severity in rows.alvor],
            linje=[number(line) if line else "" for line in rows.linje],
        ),
        {
            "tittel": parts.Column(_("Kontroll"), norwegian=True),
            "alvor": parts.Column(_("Alvor")),
            "linje": parts.Column(_("Linje i filen"), right=True),
            "melding": parts.Column(_("Hva som skal rettes"), norwegian=True),
        },
        f"kontroller_{accounts.aar}",
        title=_("Kontroller av regnskapet {aar}").format(aar=accounts.aar),
    )
