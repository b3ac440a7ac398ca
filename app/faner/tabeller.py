"""What is printed: a table as it stands in the source, a number in it marked, or the sentence that a number stands in."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
import provenance
import tables
import uttak
from format import is_missing, number, plain
from language import _, ngettext, own
from vocabulary import term, terms


def draw() -> None:
    """A sentence or a table as printed, and then all the tables there are."""
    known = _tables()
    if known.empty:
        municipality.stop(_("Varehuset har ingen tabeller fra kildene."))
    _say_all()
    if place := st.query_params.get("sted", ""):
        _the_sentence(place)
    else:
        _as_printed(known)
    _all(known)


def _tables() -> pd.DataFrame:
    """Those of the municipality's own reports first, the newest before the others; then all the rest of the warehouse."""
    kommune = municipality.now()
    return data.rows(
        """select status.*, kilde.tittel as kilde, kilde.url, kilde.utgiver, tabell.enhet, tabell.fortegn, tabell.linje_fra,
            list_contains(?, status.rapport_id) as er_egen
        from kvalitet.tabellstatus as status
        inner join marts.dim_kilde as kilde on status.rapport_id = kilde.kilde_id
        inner join marts.dim_kildetabell as tabell on status.tabell_id = tabell.tabell_id
        order by er_egen desc, status.rapport_id = ? desc, status.tabell_id""",
        list(kommune.reports),
        next(iter(kommune.reports_of_the_year), ""),
    )


def _the_sentence(place: str) -> None:
    """The sentence that a link asks for, with the number marked, and what we have read in it."""
    found = provenance.sentence(place)
    read = data.first("select * from rapport.rapport_utsagn where utsagn_id = ?", place)
    if not found and not read:
        filters.say_unknown()
        return
    st.header(_("Setningen som trykt"), divider="gray")
    st.html(provenance.quoted(place))
    if read:
        st.markdown(
            _("Lest som **{tall}**: {gjelder}, {maal}.").format(tall=read["verditekst"], gjelder=read["gjelder"], maal=str(read["maal"]))
        )
    _findings(place)
    if found:
        _publisher(found["utgiver"], found["url"])


def _findings(place: str) -> None:
    """The findings that touch a place, each a link."""
    for finding in provenance.findings(place).itertuples():
        label = _("Vi fant en feil her: {tittel}").format(tittel=finding.tittel)
        municipality.to("kilder/funn", label, ":material/flag:", funn=finding.funn_id)


def _publisher(publisher: str, url: str) -> None:
    """The way to the document itself."""
    st.link_button(_("Rapporten hos {utgiver}").format(utgiver=publisher), url, icon=":material/open_in_new:")


@frame.section
def _as_printed(known: pd.DataFrame) -> None:
    """One printed table, cell by cell, with the row and the cell that the address names marked."""
    st.header(_("Tabellen som trykt"), divider="gray")
    titles = {row.tabell_id: f"{parts.short(row.tittel)} ({row.kilde})" for row in known.itertuples()}
    chosen = filters.one(st, _("Tabell eller figur"), "tabell", titles)
    table = known[known.tabell_id == chosen].iloc[0]
    _facts(table)
    cells = data.rows(
        """select celle.*, kolonne.overskrift, kolonne.plass from kvalitet.kildecelle as celle
        left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
        where celle.tabell_id = ? order by rad, plass""",
        chosen,
    )
    if cells.empty:
        st.info(
            _("Tabellen har tekst og ingen tall. Innholdet er gjengitt med egne ord under klimamålene.")
            if table.slag == "tekst"
            else _("Alle tallene i denne er tapt i kildens tekst, og radene kan ikke gjenskapes.")
        )
    else:
        _grid(cells, chosen, titles[chosen])
        _grounds(cells, chosen)
        parts.footnotes([chosen])
    _publisher(table.utgiver, table.url)


def _facts(table: Any) -> None:
    """Where the table stands, its unit, and how its signs are turned."""
    facts = [
        "" if is_missing(table.kapittel) else str(table.kapittel),
        "" if is_missing(table.nummer) else f"{term(table.slag)} {table.nummer}",
        "" if is_missing(table.linje_fra) else _("linje {linje} i kildens tekst").format(linje=number(table.linje_fra)),
        "" if is_missing(table.enhet) else term(table.enhet),
    ]
    st.caption(
        _("Kilde: {kilder}.").format(kilder=own(table.kilde)) + " " + "; ".join(fact for fact in facts if fact) + ".",
        unsafe_allow_html=True,
        help=_("I databasen heter tabellen {tabell}.").format(tabell=table.tabell_id),
    )
    if table.tapt or table.utledet:
        st.markdown(
            _("Av {antall} celler er {tapt} tapt og {utledet} utledet.").format(
                antall=number(table.celler), tapt=number(table.tapt), utledet=number(table.utledet)
            )
        )
    if not is_missing(table.fortegn):
        said = _("Fortegnene i tabellen: {fortegn}.").format(fortegn=table.fortegn)
        turned = _("På de andre sidene snur vi fortegnet der det trengs, slik at et tall er positivt når det bedrer resultatet.")
        st.markdown(f"{said} {turned}" if "negativ" in str(table.fortegn) else said)


