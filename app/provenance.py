"""From a number to where it is printed: its cell in the table, marked, or its sentence in the prose, quoted.

A place in the sources is a text: a cell `AB2020-05|15|avvik`, a row, a table, or a statement, goal or line by its id (`AB2020-P0257-3`).
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd

import data
import municipality
from format import is_missing, number
from language import DEFAULT, _

_FEW = 6  # cells of a row that is quoted whole
_UNIT = re.compile(
    r"\s?(%|pst|prosent|promille|mill|mrd|milliard|kr|kroner|tonn|årsverk|ansatte|personer|elever|barn|plasser)", re.IGNORECASE
)
_IN_PROSE = re.compile(r"-[PML]\d{4}(-\d+)?$")


def is_in_prose(place: str) -> bool:
    """Whether a place is in a report's prose, not in a table."""
    return bool(_IN_PROSE.search(place)) and "|" not in place


PAGE = "kilder/tabeller"  # where what is printed is shown


def parameters(place: str) -> dict[str, str]:
    """What the address of PAGE says of a place."""
    return dict(zip(("sted",) if is_in_prose(place) else ("tabell", "rad", "kolonne"), place.split("|"), strict=False))


def address(place: str) -> str:
    """Where in the viewer a place stands as printed."""
    return f"{PAGE}?{'&'.join(f'{name}={quote(value)}' for name, value in parameters(place).items())}"


def findings(place: str) -> pd.DataFrame:
    """What we have found wrong at a place, or with all of its row or its table: `funn_id`, `tittel`, and `setning`, what we do about it."""
    table, row, *_rest = [*place.split("|"), ""]
    return data.rows(
        """select funn_id, any_value(tittel) as tittel, string_agg(distinct setning, ' ') as setning from rapport.rapport_funnsted
        where utsagn_id = $1 or (tabell_id = $1 and (rad is null or rad = try_cast($2 as integer))) group by funn_id order by funn_id""",
        table,
        row,
    )


def links(frame: pd.DataFrame) -> list[str]:
    """For each row a link to where it is printed; empty if the frame does not say."""
    return ["" if place is None else municipality.link(address(place)) for place in places(frame)]


def places(frame: pd.DataFrame) -> list[str | None]:
    """The place of each row: a cell, a row or all of a table, or a statement or a goal."""
    if "tabell_id" in frame.columns:
        rows, columns = (frame[name] if name in frame.columns else [None] * len(frame) for name in ("rad", "kolonne"))
        return [_cell(*parts) for parts in zip(frame.tabell_id, rows, columns, strict=True)]
    name = next((name for name in ("utsagn_id", "mal_id") if name in frame.columns), None)
    return [None if is_missing(place) else str(place) for place in frame[name]] if name else [None] * len(frame)


def _cell(table: Any, row: Any, column: Any) -> str | None:
    if is_missing(table) or is_missing(row):
        return None if is_missing(table) else str(table)
    return f"{table}|{int(row)}" + ("" if is_missing(column) else f"|{column}")


def named(place: str) -> str:
    """A place in words: `Årsberetning 2020, «Økonomisk oversikt», rad 15`, or the line of the prose."""
    if is_in_prose(place):
        return _line(place)
    table, row, *_rest = [*place.split("|"), ""]
    title = _title(_table(table), table)
    return _("{tabell}, rad {rad}").format(tabell=title, rad=row) if row else title


def quoted(place: str, value: Any = None) -> str:
    """What is printed at a place, as HTML: the sentence with the number marked, or the row of the table with the cell marked.

    `value` is what a finding says stands there, shown where neither is known.
    """
    if is_in_prose(place):
        return _sentence(place, value)
    table, row, column, *_rest = [*place.split("|"), "", ""]
    return _row(table, row, column, value)


def sentence(place: str) -> dict[str, Any]:
    """The sentence at a place in the prose: `setning`, `tall`, `linje`, and its report; empty if the package has no text."""
    return data.first(
        """select setning.*, kilde.tittel as kilde, kilde.url, kilde.utgiver from marts.dim_kildesetning as setning
        inner join marts.dim_kilde as kilde on setning.rapport_id = kilde.kilde_id where sted = ?""",
        place,
    )


