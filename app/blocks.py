"""What several pages show: the council's rules, goals, and statements of the prose."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import parts
from format import NBSP, is_missing, measured, number, percent, plain

CONDITIONS = {"minst": "minst", "hoyst": "høyst", "under": "under", "over": "over", "lik": ""}
STATUSES = ["nådd", "på vei", "ikke nådd", "ikke målt"]


def rules(frame: pd.DataFrame) -> None:
    """The council's financial rules, each a card with the figure, the goal and the report's own verdict."""
    for column, rule in zip(st.columns(4), frame.itertuples(), strict=False):
        with column:
            parts.card(rule.navn, _figure(rule), f"{_goal(rule)}\n\n*{rule.rapportens_vurdering}*", _mark(rule))
    lines = ", ".join(number(line) for line in frame.linje)
    if lines:
        st.caption(f"Kilde: Årsberetning {int(frame.aar.iloc[0])}, prosaen, linje {lines}.")


def _mark(rule: Any) -> str:
    return "Langsiktig mål" if is_missing(rule.innfrir) else "Innfridd" if rule.innfrir else "Ikke innfridd"


def _figure(rule: Any) -> str:
    approximately = "" if is_missing(rule.tilnaerming) else f"{rule.tilnaerming} "
    return f"{approximately}{plain(rule.faktisk_pst)}{NBSP}%"


def _goal(rule: Any) -> str:
    goal = {
        "mellom": f"mellom {plain(rule.nedre_pst)} og {plain(rule.ovre_pst)}{NBSP}%",
        "minst": f"minst {percent(rule.nedre_pst, 0)}",
        "under": f"under {percent(rule.ovre_pst, 0)}",
        "pa_sikt": f"{percent(rule.nedre_pst, 0)} på sikt",
    }[rule.maltype]
    text = f"Mål: {goal} av {rule.nevner}. Tallet er {rule.side} målet."
    if is_missing(rule.korrigert_pst):
        return text
    return f"{text} Korrigert for {rule.korrigert_for}: {plain(rule.korrigert_pst)}{NBSP}%."


def goals(frame: pd.DataFrame, name: str) -> None:
    """Goals with target, result, status and the report's verdict."""
    shown = frame.assign(
        maltallet=[_target(row) for row in frame.itertuples()],
        resultatet=[measured(row.resultat, row.maaleenhet) for row in frame.itertuples()],
        frist=["" if is_missing(row.frist_aar) else str(int(row.frist_aar)) for row in frame.itertuples()],
        mangler=["ikke oppgitt i rapporten" if is_missing(row.resultat) else "" for row in frame.itertuples()],
        linjen=[number(row.linje) for row in frame.itertuples()],
    )
    parts.table(
        shown,
        {
            "status": parts.Column("Status", width=80),
            "mal": parts.Column("Mål", width=230),
            "maltallet": parts.Column("Måltall", width=105),
            "resultatet": parts.Column("Resultat", width=95),
            "indikator": parts.Column("Måles ved", width=180),
            "frist": parts.Column("Frist", width=55),
            "rapportens_vurdering": parts.Column("Rapportens ord", width=150),
            "tema_navn": parts.Column("Tema"),
            "mangler": parts.Column("Hvorfor resultatet mangler"),
            "linjen": parts.Column("Linje", right=True),
        },
        name,
        lines=2,
        title="Mål og resultater",
    )
    parts.prose(frame)


def _target(row: Any) -> str:
    if is_missing(row.maltall):
        return "ikke tallfestet"
    return f"{CONDITIONS.get(row.vilkar, '')} {measured(row.maltall, row.maaleenhet)}".strip()


def statements(frame: pd.DataFrame, name: str) -> None:
    """Statements with a number in the prose: what, how much, when, and with what reservation."""
    shown = frame.assign(
        tallet=[
            f"{'' if is_missing(row.tilnaerming) else f'{row.tilnaerming} '}{measured(row.verdi, row.maaleenhet)}"
            for row in frame.itertuples()
        ],
        aaret=["" if is_missing(row.aar) else str(int(row.aar)) for row in frame.itertuples()],
        linjen=[number(row.linje) for row in frame.itertuples()],
    )
    parts.table(
        shown,
        {
            "gjelder": parts.Column("Hva det gjelder", width="medium"),
            "maal": parts.Column("Hva som er målt", width="medium"),
            "tallet": parts.Column("Tall"),
            "aaret": parts.Column("År"),
            "enhet": parts.Column("Enhet"),
            "sammenligning": parts.Column("Målt mot"),
            "linjen": parts.Column("Linje", right=True),
        }
        | ({"kilde": parts.Column("Rapport")} if frame.kilde.nunique() > 1 else {}),
        name,
        lines=2,
        title="Tallfestede utsagn i rapportene",
    )
    parts.prose(frame)
