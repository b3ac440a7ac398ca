"""What several pages show: the council's rules, goals, statements of the prose, and key figures side by side."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import charts
import data
import municipality
import parts
from format import brief, is_missing, listed, measured, mill_kr, number, percent, plain, plain_percent, reason, unit, year
from language import DEFAULT, N_, _, own, pgettext
from tables import Bullet
from vocabulary import DIRECTIONS, STATUSES, reserved, term, terms

__all__ = ["STATUSES", "beside", "goals", "gross_result", "printed_statement", "result", "rules", "statements", "used"]

_GOALS = {
    "mellom": N_("Mellom {nedre} og {ovre} av {nevner}."),
    "minst": N_("Minst {nedre} av {nevner}."),
    "under": N_("Under {ovre} av {nevner}."),
    "pa_sikt": N_("{nedre} på sikt av {nevner}."),
}
_SIDES = {"over": N_("Tallet er over målet."), "under": N_("Tallet er under målet."), "innenfor": N_("Tallet er innenfor målet.")}


# The amounts of a printed statement, in the order they stand beside each other; those of a year have it in their names.
_AMOUNTS = {
    "opprinnelig_budsjett_mill_kr": N_("Opprinnelig budsjett"),
    "regulert_budsjett_mill_kr": N_("Regulert budsjett"),
    "regnskap_mill_kr": N_("Regnskap {aar}"),
    "avvik_mill_kr": N_("Avvik"),
    "avvik_trykt_mill_kr": N_("Avvik, trykt"),
    "regnskap_aret_for_mill_kr": N_("Regnskap {aaret_for}"),
    "inngaende_balanse_mill_kr": N_("Inngående balanse {aar}"),
}


def printed_statement(rows: pd.DataFrame) -> None:
    """A printed statement as rapport_oppstilling has it: its rows in their order, the amounts it has, and where it is from.

    An amount that a finding rejects stands as printed, in a row with the finding's mark.
    """
    rows = rows.assign(
        **{name: rows[name].fillna(rows[printed]) for name in _AMOUNTS if (printed := name.replace("_mill_kr", "_trykt_mill_kr")) in rows}
    )
    has = [name for name in _AMOUNTS if rows[name].notna().any()]
    unused = {"avvik_trykt_mill_kr"}.intersection(has) if "avvik_mill_kr" in has else set()
    if len(has) - len(unused) + (rows.cellestatus != "verdi").any() > 5:
        unused.add("regnskap_aret_for_mill_kr")  # no room for it
    shown = [name for name in has if name not in unused]
    first = rows.iloc[0]
    decimals = 0 if all(value % 1 == 0 for name in shown for value in rows[name].dropna()) else 1
    columns = {
        name: parts.Column(
            _(_AMOUNTS[name]).format(aar=first.aar, aaret_for=first.aar - 1),
            functools.partial(number, decimals=decimals, sign=name.startswith("avvik")),
        )
        for name in shown
    }
    parts.table(
        rows.assign(navn=terms(rows.navn)),
        {"navn": parts.Column(_("Post"))} | columns,
        f"{first.oppstilling}_{first.aar}",
        title=f"{term(first.oppstillingsnavn)} {first.aar}",
        status="cellestatus",
    )
    parts.sources(rows)
    parts.footnotes(rows.tabell_id.unique())


def result(rows: pd.DataFrame) -> str:
    """What the year's statements say it ended with, in a sentence: the net operating result, or else what was left of the money."""
    kommune = municipality.now()
    known = rows[rows.regnskap_mill_kr.notna()]
    for row in known[known.post_id == "netto_driftsresultat"].head(1).itertuples():
        net = mill_kr(row.regnskap_mill_kr)
        said = kommune.said(_("{kommune} kommune hadde i {aar} et netto driftsresultat på **{resultat}**."), resultat=net)
        return parts.with_flag(said, net, row.funn_id)
    for row in known[known.post_id == "regnskapsmessig_resultat"].head(1).itertuples():
        amount = mill_kr(abs(row.regnskap_mill_kr), 1)
        said = kommune.said(
            _("{kommune} kommune hadde i {aar} et regnskapsmessig mindreforbruk på **{belop}**.")
            if row.regnskap_mill_kr > 0
            else _("{kommune} kommune hadde i {aar} et regnskapsmessig merforbruk på **{belop}**.")
            if row.regnskap_mill_kr < 0
            else _("{kommune} kommune gjorde opp regnskapet for {aar} i balanse: verken mer- eller mindreforbruk."),
            belop=amount,
        )
        return parts.with_flag(said, amount, row.funn_id)
    return ""


