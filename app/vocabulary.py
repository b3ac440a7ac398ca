"""The words of the edition in the reader's language.

Codes that the house itself defines are given words here, marked for the catalogues. Words that stand in the data, as the name of a post,
an area, a group or a unit, are translated by the data: `marts.dim_oversettelse`, from seeds/kodeverk/oversettelse.csv and the packages'.
A new post, municipality or indicator changes nothing here. Definitions and what a report says in its own words are the sources', and are
shown as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

import data
from language import N_, _, current, ngettext

# Units whose code is not what a reader calls them; any other unit is its own word.
UNITS = {
    "pst": N_("prosent"),
    "kr": N_("kroner"),
    "1000 kr": N_("1 000 kr"),
    "kr_per_innbygger": N_("kroner per innbygger"),
    "kr_per_bruker": N_("kroner per bruker"),
    "kr_per_time": N_("kroner per time"),
    "kr_per_m2": N_("kroner per m²"),
    "kr_per_meter": N_("kroner per meter"),
    "kr_per_vedtak": N_("kroner per vedtak"),
    "kr_per_plass": N_("kroner per plass"),
    "per_1000": N_("per 1 000 innbyggere"),
    "per_10000": N_("per 10 000 innbyggere"),
    "per_innbygger": N_("per innbygger"),
    "per_arsverk": N_("per årsverk"),
    "arsverk": N_("årsverk"),
    "timer_per_uke": N_("timer per uke"),
    "timer_per_arsverk": N_("timer per årsverk"),
    "elever_per_laerer": N_("elever per lærer"),
    "m2_per_innbygger": N_("m² per innbygger"),
    "m2_per_1000_innbyggere": N_("m² per 1 000 innbyggere"),
    "m2_per_1000_innbygger": N_("m² per 1 000 innbyggere"),
    "kwh_per_m2": N_("kWh per m²"),
    "antall_per_km": N_("antall per km"),
    "m3_per_meter_per_aar": N_("m³ per meter per år"),
    "ug_per_m3": N_("µg per m³"),
    "1000 tonn": N_("tusen tonn"),
    "1000 personer": N_("tusen personer"),
    "maaneder": N_("måneder"),
    "uoppgitt": N_("enhet ikke oppgitt"),
}
STATUSES = {key: key for key in (N_("nådd"), N_("på vei"), N_("ikke nådd"), N_("ikke målt"))}
# What a reservation of the prose, or a goal's condition, says about the number after it.
RESERVATIONS = {
    "ca": N_("ca {tall}"),
    "drøyt": N_("drøyt {tall}"),
    "flere": N_("flere {tall}"),
    "i overkant av": N_("i overkant av {tall}"),
    "i underkant av": N_("i underkant av {tall}"),
    "mellom": N_("mellom {tall}"),
    "mindre enn": N_("mindre enn {tall}"),
    "minimum": N_("minimum {tall}"),
    "minst": N_("minst {tall}"),
    "hoyst": N_("høyst {tall}"),
    "nesten": N_("nesten {tall}"),
    "nær": N_("nær {tall}"),
    "nærmere": N_("nærmere {tall}"),
    "om lag": N_("om lag {tall}"),
    "omlag": N_("om lag {tall}"),
    "omkring": N_("omkring {tall}"),
    "omtrent": N_("omtrent {tall}"),
    "over": N_("over {tall}"),
    "passert": N_("passert {tall}"),
    "rundt": N_("rundt {tall}"),
    "under": N_("under {tall}"),
    "vel": N_("vel {tall}"),
}
CATEGORIES = {
    "prioritering": N_("Prioritering: hva området koster"),
    "produktivitet": N_("Produktivitet: hva pengene gir"),
    "dekningsgrad": N_("Dekningsgrad: hvem som får"),
    "kvalitet": N_("Kvalitet"),
    "behov": N_("Behov"),
    "utfyllende": N_("Utfyllende"),
    "okonomi": N_("Økonomi"),
}
DIRECTIONS = {"hoy_er_bra": N_("høyt er bra"), "hoy_er_darlig": N_("lavt er bra"), "noytral": N_("bare til opplysning")}
SEVERITIES = {"hoy": N_("Alvorlige"), "middels": N_("Mindre alvorlige"), "lav": N_("Småfeil")}
# What decides whether two numbers may be compared.
BASES = {
    "konsern": N_("konsern"),
    "kasse": N_("kommunekassen"),
    "forelopig": N_("foreløpige tall"),
    "revidert": N_("reviderte tall"),
}
# Why a number looked wrong.
SUSPICIONS = {
    "like_tall": N_("Samme tall to steder"),
    "sprang": N_("Stort sprang fra året før"),
    "budsjettet_gar_i_null": N_("Et budsjett som ikke går i null"),
    "nabo_passer_bedre": N_("Passer bedre i naboraden"),
    "aarenes_rekkefolge": N_("Årene står i omvendt rekkefølge"),
    "aar_i_teksten": N_("Årstallet passer ikke med utregningen"),
}
RECONCILED = {
    "avvik": N_("Avvik"),
    "innenfor_avrunding": N_("Innenfor avrunding"),
    "stemmer_eksakt": N_("Stemmer eksakt"),
    "kan_ikke_avgjores": N_("Kan ikke avgjøres"),
    "stemmer_med_funn": N_("Stemmer, med funn"),
    "kan_ikke_feile": N_("Kan ikke feile"),
}
# How a printed number stands in the lines of the source that its table names.
IN_THE_SOURCE = {
    "raden_med_etikett": N_("Hele raden, ved etiketten"),
    "raden": N_("Hele raden, skilt fra etiketten"),
    "tallet": N_("Bare tallet"),
    "uten_kildetekst": N_("Kildeteksten er ikke med"),
}
FINDINGS = {
    "dobbel_etikett": N_("Dobbel etikett"),
    "enhet_mangler": N_("Enhet mangler"),
    "feil_dato": N_("Feil dato"),
    "feil_retning": N_("Feil retning"),
    "fortegn": N_("Fortegn"),
    "intern_merknad": N_("Intern merknad"),
    "skrivefeil": N_("Skrivefeil"),
    "sum_stemmer_ikke": N_("Sum stemmer ikke"),
    "tabell_mot_tabell": N_("Tabell mot tabell"),
    "tapt_i_uttrekk": N_("Tapt i uttrekk"),
    "tekst_mot_tabell": N_("Tekst mot tabell"),
    "tekst_mot_tekst": N_("Tekst mot tekst"),
    "ulik_definisjon": N_("Ulik definisjon"),
    "umulig_verdi": N_("Umulig verdi"),
}


def term(word: Any) -> str:
    """A word of the data or of a vocabulary in the reader's language; one that nobody has translated stands as it is."""
    return _known(word, data.translations(current().code))