def _sentence(place: str, value: Any) -> str:
    found = sentence(place)
    line = _("{kilde}, linje {linje}").format(kilde=found["kilde"], linje=number(found["linje"])) if found else _line(place)
    text = marked(found["setning"], found["tall"]) if found else "" if is_missing(value) else escape(str(value))
    return _block(f"«{text}»" if text else "", line, place)


def _line(place: str) -> str:
    return _("Linje {linje}").format(linje=number(int(re.findall(r"-[PML](\d{4})", place)[-1])))


def marked(text: Any, what: Any) -> str:
    """A text as HTML with a number in it marked, as a number of its own, not inside another: the first with a unit, else the first."""
    if is_missing(what) or not what:
        return escape(str(text))
    places = list(re.finditer(rf"(?<![0-9A-Za-zÆØÅæøå.,]){re.escape(str(what))}(?![0-9A-Za-zÆØÅæøå]|[.,][0-9])", str(text)))
    found = next((place for place in places if _UNIT.match(str(text)[place.end() :])), next(iter(places), None))
    if not found:
        return escape(str(text))
    before, after = str(text)[: found.start()], str(text)[found.end() :]
    return f"{escape(before)}<mark>{escape(found[0])}</mark>{escape(after)}"


def _row(table: str, row: str, column: str, value: Any) -> str:
    cells = (
        data.rows(
            """select celle.etikett, celle.gruppe, celle.kolonne, kolonne.overskrift, celle.raatekst, celle.status
            from kvalitet.kildecelle as celle
            left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
            where celle.tabell_id = ? and celle.rad = ? order by kolonne.plass""",
            table,
            int(row),
        )
        if row.isdecimal()
        else pd.DataFrame()
    )
    said = (
        "; ".join(
            _printed(cell, is_it=cell.kolonne == column) for cell in cells.itertuples() if column in {"", cell.kolonne} or len(cells) <= 6
        )
        if len(cells)
        else ("" if is_missing(value) else escape(str(value)))
    )
    label = f"<strong>{escape(str(cells.etikett.iloc[0]))}</strong>: " if len(cells) and not is_missing(cells.etikett.iloc[0]) else ""
    title = _title(_table(table), table)
    return _block(f"{label}{said}", title, place="|".join(part for part in (table, row, column) if part))


def _table(table: str) -> dict[str, Any]:
    return data.first(
        """select tabell.tittel, kilde.tittel as kilde from marts.dim_kildetabell as tabell
        inner join marts.dim_kilde as kilde on tabell.kilde_id = kilde.kilde_id where tabell_id = ?""",
        table,
    )


def plain_title(title: Any) -> str:
    """A printed title without our notes in brackets."""
    return re.sub(r"\s*\((ingen caption|header [^)]*)\)", "", str(title))


def source(text: Any) -> str:
    """A source as a reader is told it, in Markdown: an address in an archive of code, with its version, is a link by a word."""
    return re.sub(
        r"\b(github\.com/[\w./-]+) @[0-9a-f]+", lambda found: "[{}](https://{})".format(_("et åpent kodearkiv"), found[1]), str(text)
    )


def short(title: Any) -> str:
    """A printed title without our notes in brackets, up to the first full stop that leaves a title long enough to be told from others."""
    sentences = re.split(r"\.\s(?=[A-ZÆØÅ])", plain_title(title))
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) >= 20:
            break
        kept = f"{kept}. {sentence}"
    return kept.rstrip(".")


def _title(known: dict[str, Any], table: str) -> str:
    if not known:
        return table
    return _("{kilde}, «{tittel}»").format(kilde=known["kilde"], tittel=short(known["tittel"]))


def _printed(cell: Any, *, is_it: bool) -> str:
    raw = _("tapt") if cell.status == "tapt" else "–" if is_missing(cell.raatekst) or not str(cell.raatekst).strip() else str(cell.raatekst)
    number_of_it = f"<mark>{escape(raw)}</mark>" if is_it else escape(raw)
    heading = str(cell.overskrift) if not is_missing(cell.overskrift) else ""
    return f"{escape(heading)} {number_of_it}".strip()


def _block(text: str, source: str, place: str) -> str:
    link = municipality.link(address(place))
    said = f'<div lang="{DEFAULT}">{text}</div>' if text else ""
    footer = f'<footer><a href="{escape(link)}" target="_self">{escape(source)}</a></footer>'
    return f'<blockquote class="sitat">{said}{footer}</blockquote>'
