"""What `sjekk` says of a package, in Norwegian, for the page *Les inn*: the faults that reading and deciding on the page can lead to.

The check itself speaks to engineers, in English, and names files and lines (models/intermediate/kontroll). A person at the page is told
what is wrong and what to do there. What has no words here is shown as the check says it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kommunevarehus.packages import Fault

_PLACE = r"\S+ \(«(?P<tittel>.*?)»\): printed (?P<trykt>.*?), computed (?P<fra>.*?) to (?P<til>.*?) \("
# A pattern of the check's message, and the sentence; `{kolonne}` and `{tabell}` are the fault's own, the others the pattern's.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"nobody says what the column measures", "{tabell}: Ingen sier hva kolonnen {kolonne} måler. Bestem det under «Kolonnen»."),
    (
        r"it is not said what the column measures, or in which year: maal «(?P<maal>.*?)», aar «(?P<aar>.*?)»",
        "{tabell}: Kolonnen {kolonne} mangler år eller hva den måler. Bestem det under «Kolonnen».",
    ),
    (r"an amount in «(?P<enhet>.*?)»", "{tabell}: Ingen sier hvilken enhet beløpene i {kolonne} er i. Bestem enheten under «Kolonnen»."),
    (
        rf"a contradiction that no finding explains: {_PLACE}",
        "{tittel}: Trykt {trykt}, men tallene det bygger på, gir {fra} til {til}. Rett cellen som er lest feil.",
    ),
    (r"cannot read «(?P<tekst>.*?)»", "{tabell}: «{tekst}» i {kolonne} er ikke et tall. Rett cellen slik den er trykt."),
    (
        r"the layout \S+ does not know the label «(?P<etikett>.*?)»",
        "{tabell}: Oppstillingen kjenner ikke «{etikett}». Bestem hvilken post raden er under «Koden».",
    ),
    (
        r"the amount has no sign: (?P<etikett>[^.]*)",
        "{tabell}: Ingen sier om «{etikett}» er inntekt eller utgift. Bestem posten under «Koden».",
    ),
    (
        r"the column is of (?P<aar>\d{4}), and the report of (?P<rapport>\d{4})",
        "{kolonne} er av {aar}, og rapporten av {rapport}. Rett året under «Kolonnen», eller les filen inn som rapporten av et annet år.",
    ),
    (r"«(?P<tekst>.*?)» is far from the numbers beside it", "«{tekst}» er langt fra tallene ved siden av. Se i kilden, og rett cellen."),
    (r"«(?P<tekst>.*?)» has three decimals", "«{tekst}» har tre desimaler, og det har ikke tallene ved siden av. Rett cellen."),
    (
        r"the largest amount is (?P<kr>-?\d+) kr per inhabitant",
        "Det største beløpet er {kr} kroner per innbygger: enheten er trolig feil. Bestem enheten under «Kolonnen».",
    ),
    (
        r"the heading «(?P<hode>.*?)» stands (?P<antall>\d+) times, of the same year",
        "{antall} kolonner heter «{hode}» og er av samme år. Bestem hva hver av dem er under «Kolonnen».",
    ),
    (
        r"table \S+ is in «(?P<enhet>.*?)», and its cells in (?P<celler>[^.]*)",
        "{tabell}: Tabellen er i {enhet}, men cellene er i {celler}. Bestem enheten under «Kolonnen».",
    ),
    (
        r"most printed deviations have the opposite sign of what the table or its layout says",
        "{tabell}: De fleste avvikene har motsatt fortegn av det oppstillingen sier. Se i kilden, og bestem kolonnen under «Kolonnen».",
    ),
    (r"table (?P<nr>\S+) has no file", "Tabell {nr} har ingen kolonner som kan brukes. Bestem hva kolonnene er under «Kolonnen»."),
    (
        r"it is not said in which year the column is",
        "{tabell}: Ingen sier hvilket år kolonnen {kolonne} er av. Bestem det under «Kolonnen».",
    ),
    (
        r"row (?P<rad>\S+) is lost, but the rule \S+ leaves one number",
        "Rad {rad} er uklar, men regnestykket lar bare ett tall stå igjen. Bestem cellen.",
    ),
)


def _written(name: str, text: str) -> str:
    """An end of what is computed, with a comma and no noughts behind it; other words as they are."""
    is_number = name in ("fra", "til") and re.fullmatch(r"-?\d+(?:\.\d+)?", text)
    return f"{Decimal(text).normalize():f}".replace(".", ",") if is_number else text


def said(fault: Fault) -> str:
    """A fault in a sentence of Norwegian; in the check's own words where there is none."""
    for pattern, words in _WORDS:
        if found := re.search(pattern, fault.melding, re.S):
            table = re.match(r"tabeller/([^_]+)_", fault.fil)
            own = {"tabell": f"Tabell {table[1]}" if table else fault.fil, "kolonne": (fault.kolonne or "").replace("_", " ")}
            return words.format(**own, **{name: _written(name, text) for name, text in found.groupdict().items()})
    return str(fault)