def left_of_the_budget(amount: Any, finding: Any) -> str:
    """What was left of the revised budget, or lacked, in a sentence; `amount` in millions, `finding` the one that holds for it, if any."""
    return municipality.now().said(
        _("{kommune} kommune hadde et **mindreforbruk på {belop}**{flagg} mot revidert budsjett i {aar}.")
        if amount >= 0
        else _("{kommune} kommune hadde et **merforbruk på {belop}**{flagg} mot revidert budsjett i {aar}."),
        belop=mill_kr(abs(amount)),
        flagg=parts.flag(finding),
    )


def granted_areas() -> int:
    """How many areas the council granted money to in the year, by a statement of them; what earns money is no such area."""
    found = data.first(
        """select count(*) as antall from rapport.rapport_oppstilling
        where emne = 'bevilgning_omrade' and radtype = 'detalj' and regnskap_mill_kr < 0 and avvik_mill_kr is not null
            and list_contains(?, enhet_id) and aar = ?""",
        *municipality.now().in_the_year,
    )
    return int(found.get("antall", 0))


def gross_result(rows: pd.DataFrame) -> str:
    """What a statement that goes no further ended with, in a sentence: the gross operating result, against a budget if there is one."""
    if rows.empty:
        return ""
    for row in rows[(rows.post_id == "brutto_driftsresultat") & rows.regnskap_mill_kr.notna()].head(1).itertuples():
        off = None if is_missing(row.avvik_mill_kr) or row.avvik_mill_kr == 0 else row.avvik_mill_kr
        gross = mill_kr(row.regnskap_mill_kr)
        said = municipality.now().said(
            _("{kommune} kommune hadde i {aar} et brutto driftsresultat på **{resultat}**.")
            if off is None
            else _("{kommune} kommune hadde i {aar} et brutto driftsresultat på **{resultat}**, {avvik} bedre enn regulert budsjett.")
            if off >= 0
            else _("{kommune} kommune hadde i {aar} et brutto driftsresultat på **{resultat}**, {avvik} svakere enn regulert budsjett."),
            resultat=gross,
            avvik="" if off is None else mill_kr(abs(off)),
        )
        return parts.with_flag(said, gross, row.funn_id)
    return ""


def council_rules(frame: pd.DataFrame) -> None:
    """The council's financial rules under their heading; without rules, nothing."""
    if len(frame):
        st.header(_("Kommunestyrets økonomiske handlingsregler"), divider="gray")
        rules(frame)


def rules(frame: pd.DataFrame) -> None:
    """The council's financial rules, a row each: the figure, the goal, our reading of the one against the other, and the report's own."""
    shown = frame.assign(
        navn=terms(frame.navn),
        tallet=[reserved(rule.tilnaerming, plain_percent(rule.faktisk_trykt_pst)) for rule in frame.itertuples()],
        malet=[_goal(rule) for rule in frame.itertuples()],
        lesningen=[_(str(rule.lesning).capitalize()) for rule in frame.itertuples()],
        ordlyd=[f"«{rule.formulering}»" for rule in frame.itertuples()],
        linjen=[number(line) for line in frame.linje],
    )
    parts.table(
        shown,
        {
            "navn": parts.Column(_("Regel")),
            "tallet": parts.Column(_("Tall"), right=True, key=True),
            "lesningen": parts.Column(_("Vår lesning"), key=True),
            "malet": parts.Column(_("Mål")),
            "rapportens_vurdering": parts.Column(_("Rapportens egen vurdering"), norwegian=True),
        },
        "handlingsregler",
        title=_("Kommunestyrets økonomiske handlingsregler"),
    )
    parts.prose(shown.assign(kilde=[parts.report(report) for report in frame.rapport_id]))


# How a ratio stands against the mean of its last four years.
_AGAINST_THE_MEAN = {"over": N_("↑ over snittet"), "under": N_("↓ under snittet"), "likt": N_("→ som snittet")}
_BREAKS = {"sammenslaing": N_("ny kommune"), "definisjon": N_("ny definisjon"), "omfang": N_("fra kommunen til konsernet"), "hull": ""}


