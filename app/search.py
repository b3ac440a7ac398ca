"""The search box: a reader's words, folded and stemmed as the edition's are (macros/sok.sql), and the best of what they find.

A word may be another word for what the data says (marts.dim_sokeord), and the name of a municipality with reports beside other words is
whose figures are asked for. Where nothing has all the words, those of a question that say nothing
(`hvor mye`) are left out, two words are tried as one, and one as two; for a word that nothing has, the nearest that something has is
proposed: whole, or as two of which one is misspelt; and at last the words are tried without one of them. What the reader sees is the
reader's own spelling.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd

import data
import municipality
from municipality import Municipality

_LETTERS = str.maketrans("åøöéèêüáàšžčŋđŧ", "aooeeeuaaszcndt")
_ENDINGS = "enes|erne|ende|edes|ene|ane|ere|ers|ens|ets|ede|en|er|et|es|e|a"
_WORD = re.compile(rf"(^| )([a-z0-9]{{3,}}?)({_ENDINGS})( |$)", re.ASCII)
MOST_WORDS, MOST_HITS = 8, 40
_SHORTEST_PART, _SHORTEST_GUESS, _SHORT = 4, 4, 3
# The small words of a question, folded: Norwegian of both kinds, and English.
_SMALL = (
    " hvor kor mye mykje mange har vi er hva kva hvordan korleis hvorfor kvifor nar og i pa for til av de det den en ei et ein eit som om "
    "med var vart blir ble skal kan how much many what why is are was the a an of do does did we our in on and to "
)

# Every word must be found, as itself or as what it means. A word that is in the title counts more than one elsewhere, and a whole word more
# than the beginning of one; a former name of a municipality is a name of it, the reader's own comes before the others, and a page has the
# words of what it shows. What the reports say in their prose, our findings and the printed tables come after the figures they are about.
# Where one municipality's figures are asked for ($4), what is another's is none of them.
_SQL = f"""
select art, nokkel, tittel, beskrivelse, side, parametre, poeng, count(*) over () as antall
from (
    select
        *,
        list_transform($1::varchar[][], lambda ordene: list_max(list_transform(ordene, lambda ord: case
            when contains(tittelord, concat(' ', ord, ' ')) then 8
            when art = 'kommune' and length(ord) > 3 and contains(tidligere, ord) and not contains(tittelord, concat(' ', ord)) then 8
            when art = 'side' and contains(sokeord, concat(' ', ord, ' ')) then 7
            when contains(tittelord, concat(' ', ord)) then 5
            when length(ord) >= 3 and contains(tittelord, ord) then 3
            when contains(sokeord, concat(' ', ord, ' ')) then 2
            when contains(sokeord, concat(' ', ord)) then 1
            else 0
        end))) as poengene,
        list_sum(poengene) + case when tittelord = $2 then 2 when starts_with(tittelord, $2) then 1 else 0 end
            - case when art in ('utsagn', 'funn', 'tabell') then 2 else 0 end + case when art = 'kommune' and nokkel = $3 then 4 else 0 end
            as poeng
    from (
        select *, replace(translate(lower(split_part(beskrivelse, 'Tidligere ', 2)), 'åøé', 'aoe'), 'æ', 'ae') as tidligere
        from rapport.rapport_sok
    )
)
where list_min(poengene) > 0
    and ($4 = '' or parametre is null or not contains(parametre, 'kommune=') or contains(parametre, 'kommune=' || $4))
