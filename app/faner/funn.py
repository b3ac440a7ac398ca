"""Do the reports' own numbers agree, and where do they not?"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
import provenance
from format import is_missing, listed, number, short, unit
from language import N_, _, ngettext, own
from vocabulary import FINDINGS, SEVERITIES, term

_OPEN = 2  # findings that are open from the start
_RULES = 5  # sums that a finding shows
_MANY = 25  # findings that want a search

# Recomputed figures that neither agree nor disagree, by the name of their count.
_SAYS_LITTLE = {
    "med_funn": N_("{med_funn} står på steder vi har et funn om"),
    "tomme": N_("{tomme} ville stemt uansett"),
    "uavgjort": N_("{uavgjort} kan ikke avgjøres"),
}


def draw() -> None:
    """Do the reports' own numbers agree, and where do they not?"""
    kommune = municipality.now()
    counts = _counts(list(kommune.reports))
    if not kommune.reports:
        municipality.lacks(_("Varehuset har ingen tall i rapporter om {kommune} som kan regnes ut av andre."))
    elif counts["funn"]:
        st.markdown(
            ngettext(
                "Vi har funnet **{funn} feil eller motsigelse** i rapportene om {kommune}. Den endrer ikke det en leser tror.",
                "Vi har funnet **{funn} feil og motsigelser** i rapportene om {kommune}. Ingen av dem endrer det en leser tror.",
                counts["funn"],
            ).format(funn=number(counts["funn"]), kommune=kommune.name)
            if not counts["hoy"]
            else ngettext(
                "Vi har funnet **{funn} feil eller motsigelse** i rapportene om {kommune}. {alvorlige} kan endre det en leser tror.",
                "Vi har funnet **{funn} feil og motsigelser** i rapportene om {kommune}. {alvorlige} av dem kan endre det en leser tror.",
                counts["funn"],
            ).format(funn=number(counts["funn"]), alvorlige=number(counts["hoy"]), kommune=kommune.name)
        )
    else:
        st.markdown(_("Vi har ikke funnet feil i rapportene om {kommune}.").format(kommune=kommune.name))
    _findings()
    if kommune.reports:
        _recomputed(list(kommune.reports))
        _held(list(kommune.reports))


def _counts(reports: list[str]) -> dict[str, Any]:
    return data.first(
        """select count(*) as funn, count(*) filter (where alvorlighet = 'hoy') as hoy from kvalitet.kildefunn
        where list_contains(?, rapport_id)""",
        reports,
    )


@frame.section
def _findings() -> None:
    """The findings, the gravest first, each with both of its places as printed."""
    kommune = municipality.now()
    asked = st.query_params.get("funn", "")
    all_of_them = data.rows(
        """select funn.*, kilde.tittel as kilde, rapport.aar from kvalitet.kildefunn as funn
        inner join marts.dim_kilde as kilde on funn.rapport_id = kilde.kilde_id
        inner join marts.dim_rapport as rapport on funn.rapport_id = rapport.rapport_id
        order by list_position(['hoy', 'middels', 'lav'], alvorlighet), not list_contains(?, funn.rapport_id), rapport.aar desc, funn_id""",
        list(kommune.reports_of_the_year),
    )
    mine = all_of_them[all_of_them.rapport_id.isin(kommune.reports)]
    if mine.empty and asked not in set(all_of_them.funn_id):
        return  # another municipality's findings are none of this one's
    left, right = st.columns([2, 3])
    report = _which_reports(left, all_of_them, mine, asked)
    of_them = all_of_them if report == "alle" else all_of_them[all_of_them.rapport_id == report] if report else mine
    chosen = _which_severity(right, of_them)
    shown = of_them if chosen == "alle" else of_them[of_them.alvorlighet == chosen]
    if asked in set(all_of_them.funn_id):
        shown = pd.concat([all_of_them[all_of_them.funn_id == asked], shown[shown.funn_id != asked]])
    if shown.empty:
        st.markdown(_("Ingen funn av denne graden."))
        return
    words = ""
    if len(shown) > _MANY:
        words = st.text_input(
            _("Finn blant funnene"), key="finn-funn", type="search", max_chars=60, width=320, placeholder=_("Søk i funnene")
        )
    every = [_finding(row, is_open=at < _OPEN) for at, row in enumerate(_with(shown, words).itertuples())]
    st.html("".join(every[:_OPEN]) + f'<div class="lukkede">{"".join(every[_OPEN:])}</div>')
    if asked in set(all_of_them.funn_id):
        _arithmetic(asked)


def _with(findings: pd.DataFrame, words: str) -> pd.DataFrame:
    """Those of the findings that have all of the words in what is said of them."""
    text = (findings.funn_id + " " + findings.tittel + " " + findings.vurdering).str.casefold()
    return findings[[all(word in said for word in (words or "").casefold().split()) for said in text]]


def _which_reports(place: Any, findings: pd.DataFrame, mine: pd.DataFrame, asked: str) -> str:
    titles = dict(zip(findings.rapport_id, findings.kilde, strict=True))
    own_ones = {"": _("Rapportene om {kommune}").format(kommune=municipality.now().name)} if len(mine) else {}
    elsewhere = asked in set(findings.funn_id) - set(mine.funn_id)
    return filters.one(
        place, _("Rapport"), "rapport", own_ones | {"alle": _("Alle rapportene i varehuset")} | titles, "alle" if elsewhere else None
    )