def ratios(indicators: Sequence[str], heading: str) -> None:
    """The ratios of the municipality that are known: each over its years where there are several, and a table of more."""
    kommune = municipality.now()
    found = data.rows(
        """select *, aar = max(aar) filter (where aar <= ?) over (partition by indikator_id) as er_aarets
        from rapport.rapport_styringstall where enhet_id = ? and list_contains(?, indikator_id)
        order by list_position(?, indikator_id), aar""",
        kommune.year,
        kommune.id,
        list(indicators),
        list(indicators),
    )
    # Of a municipality without a year there is no newest number; what has one number each, and no year, is not shown.
    if found.empty or not (found.er_aarets.fillna(value=False).any() or found.duplicated("indikator_id").any()):
        return
    st.header(heading, divider="gray")
    found = found.assign(navn=terms(found.navn))
    series = [rows for _indicator, rows in found.groupby("indikator_id", sort=False) if len(rows) > 1]
    place: Any = st.container()  # of the notes: beside the last chart, where it stands alone
    for start in range(0, len(series), 2):
        left, place = st.columns(2)
        for column, rows in zip((left, place), series[start : start + 2], strict=False):
            with column:
                _history(rows)
    latest = found[found.er_aarets.fillna(value=False).astype(bool)]
    if len(latest) > len(series) or latest.snitt_fire_aar.notna().any():
        _ratio_table(latest)
    if len(series) % 2 == 0 or len(latest) > len(series):
        place = st.container()
    with place:
        _ratio_sources(found)


def _ratio_sources(found: pd.DataFrame) -> None:
    """Whose advice the ratios are held against, and the printed tables they are of."""
    said = [own(source) for source in dict.fromkeys(found.norm_kilde.dropna())]
    advice = [_("Anbefalingen: {kilder}.").format(kilder="; ".join(said))] if said else []
    over_years = found[found.duplicated("indikator_id", keep=False)]  # where figures of different make stand side by side
    reported = as_reported(over_years[over_years.kildeslag == "rapport"])
    parts.sources(found[found.kildeslag == "oppstilling"].kilde, " ".join([*advice, *reported]))


def as_reported(found: pd.DataFrame) -> list[str]:
    """Of the ratios that a report gives itself: which years, whose, and in which report."""
    words = {
        "konsern": _("{navn}: tallene for {aar} gjelder konsernet, og er fra {rapport}."),
        "kasse": _("{navn}: tallene for {aar} gjelder kommunekassen, og er fra {rapport}."),
    }
    return [
        words.get(str(scope), _("{navn}: tallene for {aar} er fra {rapport}.")).format(
            navn=name, aar=listed([year(of) for of in rows.aar]), rapport=parts.report(str(report))
        )
        for (name, report, scope), rows in found.groupby(["navn", "kilde", "omfang"], sort=False, dropna=False)
    ]


def _history(rows: pd.DataFrame) -> None:
    """A ratio over the years, with its norm, and where it may not be compared with itself."""
    draw, title = history(rows)
    values = [measured(value, rows.maaleenhet.iloc[0]) for value in rows.verdi]
    parts.chart(draw(), title, numbers=[f"{row.aar}: {value}" for row, value in zip(rows.itertuples(), values, strict=True)])


def history(rows: pd.DataFrame) -> tuple[Callable[[], charts.Drawing], str]:
    """What draws a ratio over the years, and its title: its value in the year that is shown, or the last one before it."""
    year_shown = municipality.now().year
    so_far = rows if year_shown is None else rows[rows.aar <= year_shown]
    last = (rows if so_far.empty else so_far).iloc[-1]
    norm = last.norm  # of that year: it may have been another before
    breaks = {int(row.aar): _break(row) for row in rows.itertuples() if not is_missing(row.brudd) and _BREAKS[row.brudd]}
    against = None if rows.norm.isna().all() else [None if is_missing(value) else float(value) for value in rows.norm]
    words = _("{navn}: {tall} i {aar}") if is_missing(norm) else _("{navn}: {tall} i {aar}, anbefalt minst {norm} (streken)")
    if year_shown not in {None, *rows.aar}:
        words = _("{navn}: intet tall for {vist}; {tall} i {aar}")
    title = words.format(
        navn=last.navn,
        tall=brief(last.verdi, last.maaleenhet),
        aar=last.aar,
        vist=year_shown,
        norm="" if is_missing(norm) else brief(norm, last.maaleenhet),
    )
    known = rows.assign(tabell_id=rows.kilde.where(rows.kildeslag == "oppstilling"))
    return functools.partial(charts.history, known, [plain(value) for value in rows.verdi], breaks, against), title


def _break(row: Any) -> str:
    """Why a stretch begins: what the catalogue calls a new way of booking it, else the word for its kind."""
    return _(_BREAKS[row.brudd]) if is_missing(row.brudd_grunn) else term(row.brudd_grunn)


