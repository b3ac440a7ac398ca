"""The closed vocabularies of the edition: words that mean the same in every row, marked here for the catalogues.

Names of indicators and posts, definitions and what a report says in its own words are the sources', and are shown as they are.
"""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

import data
from language import N_, _, ngettext

UNITS = {
    "pst": N_("prosent"),
    "kr": N_("kroner"),
    "mill. kr": N_("mill. kr"),
    "mrd. kr": N_("mrd. kr"),
    "1000 kr": N_("1 000 kr"),
    "kr_per_innbygger": N_("kroner per innbygger"),
    "kr_per_bruker": N_("kroner per bruker"),
    "kr_per_time": N_("kroner per time"),
    "kr_per_m2": N_("kroner per m²"),
    "kr_per_meter": N_("kroner per meter"),
    "kr_per_vedtak": N_("kroner per vedtak"),
    "kr_per_plass": N_("kroner per plass"),
    "antall": N_("antall"),
    "andel": N_("andel"),
    "indeks": N_("indeks"),
    "poeng": N_("poeng"),
    "karakter": N_("karakter"),
    "prosentpoeng": N_("prosentpoeng"),
    "per_1000": N_("per 1 000 innbyggere"),
    "per_10000": N_("per 10 000 innbyggere"),
    "per_innbygger": N_("per innbygger"),
    "per_arsverk": N_("per årsverk"),
    "arsverk": N_("årsverk"),
    "timer": N_("timer"),
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
    "mill. tonn": N_("mill. tonn"),
    "tonn": N_("tonn"),
    "1000 personer": N_("tusen personer"),
    "personer": N_("personer"),
    "dag": N_("dag"),
    "dager": N_("dager"),
    "virkedager": N_("virkedager"),
    "døgn": N_("døgn"),
    "uker": N_("uker"),
    "måneder": N_("måneder"),
    "maaneder": N_("måneder"),
    "år": N_("år"),
    "ganger": N_("ganger"),
    "meter": N_("meter"),
    "km": N_("km"),
    "dekar": N_("dekar"),
    "dB": N_("dB"),
    "GWh": N_("GWh"),
    "TWh": N_("TWh"),
    "tekst": N_("tekst"),
    "diverse": N_("diverse"),
    "uoppgitt": N_("enhet ikke oppgitt"),
    "prosent av brutto driftsinntekter": N_("prosent av brutto driftsinntekter"),
    "pst av driftsinntekter": N_("prosent av driftsinntektene"),
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
DIRECTIONS = {"hoy_er_bra": N_("høyt er bra"), "hoy_er_darlig": N_("lavt er bra"), "noytral": N_("verken eller")}
SEVERITIES = {"hoy": N_("Høy"), "middels": N_("Middels"), "lav": N_("Lav")}
RECONCILED = {
    "avvik": N_("Avvik"),
    "innenfor_avrunding": N_("Innenfor avrunding"),
    "stemmer_eksakt": N_("Stemmer eksakt"),
    "kan_ikke_avgjores": N_("Kan ikke avgjøres"),
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

# Words that stand in the edition as a reader sees them.
_STATES = (N_("komplett"), N_("delvis"), N_("tapt"), N_("utledet"), N_("verdi"), N_("strek"), N_("tom"), N_("figur"), N_("tabell"))
_WEIGHTS = (N_("veid"), N_("uveid"), N_("omtrentlig"), N_("nedre"), N_("øvre"))
_PEOPLE = (N_("kvinner"), N_("menn"), N_("begge"), N_("Alle aldre"), N_("Hele landet"))
_GROUPS = (
    N_("ASSS uten Oslo"),
    N_("ASSS uten Oslo og Trondheim"),
    N_("ASSS-snitt uten oppgitt avgrensning"),
    N_("Høyest ASSS"),
    N_("Landet"),
    N_("Landet uten Oslo"),
    N_("Lavest ASSS"),
    N_("Resten av landet"),
    N_("Snitt ASSS"),
    N_("Snitt ASSS (veid)"),
    N_("Trondheim (før 2020)"),
    N_("Øvrige ASSS"),
)
_AREAS = (
    N_("Alle temaer"),
    N_("Barne- og familietjenester"),
    N_("Barnehage"),
    N_("Barnevern"),
    N_("Befolkning"),
    N_("Beredskap"),
    N_("Bo- og aktivitetstilbud"),
    N_("Byggesak"),
    N_("Diverse sentrale bevilgninger"),
    N_("Effektivitet"),
    N_("Eiendomstjenester"),
    N_("Flyktninger og innvandrere"),
    N_("Folkevalgte og bystyresekretariatet"),
    N_("Garantier"),
    N_("Gjeld"),
    N_("Helse og omsorg"),
    N_("Idrett og friluftsliv"),
    N_("Informasjonssikkerhet"),
    N_("Inntekter"),
    N_("Interne tjenester"),
    N_("Internkontroll"),
    N_("Investeringer"),
    N_("Klima"),
    N_("Kommunal medfinansiering"),
    N_("Kommunedirektøren"),
    N_("Kommunehelse"),
    N_("Koronapandemien"),
    N_("Kraftfondet"),
    N_("Kultur og kirke"),
    N_("Kvalifisering og velferd"),
    N_("Likestilling og mangfold"),
    N_("Lærlinger"),
    N_("Lønn"),
    N_("Miljø og landbruk"),
    N_("Næring og samfunn"),
    N_("Områdeløft"),
    N_("Organisasjon"),
    N_("Personal"),
    N_("Personvern"),
    N_("Plan og bygning"),
    N_("Pleie og omsorg"),
    N_("Psykisk helse og rus"),
    N_("Ressursbruk"),
    N_("Skole"),
    N_("Sosiale tjenester"),
    N_("Tekniske tjenester"),
    N_("Tilleggsbevilgninger"),
    N_("Trondheim parkering"),
    N_("Universitetskommunen"),
    N_("Utgiftsbehov"),
    N_("Økonomi"),
)
_FIGURES = (
    N_("Ansatte"),
    N_("Brutto investeringer"),
    N_("Disposisjonsfond"),
    N_("Disposisjonsfond i prosent av driftsinntektene"),
    N_("Gjeldsgrad"),
    N_("Gjeldsgrad i prosent av totale inntekter"),
    N_("Innbyggere ved årets slutt"),
    N_("Kapitalutgifter"),
    N_("Korrigert netto driftsresultat"),
    N_("Mål som er nådd"),
    N_("Netto driftsresultat"),
    N_("Netto driftsresultat i prosent av driftsinntektene"),
    N_("antall årsverk"),
    N_("bystyrets mål: minst"),
    N_("bystyrets mål: under"),
    N_("ett år før"),
    N_("mål i alt"),
    N_("regulert budsjett"),
    N_("revidert budsjett"),
    N_("driftsinntektene"),
    N_("totale inntekter"),
    N_("frie disponible inntekter"),
    N_("netto driftsinntekter"),
    N_("ubrukte lånemidler"),
)
# The posts of the operating and the capital account, of the balance sheet, and the areas of investment: accounting rules name them.
_ACCOUNTS = (
    N_("Andre overføringer og tilskudd fra staten"),
    N_("Andre skatteinntekter"),
    N_("Avdrag på lån"),
    N_("Avskrivninger"),
    N_("Bruk av tidligere års mindreforbruk"),
    N_("Brukerbetalinger"),
    N_("Brutto driftsresultat"),
    N_("Eiendomsskatt"),
    N_("Gevinster og tap på finansielle omløpsmidler"),
    N_("Inntekts- og formuesskatt"),
    N_("Kjøp av varer og tjenester"),
    N_("Lønnsutgifter"),
    N_("Motpost avskrivninger"),
    N_("Netto avsetninger til eller bruk av bundne driftsfond"),
    N_("Netto avsetninger til eller bruk av disposisjonsfond"),
    N_("Netto driftsresultat, budsjett"),
    N_("Netto driftsresultat, regnskap"),
    N_("Netto finansutgifter"),
    N_("Overføring til investering"),
    N_("Overføringer og tilskudd fra andre"),
    N_("Overføringer og tilskudd til andre"),
    N_("Rammetilskudd"),
    N_("Renteinntekter"),
    N_("Renteutgifter"),
    N_("Salgs- og leieinntekter"),
    N_("Sosiale utgifter"),
    N_("Sum disponeringer eller dekning av netto driftsresultat"),
    N_("Sum driftsinntekter"),
    N_("Sum driftsutgifter"),
    N_("Utbytter"),
    N_("Avsetninger"),
    N_("Dekning av tidligere års merforbruk"),
    N_("Salg anleggsmidler"),
    N_("Refusjoner"),
    N_("Investeringer i anleggsmidler"),
    N_("Utlån og forskutteringer"),
    N_("Kjøp av aksjer og andeler"),
    N_("Årets finansieringsbehov"),
    N_("Bruk av lånemidler"),
    N_("Tilskudd til investeringer"),
    N_("Kompensasjon for mva."),
    N_("Mottatte avdrag"),
    N_("Sum ekstern finansiering"),
    N_("Overført fra driftsregnskap"),
    N_("Bruk av avsetninger"),
    N_("Sum finansiering"),
)
_INVESTMENTS = (
    N_("Barne og familietjenesten"),
    N_("IT"),
    N_("Formålstomter"),
    N_("Ubebygde bolig og næringsareal"),
    N_("Veg"),
    N_("Vann"),
    N_("Byrom parker og grøntanlegg"),
    N_("Sum investeringer"),
    N_("Helse og velferd"),
    N_("Bolig"),
    N_("Kunst og kultur"),
    N_("Kirker og gravlunder"),
    N_("Eiendomsinvesteringer"),
    N_("Avløp"),
    N_("Avfall"),
    N_("Administrasjonsbygg og byrom"),
    N_("Miljøpakken"),
    N_("Maskiner og utstyr"),
)
_BALANCE = (
    N_("Faste eiendommer og anlegg"),
    N_("Utstyr, maskin og transportmidler"),
    N_("Utlån"),
    N_("Aksjer og andeler"),
    N_("Pensjonsmidler"),
    N_("Kortsiktige fordringer"),
    N_("Premieavvik"),
    N_("Sertifikater/Obligasjoner"),
    N_("Kasse, postgiro, bankinnskudd"),
    N_("Bundne driftsfond"),
    N_("Ubundne investeringsfond"),
    N_("Bundne investeringsfond"),
    N_("Regnskapsmessig mindreforbruk"),
    N_("Regnskapsmessig merforbruk"),
    N_("Udisponert i investeringsregnskapet"),
    N_("Udekket i investeringsregnskapet"),
    N_("Likviditetsreserve"),
    N_("Kapitalkonto"),
    N_("Endringer i regnskapsprinsipp, drift"),
    N_("Pensjonsforpliktelse"),
    N_("Ihendehaverobligasjon"),
    N_("Sertifikatlån"),
    N_("Andre lån"),
    N_("Annen kortsiktig gjeld"),
    N_("Anleggsmidler"),
    N_("Egenkapital"),
    N_("Kortsiktig gjeld"),
    N_("Langsiktig gjeld"),
    N_("Omløpsmidler"),
    N_("Sum egenkapital og gjeld"),
    N_("Sum eiendeler"),
    N_("Idrett"),  # what guarantees are for
    N_("Barnehager"),
    N_("Aksjeselskap, Interkommunale selskap"),
    N_("Boliger/Institusjoner"),
    N_("Div. formål"),
)


def term(word: Any) -> str:
    """A word of a closed vocabulary in the reader's language; one that no catalogue knows stands as it is."""
    return _(str(word)) if word else ""


def terms(words: pd.Series[Any]) -> pd.Series[Any]:
    """A column of such words; what is missing stays missing."""
    return words.map(term, na_action="ignore")


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
