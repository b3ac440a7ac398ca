"""Where a long Norwegian word may be parted when its column is narrow: browsers without a Norwegian dictionary part it at any letter.

A word is parted after the endings that join compounds (`investerings-utgifter`), and otherwise before the consonants that may begin a
syllable (`grunn-sko-le-sek-to-rens`). The marks are empty elements that the style sheet gives a soft hyphen: what is copied, searched and
read aloud is the word itself.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from html import escape

_MARK = '<span class="delt"></span>'
_LONG, _HEAD, _TAIL = 11, 3, 3  # letters of a word that may be parted, and of the least part before and after
_WORD = re.compile(rf"[A-Za-zÆØÅæøåéÉ]{{{_LONG},}}")
_JOINT = re.compile(
    r"(?:ings|sjons|elses|hets|tets|skaps|doms|ments|drifts|samfunns|arbeids|omsorgs|barns|lands|års)(?=[a-zæøå]{3})"
    r"|(?=områd|undervis|utgift|inntekt|innbygg|ansatt)|(?<=[bdfgkt])(?=ling)"
)
_VOWEL, _CONSONANT = "[aeiouyæøåé]", "[b-df-hj-np-tv-xz]"
_ONSET = f"skj|skr|spr|str|sk|sp|st|sj|sl|sm|sn|sv|kj|tj|[bdfgkptv]r|[bfgkp]l|{_CONSONANT}"
_BETWEEN = re.compile(f"(?<={_VOWEL})({_CONSONANT}*?)(?:{_ONSET})(?={_VOWEL})")  # an end, and the longest beginning of the next syllable


def parted(text: str) -> str:
    """The text as HTML, escaped, with a mark at each place where a long word of it may be parted."""
    return _WORD.sub(lambda found: _MARK.join(parts(found[0])), escape(text))


@lru_cache(maxsize=4096)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a word, in order: `pensjonsforpliktelser` is `pen`, `sjons`, `for`, `plik`, `tel`, `ser`."""
    lower = word.lower()
    joints = {found.end() for found in _JOINT.finditer(lower)}
    places = set(joints)
    for found in _BETWEEN.finditer(lower):
        if not any(found.start() <= joint <= found.end() for joint in joints):
            places.add(found.end(1))
    ends = [0, *sorted(place for place in places if _HEAD <= place <= len(word) - _TAIL), len(word)]
    return tuple(word[start:end] for start, end in itertools.pairwise(ends))