def _ratio_table(rows: pd.DataFrame) -> None:
    codes = [row.maaleenhet.replace("_per_innbygger", "") for row in rows.itertuples()]  # of whom, the name says
    shown = rows.assign(
        tallet=[measured(row.verdi, code) for row, code in zip(rows.itertuples(), codes, strict=True)],
        normen=["" if is_missing(row.norm) else measured(row.norm, code) for row, code in zip(rows.itertuples(), codes, strict=True)],
        snittet=[
            "" if is_missing(row.snitt_fire_aar) else measured(row.snitt_fire_aar, code)
            for row, code in zip(rows.itertuples(), codes, strict=True)
        ],
        retningen=[_(_AGAINST_THE_MEAN[word]) if word in _AGAINST_THE_MEAN else "" for word in rows.mot_snittet],
        aaret=rows.aar.map(year),
    )
    is_of_one_year = rows.aar.nunique() == 1
    columns = {
        "navn": parts.Column(_("Styringstall")),
        "aaret": parts.Column(_("År"), right=True),
        "tallet": parts.Column(year(rows.aar.iloc[0]) if is_of_one_year else _("Tall"), right=True, key=True),
        "normen": parts.Column(_("Anbefalt minst"), right=True, key=True),
        "snittet": parts.Column(_("Snitt fire år"), right=True),
        "retningen": parts.Column(_("Mot snittet")),
        "definisjon": parts.Column(_("Hva det er"), norwegian=True),
    }
    empty = {name for name in ("normen", "snittet", "retningen") if not any(shown[name])} | ({"aaret"} if is_of_one_year else set())
    parts.table(shown, {name: column for name, column in columns.items() if name not in empty}, "styringstall", title=_("Styringstall"))


def quote(text: Any, report_id: str, first: Any, last: Any) -> None:
    """What a report says, in its own words, and where it stands."""
    words, where = quoted(text, report_id, first, last)
    said = "<br>".join(escape(paragraph) for paragraph in words.split("\n"))
    st.html(f'<blockquote class="sitat"><span lang="{DEFAULT}">«{said}»</span><footer>{escape(where)}.</footer></blockquote>')


def quoted(text: Any, report_id: str, first: Any, last: Any) -> tuple[str, str]:
    """What a report says, and where: the report and the lines."""
    lines = number(first) if first == last else f"{number(first)}–{number(last)}"
    return str(text), _("{kilde}, linje {linjer}").format(kilde=parts.report(report_id), linjer=lines)


def _goal(rule: Any) -> str:
    between = rule.maltype == "mellom"
    said = [
        _(_GOALS[rule.maltype]).format(
            nedre=plain(rule.nedre_pst) if between else percent(rule.nedre_pst, 0),
            ovre=plain_percent(rule.ovre_pst) if between else percent(rule.ovre_pst, 0),
            nevner=term(rule.nevner),
        ),
        _(_SIDES[rule.side]) if rule.side in _SIDES else "",
        ""
        if is_missing(rule.korrigert_pst)
        else _("Korrigert for {hva}: {tall}.").format(hva=term(rule.korrigert_for), tall=plain_percent(rule.korrigert_pst)),
    ]
    return " ".join(sentence for sentence in said if sentence)


def goals(frame: pd.DataFrame, name: str, *, has_status: bool = True) -> None:
    """Goals as the source has them, a row each: the result against the target, our reading of it, and the report's own word.

    `has_status` is false where the reader has chosen goals of one status, and knows it.
    """
    is_drawn = frame.maltall.notna() & frame.resultat.notna()
    if is_drawn.any():
        said = [("stolpe", _("resultatet")), ("snitt", _("måltallet"))]
        st.html(f'<p class="tegn bred">{"".join(f"<span><i class={kind}></i>{word}</span>" for kind, word in said)}</p>')
    shown = frame.assign(
        status=terms(frame.status),
        mal=[_goal_in_words(row) for row in frame.itertuples()],
        maltallet=[_target(row) for row in frame.itertuples()],
        resultatet=[
            "" if is_missing(row.resultat_trykt) else reserved(row.resultat_tilnaerming, measured(row.resultat_trykt, row.maaleenhet))
            for row in frame.itertuples()
        ],
        kulen=[
            Bullet(Decimal(str(row.resultat)), Decimal(str(row.maltall))) if drawn else None
            for row, drawn in zip(frame.itertuples(), is_drawn, strict=True)
        ],
        frist=frame.frist_aar.map(year),
    )
    parts.table(
        shown,
        {
            "mal": parts.Column(_("Mål"), norwegian=True),
        }
        | ({"status": parts.Column(_("Status, vår lesning"), key=True)} if has_status else {})
        | {
            "kulen": parts.Column(_("Resultat mot mål")),
            "resultatet": parts.Column(_("Resultat"), right=True, key=True),
            "maltallet": parts.Column(_("Måltall"), right=True, key=not has_status),
            "rapportens_vurdering": parts.Column(_("Rapportens ord"), norwegian=True),
            "frist": parts.Column(_("Frist"), right=True),
        },
        name,
        title=_("Mål og resultater"),
    )
    parts.prose(frame)