def terms(words: pd.Series[Any]) -> pd.Series[Any]:
    """A column of such words; what is missing stays missing."""
    translated = data.translations(current().code)
    return words.map(lambda word: _known(word, translated), na_action="ignore")


def _known(word: Any, translated: Mapping[str, str]) -> str:
    return (translated.get(str(word)) or _(str(word))) if word else ""


def reserved(word: Any, number: str) -> str:
    """A number with the reservation before it: `om lag 5`; without a reservation the number alone."""
    if not isinstance(word, str) or not word:
        return number
    known = RESERVATIONS.get(word)
    return _(known).format(tall=number) if known else f"{word} {number}"


def inline(name: Any) -> str:
    """A name inside a sentence: `Barnehage` as `barnehage`, but one that begins with a place, and `IT`, as they are."""
    text = str(name)
    return text if text[1:2].isupper() or text.split(" ", maxsplit=1)[0] in data.place_names() else text[:1].lower() + text[1:]


def ages(first: int, last: Any) -> str:
    """`6–9 år`, `17 år`, `90 år og over`."""
    if last is None or math.isnan(last):
        return _("{fra} år og over").format(fra=first)
    return (
        ngettext("{fra} år", "{fra} år", first).format(fra=first) if first == last else _("{fra}–{til} år").format(fra=first, til=int(last))
    )


def age_group(name: Any) -> str:
    """An age group as the edition names it, `6–15 år`, in the reader's language."""
    if found := re.fullmatch(r"(\d+)(?:–(\d+) år| år og over| år)", str(name)):
        first = int(found[1])
        return ages(first, int(found[2]) if found[2] else None if "over" in found[0] else first)
    return term(name)