def _which_severity(place: Any, findings: pd.DataFrame) -> str:
    counted = {key: len(findings[findings.alvorlighet == key]) for key in dict.fromkeys(findings.alvorlighet)}
    options = {key: f"{term(word)} ({number(counted[key])})" for key, word in SEVERITIES.items() if key in counted}
    options["alle"] = _("Alle ({antall})").format(antall=number(len(findings)))
    return filters.buttons(place, _("Hvor alvorlig"), "alvorlighet", options)


def _finding(row: Any, *, is_open: bool) -> str:
    """A finding as HTML: what is wrong, both places as printed, what we think and what we use."""
    places = [(row.sted_a, row.verdi_a)] + ([] if is_missing(row.sted_b) else [(row.sted_b, row.verdi_b)])
    quotes = "".join(provenance.quoted(str(place), value) for place, value in places)
    kind = _("{type} · {rapport}").format(type=_in_words(row.type), rapport=row.kilde)
    used = _("Vi bruker")
    return (
        f'<details class="funn" id="{escape(row.funn_id)}"{" open" if is_open else ""}>'
        f"<summary><strong>{_own(row.tittel)}</strong></summary><p class=liten>{escape(kind)}</p>{quotes}"
        f"<p>{_own(row.vurdering)}</p><p><strong>{escape(used)}:</strong> {_own(row.vi_bruker)}</p></details>"
    )


def _own(text: Any) -> str:
    return own(escape(str(text), quote=False)) if own("x") == "x" else own(text)


def _in_words(code: str) -> str:
    """`tekst_mot_tabell` as `Tekst mot tabell`."""
    return term(FINDINGS.get(code, code.replace("_", " ").capitalize()))


def _arithmetic(finding: str) -> None:
    """The sums that a finding explains."""
    found = data.rows(
        "select tittel, utregning, trykt, enhet from kvalitet.avstemming where kildefunn_id = ? order by avstemming_id",
        finding,
    )
    for line in found.head(_RULES).itertuples():
        st.markdown(
            _("{tittel}: {utregning}, trykt **{trykt}** {enhet}").format(
                tittel=line.tittel, utregning=line.utregning, trykt=line.trykt, enhet=unit(line.enhet)
            )
        )


def _recomputed(reports: list[str]) -> None:
    """What we have computed anew, and what did not agree."""
    st.header(_("Regnet ut på nytt"), divider="gray")
    counts = data.first(
        """select coalesce(sum(tall), 0) as tall, coalesce(sum(stemmer_eksakt), 0) + coalesce(sum(innenfor_avrunding), 0) as stemmer,
            coalesce(sum(avvik), 0) as avvik, coalesce(sum(stemmer_med_funn), 0) as med_funn, coalesce(sum(kan_ikke_feile), 0) as tomme,
            coalesce(sum(kan_ikke_avgjores), 0) as uavgjort
        from rapport.rapport_avstemming where list_contains(?, rapport_id)""",
        reports,
    )
    if not counts["tall"]:
        st.markdown(_("Rapportene har ingen tall som kan regnes ut av andre."))
        return
    said = [
        _(
            "Der andre tall i rapportene bestemmer et trykt tall, har vi regnet det ut på nytt. Det er **{tall} utregninger**: {stemmer} "
            "stemmer når vi tar hensyn til avrundingen, og **{avvik} stemmer ikke**."
        )
    ]
    rest = [_(words) for name, words in _SAYS_LITTLE.items() if counts[name]]
    if rest:
        said.append(_("Resten sier lite: {resten}.").replace("{resten}", listed(rest)))
    st.markdown(" ".join(said).format_map({name: number(value) for name, value in counts.items()}))
    wrong = data.rows(
        """select tittel, tabell_id, rad, kolonne, trykt, beregnet, differanse, enhet, utregning, kildefunn_id from kvalitet.avstemming
        where status = 'avvik' and list_contains(?, dokument) order by dokument desc, tabell_id, rad, kolonne""",
        reports,
    )
    if len(wrong):
        with st.expander(_("Se tallene som ikke stemmer ({antall})").format(antall=number(len(wrong)))):
            _wrong(wrong)


def _wrong(wrong: pd.DataFrame) -> None:
    parts.table(
        wrong.assign(enhet=wrong.enhet.map(unit)),
        {
            "tittel": parts.Column(_("Dette stemmer ikke"), norwegian=True),
            "trykt": parts.Column(_("Trykt"), right=True, key=True),
            "beregnet": parts.Column(_("Regnet ut"), short, key=True),
            "differanse": parts.Column(_("Forskjell"), short),
            "enhet": parts.Column(_("Enhet")),
            "utregning": parts.Column(_("Slik er det regnet"), norwegian=True),
        },
        "avstemming_avvik",
        title=_("Tall som ikke stemmer med andre tall i rapporten"),
    )


def _held(reports: list[str]) -> None:
    """How the numbers are guarded against slips of ours, in short; the tab has it table by table."""
    held = data.first(
        "select count(*) as tall, count(*) filter (where antall_hold > 0) as holdt "
        "from kvalitet.dekning where list_contains(?, rapport_id)",
        reports,
    )
    st.markdown(
        _("Mot våre egne skrivefeil: {holdt} av {tall} trykte tall er kontrollert mot kildens tekst eller mot andre tall.").format_map(
            {name: number(value) for name, value in held.items()}
        )
    )
    municipality.to("kilder/hold", _("Slik holder vi tallene fast"), ":material/verified:")