def _goal_in_words(row: Any) -> str:
    """What is measured, and the goal as the source has it: many are quoted from the middle of a sentence."""
    goal = f"«{row.mal}»" if row.ordlyd == "sitert" else str(row.mal)
    return goal if is_missing(row.indikator) or row.indikator == row.mal else f"{row.indikator}: {goal}"


def _target(row: Any) -> str:
    if is_missing(row.maltall):
        return ""
    condition = None if row.vilkar == "lik" else row.vilkar
    return reserved(condition, reserved(row.maltall_tilnaerming, measured(row.maltall, row.maaleenhet)))


def statements(frame: pd.DataFrame, name: str) -> None:
    """Statements with a number in the prose: what, how much, when, and with what reservation."""
    shown = frame.assign(
        tallet=[used(row) for row in frame.itertuples()],
        aaret=frame.aar.map(year),
        enhet=terms(frame.enhet),
        linjen=[number(row.linje) for row in frame.itertuples()],
        grunnlag=[listed(parts.bases((row.omfang, row.utgave))) for row in frame.itertuples()],
    )
    parts.table(
        shown,
        {
            "gjelder": parts.Column(_("Hva det gjelder"), norwegian=True),
            "maal": parts.Column(_("Hva som er målt"), norwegian=True),
            "tallet": parts.Column(_("Tall")),
            "aaret": parts.Column(_("År"), right=True),
            "enhet": parts.Column(pgettext("kommune eller gruppe", "Enhet")),
            "sammenligning": parts.Column(_("Målt mot"), norwegian=True),
            "linjen": parts.Column(_("Linje"), right=True),
        }
        | ({"grunnlag": parts.Column(_("Grunnlag"))} if shown.grunnlag.any() else {})
        | ({"kilde": parts.Column(_("Rapport"), norwegian=True)} if frame.kilde.nunique() > 1 else {}),
        name,
        title=_("Tallfestede utsagn i rapportene"),
    )
    parts.prose(frame)


def used(row: Any) -> str:
    """A statement's number with its reservation: the one we use; where that is another, or none, the printed one is said too."""
    printed = reserved(row.tilnaerming, measured(row.verdi_trykt, row.maaleenhet_trykt))
    if is_missing(row.verdi):
        return _("{trykt} (trykt, brukes ikke)").format(trykt=printed)
    if row.verdi != row.verdi_trykt or row.maaleenhet != row.maaleenhet_trykt:
        return _("{tall} (trykt: {trykt})").format(tall=measured(row.verdi, row.maaleenhet), trykt=printed)
    return printed


def beside(frame: pd.DataFrame, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, dict[str, parts.Column]]:
    """One row per key figure, one column per unit and year; and those columns in order, each with the reason for what it lacks.

    A number that a finding rejects stands as printed, and says that it is not used.
    The rows stand in the order of the frame, or by `categories` where they are given.
    """
    units: dict[str, None] = {}
    rows: dict[str, dict[str, Any]] = {}
    for key, name, category, code, direction, of, year_of, value, printed, finding, status in frame[
        ["indikator_id", "navn", "kategori", "maaleenhet", "retning", "enhet", "aar", "verdi", "verdi_trykt", "funn_id", "cellestatus"]
    ].itertuples(index=False, name=None):
        row = rows.setdefault(
            key, {"navn": name, "kategori": category, "enhet": unit(code), "leses": term(DIRECTIONS.get(direction)), "funn_id": None}
        )
        label = f"{term(of)} {year_of}"
        units[label] = None
        rejected = is_missing(value) and not is_missing(printed)
        row[label] = printed if rejected else value
        row["funn_id"] = finding if rejected or is_missing(row["funn_id"]) else row["funn_id"]
        row[f"{label}, hvorfor"] = _("trykt, men brukes ikke") if rejected else reason(status)
    for row in rows.values():
        for label in units:
            row.setdefault(label, None)
            row.setdefault(f"{label}, hvorfor", _("ikke i tabellen"))
    if categories:
        rows = dict(sorted(rows.items(), key=lambda entry: categories.index(entry[1]["kategori"])))
    names = ["navn", "kategori", "enhet", "leses", "funn_id", *units, *(f"{label}, hvorfor" for label in units)]
    return pd.DataFrame(list(rows.values()), columns=names), {label: parts.Column(label, plain, why=f"{label}, hvorfor") for label in units}
