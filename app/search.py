"""The search box: a reader's words, folded and stemmed as the edition's are (macros/sok.sql), and the best of what they find."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pandas as pd

import data

_LETTERS = str.maketrans("åøöéèêüáà", "aooeeeuaa")
_ENDINGS = "enes|erne|ende|edes|ene|ane|ere|ers|ens|ets|ede|en|er|et|es|e|a"
_WORD = re.compile(rf"(^| )([a-z0-9]{{3,}}?)({_ENDINGS})( |$)", re.ASCII)
MOST_WORDS, MOST_HITS = 8, 40

# Every word must be found. A word that is in the title counts more than one elsewhere, and a whole word more than the beginning of one.
_SQL = f"""
select art, nokkel, tittel, beskrivelse, side, parametre, poeng
from (
    select
        *,
        list_transform($1::varchar[], lambda ord: case
            when contains(tittelord, concat(' ', ord, ' ')) then 8
            when contains(tittelord, concat(' ', ord)) then 5
            when length(ord) >= 3 and contains(tittelord, ord) then 3
            when contains(sokeord, concat(' ', ord, ' ')) then 2
            when contains(sokeord, concat(' ', ord)) then 1
            else 0
        end) as poengene,
        list_sum(poengene) + case when tittelord = $2 then 2 when starts_with(tittelord, $2) then 1 else 0 end as poeng
    from rapport.rapport_sok
)
where list_min(poengene) > 0
order by poeng desc, rekkefolge, length(tittel), tittel, nokkel
limit {MOST_HITS}"""


def folded(text: str) -> str:
    """Lower case, å/ø/æ and accents as ASCII, words between single spaces: `Lån i år` as ` lan i ar `."""
    ascii_text = text.lower().replace("æ", "ae").replace("ä", "ae").translate(_LETTERS)
    return f" {re.sub('[^a-z0-9]+', ' ', ascii_text).strip()} "


def stemmed(text: str) -> str:
    """A folded text without its inflections, as the macro `stammet` makes it."""
    spaced = text.replace(" ", "  ")
    for _ in range(3):
        spaced = _WORD.sub(r"\1\2\4", spaced)
    return spaced.replace("  ", " ")


def find(text: str) -> pd.DataFrame:
    """What a reader's words find, best first; empty when nothing has them all.

    Raises:
        EditionError: there is no whole edition, or it is older than the search.

    """
    stems = stemmed(folded(text))
    return data.rows(_SQL, stems.split()[:MOST_WORDS] or [""], stems)


def quoted(text: object) -> str:
    """Text that is somebody else's, as st.markdown shows it letter by letter."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|$:~^])", r"\\\1", str(text))


def shortened(text: object, length: int = 260) -> str:
    """The text, cut between two words with an ellipsis where it is longer than `length`."""
    whole = str(text)
    return whole if len(whole) <= length else f"{whole[:length].rsplit(' ', 1)[0]} …"


def address(parameters: object) -> dict[str, str]:
    """The query parameters of a hit, as st.page_link takes them."""
    return dict(parse_qsl(parameters)) if isinstance(parameters, str) else {}
