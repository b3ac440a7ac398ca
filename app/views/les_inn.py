"""Can the report on my desk be in here this morning? A file is read into a package, looked over, accepted and built.

The page is there only where the viewer was started with `--inn`: it writes files. It decides nothing: what it does, the commands
`les rapport`, `rapport rett`, `rapport godta`, `sjekk` and `warehouse` do (kommunevarehus.lesing.inbox and .review).
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from threading import Lock

import streamlit as st

import data
import filters
import municipality
from format import number
from kommunevarehus.lesing import inbox, norsk, review
from kommunevarehus.lesing.layouts import normal, without_number
from kommunevarehus.lesing.reading import CERTAIN, SETTLED, UNCERTAIN
from kommunevarehus.lesing.sources import KINDS, MAX_BYTES
from kommunevarehus.packagecheck import Check, check_package
from kommunevarehus.packages import reason_not_to_read
from kommunevarehus.project import PackagesLeftOut, Project, WarehouseError
from language import N_, _, ngettext
from search import quoted

REPORTS = {
    "arsregnskap": N_("Årsregnskap"),
    "arsberetning": N_("Årsberetning"),
    "arsrapport": N_("Årsrapport"),
    "budsjett": N_("Budsjett"),
    "okonomiplan": N_("Økonomiplan"),
    "tertialrapport": N_("Tertialrapport"),
    "manedsrapport": N_("Månedsrapport"),
}
# Each certainty: its sign before the number, and its words. What is plain has no sign.
CERTAINTIES = {
    UNCERTAIN: ("?", N_("uklart: en person må velge")),
    SETTLED: ("=", N_("avgjort av regnestykket")),
    CERTAIN: ("", N_("entydig")),
    review.PERSON: ("✓", N_("bestemt av en person")),
}
# The uploader's own words are English.
_UPLOADER = """<style>
[data-testid=stFileUploaderDropzone] > span button p, [data-testid=stFileUploaderDropzoneInstructions] {{display: none}}
[data-testid=stFileUploaderDropzone] > span button [data-testid=stMarkdownContainer]::after {{content: {words}}}
</style>"""
# What a column can measure, and what is done with a number that the source contradicts.
MEASURES = {
    "regnskap": N_("Regnskap"),
    "regulert_budsjett": N_("Regulert budsjett"),
    "opprinnelig_budsjett": N_("Opprinnelig budsjett"),
    "okonomiplan": N_("Økonomiplan"),
    "avvik": N_("Avvik"),
    "avvik_pst": N_("Avvik i prosent"),
    "prognose": N_("Prognose"),
    "endring": N_("Endring"),
    "endring_pst": N_("Endring i prosent"),
    "snitt": N_("Gjennomsnitt"),
    "regnskap_hittil": N_("Regnskap hittil i året"),
    "budsjett_hittil": N_("Budsjett hittil i året"),
    "avvik_hittil": N_("Avvik hittil i året"),
}
EFFECTS = {"merk": N_("Brukes som trykt, med merke"), "utelat": N_("Brukes ikke")}
_MOST_FAULTS = 20
_CHECK, _BUILT, _NOTICED, _DONE, _WHO = "_sjekken", "_byggingen", "_merknadene", "_gjort_i_innboksen", "inn-hvem"


@st.cache_resource(show_spinner=False)
def _lock() -> Lock:
    """One decision at a time: two readers of the same package must not write over each other."""
    return Lock()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Do something that writes, alone; what a person can act on is a sentence."""
    try:
        with st.spinner(what), _lock():
            yield
    except WarehouseError as error:
        st.error(quoted(str(error)), icon=":material/block:")
    except OSError as error:
        st.error(_("Filene kunne ikke skrives: {feil}.").format(feil=error.strerror))


def done(message: str, check: Check) -> None:
    """Draw the page anew with what a decision led to."""
    st.session_state[_CHECK], st.session_state[_DONE] = check, message
    st.rerun()


# A new file