order by poeng desc, rekkefolge, length(tittel), tittel, nokkel
limit {MOST_HITS}"""

# The municipalities with reports by their names, the longest first: those of today and those that have ended.
_NAMES = """
select navnene.*, (
    select list(enhet.enhet_id order by enhet.enhet_id) from marts.dim_enhet as enhet
    where enhet.kommune_id = navnene.enhet_id and enhet.type = 'kommune'
) as numre
from (
    select enhet_id, navn, navn as navn_i_dag from rapport.rapport_kommune where antall_rapporter > 0
    union all
    select tidligere.enhet_id, tidligere.navn, kommunen.navn from rapport.rapport_kommune_tidligere as tidligere
    inner join rapport.rapport_kommune as kommunen on tidligere.enhet_id = kommunen.enhet_id and kommunen.antall_rapporter > 0
) as navnene
order by length(navn) desc, navn, enhet_id"""

# The newest numbers of the municipality that the hits have, up to the year that is shown; as printed before as we have worked it out.
_VALUES = """
select 'nokkeltall' as art, indikator_id as nokkel, verdi, maaleenhet, retning, aar, enhet as sted, funn_id, null as tabell_id
from (
    select indikator_id, verdi, maaleenhet, retning, aar, enhet, funn_id, omfang, rapport_id from rapport.rapport_nokkeltall
    where er_valgt_i_kommunens_rapporter and list_contains($1::varchar[], enhet_id)
    union all
    select indikator_id, verdi, maaleenhet, retning, aar, null, funn_id, omfang, null from rapport.rapport_styringstall where enhet_id = $4
)
where verdi is not null and aar <= coalesce($2, aar) and list_contains($3::varchar[], indikator_id)
qualify row_number() over (partition by indikator_id order by aar desc, rapport_id is null, omfang, rapport_id desc) = 1
union all
select
    'post', post_id, case emne when 'balanse' then abs(regnskap_mill_kr) else regnskap_mill_kr end, 'mill. kr', null, aar, null, funn_id,
    tabell_id
from rapport.rapport_oppstilling
where regnskap_mill_kr is not null and list_contains($1::varchar[], enhet_id) and aar <= coalesce($2, aar)
    and list_contains($3::varchar[], post_id)
qualify row_number() over (partition by post_id order by aar desc, oppstilling, rad) = 1
union all
select 'tjenesteomrade', tjenesteomrade_id, avvik_mill_kr, 'mill. kr', utfall, aar, null, funn_id, null
from rapport.rapport_tjenesteomrade
where avvik_mill_kr is not null and enhet_id = $4 and aar <= coalesce($2, aar) and list_contains($3::varchar[], tjenesteomrade_id)
qualify row_number() over (partition by tjenesteomrade_id order by aar desc) = 1
union all
select 'kommune', kommunenr, personer, 'personer', null, aar, null, null, null
from rapport.rapport_aldersgruppe
where aldersgruppe_id = 'alle' and list_contains($3::varchar[], kommunenr)
qualify row_number() over (partition by kommunenr order by aar desc, grenser) = 1"""

# The finding that touches one of the numbers of a hit in the prose.
_TOUCHED = """
select concat_ws(':', rapport_id, tema, gjelder) as nokkel, min(funn_id) as funn_id from rapport.rapport_utsagn
where funn_id is not null and list_contains(?, concat_ws(':', rapport_id, tema, gjelder)) group by all
union all
select mal_id, funn_id from rapport.rapport_mal where funn_id is not null and list_contains(?, mal_id)"""

# The words of the titles that are nearest to a word as it is written: a slip of the pen in a long word may be two letters, and in a short
# one it is a letter too many, one too few, or two that have changed places: another letter makes it another word. A finding's title is a
# sentence, with words that are about nothing.
_NEAREST = """
select ord, damerau_levenshtein(foldet, $1) as avstand
from (
    select ord, replace(translate(ord, 'åøé', 'aoe'), 'æ', 'ae') as foldet, antall
    from (
        select ord, count(*) as antall
        from (select unnest(regexp_extract_all(lower(tittel), '[a-zæøåé]{4,}')) as ord from rapport.rapport_sok where art != 'funn')
        group by ord
    )
)
where avstand between 1 and case when length($1) < 9 then 1 else 2 end
    and (length($1) > 5 or length(foldet) != length($1) or list_sort(string_split(foldet, '')) = list_sort(string_split($1, '')))
