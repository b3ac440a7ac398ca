"""The readable report of a reading: each row of the source beside what was read from it, coloured by how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from kommunevarehus.lesing.package import Written, columns_of, nearest_indicator, printed_label, printed_value
from kommunevarehus.lesing.reading import CERTAIN, SETTLED, UNCERTAIN, Finding, ReadRow, ReadTable

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%;font-size:13.5px;margin:.5rem 0 1.5rem}
th,td{border:1px solid #c9c9c9;padding:.2rem .45rem;vertical-align:top}th{background:#f2f2f2;text-align:left}
td.t{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.k{color:#444;font-family:ui-monospace,monospace;font-size:12px}
.regnestykke{background:#e3f0fb}.uklart{background:#ffe3a8;font-weight:600}.egen{font-style:italic}
.funn{border-left:4px solid #b3261e;padding-left:.7rem}.tvil{border-left:4px solid #b57700;padding-left:.7rem}
"""
_WORDS = {CERTAIN: "entydig", SETTLED: "avgjort av regnestykket", UNCERTAIN: "uklart"}


def html_report(
    written: Written, findings_across: Sequence[Finding], known: dict[str, tuple[str, str]], notices: Sequence[str] = ()
) -> str:
    """The report as one HTML file without scripts or links out."""
    tables = [read for _, _, read in written.tables]
    counts = {word: sum(read.share(key) for read in tables) for key, word in _WORDS.items()}
    total = sum(counts.values()) or 1
    parts = [
        '<!doctype html><html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Lesing av {escape(written.folder.name)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Lesing av {escape(written.folder.name)}</h1>",
        "<p>"
        + "; ".join(f"{count} celler {word} ({100 * count / total:.1f} %)".replace(".", ",") for word, count in counts.items())
        + ".</p>",
        "<p>Blått er avgjort av regnestykket. Gult er uklart: ingen verdi er tatt, alternativene står i cellen, og en person må velge.</p>",
    ]
    parts += [f'<p class="tvil">{escape(notice)}</p>' for notice in notices]
    if written.check.faults:
        parts.append(
            "<h2>Pakken er ikke ferdig</h2><ul>" + "".join(f"<li>{escape(str(fault))}</li>" for fault in written.check.faults) + "</ul>"
        )
    else:
        parts.append("<p>Pakken er prøvd med <code>kommunevarehus sjekk</code> og kan bygges.</p>")
    for table_id, layout_id, read in written.tables:
        parts += _table(table_id, layout_id, read, int(written.folder.name.rsplit("-", 1)[1]), known)
    if findings_across:
        parts.append(
            "<h2>Mellom tabellene</h2>"
            + "".join(f'<p class="funn">{escape(one.text)}. ({escape(one.place)})</p>' for one in findings_across)
        )
    return "\n".join([*parts, "</body></html>\n"])


def _table(table_id: str, layout_id: str, read: ReadTable, year: int, known: dict[str, tuple[str, str]]) -> Iterator[str]:
    name = read.layout.name if read.layout else "kjennes ikke: beholdt som celler"
    yield f"<h2>{escape(table_id)} {escape(read.table.title or read.table.after or '(uten tittel)')}</h2>"
    unit = f"{read.unit or 'ikke funnet'}{f' (sluttet av {read.unit_from})' if read.unit_from not in ('', 'trykt') else ''}"
    size = f"{len(read.rows)} rader, {read.table.count} kolonner"
    yield f"<p>Oppstilling: {escape(name)} ({escape(layout_id)}). Enhet: {escape(unit)}. {size}.</p>"
    for one in read.findings:
        whose = "vår lesing kan være gal" if one.ours else "kilden motsier seg selv"
        kind, computed = "tvil" if one.ours else "funn", f"{one.computed:,}".replace(",", " ")
        yield f'<p class="{kind}">{escape(one.column)}: {escape(one.text)} ({computed}) – {whose}. {escape(one.place)}</p>'
    columns = columns_of(read.table.heads, read.table.count, year)
    yield (
        "<table><thead><tr><th>Sted</th><th>Kilden</th><th>Etikett → kode</th>"
        + "".join(f"<th>{escape(column.head)}<br><small>{escape(column.name)}</small></th>" for column in columns)
        + "</tr></thead><tbody>"
    )
    for row in read.rows:
        yield _row(row, read, known)
    yield "</tbody></table>"


def _row(row: ReadRow, read: ReadTable, known: dict[str, tuple[str, str]]) -> str:
    source = re.sub(r"\s+", " ", f"{row.row.label} {row.row.tail}").strip()
    label = escape(printed_label(row.row.label))
    if row.match is not None:
        code = escape(row.match.code)
        if row.match.distance:
            code += f" <small>(nærmeste etikett «{escape(row.match.known)}», avstand {row.match.distance})</small>"
        if row.turned:
            code += " <small>(trykt med motsatt fortegn)</small>"
    elif read.layout is not None:
        code = (
            '<span class="egen">egen linje' + (f", hører til {escape(row.part_of)} etter regnestykket" if row.part_of else "") + "</span>"
        )
    else:
        near = nearest_indicator(printed_label(row.row.label), known) if read.unit == "pst" else None
        code = f"<small>nøkkeltall? {escape(near[0])}, avstand {near[1]}</small>" if near else ""
    note = f" <small>note {escape(row.note)}</small>" if row.note else ""
    cells = "".join(
        f'<td class="t {cell.certainty}" title="{_WORDS[cell.certainty]}">'
        + (
            " eller<br>".join(escape(option or "(tom)") for option in cell.alternatives[:6])
            if cell.certainty == UNCERTAIN
            else escape(printed_value(cell))
        )
        + "</td>"
        for cell in row.cells
    )
    return f'<tr><td>{escape(row.row.place)}</td><td class="k">{escape(source)}</td><td>{label}<br>{code}{note}</td>{cells}</tr>'
