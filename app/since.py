"""What is new since the reader's last edition: which tables changed, from the same comparison as `kommunevarehus diff`."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import streamlit as st

import data
import municipality
from format import listed, number
from kommunevarehus.comparison import compare
from kommunevarehus.editions import Edition, Store
from kommunevarehus.project import EditionError, Project
from language import N_, _, ngettext

_SEEN, _BEFORE = "sist_sett_utgave", "utgaven_for"
_KNOWN = "_siden_sist"
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_MOST = 5
# What is compared: the relations that a page shows, what a reader calls them, and where they are shown.
_SHOWN = {
    "marts.dim_rapport": (N_("Rapporter"), "kilder/tabeller"),
    "rapport.rapport_arsresultat": (N_("Årets resultat"), "okonomi/resultat"),
    "rapport.rapport_tjenesteomrade": (N_("Tjenesteområder og budsjett"), "okonomi/budsjett"),
    "rapport.rapport_balanse": (N_("Balanse"), "okonomi/balanse"),
    "rapport.rapport_nokkeltall": (N_("Nøkkeltall"), "sammenligning"),
    "rapport.rapport_mal": (N_("Mål"), "mal"),
    "rapport.rapport_bemanning": (N_("Ansatte"), "ansatte"),
    "rapport.rapport_aldersgruppe": (N_("Folketall"), "befolkning"),
    "rapport.rapport_se_pa": (N_("Ting å se på"), "oversikt"),
    "kvalitet.kildefunn": (N_("Feil vi fant"), "kilder/funn"),
}
# The last edition the reader saw is kept by the browser for a year, and the one before it for the day on which there is something new.
_REMEMBER = """<script>
document.cookie = "{seen}=" + {now} + "; path=/; max-age=31536000; SameSite=Lax";
if ({before}) document.cookie = "{earlier}=" + {before} + "; path=/; max-age=86400; SameSite=Lax";
</script>"""


def last_time() -> None:
    """Say what is new since the edition that the reader saw last; to a new reader, and to one who has seen this edition, nothing."""
    before, now = _editions()
    with st.container(key="sist"):
        st.html(_REMEMBER.format(seen=_SEEN, earlier=_BEFORE, now=json.dumps(now), before=json.dumps(before)), unsafe_allow_javascript=True)
    if not before:
        return
    try:
        changes = _changes(str(Store(Project.find().store).find(before).path), str(data.current_edition().path))
    except EditionError:
        return  # the edition is gone
    _say(before, changes)


def _editions() -> tuple[str, str]:
    """The edition before this one that the reader has seen, and this one."""
    now = data.current_edition().id
    state = st.session_state
    if state.get(_KNOWN, ("", ""))[1] != now:
        cookies = st.context.cookies
        seen = state.get(_KNOWN, ("", str(cookies.get(_SEEN, ""))))[1]
        before = seen if seen != now else str(cookies.get(_BEFORE, ""))
        state[_KNOWN] = (before if _ID.fullmatch(before) and before != now else "", now)
    known: tuple[str, str] = state[_KNOWN]
    return known


@lru_cache(maxsize=8)
def _changes(before: str, after: str) -> tuple[tuple[str, str, int, int, int], ...]:
    """The relations that differ and lead to a page: name, place, rows added, removed and changed; most changed first."""
    found = [
        (*_SHOWN[difference.relation], difference.added, difference.removed, difference.changed)
        for difference in compare(Edition(Path(before)), Edition(Path(after)), limit=0, relations=_SHOWN.keys())
    ]
    return tuple(sorted(found, key=lambda change: -max(change[2:])))


def _say(before: str, changes: tuple[tuple[str, str, int, int, int], ...]) -> None:
    day = f"{before[6:8]}.{before[4:6]}.{before[:4]}"
    with st.container(border=True, gap="small", key="siden-sist"):
        st.markdown(
            _("**Siden sist** har varehuset fått en ny utgave. Du så sist utgaven fra {dag}.").format(dag=day)
            + " "
            + (_("Dette er nytt for alle kommunene til sammen:") if changes else _("Tallene på sidene er de samme."))
        )
        for name, place, added, removed, changed in changes[:_MOST]:
            words = [
                ngettext("{antall} ny", "{antall} nye", added).format(antall=number(added)) if added else "",
                ngettext("{antall} borte", "{antall} borte", removed).format(antall=number(removed)) if removed else "",
                ngettext("{antall} endret", "{antall} endret", changed).format(antall=number(changed)) if changed else "",
            ]
            shown = _(name)
            municipality.to(place, f"{shown}: {listed([word for word in words if word])}", ":material/update:")