order by avstand, left(foldet, 1) != left($1, 1), antall desc, ord
limit 1"""


@dataclass(frozen=True)
class Found:
    """What was found: the best hits, how many there are in all, the words that found them where not the reader's own, and a proposal.

    `of` is the municipality whose figures are asked for, where the words name one; its year is None: its newest figures.
    """

    hits: pd.DataFrame = field(default_factory=pd.DataFrame)
    total: int = 0
    instead: str = ""
    meant: str = ""
    of: Municipality | None = None


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


def find(text: str) -> Found:
    """What a reader's words find, best first; where nothing has them all, what they find joined or split, or a proposal.

    Raises:
        EditionError: there is no whole edition, or it is older than the search.

    """
    whose = _whose(text)
    if whose and (found := _found(whose[1], whose[0])):
        return found
    if found := _found(text):
        return found
    meant = _meant(text)
    return Found(meant=meant) if meant else _with_one_less(text, _kept(folded(text).split()))


def _found(text: str, of: Municipality | None = None) -> Found | None:
    """What the words find as they are, without those that say nothing, joined or split; None where that is nothing."""
    hits = _hits(text, of)
    if len(hits):
        return Found(hits, int(hits.antall.iloc[0]), instead=text if of else "", of=of)
    words = folded(text).split()
    kept = _kept(words)
    fewer = [" ".join(kept)] if kept != words else []
    for other in [*fewer, *_joined_and_split(kept[:MOST_WORDS])]:
        hits = _hits(other, of)
        if len(hits):
            return Found(hits, int(hits.antall.iloc[0]), instead=_as_written(other, text), of=of)
    return None


def _kept(words: list[str]) -> list[str]:
    """The words without those that say nothing; all of them where none says anything."""
    return [word for word in words if f" {word} " not in _SMALL] or words


def _whose(text: str) -> tuple[Municipality, str] | None:
    """The municipality with reports that the words name beside others, and the others."""
    words = text.split()
    for row in data.rows(_NAMES).itertuples():
        name = folded(row.navn).split()
        for at in range(len(words) - len(name) + 1):
            rest = [*words[:at], *words[at + len(name) :]]
            if rest and [folded(word).strip() for word in words[at : at + len(name)]] == name:
                now = municipality.now()
                named = now if now.id == row.enhet_id else Municipality(id=row.enhet_id, name=row.navn_i_dag, numbers=tuple(row.numre))
                return named, " ".join(rest)
    return None


def _as_written(words: str, text: str) -> str:
    """Folded words as the reader has spelt them: `lonn` as `lønn` where the text has that."""
    written = re.findall(r"[^\W_]+", text.lower())
    sources = [*written, *("".join(pair) for pair in itertools.pairwise(written))]
    spelt = {
        folded(source[start:end]).strip(): source[start:end]
        for source in reversed(sources)
        for start in range(len(source))
        for end in range(start + 1, len(source) + 1)
    }
    return " ".join(spelt.get(word, word) for word in words.split())


def _with_one_less(text: str, words: list[str]) -> Found:
    """What the words find without the one of them that says least: that without which there are fewest hits."""
    fewer = [" ".join([*words[:at], *words[at + 1 :]]) for at in range(len(words))] if 1 < len(words) <= MOST_WORDS else []
    fewer = [other for other in fewer if len(other) >= _SHORTEST_PART]
    found = [Found(hits, int(hits.antall.iloc[0]), instead=_as_written(other, text)) for other in fewer if len(hits := _hits(other))]
    return min(found, key=lambda one: one.total, default=Found())


def _hits(text: str, of: Municipality | None = None) -> pd.DataFrame:
    stems = stemmed(folded(text))
    meanings = _meanings(str(data.current_edition().path))
    # A word of three letters that means another is that one: «bor» is not «bør».
    words = tuple(
        (*(() if len(stem) <= _SHORT and stem in meanings else (stem,)), *meanings.get(stem, ()))
        for stem in stems.split()[:MOST_WORDS] or [""]
    )
    return data.rows(_SQL, words, stems, municipality.now().id, of.id if of else "")


@lru_cache(maxsize=2)
def _meanings(edition: str) -> Mapping[str, tuple[str, ...]]:
    """What a word may mean in the data, by its stem; `edition` is where the words are from."""
    found = data.rows("select ord, list(betyr order by betyr) as betyr from marts.dim_sokeord group by ord")
    return {row.ord: tuple(row.betyr) for row in found.itertuples()}


@lru_cache(maxsize=2)
def _known(edition: str) -> frozenset[str]:
    """The stems that something has; `edition` is where they are from."""
    found = data.rows("select distinct unnest(string_split(trim(tittelord), ' ')) as ord from rapport.rapport_sok")
    return frozenset(found.ord) | frozenset(_meanings(edition))


@lru_cache(maxsize=2)
def _written(edition: str) -> Mapping[str, str]:
    """The words as the titles of the edition have them, by how they are folded."""
    found = data.rows(
        """select distinct unnest(regexp_extract_all(lower(tittel), '[a-zæøåé]{4,}')) as ord from rapport.rapport_sok
        where art != 'funn' order by 1"""
    )
    return {folded(word).strip(): word for word in found.ord}


def _joined_and_split(words: list[str]) -> Iterator[str]:
    """The words with two neighbours as one, with one as two that something has, and with the first of those two alone.

    `netto drift` is tried as `nettodrift`, and `sykehjemsplass` as `sykehjem plass`, then as `sykehjem`.
    """
    known = _known(str(data.current_edition().path))
    joined = [[*words[:at], words[at] + words[at + 1], *words[at + 2 :]] for at in range(len(words) - 1)]
    yield from map(" ".join, joined)
    heads = []
    for row in [words, *joined]:
        for at, word in enumerate(row):
            for head, tail in _parts(word, known):
                if f" {head} {tail} " in f" {' '.join(words)} ":
                    continue  # as the reader wrote them
                yield " ".join([*row[:at], head, tail, *row[at + 1 :]])
                heads.append(" ".join([*row[:at], head, *row[at + 1 :]]))
    yield from heads


def _parts(word: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """A word as two that are known, with and without an s between them; the longest first part first."""
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        first, second = word[:end], word[end:]
        for head in dict.fromkeys((first, first.removesuffix("s"))):
            if _stem(head) in known and _stem(second) in known:
                yield head, second


def _stem(word: str) -> str:
    return stemmed(f" {word} ").strip()


def _meant(text: str) -> str:
    """The reader's words with the nearest known word for each that nothing has; empty if there is none near."""
    known = _known(str(data.current_edition().path))
    proposed, is_changed = [], False
    for word in text.split()[:MOST_WORDS]:
        plain = folded(word).strip()
        near = "" if _stem(plain) in known or len(plain) < _SHORTEST_GUESS or " " in plain else _near(plain) or _near_in_two(plain)
        proposed.append(near or word)
        is_changed = is_changed or bool(near)
    other = " ".join(proposed)
    return other if is_changed and len(_hits(other)) else ""