def new_report(project: Project, *, is_first: bool) -> None:
    """The files, and which report they are of."""
    units = data.rows("select enhet_id, navn from marts.dim_enhet where type = 'kommune' order by navn collate da, enhet_id")
    names = {row.enhet_id: f"{row.navn} · {row.enhet_id}" for row in units.itertuples()}
    chosen = municipality.now()
    st.html(_UPLOADER.format(words=json.dumps(_("Velg filer"), ensure_ascii=False)))
    with st.expander(_("Les en ny rapport"), expanded=is_first, icon=":material/upload_file:"), st.form("inn-ny", border=False):
        files = st.file_uploader(
            _("Filer av den samme rapporten, høyst {antall} MB: {slag}").format(
                antall=number(MAX_BYTES // 1_000_000), slag=", ".join(kind for kind in KINDS if kind != ".xlsm")
            ),
            accept_multiple_files=True,
            max_upload_size=MAX_BYTES // 1_000_000,
            key="inn-filer",
        )
        with st.container(horizontal=True):
            unit = st.selectbox(
                _("Kommune, med nummeret den hadde det året"),
                list(names),
                index=list(names).index(chosen.id) if chosen.id in names else 0,
                format_func=names.__getitem__,
                key="inn-kommune",
                width=330,
            )
            kind = st.selectbox(_("Slag"), list(REPORTS), format_func=lambda code: _(REPORTS[code]), key="inn-slag", width=190)
            year = st.number_input(_("År"), 1990, 2100, value=chosen.year or 2024, step=1, key="inn-aar", width=120)
            amounts = st.selectbox(
                _("Beløp i"), ["", *review.UNITS], format_func=lambda code: code or _("det som er trykt"), key="inn-enhet", width=170
            )
        asked = st.form_submit_button(_("Les"), type="primary", icon=":material/document_scanner:")
    if asked:
        with working(_("Leser tabellene …")):
            read = inbox.read_files(project, [(file.name, file.getvalue()) for file in files], f"{unit}-{kind}-{int(year)}", amounts)
            st.query_params["pakke"] = read.folder.name
            st.session_state[_NOTICED] = read
            done(_("Lest. Se over det som er uklart."), check_package(project, read.folder))


# What was read


def look_over(project: Project, folder: Path) -> None:
    """A package: what was read beside its source, a decision, what the check says, and the way on."""
    if reason := reason_not_to_read(folder):
        st.error(quoted(": ".join(reason)))
        return
    try:
        tables = {table.table_id: table for table in review.tables(folder)}
    except WarehouseError as error:
        st.error(quoted(str(error)))
        return
    if not tables:
        st.info(_("Pakken har ingen tabeller."))
        return
    read = st.session_state.get(_NOTICED)
    if isinstance(read, inbox.Read) and read.folder == folder:
        for notice in read.notices:
            st.info(quoted(notice), icon=":material/visibility_off:")
    names = {name: f"{name} {table.title}{_doubts(table)}" for name, table in tables.items()}
    table = tables[filters.one(st, _("Tabell"), "lest", names)]
    st.caption(_said(table))
    is_printed = st.toggle(_("I kildens rekkefølge"), key="inn-trykt")
    rows = list(table.rows) if is_printed else table.by_doubt
    st.html(markup(table, rows, review.posts(project, folder, table.layout)))
    judge(project, folder)
    _reading(folder)
    st.subheader(_("Rett en rad"))
    decide(project, folder, table)
    finish(project, folder)


def _said(table: review.ReviewTable) -> str:
    """How many cells there are of each certainty, with the sign that they have."""
    counts = [(sign, _(word), number(table.counts[code])) for code, (sign, word) in CERTAINTIES.items() if table.counts[code]]
    return " · ".join(f"{sign} {word}: {count}".strip() for sign, word, count in counts)


def _reading(folder: Path) -> None:
    """The reading as the machine did it, whole."""
    report = folder / "lesing.html"
    if report.is_file():
        st.download_button(
            _("Last ned lesingen slik maskinen gjorde den"),
            report.read_bytes(),
            f"{folder.name}_lesing.html",
            "text/html",
            key="inn-lesing",
            on_click="ignore",
            icon=":material/download:",
        )


def _doubts(table: review.ReviewTable) -> str:
    count = table.counts[UNCERTAIN]
    return " – " + ngettext("{antall} uklar celle", "{antall} uklare celler", count).format(antall=number(count)) if count else ""


def markup(table: review.ReviewTable, rows: list[review.ReviewRow], posts: dict[str, str]) -> str:
    """The rows as HTML: each cell with how sure it is, and under them the source as it is; all of it escaped.

    `posts` are the names of the layout's posts by code: a row that is printed with other words says which it is read as.
    """
    heads = "".join(f'<th scope="col" role="columnheader" class="tall">{escape(table.heads[column])}</th>' for column in table.columns)
    body, label = "".join(_row(row, table, posts) for row in rows), _("Rad")
    return (
        f'<div class="tabellramme" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        '<table class="ark lest" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">{escape(label)}</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(row: review.ReviewRow, table: review.ReviewTable, posts: dict[str, str]) -> str:
    name = posts.get(row.code, "")
    code = f' <small class="kode">{escape(name)}</small>' if name and normal(name) != normal(without_number(row.label)) else ""
    cells = "".join(_cell(row.cells[column], table.heads[column]) for column in table.columns)
    where = _("rad {rad}, {sted}").format(rad=row.number, sted=row.place)
    return (
        f'<tr class="rad" role="row"><th scope="row" role="rowheader" lang="nb">{escape(row.label)}{code}</th>{cells}</tr>'
        f'<tr class="kilde" role="row"><td role="cell" colspan="{len(table.columns) + 1}">'
        f'<small>{escape(where)}:</small> <code lang="nb">{escape(row.source)}</code></td></tr>'
    )


def _cell(cell: review.ReviewCell, head: str) -> str:
    """A cell, with its column's head for a phone, which shows the cells of a row under their label."""
    sign, word = CERTAINTIES.get(cell.certainty, ("", ""))
    other, blank = _("eller"), _("tom")
    open_ways = cell.alternatives if cell.certainty == UNCERTAIN else ()
    options = [_grouped(option) for option in open_ways] or [cell.text]
    text = f"<br>{escape(other)} ".join(escape(option or blank) for option in options[:_MOST_OPTIONS])
    if len(options) > _MOST_OPTIONS:
        more = _("… og {antall} til").format(antall=len(options) - _MOST_OPTIONS)
        text += f"<br>{escape(more)}"
    shown = f"{sign} {text}" if sign else escape(cell.text)
    title = _(word) if word else ""
    return f'<td class="tall {escape(cell.certainty)}" role="cell" data-hode="{escape(head)}" title="{escape(title)}">{shown}</td>'


_MOST_OPTIONS = 3  # the likeliest; the rest stand where the cell is decided


def _grouped(option: str) -> str:
    """A way to read a cell, as the other numbers are written."""
    found = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?", option)
    if not found:
        return option
    whole = f"{int(found[2]):,}".replace(",", "\xa0")
    return f"{found[1]}{whole}{',' + found[3] if found[3] else ''}"


# A person's decision


def decide(project: Project, folder: Path, table: review.ReviewTable) -> None:
    """One row, its source, and what a person says that it is."""
    rows = {row.number: row for row in table.by_doubt}
    place = f"{folder.name}-{table.table_id}"
    left, right = st.columns(2)
    with left:
        row = rows[st.selectbox(_("Rad"), list(rows), format_func=lambda at: _named(rows[at]), key=f"inn-rad-{place}")]
        st.caption(_("Kilden, {sted}:").format(sted=row.place))
        st.code(f"{row.label}\n{row.source}", language=None, wrap_lines=True)
    kinds: dict[str, tuple[str, Callable[..., Callable[[str], Check] | None]]] = {
        "kolonne": (_("Kolonnen"), _column_choice),
        "celle": (_("En celle"), _cell_choice),
        "deling": (_("Delingen"), _split_choice),
        "kode": (_("Koden"), _code_choice),
    }
    with right:
        kind = st.segmented_control(
            _("Hva vil du bestemme?"), list(kinds), format_func=lambda code: kinds[code][0], key="inn-hva", default="celle", required=True
        )
        chosen = kinds[kind][1](project, folder, table, row, f"{place}-{row.number}")
        if chosen and st.button(_("Bestem"), key="inn-bestem", type="primary"):
            with working(_("Skriver valget og sjekker pakken …")):
                check = chosen(st.session_state[_WHO])
                done(_("Skrevet i pakken, med navnet ditt."), check)


def _named(row: review.ReviewRow) -> str:
    words = _("{navn} (rad {rad}, uklar)") if row.doubtful else _("{navn} (rad {rad})")
    return words.format(navn=row.label, rad=row.number)


def _cell_choice(
    project: Project, folder: Path, table: review.ReviewTable, row: review.ReviewRow, place: str
) -> Callable[[str], Check] | None:
    """What a single cell is."""
    columns = list(table.columns)
    doubtful = next((at for at, column in enumerate(columns) if row.cells[column].certainty == UNCERTAIN), 0)
    column = st.selectbox(_("Kolonne"), columns, index=doubtful, format_func=table.heads.__getitem__, key=f"inn-kolonne-{place}")
    cell = row.cells[column]
    value = st.text_input(
        _("Verdi, som trykt"),
        cell.text,
        key=f"inn-verdi-{place}-{column}",
        max_chars=40,
        placeholder=_("1 234, -1 234, en strek, eller ingenting"),
    )
    if cell.alternatives:
        other, blank = _("eller"), _("tom")
        st.caption(_("Kan leses som {valg}.").format(valg=f" {other} ".join(_grouped(option) or blank for option in cell.alternatives)))
    return lambda who: review.set_cell(project, folder, table.table_id, row.number, column, value or "", who)


def _split_choice(
    project: Project, folder: Path, table: review.ReviewTable, row: review.ReviewRow, place: str
) -> Callable[[str], Check] | None:
    """How the row's source is split over the columns."""
    ways = review.ways(row)
    if not ways:
        st.info(_("Raden kan ikke deles på en annen måte. Rett en enkelt celle."))
        return None
    split = st.selectbox(
        _("Deling, én verdi for hver kolonne"),
        ways,
        format_func=lambda values: "  |  ".join(value or _("tom") for value in values),
        key=f"inn-deling-{place}",
    )
    return lambda who: review.set_row(project, folder, table.table_id, row.number, split, who)


def _code_choice(
    project: Project, folder: Path, table: review.ReviewTable, row: review.ReviewRow, place: str
) -> Callable[[str], Check] | None:
    """Which post of the layout the row is."""
    posts = review.posts(project, folder, table.layout)
    if not posts:
        st.info(_("Tabellen er ingen kjent oppstilling, så radene har ingen koder."))
        return None
    codes = list(posts)
    code = st.selectbox(
        _("Post i oppstillingen"),
        codes,
        index=codes.index(row.code) if row.code in posts else None,
        format_func=lambda one: f"{posts[one]} ({one})",
        placeholder=_("Varehuset finner den selv"),
        key=f"inn-kode-{place}",
    )
    return (lambda who: review.set_code(project, folder, table.table_id, row.number, code, who)) if code else None


def _column_choice(
    project: Project, folder: Path, table: review.ReviewTable, row: review.ReviewRow, place: str
) -> Callable[[str], Check] | None:
    """What a column of the table measures, of which year, and in which unit."""
    place = f"{folder.name}-{table.table_id}"
    column = st.selectbox(_("Kolonne"), table.columns, format_func=table.heads.__getitem__, key=f"inn-hode-{place}")
    said = table.meant.get(column)
    with st.container(horizontal=True):
        measure = st.selectbox(
            _("Måler"),
            review.MEASURES,
            index=review.MEASURES.index(said.measure) if said and said.measure in review.MEASURES else None,
            format_func=lambda code: _(MEASURES[code]),
            placeholder=_("Velg"),
            key=f"inn-maal-{place}-{column}",
            width=210,
        )
        year = st.number_input(
            _("År"), 1990, 2100, value=said.year if said else table.year, step=1, key=f"inn-ar-{place}-{column}", width=120
        )
        unit = st.selectbox(
            _("Beløp i"),
            ["", *review.UNITS],
            format_func=lambda code: code or _("det som er trykt"),
            key=f"inn-enheten-{place}-{column}",
            width=170,
        )
    return (lambda who: review.set_column(project, folder, table.table_id, column, measure, int(year), unit, who)) if measure else None


# What the source has wrong


def judge(project: Project, folder: Path) -> None:
    """The contradictions of the source, and what a person says of one of them."""
    found = {one["funn_id"]: one for one in review.findings(folder)}
    if not found:
        return
    label = ngettext("{antall} motsigelse i kilden", "{antall} motsigelser i kilden", len(found)).format(antall=number(len(found)))
    with st.expander(label, icon=":material/flag:"):
        for one in found.values():
            st.markdown(f"**{quoted(one['tittel'])}** {quoted(one.get('vurdering', ''))}")
        name = st.selectbox(_("Funn"), list(found), format_func=lambda at: found[at]["tittel"], key=f"inn-funn-{folder.name}")
        words = st.text_input(_("Hva det er, i en setning"), key=f"inn-vurdering-{folder.name}-{name}", max_chars=400)
        effect = st.segmented_control(
            _("Tallet"),
            list(EFFECTS),
            format_func=lambda code: _(EFFECTS[code]),
            default="merk",
            required=True,
            key=f"inn-virkning-{folder.name}-{name}",
        )
        if st.button(_("Vurder"), key="inn-vurder", type="primary"):
            with working(_("Skriver valget og sjekker pakken …")):
                check = review.judge(project, folder, name, effect, words or "", st.session_state[_WHO])
                done(_("Skrevet i pakken, med navnet ditt."), check)


# What the check says, and the way on


def finish(project: Project, folder: Path) -> None:
    """What `sjekk` says, that a person has seen it, and the build."""
    st.subheader(_("Sjekk, godta og bygg"))
    with st.container(horizontal=True):
        if st.button(_("Sjekk"), key="inn-sjekk", icon=":material/rule:"):
            with working(_("Sjekker pakken …")):
                st.session_state[_CHECK] = check_package(project, folder)
        if st.button(_("Godta"), key="inn-godta", icon=":material/check:"):
            with working(_("Sjekker pakken …")):
                done(_("Godtatt: pakken sier at du har sett over den."), review.accept(project, folder, st.session_state[_WHO]))
        if st.button(_("Bygg varehuset"), key="inn-bygg", icon=":material/construction:"):
            with working(_("Bygger, prøver og gir ut. Det tar et halvt minutt eller mer …")):
                st.session_state[_BUILT] = folder.name, inbox.build(project)
                st.rerun()
    check = st.session_state.get(_CHECK)
    if isinstance(check, Check) and check.rapport_id == folder.name:
        _say_check(check)
    _say_log(folder)
    st.caption(_("Det samme i et terminalvindu:"))
    st.code(f"kommunevarehus sjekk {shlex.quote(str(folder))}\nkommunevarehus warehouse", language="bash", wrap_lines=True)
    of, built = st.session_state.get(_BUILT, ("", None))
    if built and of == folder.name:
        _say_built(built, folder)


def _say_check(check: Check) -> None:
    if check.faults:
        count = len(check.faults)
        st.warning(
            ngettext(
                "Pakken kan ikke bygges ennå: {antall} ting må bestemmes først.",
                "Pakken kan ikke bygges ennå: {antall} ting må bestemmes først.",
                count,
            ).format(antall=number(count)),
            icon=":material/rule:",
        )
        st.markdown("\n".join(f"- {quoted(norsk.said(fault))}" for fault in check.faults[:_MOST_FAULTS]))
        if len(check.faults) > 1 or norsk.said(check.faults[0]) != str(check.faults[0]):
            with st.expander(_("I sjekkens egne ord")):
                st.code("\n".join(map(str, check.faults)), language=None, wrap_lines=True)
    else:
        st.success(_("Pakken kan bygges."), icon=":material/check:")


def _say_log(folder: Path) -> None:
    """Who has decided what in the package."""
    if not (log := review.decisions(folder)):
        return
    with st.expander(_("Hvem som har bestemt hva")):
        st.dataframe(
            [
                {
                    _("Når"): one["naar"].replace("T", " ").replace("Z", " UTC"),
                    _("Hvem"): one["hvem"],
                    _("Hvor"): " ".join(filter(None, (one["tabell"], one["rad"], one["kolonne"]))),
                    _("Fra"): one["fra"],
                    _("Til"): one["til"],
                }
                for one in log
            ],
            hide_index=True,
        )


def _say_built(built: inbox.Said, folder: Path) -> None:
    if built.status == 0:
        st.success(_("Varehuset er bygd, og visningen viser den nye utgaven."), icon=":material/check:")
        unit, _kind, year = folder.name.split("-")
        municipality.to("okonomi", _("Se tallene"), ":material/account_balance:", kommune=unit, aar=year)
    elif built.status == PackagesLeftOut.exit_code:
        st.warning(_("Varehuset er bygd uten de pakkene som har feil. Kommandoen sa:"))
    else:
        st.error(_("Varehuset ble ikke bygd. Kommandoen sa:"))
    st.code(built.text, language=None, wrap_lines=True, height=260)


def page() -> None:
    """Read, look over, decide, accept, build."""
    project = Project.find()
    packages = inbox.packages_of(project)
    st.markdown(
        _(
            "Last opp en rapport slik kommunen har den. Varehuset leser tabellene, viser det som er lest, ved siden av kilden, og spør "
            "der det er i tvil. Tallene blir stående som trykt, og ingenting skrives andre steder enn i `{mappe}`."
        ).format(mappe=inbox.folder_of(project))
    )
    if message := st.session_state.pop(_DONE, None):
        st.toast(message, icon=":material/check:")
    st.text_input(_("Navnet ditt; det følger med alt du bestemmer"), key=_WHO, max_chars=80, width=330)
    new_report(project, is_first=not packages)
    if packages:
        st.header(_("Se over"), divider="gray")
        name = filters.one(st, _("Rapport"), "pakke", {name: name for name in packages})
        look_over(project, packages[name])


page()
