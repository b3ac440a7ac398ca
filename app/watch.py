"""What deserves attention, in sentences: the rules, their limits and what they hit are the edition's (rapport.rapport_se_pa)."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

import data
import municipality
from format import is_missing, measured, mill_kr, number, percent
from language import _, ngettext
from vocabulary import age_group, reserved, term

FEW = 5


def things(area: str | None = None, most: int = FEW) -> list[Any]:
    """The first things to look at, of the municipality or of one of its service areas, as rows of rapport_se_pa.

    A municipality without reports has those of its newest population.
    """
    kommune = municipality.now()
    found = data.rows(
        """select se_pa.*, nullif(mal.vilkar, 'lik') as vilkar from rapport.rapport_se_pa as se_pa
        left join rapport.rapport_mal as mal on se_pa.nokkel = mal.mal_id
        where enhet_id = $1 and aar = coalesce($2, (select max(aar) from rapport.rapport_se_pa where enhet_id = $1))
            and ($3 is null or tjenesteomrade_id = $3)
        order by case when $3 is null then nr else nr_for_omradet end limit $4""",
        kommune.id,
        kommune.year,
        area,
        most,
    )
    return list(found.itertuples())


def box(found: list[Any], title: str) -> None:
    """The things under their heading, each with its way to the page that tells more, and its rule when it is asked for."""
    st.header(title, divider="gray")
    if not found:
        st.markdown(_("Ingen av reglene slår ut for det varehuset har av tall."))
        return
    with st.container(gap="xsmall", key="se-pa"):
        for at, thing in enumerate(found, start=1):
            place = dict(parse_qsl("" if is_missing(thing.parametre) else thing.parametre))
            with st.container(gap=None):
                municipality.to(thing.side, f"{number(at)}. {sentence(thing)}", **place)
                st.html(_rule(thing))


def sentence(thing: Any) -> str:
    """What a rule says of what it hits, with the numbers, as Markdown."""
    words = {
        "navn": age_group(thing.navn),
        "tall": reserved(thing.tilnaerming, _written(thing.tall, thing.maaleenhet)),
        "mot": reserved(thing.vilkar, _written(thing.mot_tall, thing.maaleenhet)),
        "tidligere": _written(thing.tidligere_tall, thing.maaleenhet),
        "avstand": percent(thing.avstand, sign=thing.maaleenhet == "personer"),
        "gruppe": term(thing.gruppe),
        "fra_aar": "" if is_missing(thing.fra_aar) else str(int(thing.fra_aar)),
        "til_aar": "" if is_missing(thing.til_aar) else str(int(thing.til_aar)),
        "aar": str(thing.aar),
        "grense": _limit(thing),
    }
    said = term(thing.setning).format(**{name: word.replace("*", "\\*") for name, word in words.items()})
    # Two years that are not of the same municipality are held together, and it is said.
    return said if is_missing(thing.brudd) else " ".join([said, _("Kommunen fikk nye grenser mellom de to årene.")])


def _written(value: Any, code: Any) -> str:
    if is_missing(value):
        return ""
    if code == "mill. kr":
        return mill_kr(value, 1)
    return number(value) if code == "personer" else measured(value, code)


def _limit(thing: Any) -> str:
    return measured(abs(thing.grense), thing.grenseenhet)


def _rule(thing: Any) -> str:
    told = [term(thing.forklaring).format(grense=_limit(thing))]
    if not is_missing(thing.linje):
        told.append(_("Tallet står på linje {linje} i rapporten.").format(linje=number(thing.linje)))
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    heading = _("Regelen: {regel}").format(regel=term(thing.regel))
    rule = f'<details class="regel"><summary>{escape(heading)}</summary>{lines}</details>'
    return f'<div class="underlinje">{rule}{_finding(thing.funn_id)}</div>'


def _finding(finding: Any) -> str:
    """The finding that touches the numbers, on a line of its own: what the mark says, it says in words."""
    title = "" if is_missing(finding) else data.first("select tittel from kvalitet.kildefunn where funn_id = ?", finding).get("tittel", "")
    target = municipality.link(f"kilder/funn?funn={finding}")
    return f'<a href="{escape(target)}" target="_self">⚑ {escape(title)}</a>' if title else ""


def findings_first(reports: tuple[str, ...], most: int = 3) -> list[Any]:
    """The gravest findings of the reports, those that touch most numbers first; `antall` is of all that are grave."""
    found = data.rows(
        """select funn.funn_id, funn.tittel, count(*) over () as antall
        from kvalitet.kildefunn as funn
        left join (select funn_id, count(*) as steder from rapport.rapport_funnsted where virkning != 'merk' group by funn_id) as truffet
            on funn.funn_id = truffet.funn_id
        where list_contains(?, funn.rapport_id) and funn.alvorlighet = 'hoy'
        order by coalesce(truffet.steder, 0) desc, funn.funn_id limit ?""",
        list(reports),
        most,
    )
    return list(found.itertuples())


def grave_findings(reports: tuple[str, ...]) -> None:
    """The three gravest findings, and a way on."""
    found = findings_first(reports)
    if not found:
        return
    st.header(_("Feil vi fant i rapporten"), divider="gray")
    with st.container(gap="xsmall"):
        for row in found:
            municipality.to("kilder/funn", row.tittel, ":material/flag:", funn=row.funn_id)
        count = int(found[0].antall)
        every = ngettext("Alle funnene, av dem {antall} alvorlig", "Alle funnene, av dem {antall} alvorlige", count)
        of_one = {"rapport": reports[0]} if len(reports) == 1 else {}  # as many there as it says here
        municipality.to("kilder/funn", every.format(antall=number(count)), ":material/arrow_forward:", **of_one)