def _near(word: str) -> str:
    """The nearest known word to a folded one; empty if there is none near."""
    return str(data.first(_NEAREST, word).get("ord", ""))


def _near_in_two(word: str) -> str:
    """A compound as two words of which one is written so and the other near one: `netodriftsresultat` as `netto driftsresultat`."""
    whole = _written(str(data.current_edition().path))
    for end in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, second = word[:end], word[end:]
        if second in whole and (near := _near(first)):
            return f"{near} {whole[second]}"
        if first in whole and (near := _near(second)):
            return f"{whole[first]} {near}"
    return ""


def values(hits: pd.DataFrame, kommune: Municipality) -> dict[tuple[str, str], Any]:
    """The newest number of each hit that has one, of the municipality and up to its year, by the hit's kind and key."""
    found = data.rows(_VALUES, list(kommune.numbers), kommune.year, sorted(set(hits.nokkel)), kommune.id)
    return {(row.art, row.nokkel): row for row in found.itertuples()}


def touched(hits: pd.DataFrame) -> dict[str, str]:
    """The finding that touches a number of each hit in the prose, by the hit's key."""
    keys = sorted(set(hits.nokkel))
    found = data.rows(_TOUCHED, keys, keys)
    return dict(zip(found.nokkel, found.funn_id, strict=True))


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