def _grid(cells: pd.DataFrame, chosen: str, title: str) -> None:
    """The cells as they stand in the table, and what is marked among them."""
    cells = cells.assign(tekst=[_cell(row.status, row.raatekst, row.verdi, row.plassering) for row in cells.itertuples()])
    wide = cells.pivot(index="rad", columns="kolonne", values="tekst")
    rows = cells.drop_duplicates("rad").set_index("rad")[["gruppe", "etikett"]].join(wide).reset_index()
    columns = (
        {"etikett": parts.Column(_("Tekst i raden"), norwegian=True)}
        | ({"gruppe": parts.Column(_("Gruppe"), norwegian=True)} if rows.gruppe.notna().any() else {})
        | {name: parts.Column(label, right=True) for name, label in _headings(cells).items()}
    )
    row, column = st.query_params.get("rad", ""), st.query_params.get("kolonne", "")
    is_here = st.query_params.get("tabell", chosen) == chosen
    wanted = int(row) if row.isdecimal() and is_here else None
    key = {column} & set(columns) if wanted is not None else set()
    columns = {name: parts.Column(of.label, right=of.right, norwegian=of.norwegian, key=name in key) for name, of in columns.items()}
    findings = _finding_marks(chosen)
    looks = [
        tables.Look(
            is_marked=of == wanted,
            column=column,
            finding=municipality.link(f"kilder/funn?funn={findings[of]}") if of in findings else "",
        )
        for of in rows.rad
    ]
    item = uttak.table_item(rows, columns, f"kilde_{chosen}", None, title)
    parts.drawn(item, looks)
    if wanted is not None:
        _findings(f"{chosen}|{wanted}")


def _finding_marks(table: str) -> dict[int, str]:
    found = data.rows(
        "select rad, min(funn_id) as funn_id from rapport.rapport_funnsted where tabell_id = ? and rad is not null group by rad", table
    )
    return {int(row.rad): str(row.funn_id) for row in found.itertuples()}


def _headings(cells: pd.DataFrame) -> dict[str, str]:
    """The printed headings by column; where one stands over several, the column's own name tells them apart."""
    columns = cells.drop_duplicates("kolonne").sort_values("plass")
    headings = {
        row.kolonne: row.kolonne.replace("_", " ").capitalize() if is_missing(row.overskrift) else str(row.overskrift)
        for row in columns.itertuples()
    }
    twice = pd.Series(list(headings.values())).duplicated(keep=False)
    return {
        name: f"{heading} ({name.replace('_', ' ')})" if double else heading
        for (name, heading), double in zip(headings.items(), twice, strict=True)
    }


def _cell(status: str, raw: object, value: object, place: object) -> str:
    """The cell as the reader of the report saw it; what the source lost is marked, and so is what we derived."""
    if status == "tapt":
        return term("tapt")
    if status == "utledet":
        return _("{tall} (utledet)").format(tall=plain(value))
    if status == "null":
        return _("{trykt} (null)").format(trykt=raw)
    if place == "rekkefolge":
        return _("{trykt} (plassert etter rekkefølgen)").format(trykt=raw)
    return "" if is_missing(raw) else str(raw)


def _grounds(cells: pd.DataFrame, chosen: str) -> None:
    """Why we know what is lost or stands without a place."""
    grounds = cells[cells.grunnlag.notna()]
    if grounds.empty:
        return
    label = ngettext("Grunnlaget for {antall} celle", "Grunnlaget for {antall} celler", len(grounds)).format(antall=number(len(grounds)))
    with st.expander(label):
        parts.table(
            grounds.assign(status=terms(grounds.status))[["etikett", "overskrift", "status", "grunnlag"]],
            {
                "etikett": parts.Column(_("Tekst i raden"), norwegian=True),
                "overskrift": parts.Column(_("Kolonne"), norwegian=True),
                "status": parts.Column(_("Status")),
                "grunnlag": parts.Column(_("Grunnlag"), norwegian=True, key=True),
            },
            f"grunnlag_{chosen}",
            title=_("Grunnlaget for utledede tall"),
        )


def _say_all() -> None:
    """How many tables the reports have, and what is left of them."""
    kommune = municipality.now()
    counts = data.first(
        """select count(*) as tabeller, coalesce(sum(celler), 0) as celler, coalesce(sum(tapt), 0) as tapte,
            coalesce(sum(utledet), 0) as utledet
        from kvalitet.tabellstatus where list_contains(?, rapport_id)""",
        list(kommune.reports),
    )
    if counts["tabeller"]:
        st.markdown(
            ngettext(
                "Rapportene om {kommune} har **{tabeller} tabell eller figur** med {celler} celler. {tapte} tall er tapt i kildens "
                "tekst, og "
                "{utledet} er utledet.",
                "Rapportene om {kommune} har **{tabeller} tabeller og figurer** med {celler} celler. {tapte} tall er tapt i kildens "
                "tekst, og "
                "{utledet} er utledet.",
                counts["tabeller"],
            ).format_map({"kommune": kommune.name} | {name: number(value) for name, value in counts.items()})
        )
    else:
        municipality.lacks(_("Varehuset har ingen tabeller fra rapporter om {kommune} i {aar}."))


@frame.section
def _all(known: pd.DataFrame) -> None:
    """The tables and figures of the reports, and what is left of each."""
    st.header(_("Alle tabellene og figurene"), divider="gray")
    shown = known[known.er_egen] if known.er_egen.any() else known
    parts.table(
        shown.assign(slag=terms(shown.slag), status=terms(shown.status), tittelen=shown.tittel.map(parts.short)),
        {
            "tittelen": parts.Column(_("Tabell eller figur"), norwegian=True),
            "kilde": parts.Column(_("Rapport"), norwegian=True),
            "status": parts.Column(_("Tilstand")),
            "celler": parts.Column(_("Celler"), number, key=True),
            "utledet": parts.Column(_("Utledet"), number),
            "tapt": parts.Column(_("Tapt"), number, key=True),
        },
        "kildetabeller",
        title=_("Tabeller og figurer i kildene"),
    )
