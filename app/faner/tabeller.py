"""Every printed table and figure, as it stands in the source: what is there, what is lost, and what we have derived."""

import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
from format import is_missing, number, plain
from language import _, ngettext, pgettext
from vocabulary import term, terms


def draw() -> None:
    """Every printed table and figure, as it stands in the source: what is there, what is lost, and what we have derived."""
    kommune = municipality.now()
    rapporter = list(kommune.reports)
    # Those of the municipality's own reports first, the newest before the others; then all the rest of the warehouse.
    tabeller = data.rows(
        """select status.*, kilde.tittel as kilde, tabell.enhet, tabell.fortegn, tabell.linje_fra,
            list_contains(?, status.rapport_id) as er_egen
        from kvalitet.tabellstatus as status
        inner join marts.dim_kilde as kilde on status.rapport_id = kilde.kilde_id
        inner join marts.dim_kildetabell as tabell on status.tabell_id = tabell.tabell_id
        order by er_egen desc, status.rapport_id = ? desc, status.tabell_id""",
        rapporter,
        next(iter(kommune.reports_of_the_year), ""),
    )
    if tabeller.empty:
        municipality.stop(_("Varehuset har ingen tabeller fra kildene."))
    antall = data.first(
        """select count(*) as tabeller, count(*) filter (where status = 'komplett') as hele,
            count(*) filter (where status = 'delvis') as delvis,
            count(*) filter (where status = 'tapt') as tapt, coalesce(sum(celler), 0) as celler, coalesce(sum(tapt), 0) as tapte,
            coalesce(sum(utledet), 0) as utledet
        from kvalitet.tabellstatus where list_contains(?, rapport_id)""",
        rapporter,
    )
    if antall["tabeller"]:
        st.markdown(
            ngettext(
                "Rapportene om {kommune} har **{tabeller} tabell eller figur**. {hele} er hel i kildens tekst, {delvis} har mistet noen tall "
                "og {tapt} de fleste. Av {celler} celler er {tapte} tapt og {utledet} utledet.",
                "Rapportene om {kommune} har **{tabeller} tabeller og figurer**. {hele} er hele i kildens tekst, {delvis} har mistet noen tall "
                "og {tapt} de fleste. Av {celler} celler er {tapte} tapt og {utledet} utledet.",
                antall["tabeller"],
            ).format_map({"kommune": kommune.name} | {name: number(value) for name, value in antall.items()})
        )
    else:
        municipality.lacks(_("Varehuset har ingen tabeller fra rapporter om {kommune} i {aar}."))

    @frame.section
    def som_trykt() -> None:
        """One printed table, cell by cell."""
        st.header(_("En tabell som trykt"), divider="gray")
        titler = {row.tabell_id: f"{row.tabell_id}: {parts.short(row.tittel)}" for row in tabeller.itertuples()}
        valgt = filters.one(st, _("Tabell eller figur"), "tabell", titler)
        tabell = tabeller[tabeller.tabell_id == valgt].iloc[0]
        st.subheader(parts.short(tabell.tittel))
        facts = [
            tabell.kilde,
            "" if is_missing(tabell.kapittel) else str(tabell.kapittel),
            "" if is_missing(tabell.nummer) else f"{term(tabell.slag)} {tabell.nummer}",
            "" if is_missing(tabell.linje_fra) else _("linje {linje}").format(linje=number(tabell.linje_fra)),
            "" if is_missing(tabell.enhet) else _("enhet {enhet}").format(enhet=term(tabell.enhet)),
            "" if is_missing(tabell.fortegn) else _("fortegn: {fortegn}").format(fortegn=tabell.fortegn),
        ]
        st.caption(_("Kilde: {kilder}.").format(kilder="; ".join(fact for fact in facts if fact)))

        celler = data.rows(
            """select celle.*, kolonne.overskrift, kolonne.plass from kvalitet.kildecelle as celle
            left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
            where celle.tabell_id = ? order by rad, plass""",
            valgt,
        )

        def as_printed(status: str, raw: object, value: object, place: object) -> str:
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

        if celler.empty:
            st.info(
                _("Tabellen har tekst og ingen tall. Innholdet er gjengitt med egne ord på siden Klima.")
                if tabell.slag == "tekst"
                else _("Alle tallene i denne er tapt i kildens tekst, og radene kan ikke gjenskapes.")
            )
        else:
            st.markdown(
                ngettext(
                    "{antall} celle: {verdi} trykte tall, {tapt} tapt, {utledet} utledet "
                    "og {uten} uten tall i kilden (blank, strek eller N/A).",
                    "{antall} celler: {verdi} trykte tall, {tapt} tapt, {utledet} utledet "
                    "og {uten} uten tall i kilden (blank, strek eller N/A).",
                    tabell.celler,
                ).format(
                    antall=number(tabell.celler),
                    verdi=number(tabell.verdi),
                    tapt=number(tabell.tapt),
                    utledet=number(tabell.utledet),
                    uten=number(tabell.uten_tall),
                )
            )
            celler["tekst"] = [as_printed(row.status, row.raatekst, row.verdi, row.plassering) for row in celler.itertuples()]
            kolonner = celler.drop_duplicates("kolonne").sort_values("plass")
            bred = celler.pivot(index="rad", columns="kolonne", values="tekst")
            radene = celler.drop_duplicates("rad").set_index("rad")[["gruppe", "etikett"]].join(bred).reset_index()
            overskrifter = {
                row.kolonne: row.kolonne if is_missing(row.overskrift) else str(row.overskrift) for row in kolonner.itertuples()
            }
            # The same printed heading may stand over several columns; the column's own name then tells them apart.
            twice = pd.Series(list(overskrifter.values())).duplicated(keep=False)
            labels = {
                name: f"{heading} ({name.replace('_', ' ')})" if double else heading
                for (name, heading), double in zip(overskrifter.items(), twice, strict=True)
            }
            parts.table(
                radene.assign(radnr=[number(value) for value in radene.rad]),
                {"radnr": parts.Column(_("Rad"), right=True)}
                | ({"gruppe": parts.Column(_("Gruppe"), norwegian=True)} if radene.gruppe.notna().any() else {})
                | {"etikett": parts.Column(_("Tekst i raden"), norwegian=True)}
                | {name: parts.Column(label, right=True) for name, label in labels.items()},
                f"kilde_{valgt}",
                title=titler[valgt],
            )
            grunnlag = celler[celler.grunnlag.notna()]
            if len(grunnlag):
                with st.expander(
                    ngettext("Grunnlaget for {antall} celle", "Grunnlaget for {antall} celler", len(grunnlag)).format(
                        antall=number(len(grunnlag))
                    )
                ):
                    parts.table(
                        grunnlag.assign(status=terms(grunnlag.status), radnr=[number(value) for value in grunnlag.rad]),
                        {
                            "radnr": parts.Column(_("Rad"), right=True),
                            "etikett": parts.Column(_("Tekst i raden"), norwegian=True),
                            "overskrift": parts.Column(_("Kolonne"), norwegian=True),
                            "status": parts.Column(_("Status")),
                            "grunnlag": parts.Column(_("Grunnlag"), norwegian=True),
                        },
                        f"grunnlag_{valgt}",
                        title=_("Grunnlaget for utledede tall i {tabell}").format(tabell=valgt),
                    )
            parts.footnotes([valgt])

    som_trykt()

    @frame.section
    def tabellene() -> None:
        """The tables and figures of the reports, and what is left of each."""
        st.header(_("Alle tabellene og figurene"), divider="gray")
        left, right = st.columns(2)
        kilder = dict(zip(tabeller.rapport_id, tabeller.kilde, strict=True))
        own = {"": _("Rapportene om {kommune}").format(kommune=kommune.name)} if kommune.reports else {}
        kilde = filters.one(left, _("Rapport"), "rapport", own | {"alle": _("Alle rapportene i varehuset")} | kilder)
        tilstander = {status: term(status).capitalize() for status in dict.fromkeys(tabeller.status)}
        tilstand = filters.one(right, _("Tilstand"), "tilstand", {"": pgettext("tilstander", "Alle")} | tilstander)
        utvalg = data.rows(
            """select *, sum(tapt) over () as tapt_i_alt from kvalitet.tabellstatus
            where ($1 = 'alle' or rapport_id = $1 or ($1 = '' and list_contains($3, rapport_id))) and (status = $2 or $2 = '')
            order by tabell_id""",
            kilde,
            tilstand,
            rapporter,
        )
        st.markdown(
            ngettext(
                "Utvalget har {antall} tabell eller figur med {tapt} tapte tall.",
                "Utvalget har {antall} tabeller og figurer med {tapt} tapte tall.",
                len(utvalg),
            ).format(antall=number(len(utvalg)), tapt=number(0 if utvalg.empty else utvalg.tapt_i_alt.iloc[0]))
        )
        parts.table(
            utvalg.assign(slag=terms(utvalg.slag), status=terms(utvalg.status), tittelen=utvalg.tittel.map(parts.short)),
            {
                "tabell_id": parts.Column(_("Tabell")),
                "tittelen": parts.Column(_("Tittel"), norwegian=True),
                "slag": parts.Column(_("Slag")),
                "status": parts.Column(_("Tilstand")),
                "celler": parts.Column(_("Celler"), number),
                "verdi": parts.Column(_("Trykte tall"), number),
                "utledet": parts.Column(_("Utledet"), number),
                "tapt": parts.Column(_("Tapt"), number),
                "uten_tall": parts.Column(_("Uten tall"), number),
            },
            "kildetabeller",
            title=_("Tabeller og figurer i kildene"),
        )

    tabellene()
