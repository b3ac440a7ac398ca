"""Validation: every rule fails on data it forbids, passes on the true data, and says so when it cannot be evaluated.

The cases are made from the rules themselves. For each kind of expectation, `BREAKERS` says how to change a relation so that the rule must
fail; a rule with two bounds, or several members, is broken at each of them. The changes run in an in-memory copy of the built database.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from modellfeil import Build, faults_of
from varehus import ROOT, Done, copy_project, output, read_yaml, run_command, snapshot

from kommunevarehus.catalog import PUBLISHED_SCHEMAS, Relation
from kommunevarehus.editions import Store
from kommunevarehus.project import Project, ValidationError
from kommunevarehus.validation import of_files, recomputed, run, sources
from kommunevarehus.validation.run import Result, check, report, sealed, validate
from kommunevarehus.validation.suites import Rule, rules_for


class Table:
    """A relation in an in-memory database, as a case changes it. `rowid` of the rows a rule is about come first."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: Relation, where: str | None) -> None:
        """`where` is the rule's."""
        self.connection, self.relation = connection, relation
        self.name, self.where = relation.full_name, where or "true"

    def value(self, sql: str) -> object:
        """The one value of a query over the rows the rule is about."""
        return self.connection.sql(f"select {sql} from {self.name} where {self.where}").fetchall()[0][0]

    def rows(self) -> int:
        """How many rows the rule is about."""
        return int(str(self.value("count(*)")))

    def step(self, column: str) -> Decimal:
        """The smallest difference two values of a column can have."""
        kind = str(self.value(f"any_value(typeof({column}))"))
        scale = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", kind)
        return Decimal(1).scaleb(-int(scale[1])) if scale else Decimal(1)

    def set(self, column: str, expression: str, rows: int | None = 1) -> None:
        """Another value in the first `rows` rows that have one (None: in all)."""
        limit = "" if rows is None else f"limit {rows}"
        self.connection.execute(
            f"update {self.name} set {column} = {expression} "
            f"where rowid in (select rowid from {self.name} where {self.where} order by {column} is null, rowid {limit})"
        )

    def delete(self, condition: str = "true", keep: int = 0) -> None:
        """Remove the rows the rule is about, but the first `keep`."""
        self.connection.execute(
            f"delete from {self.name} where rowid in "
            f"(select rowid from {self.name} where ({self.where}) and ({condition}) order by rowid offset {keep})"
        )

    def repeat(self, times: int = 1) -> None:
        """Add copies of one row the rule is about."""
        self.connection.execute(
            f"insert into {self.name} select t.* from (select * from {self.name} where {self.where} limit 1) as t, range({times})"
        )

    def recreate(self, columns: list[str], extra: str = "") -> None:
        """The same rows with other columns."""
        self.connection.execute(f"create or replace table {self.name} as select {', '.join(columns)}{extra} from {self.name}")


def text(value: object) -> str:
    """A value as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"


Case = tuple[str, Callable[[Table], None]]


def outside(rule: Rule, break_at: Callable[[Table, str, Decimal], None], column: str) -> Iterator[Case]:
    """A case just outside each bound the rule has."""
    for bound, sign in (("min_value", -1), ("max_value", 1)):
        if (limit := rule.arguments.get(bound)) is not None:
            yield f"beyond {bound}", lambda t, limit=limit, sign=sign: break_at(t, column, Decimal(limit) + sign * t.step(column))


def row_count(rule: Rule) -> Iterator[Case]:
    if least := rule.arguments.get("min_value"):
        yield "too few rows", lambda t: t.delete(keep=least - 1)
    if most := rule.arguments.get("max_value"):
        yield "too many rows", lambda t: t.repeat(most + 1 - t.rows())


def not_null(rule: Rule) -> Iterator[Case]:
    yield "a null", lambda t: t.set(rule.arguments["column"], "null")


def null(rule: Rule) -> Iterator[Case]:
    yield "a value", lambda t: t.set(rule.arguments["column"], "1")


def between(rule: Rule) -> Iterator[Case]:
    yield from outside(rule, lambda t, column, value: t.set(column, str(value)), rule.arguments["column"])


def median_between(rule: Rule) -> Iterator[Case]:
    yield from outside(rule, lambda t, column, value: t.set(column, str(value), rows=None), rule.arguments["column"])


def in_set(rule: Rule) -> Iterator[Case]:
    members = rule.arguments["value_set"]
    if all(isinstance(member, bool) for member in members):
        (strange,) = {"true", "false"} - {str(member).lower() for member in members}
    else:
        strange = "'ukjent verdi'"
    yield "a stranger", lambda t: t.set(rule.arguments["column"], strange)


def not_in_set(rule: Rule) -> Iterator[Case]:
    for member in rule.arguments["value_set"]:
        yield f"the forbidden {member}", lambda t, member=member: t.set(rule.arguments["column"], text(member))


def lengths_between(rule: Rule) -> Iterator[Case]:
    column = rule.arguments["column"]
    if least := rule.arguments.get("min_value"):
        yield "too short", lambda t: t.set(column, text("x" * (least - 1)))
    if most := rule.arguments.get("max_value"):
        yield "too long", lambda t: t.set(column, text("x" * (most + 1)))


def pair_in_order(rule: Rule) -> Iterator[Case]:
    first, second, step = rule.arguments["column_A"], rule.arguments["column_B"], 1 if rule.arguments.get("or_equal") else 0
    yield "the other way", lambda t: t.set(first, f"{second} - {step}")


# What must be seen in rows that are held against each other: the rule, and changes of what a reader gets that it must not let pass.
FIRST = "rowid = (select min(rowid) from {table} where {condition})"


def at(table: str, assignment: str, condition: str = "true") -> str:
    """An update of one row."""
    return f"update {table} set {assignment} where {FIRST.format(table=table, condition=condition)}"


RESULT = "rapport.rapport_arsresultat"
FOSS = "rapport.rapport_resultatfoss"
# A number ten times too large, or one of another cell, in every relation whose numbers are printed cells.
FACTS = ("marts.fct_analyse", "marts.fct_nokkeltall", "marts.fct_personell")
VIEWS = tuple(f"rapport.rapport_{name}" for name in ("nokkeltall", "plassering", "tjenesteprofil"))
AS_PRINTED = {
    name: {
        "tallet_er_cellens": [
            at(name, "verdi_trykt = 10 * verdi_trykt", "verdi_trykt != 0"),
            at(name, "verdi_trykt = null", "verdi_trykt != 0"),
            at(name, "rad = 9999", "verdi_trykt != 0"),
        ]
    }
    for name in (*FACTS, *VIEWS)
}
UNTOUCHED = {
    name: {"det_brukte_er_det_trykte_uten_funn": [at(name, "verdi_brukt = 10 * verdi_brukt", "verdi_brukt != 0 and funn_id is null")]}
    for name in FACTS
}
AS_USED = {name: {"det_brukte_er_faktaets": [at(name, "verdi = 10 * verdi", "verdi != 0")]} for name in VIEWS}
# What a view says of its cell, a fact of its row or its column, and what is computed: of another place, another year, another number.
SEVERAL = "tabell_id in (select tabell_id from {0} group by all having count(distinct rad) > 1 and count(distinct kolonne) > 1)"
OF_ANOTHER = {
    "alt_om_cellen_er_faktaets": [
        "update {0} set rad = 9999, tabell_id = (select min(tabell_id) from kvalitet.kildecelle) "
        "where rowid = (select min(rowid) from {0})",
    ],
    "alt_er_radens_eller_kolonnens": [
        f"update {{0}} set {change} where rowid = (select min(rowid) from {{0}} where {SEVERAL})"
        for change in ("aar = aar - 1", "enhet_id = '9999'", "rapport_id = 'en annen'")
    ],
    "det_er_som_i_faktaet": ["update {0} set rapport_id = 'en annen' where rowid = (select min(rowid) from {0})"],
    "funnet_er_merket": [
        "update {0} set funn_id = null",
        "update {0} set funn_id = 'AB2020-F001' where rowid = (select min(rowid) from {0} where funn_id is null)",
    ],
    "tallene_er_radens": [],
    "det_beregnede_er_regnet_riktig": [],
    "det_andre_bestemmer_er_deres": [],
    "det_alle_har_er_der": [],
    "det_er_funnet_igjen": [],
}


def of_another(rule: Rule) -> list[str]:
    """The changes of a rule that many relations have."""
    computed = sources.COMPUTED.get(rule.relation, {}) if rule.name == "det_beregnede_er_regnet_riktig" else {}
    columns = list(sources.PIVOTED.get(rule.relation, {})) if rule.name == "tallene_er_radens" else []
    return [
        *(sql.format(rule.relation) for sql in OF_ANOTHER[rule.name]),
        *(at(rule.relation, f"{column} = 10 * {column} + 1", f"{column} is not null") for column in (*computed, *columns)),
        *(at(rule.relation, f"{column} = null", f"{column} is not null") for column in columns),
        *(f"update {rule.relation} set {one} = {other}, {other} = {one}" for one, other in pairwise(columns)),
    ]


MARKED_WHOLE = "select tabell_id from marts.bro_funnsted where rad is null and kolonne is null"
HELD_BY_HAND: dict[str, dict[str, list[str]]] = {
    "marts.bro_funnsted": {
        "funnene_er_fulgt": [
            "update marts.fct_nokkeltall set verdi_brukt = verdi_trykt where verdi_brukt is null",
            "update marts.fct_nokkeltall set brukbar_til_sammenligning = true",
            "update marts.fct_personell set verdi_brukt = verdi_trykt",
            "update marts.fct_utsagn set verdi_brukt = verdi_trykt",
            at("marts.fct_utsagn", "verdi_brukt = verdi_brukt * 1000", "maaleenhet != maaleenhet_trykt"),
            "update marts.fct_belop set virkning_mill_kr = virkning_trykt_mill_kr",
            "update marts.bro_funnsted set virkning = 'utelat'",
        ],
        "det_et_funn_gjelder_er_merket": [
            "update marts.fct_analyse set funn_id = null",
            at(
                "marts.fct_belop",
                "funn_id = null",
                "(tabell_id, rad, kolonne) in (select (tabell_id, rad, kolonne) from marts.bro_funnsted)",
            ),
            # a finding about a whole table that funn_virkning.csv has a line for, and one that funn.csv only names
            at("marts.fct_belop", "funn_id = null", f"tabell_id in ({MARKED_WHOLE} and grunn is not null) and funn_id is not null"),
            at("marts.fct_belop", "funn_id = 'AB2020-F005'", f"tabell_id in ({MARKED_WHOLE} and grunn is null) and funn_id is null"),
            # another finding than the one whose effect is the strongest
            at("marts.fct_personell", "funn_id = 'AB2020-F062'", "funn_id is not null and verdi_brukt is null"),
            at("marts.fct_mal", "funn_id = null", "funn_id is not null"),
            at("marts.fct_utsagn", "funn_id = null", "funn_id is not null"),
            "update marts.fct_nokkeltall set brukbar_til_sammenligning = true where verdi_brukt is null",
        ],
    },
    "marts.bro_indikatorkilde": {
        "raden_er_katalogens": [
            at("marts.bro_indikatorkilde", change)
            for change in ("kilde = 'en annen'", "tabell = '1'", "etikett = 'x'", "omfang = 'x'", "funksjon = '999'")
        ]
        + [at("marts.bro_indikatorkilde", "indikator_id = 'en annen'")],
    },
    "marts.dim_kildesetning": {
        "setningen_er_stedets": [
            at("marts.dim_kildesetning", change, "tall is not null")
            for change in ("linje = linje + 1", "rapport_id = 'en annen'", "setning = 'noe annet'", "tall = '9'", "sted = 'en annen'")
        ]
        + [
            f"delete from marts.dim_kildesetning where sted = (select min(sted) from marts.dim_kildesetning where {condition})"
            for condition in ("contains(sted, '-L')", "contains(sted, '-P')", "contains(sted, '-M') and rapport_id like '5001%'")
        ],
    },
    "marts.dim_grense": {
        "en_grense_per_aar": [
            "update marts.dim_grense set til_aar = null where til_aar is not null",
            "update marts.dim_grense set til_aar = til_aar + 1 where til_aar is not null",
            "insert into marts.dim_grense by name select * replace (2030 as fra_aar) from marts.dim_grense where til_aar is null",
        ],
    },
    "marts.fct_utsagn": {
        "tallet_er_ordenes": [
            at("marts.fct_utsagn", "verdi_trykt = 10 * verdi_trykt, verdi_brukt = 10 * verdi_brukt", "verditekst = '6,4'"),
            at("marts.fct_utsagn", "verdi_brukt = 1000 * verdi_brukt", "funn_id is null and verdi_brukt != 0"),
            at("marts.fct_utsagn", "verdi_med_fortegn = -verdi_med_fortegn", "verdi_med_fortegn != 0 and funn_id is null"),
            at("marts.fct_utsagn", "retning = 'opp'", "retning = 'ned' and funn_id is null and verdi_brukt != 0"),
        ],
    },
    "marts.fct_mal": {
        "tallet_er_ordenes": [
            at("marts.fct_mal", "maltall = 10 * maltall", "maltall_tekst = '7,5' or regexp_full_match(maltall_tekst, '[0-9]+')"),
            at("marts.fct_mal", "resultat_trykt = null", "regexp_full_match(resultat_tekst, '[0-9]+')"),
            at("marts.fct_mal", "resultat = resultat_trykt", "not brukbar_til_sammenligning"),
        ],
    },
    "rapport.rapport_folketall": {
        "folketallet_er_ett_tall": [
            at("rapport.rapport_folketall", "personer = 10 * personer", "kommunenr = '5001'"),
            at("rapport.rapport_aldersgruppe", "personer = personer + 100", "kommunenr = '5001' and sett = 'alder'"),
            at("rapport.rapport_befolkning", "personer = 10 * personer", "kommunenr = '1103' and personer > 0"),
            at("marts.fct_befolkning_i_dag", "personer = 10 * personer", "kommunenr = '1103' and personer > 0"),
        ],
    },
    "rapport.rapport_nokkeltall_over_tid": {
        "tallet_er_rapportens": [
            at("rapport.rapport_nokkeltall_over_tid", change, "kildeslag = 'rapport' and verdi_trykt != 0 and funn_id is not null")
            for change in ("verdi_trykt = 10 * verdi_trykt", "verdi_brukt = 0.1", "aar = aar + 1", "funn_id = null")
        ],
        "linjen_brytes_og_snittet_er_av_en_strekning": [
            at("rapport.rapport_nokkeltall_over_tid", change, f"linjerang = 1 and {condition}")
            for change, condition in (
                ("brudd = null", "brudd = 'definisjon'"),
                ("brudd = null", "brudd = 'sammenslaing'"),
                ("brudd = 'hull'", "brudd is null"),
                ("brudd_grunn = null", "brudd_grunn is not null"),
                ("strekning = 0", "strekning > 0"),
                ("snitt_siste_aar = snitt_siste_aar + 1", "snitt_siste_aar is not null"),
                # not past the number: the side would tell
                ("snitt_siste_aar = snitt_siste_aar + 0.1", "snitt_siste_aar % 1 != 0 and verdi_brukt > snitt_siste_aar + 1"),
                ("snitt_siste_aar = verdi_brukt", "brudd is not null"),
                ("mot_snittet = 'over'", "mot_snittet = 'under'"),
                ("mot_snittet = 'likt'", "mot_snittet = 'over'"),
                ("mot_snittet = null", "mot_snittet is not null"),
                ("mot_snittet = 'likt'", "snitt_siste_aar is null"),
            )
        ],
    },
    "rapport.rapport_tjenesteomrade": {
        "belopet_er_radenes": [
            at("rapport.rapport_tjenesteomrade", "regnskap_mill_kr = 10 * regnskap_mill_kr", "regnskap_mill_kr != 0"),
            at("rapport.rapport_tjenesteomrade", "regulert_budsjett_mill_kr = null", "regulert_budsjett_mill_kr != 0"),
        ],
    },
    "rapport.rapport_handlingsregler": {
        "tallene_er_setningenes": [
            at("rapport.rapport_handlingsregler", change, condition)
            for change, condition in (
                ("ovre_pst = 10 * ovre_pst", "ovre_pst is not null"),
                ("faktisk_pst = faktisk_trykt_pst", "faktisk_pst is null"),
                ("korrigert_pst = null", "korrigert_pst is not null"),
                ("side = 'under'", "side = 'over'"),
                ("funn_id = null", "funn_id is not null"),
            )
        ],
    },
    "marts.fct_belop": {
        "et_annet_tall_er_ingen_avrunding": [
            at("marts.fct_belop", "er_omarbeidet = false", "er_omarbeidet"),
            at("marts.fct_belop", "er_omarbeidet = true", "not er_omarbeidet"),
            # apart no longer, when the one could be the other rounded; and apart, where the two were one
            "update marts.fct_belop set usikkerhet_mill_kr = 1 where er_omarbeidet and rapport_id = '1102-arsregnskap-2017'",
            at(
                "marts.fct_belop",
                "virkning_trykt_mill_kr = virkning_trykt_mill_kr + 2 * usikkerhet_mill_kr",
                "not er_omarbeidet and not er_valgt and versjon = 'regnskap' and rapport_id = '1102-arsregnskap-2017'",
            ),
        ],
        "usikkerheten_er_et_halvt_siffer": [
            at("marts.fct_belop", change, "usikkerhet_mill_kr > 0.0005")
            for change in ("usikkerhet_mill_kr = 0", "usikkerhet_mill_kr = null")
        ],
        "tallet_er_cellens": [at("marts.fct_belop", "belop_trykt = 10 * belop_trykt", "belop_trykt != 0")],
        "belopet_er_tallet_i_mill_kr": [
            at("marts.fct_belop", "belop_mill_kr = 1000 * belop_mill_kr", "belop_mill_kr != 0 and funn_id is null"),
            at("marts.fct_belop", "virkning_mill_kr = 10 * virkning_mill_kr", "virkning_mill_kr != 0 and funn_id is null"),
            at("marts.fct_belop", "virkning_trykt_mill_kr = 10 * virkning_trykt_mill_kr", "virkning_trykt_mill_kr != 0"),
        ],
        "summen_er_delene": [
            at("marts.fct_belop", "virkning_mill_kr = -virkning_mill_kr", "post_id = 'lonnsutgifter' and versjon = 'regnskap'"),
            at("marts.fct_belop", "virkning_mill_kr = virkning_mill_kr + 20", "post_id = 'sum_driftsinntekter' and versjon = 'regnskap'"),
            "update marts.dim_regnskapspost set fortegn = -1 where post_id = 'renteutgifter'",
        ],
    },
    "marts.fct_nokkeltall": {
        "et_annet_tall_er_ingen_avrunding": [
            at("marts.fct_nokkeltall", "er_omarbeidet = false", "er_omarbeidet"),
            at("marts.fct_nokkeltall", "er_omarbeidet = true", "not er_omarbeidet"),
            at("marts.fct_nokkeltall", "verdi_trykt = verdi_trykt + 1", "er_omarbeidet and verdi_trykt = 71"),
        ],
        "tallene_i_en_rad_er_av_samme_storrelse": [
            at("marts.fct_nokkeltall", f"verdi_trykt = verdi_trykt {slip}", "tabell_id = 'AB2020-23' and rad = 1 and enhet_id = '0301'")
            for slip in ("* 100", "* 1000", "/ 100", "/ 1000")
        ],
    },
    RESULT: {
        "fortegnet_er_som_ventet": [
            f"update {RESULT} set regnskap_mill_kr = -regnskap_mill_kr",
            f"update {RESULT} set regulert_budsjett_mill_kr = -regulert_budsjett_mill_kr where post_id = 'sum_driftsutgifter'",
        ],
        "er_belopet_i_fakta": [
            at(RESULT, "regnskap_mill_kr = -regnskap_mill_kr", "post_id = 'utbytter'"),
            at(RESULT, "opprinnelig_budsjett_mill_kr = null", "post_id = 'utbytter'"),
            f"delete from {RESULT}",
        ],
        "avviket_er_regnskap_minus_budsjett": [at(RESULT, "avvik_mill_kr = -avvik_mill_kr", "avvik_mill_kr != 0")],
        "inntekt_per_innbygger_er_rimelig": [
            at(RESULT, f"regnskap_mill_kr = regnskap_mill_kr {slip}", "post_id = 'sum_driftsinntekter'") for slip in ("* 1000", "/ 1000")
        ],
    },
    "rapport.rapport_budsjettavvik": {
        "det_trykte_er_faktaets": [
            at("rapport.rapport_budsjettavvik", f"avvik_trykt_mill_kr = {to}", "avvik_trykt_mill_kr != 0")
            for to in ("null", "-avvik_trykt_mill_kr")
        ],
        "fortegnet_er_som_ventet": [
            "update rapport.rapport_budsjettavvik set regnskap_mill_kr = -regnskap_mill_kr where emne = 'investering'",
        ],
        "er_belopet_i_fakta": [
            at("rapport.rapport_budsjettavvik", "regnskap_mill_kr = 1000 * regnskap_mill_kr", "regnskap_mill_kr != 0"),
            "delete from rapport.rapport_budsjettavvik where emne = 'investering'",
        ],
        "avviket_er_regnskap_minus_budsjett": [at("rapport.rapport_budsjettavvik", "avvik_mill_kr = -avvik_mill_kr", "avvik_mill_kr != 0")],
    },
    "rapport.rapport_oppstilling": {
        "det_trykte_er_faktaets": [
            at(
                "rapport.rapport_oppstilling",
                change,
                "regnskap_trykt_mill_kr != 0 and regulert_budsjett_trykt_mill_kr != regnskap_trykt_mill_kr",
            )
            for change in (
                "regnskap_trykt_mill_kr = 11 * regnskap_trykt_mill_kr",
                "regnskap_trykt_mill_kr = null",
                "regnskap_trykt_mill_kr = regulert_budsjett_trykt_mill_kr, regulert_budsjett_trykt_mill_kr = regnskap_trykt_mill_kr",
            )
        ],
        "aret_for_er_faktaets": [
            at("rapport.rapport_oppstilling", f"{column} = {to}", f"{column} != 0")
            for column in ("regnskap_aret_for_mill_kr", "regnskap_aret_for_trykt_mill_kr")
            for to in ("null", f"10 * {column}")
        ],
        "inngaende_balanse_star_i_raden": [
            at(
                "rapport.rapport_oppstilling",
                "inngaende_balanse_mill_kr = 11 * inngaende_balanse_mill_kr",
                "inngaende_balanse_mill_kr != 0",
            )
        ],
        "fortegnet_er_som_ventet": [
            "update rapport.rapport_oppstilling set regnskap_mill_kr = -regnskap_mill_kr where emne = 'bevilgning'",
            "update rapport.rapport_oppstilling set regulert_budsjett_mill_kr = -regulert_budsjett_mill_kr where post_id = 'rammetilskudd'",
        ],
        "er_belopet_i_fakta": [
            at("rapport.rapport_oppstilling", "regnskap_mill_kr = -regnskap_mill_kr", "emne = 'balanse' and regnskap_mill_kr != 0"),
            at("rapport.rapport_oppstilling", "opprinnelig_budsjett_mill_kr = null", "opprinnelig_budsjett_mill_kr is not null"),
        ],
        "avviket_er_regnskap_minus_budsjett": [
            at("rapport.rapport_oppstilling", "avvik_mill_kr = -avvik_mill_kr", "avvik_mill_kr != 0"),
        ],
        "belop_per_innbygger_er_rimelig": [
            at(
                "rapport.rapport_oppstilling",
                f"regnskap_mill_kr = regnskap_mill_kr {slip}",
                f"post_id = '{post}' and regnskap_mill_kr != 0 and aar <= 2020",
            )
            for slip in ("* 1000", "/ 1000")
            for post in ("balanse_sum_eiendeler", "rammetilskudd")
        ],
    },
    "rapport.rapport_resultatfoss": {
        "fossen_gar_opp": [
            f"update {FOSS} set fra_mill_kr = fra_mill_kr + 1, til_mill_kr = til_mill_kr + 1 where post_id = 'utbytter'",
            at("rapport.rapport_resultatfoss", "belop_mill_kr = -belop_mill_kr", "post_id = 'renteutgifter'"),
            f"update {FOSS} set til_mill_kr = til_mill_kr + 900, belop_mill_kr = belop_mill_kr + 900 where er_sluttsum",
            "delete from rapport.rapport_resultatfoss where post_id = 'sosiale_utgifter'",
            "delete from rapport.rapport_resultatfoss",
        ],
    },
    "rapport.rapport_balanse": {
        "balansen_balanserer": ["update rapport.rapport_balanse set side = 'eiendeler'"],
        "er_belopet_i_fakta": [at("rapport.rapport_balanse", "belop_mill_kr = -belop_mill_kr"), "delete from rapport.rapport_balanse"],
    },
    "rapport.rapport_korona": {
        "er_belopet_i_fakta": [
            at("rapport.rapport_korona", "virkning_mill_kr = -virkning_mill_kr", "virkning_mill_kr != 0"),
            "delete from rapport.rapport_korona",
        ],
    },
    "rapport.rapport_garanti": {
        "er_belopet_i_fakta": [
            at("rapport.rapport_garanti", "belop_mill_kr = belop_mill_kr / 1000", "belop_mill_kr != 0"),
            "delete from rapport.rapport_garanti where oppstilling = 'garantier_idrett'",
        ],
    },
    "rapport.rapport_utsagn": {
        "prosaen_er_det_som_er_avstemt": [
            "update rapport.rapport_utsagn set verdi_trykt = -verdi_trykt",
            "delete from rapport.rapport_utsagn",
        ],
    },
    "kvalitet.kildecelle": {
        "cellen_er_den_som_er_avstemt": ["update kvalitet.kildecelle set verdi = verdi + 1", "delete from kvalitet.kildecelle"],
        "tallet_er_teksten": [at("kvalitet.kildecelle", "verdi = 10 * verdi", "status = 'verdi' and verdi != 0")],
    },
    "rapport.rapport_lignende_kommune": {
        "likheten_er_malt_igjen": [
            *(
                at("rapport.rapport_lignende_kommune", change)
                for change in (
                    *("avstand = 10 * avstand", "personer = personer + 1", "lignende_personer = null", "rekkefolge = 21"),
                    *("avstand_storrelse_pst = -1", "avstand_alder_prosentpoeng = avstand_alder_prosentpoeng + 5"),
                    *("avstand_behov_prosentpoeng = null", "lignende_kommunenr = '9999'"),
                )
            ),
            "update rapport.rapport_lignende_kommune set aar = aar - 1",
            "delete from rapport.rapport_lignende_kommune where kommunenr = '5001'",
        ],
    },
    "rapport.rapport_gruppefolketall": {
        "summen_er_medlemmenes": [
            at("rapport.rapport_gruppefolketall", change)
            for change in (
                *("personer = personer + 1", "kommuner = kommuner + 1", "kommuner_med_tall = null", "andel_veid_pst = 10 * andel_veid_pst"),
                *("andel_uveid_pst = null", "gruppe = 'en annen'", "slag = null", "grenser = '1900'"),
            )
        ],
    },
    "rapport.rapport_oversikt": {
        "tallene_er_funnet_igjen": [
            *(
                at("rapport.rapport_oversikt", f"{column} = 10 * {column} + 1", f"nokkel = '{key}' and {column} is not null")
                for key in (
                    "netto_driftsresultat",
                    "netto_driftsresultat_pst",
                    "sum_eiendeler",
                    "ansatte",
                    "mal_nadd",
                    "gjeldsgrad",
                    "innbyggere",
                )
                for column in ("verdi", "sammenlignet_verdi")
            ),
            """insert into rapport.rapport_oversikt
            select o.* replace (umalt.enhet_id as enhet_id, umalt.aar as aar, 0 as verdi, 0 as sammenlignet_verdi)
            from rapport.rapport_oversikt as o cross join (
                select r.enhet_id, r.aar from rapport.rapport_maloppnaelse as m inner join marts.dim_rapport as r using (rapport_id)
                group by all having sum(m.antall_avgjort) = 0 order by all limit 1
            ) as umalt
            where o.nokkel = 'mal_nadd' limit 1""",
            at("rapport.rapport_oversikt", "vurdering = 'svakere'", "vurdering = 'bedre'"),
            at("rapport.rapport_oversikt", "funn_id = null", "funn_id is not null"),
            at("rapport.rapport_oversikt", "tabell_id = null", "tabell_id is not null"),
            at("rapport.rapport_oversikt", "linje = 1", "linje is not null"),
            at("rapport.rapport_oversikt", "tilnaerming = null", "tilnaerming is not null"),
        ],
    },
    "rapport.rapport_se_pa": {
        "tallene_er_funnet_igjen": [
            *(
                at("rapport.rapport_se_pa", f"{column} = 10 * {column} + 1", f"regel_id = '{rule}' and {column} is not null")
                for rule, columns in {
                    "budsjett": ("tall", "mot_tall", "avstand"),
                    "handlingsregel": ("tall", "mot_tall", "linje"),
                    "netto_driftsresultat": ("tall", "avstand"),
                    "svakere": ("tall", "mot_tall", "tidligere_tall", "avstand", "fra_aar"),
                    "mal": ("tall", "mot_tall", "linje"),
                    "sykefravaer": ("tall",),
                    "eldre": ("tall", "tidligere_tall", "fra_aar", "til_aar"),
                }.items()
                for column in columns
            ),
            *(
                at("rapport.rapport_se_pa", change)
                for change in (
                    "nr = 99",
                    "grense = grense + 1",
                    "side = 'sok'",
                    "setning = 'noe annet'",
                    "maaleenhet = 'kr'",
                    "parametre = 'x'",
                )
            ),
            at("rapport.rapport_se_pa", "gruppe = 'Landet'", "gruppe is not null"),
            at("rapport.rapport_se_pa", "funn_id = null", "funn_id is not null and regel_id != 'funn'"),
            "delete from rapport.rapport_se_pa where regel_id = 'funn'",
            "delete from rapport.rapport_se_pa where regel_id = 'mal'",
        ],
    },
    "rapport.rapport_sok": {
        "treffene_er_funnet_igjen": [
            *(
                at("rapport.rapport_sok", change, f"art = '{kind}'")
                for kind in ("kommune", "tjenesteomrade", "nokkeltall", "post", "mal", "funn", "utsagn", "tabell", "side")
                for change in (
                    "tittel = 'noe annet'",
                    "rekkefolge = 99",
                    "side = 'ingen_side'",
                    "tittelord = ' x '",
                    "sokeord = ' '",
                    "beskrivelse = ''",
                )
            ),
            at("rapport.rapport_sok", "parametre = 'kommune=9999'", "art = 'kommune'"),
            at("rapport.rapport_sok", "parametre = null", "art = 'tabell' and parametre is not null"),
            "delete from rapport.rapport_sok where art = 'mal'",
        ],
    },
    "rapport.rapport_sammenligning": {
        "det_som_sammenlignes_er_enhetens": [at("rapport.rapport_sammenligning", "verdi = 10 * verdi", "verdi != 0")],
        "tallet_er_cellens": [
            at("rapport.rapport_sammenligning", "sammenlignet_verdi_trykt = 10 * sammenlignet_verdi_trykt", "sammenlignet_verdi_trykt != 0")
        ],
    },
}
HELD = {
    name: {rule: cases for part in (AS_PRINTED, UNTOUCHED, AS_USED, HELD_BY_HAND) for rule, cases in part.get(name, {}).items()}
    for name in {**AS_PRINTED, **HELD_BY_HAND}
}


def another(column: str, among: str = "true", otherwise: str = "") -> Case:
    """The column of one row `among` the others lost, or found where there is none in any; where no row is `among` them, `otherwise`."""

    def change(t: Table) -> None:
        [(kind,)] = t.connection.execute(f"select column_type from (describe {t.name}) where column_name = '{column}'").fetchall()
        there = f"select min(rowid) from {t.name} as v where {among}"
        [(some,)], [(filled,)] = (t.connection.execute(query).fetchall() for query in (there, f"{there} and {column} is not null"))
        if some is None:
            t.connection.execute(otherwise)
            return
        value = f"cast({_VALUES.get(kind, '1')} as {kind})" if filled is None else "null"
        t.connection.execute(f"update {t.name} set {column} = {value} where rowid = {some if filled is None else filled}")

    return f"{column} lost or found", change


def owners_cases(rule: Rule, relation: Relation) -> Iterator[Case]:
    """Of a row that the owner knows, what it decides is another; of a relation without such a row, the owner gets one that says nothing."""
    for owner, keys, said in recomputed.owned(rule.relation, {column.name for column in relation.columns}):
        known = f"exists (select 1 from {owner} as o where {' and '.join(f'o.{of} = v.{key}' for key, of in keys.items())})"
        one = f"insert into {owner} by name select {', '.join(f'{key} as {of}' for key, of in keys.items())} from {rule.relation} limit 1"
        for column in said:
            yield another(column, known, one)


def columns_of(rule: Rule, relation: Relation) -> list[str]:
    """The columns that a rule of many relations holds, one by one."""
    name, known = rule.relation, {column.name: column.type for column in relation.columns}
    if rule.name == "det_er_funnet_igjen":
        return list(recomputed.AGAIN[name][2])
    if rule.name == "det_alle_har_er_der":
        return recomputed.never_empty(name, known)
    return []


def held(rule: Rule, relation: Relation) -> Iterator[Case]:
    """The changes of rows that are held against each other."""
    yield from owners_cases(rule, relation) if rule.name == "det_andre_bestemmer_er_deres" else map(another, columns_of(rule, relation))
    for sql in of_another(rule) if rule.name in OF_ANOTHER else HELD[rule.relation][rule.name]:
        yield sql, lambda t, sql=sql: t.connection.execute(sql) and None


BREAKERS: dict[str, Callable[[Rule], Iterator[Case]]] = {
    "ExpectTableRowCountToBeBetween": row_count,
    "ExpectColumnValuesToNotBeNull": not_null,
    "ExpectColumnValuesToBeNull": null,
    "ExpectColumnValuesToBeBetween": between,
    "ExpectColumnMedianToBeBetween": median_between,
    "ExpectColumnValuesToBeInSet": in_set,
    "ExpectColumnValuesToNotBeInSet": not_in_set,
    "ExpectColumnValueLengthsToBeBetween": lengths_between,
    "ExpectColumnPairValuesAToBeGreaterThanB": pair_in_order,
}


def cases(rule: Rule, relation: Relation) -> list[Case]:
    """Every way this rule must fail. One that is required must fail when there are no rows that it is about."""
    made = list(held(rule, relation) if rule.source else BREAKERS[rule.kind](rule))
    return [*made, ("no rows to hold", lambda t: t.delete())] if rule.required else made


def published_models() -> list[str]:
    """`schema.name` of every published model, and of its parts with names of their own, from the folders: before anything is built."""
    return sorted(
        f"{path.relative_to(ROOT / 'models').parts[0]}.{name}"
        for path in (ROOT / "models").rglob("*.*")
        if path.relative_to(ROOT / "models").parts[0] in PUBLISHED_SCHEMAS and "mellomledd" not in path.parts
        for name in ([path.stem] if path.suffix == ".sql" else _parts(path) if path.suffix == ".yml" else [])
    )


def _parts(path: Path) -> list[str]:
    models = read_yaml(path).get("models", [])
    return [part["navn"] for model in models for part in model.get("config", {}).get("meta", {}).get("utsnitt", [])]


@pytest.fixture(scope="module")
def memory(warehouse: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory copy of the published relations of the build."""
    with duckdb.connect() as connection:
        build = warehouse.database.stem  # its own name: a view says which database it reads
        connection.execute(f"attach '{warehouse.database}' as {build} (read_only)")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"create schema {schema}")
        for name in published_models():
            connection.execute(f"create table {name} as from {build}.{name}")
        for schema in ("kodeverk", "staging", "intermediate"):
            connection.execute(f"create schema {schema}")
        for name in sorted(_read_besides(connection, build)):
            connection.execute(f"create table {name} as from {build}.{name}")
        connection.execute(f"detach {build}")
        for name in published_models():
            if not connection.execute(f"select 1 from {name} limit 1").fetchall():
                connection.execute(f"insert into {name} select {', '.join(_made_up(connection, name))}")
        yield connection


def _read_besides(connection: duckdb.DuckDBPyConnection, build: str) -> set[str]:
    """What the rules read that is not published: the catalogues, and what the files themselves say."""
    seeds = connection.execute("select table_name from duckdb_tables() where (database_name, schema_name) = (?, 'kodeverk')", [build])
    queries = [query for query, *_ in (*recomputed.AGAIN.values(), *recomputed.CATALOGUES.values(), *of_files.OWNED.values())]
    named = re.findall(r"\b(?:staging|intermediate)\.\w+", " ".join([*queries, of_files.SENTENCES]))
    return {f"kodeverk.{name}" for (name,) in seeds.fetchall()} | set(named)


# A value of each type for a relation that has no rows until something has landed: a rule must have something to fail on.
_VALUES = {"VARCHAR": "'0301'", "BOOLEAN": "true", "DATE": "date '2020-01-01'", "TIMESTAMP": "timestamp '2020-01-01 00:00:00'"}


def _made_up(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """A row, value by value, of a relation."""
    columns = connection.execute(f"select column_name, column_type from (describe {name})")
    return [f"cast({'2020' if column == 'aar' else _VALUES.get(kind, '1')} as {kind})" for column, kind in columns.fetchall()]


def find(relations: list[Relation], name: str) -> Relation:
    return next(relation for relation in relations if relation.full_name == name)


def broken_copy(connection: duckdb.DuckDBPyConnection, relation: Relation, rule: Rule, change: Callable[[Table], None]) -> Result:
    """The rule's result on a changed relation; the change is taken back."""
    connection.execute("begin")
    try:
        change(Table(connection, relation, rule.where))
        return check(connection, relation, [rule])[0]
    finally:
        connection.execute("rollback")


@pytest.mark.parametrize("name", published_models())
def test_every_rule_fails_where_it_must_and_passes_on_the_true_data(
    name: str, memory: duckdb.DuckDBPyConnection, relations: list[Relation]
) -> None:
    relation = find(relations, name)
    rules = rules_for(relation)
    untrue = [(result.rule, result.observed) for result in check(memory, relation, rules) if not result.passed or result.broken]
    assert untrue == []
    survived, tried = [], 0
    for rule in rules:
        for what, change in cases(rule, relation):
            tried += 1
            result = broken_copy(memory, relation, rule, change)
            if result.passed or result.broken or not result.observed:
                survived.append((rule.name, what, result.observed))
    assert tried >= len(rules)
    assert survived == []


@pytest.mark.parametrize("name", recomputed.AGAIN)
def test_rows_that_are_gone_are_missed(name: str, memory: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    """Every second row of what is found by another road; and the rows that are compared are counted."""
    relation = find(relations, name)
    rule = next(rule for rule in rules_for(relation) if rule.name == "det_er_funnet_igjen")
    rows = Table(memory, relation, None).rows()
    assert rows > 1
    (whole,) = check(memory, relation, [rule])
    assert (whole.passed, whole.observed) == (True, f"0 av {rows} rader avviker")
    halved = broken_copy(memory, relation, rule, lambda t: t.delete("rowid % 2 = 0"))
    assert (halved.passed, halved.broken) == (False, False)
    assert "mangler" in halved.observed


@pytest.mark.parametrize("name", sorted(recomputed.AGAIN.keys() - recomputed.ROWS.keys() - {"rapport.rapport_nokkeltall_over_tid"}))
def test_what_must_be_there_is_not_read_from_the_relation_itself(name: str) -> None:
    """A query that does, misses no row: such a relation says in ROWS which there must be. SSB's series are held where they are read."""
    assert not re.search(rf"\b{re.escape(name)}\b", recomputed.AGAIN[name][0])


@pytest.mark.parametrize("name", recomputed.ROWS)
def test_the_rows_that_must_be_there_are_not_read_from_the_relation_itself(name: str) -> None:
    assert name in recomputed.AGAIN
    assert not re.search(rf"\b{re.escape(name)}\b", recomputed.ROWS[name])


@pytest.mark.parametrize(
    "name", ["marts.fct_personell", "rapport.rapport_plassering", "kvalitet.kildecelle", "rapport.rapport_handlingsregler"]
)
def test_a_rule_finds_the_same_wrong_whether_it_reads_the_rows_or_the_values(
    name: str, memory: duckdb.DuckDBPyConnection, relations: list[Relation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a relation with too many rows only the different values are read."""
    relation = find(relations, name)
    by_value = [rule for rule in rules_for(relation) if rule.kind in run._OF_EACH_ROW and not rule.source]
    assert by_value
    wrong = [(rule, change) for rule in by_value for _, change in cases(rule, relation)[:1]]
    by_row = [broken_copy(memory, relation, rule, change) for rule, change in wrong]
    monkeypatch.setattr(run, "MANY_ROWS", 0)
    seen = [broken_copy(memory, relation, rule, change) for rule, change in wrong]
    assert [(result.rule, result.passed, result.broken) for result in seen] == [(result.rule, False, False) for result in by_row]
    assert all("ulike verdier avviker" in result.observed for result in seen)
    assert all(result.passed for result in check(memory, relation, rules_for(relation)))


def test_no_data_frame_is_made_of_a_relation_with_very_many_rows(
    warehouse: Project, relations: list[Relation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country's accounts are millions of rows: what Great Expectations is given of them is the values that there are."""
    lengths: list[int] = []
    expect = run._expect
    monkeypatch.setattr(run, "_expect", lambda frame, *rest: lengths.append(len(frame)) or expect(frame, *rest))
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        large = [relation for relation in relations if connection.sql(f"from {relation.full_name}").shape[0] > run.MANY_ROWS]
        assert large
        for relation in large:
            assert all(result.passed for result in check(connection, relation, rules_for(relation)))
    assert lengths
    assert max(lengths) <= run.MANY_ROWS


def test_what_is_about_reports_passes_where_there_are_none(memory: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    """A house without a report of a kind, or without any, is a house."""
    # the municipalities are there without a report; reports and their tables are not
    kept = ("marts.dim_", "rapport.rapport_kommune", *(f"marts.bro_{name}" for name in ("funksjonsgruppe", "indikator", "regnskapsbegrep")))
    empty = [name for name in published_models() if not re.search("befolkning|behovsindeks", name) and not name.startswith(kept)]
    empty += ["marts.dim_rapport", "rapport.rapport_kommuneaar"]
    memory.execute("begin")
    try:
        for name in (*empty, "staging.stg_rapport__felt"):
            memory.execute(f"delete from {name}")
        memory.execute("delete from marts.dim_kildetabell where slag != 'statistikktabell'")  # SSB's are there without a report
        failed = [
            (result.relation, result.rule)
            for name in (*empty, "marts.dim_kildetabell")
            for result in check(memory, find(relations, name), rules_for(find(relations, name)))
            if not result.passed
        ]
    finally:
        memory.execute("rollback")
    assert failed == []


def test_no_rule_is_without_a_case_that_it_must_fail(relations: list[Relation]) -> None:
    assert [relation.full_name for relation in relations] == published_models()
    rules = [(rule, relation) for relation in relations for rule in rules_for(relation)]
    assert {rule.kind for rule, _ in rules} == set(BREAKERS), "a kind without cases, or cases of a kind that no rule is of"
    assert [(rule.relation, rule.name) for rule, relation in rules if not cases(rule, relation)] == []


def test_every_rule_has_a_name_of_its_own_and_a_relation_that_is_published(relations: list[Relation]) -> None:
    from kommunevarehus.validation.suites import _OWN  # noqa: PLC0415

    names = [(rule.relation, rule.name) for relation in relations for rule in rules_for(relation)]
    assert len(names) == len(set(names))
    assert set(_OWN) <= {relation.full_name for relation in relations}


def test_every_published_model_has_a_description_file_that_names_it() -> None:
    """`published_models` reads folders; the YAML files must know the same models."""
    files = list((ROOT / "models").rglob("*.yml"))
    described = {name for path in files for name in [*(model["name"] for model in read_yaml(path).get("models", [])), *_parts(path)]}
    assert {name.split(".")[1] for name in published_models()} <= described


@pytest.mark.parametrize(
    "rule",
    [
        Rule("marts.dim_kilde", "uten_kolonne", "ExpectColumnValuesToNotBeNull", {"column": "finnes_ikke"}),
        Rule("marts.dim_kilde", "gal_type", "ExpectColumnSumToBeBetween", {"column": "tittel", "min_value": 0}),
        Rule("marts.dim_kilde", "galt_uttrykk", "ExpectColumnValuesToMatchRegex", {"column": "tittel", "regex": "("}),
        Rule("marts.dim_kilde", "gal_sporring", "ExpectColumnValuesToBeNull", {"column": "feil"}, source="select finnes_ikke as feil"),
    ],
    ids=lambda rule: rule.name,
)
def test_an_expectation_that_raises_is_broken_and_not_passed(
    rule: Rule, memory: duckdb.DuckDBPyConnection, relations: list[Relation]
) -> None:
    (result,) = check(memory, find(relations, rule.relation), [rule])
    assert result.broken
    assert not result.passed
    assert len(result.observed) > len("kontrollen er ødelagt: ")


def test_a_broken_check_does_not_hide_what_its_neighbours_found(memory: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    relation = find(relations, "marts.dim_kilde")
    wrong = Rule(relation.full_name, "uten_kolonne", "ExpectColumnValuesToNotBeNull", {"column": "finnes_ikke"})
    fails = Rule(relation.full_name, "for_mange", "ExpectTableRowCountToBeBetween", {"min_value": 10_000})
    passes = Rule(relation.full_name, "noen", "ExpectTableRowCountToBeBetween", {"min_value": 1})
    results = check(memory, relation, [wrong, fails, passes])
    assert [(result.rule, result.passed, result.broken) for result in results] == [
        ("uten_kolonne", False, True),
        ("for_mange", False, False),
        ("noen", True, False),
    ]


# What somebody with the file open could do to it after the build: in every schema, of every kind of change, also where no rule looks.
BY_HAND = {
    "a number ten times": "update marts.fct_nokkeltall set verdi_trykt = 10 * verdi_trykt, verdi_brukt = 10 * verdi_brukt where rad = 1",
    "a sign": "update marts.fct_belop set belop_trykt = -belop_trykt where rad = 2",
    "a year": "update rapport.rapport_sykefravaer set aar = aar + 1",
    "a municipality": "update rapport.rapport_folketall set kommunenr = '1103' where kommunenr = '5001'",
    "rows that are gone": "delete from kvalitet.kildefunn where rowid < 5",
    "a row twice": "insert into marts.dim_kilde from marts.dim_kilde limit 1",
    "two rows swapped": "update rapport.rapport_lonn set arslonn_menn_kr = arslonn_kvinner_kr, arslonn_kvinner_kr = arslonn_menn_kr",
    "nothing where a mark was": "update rapport.rapport_balanse set funn_id = null",
    "a view": "create or replace view rapport.rapport_faste_priser as select * from marts.fct_belop",
    "a part of one under its own name": "create or replace view rapport.rapport_asss_tabell_1 as select 1 as aar",
    "a relation that nobody noted": "create table rapport.rapport_ny as select 1 as aar",
    "a note that is gone": "delete from bygg.innhold where relasjon = 'marts.dim_kilde'",
    "a relation that is gone": "drop table marts.dim_grense",
    "a build without the note": "drop table bygg.innhold",
}


@pytest.mark.parametrize("what", BY_HAND)
def test_a_change_by_hand_of_the_finished_build_is_seen(what: str, warehouse: Project, tmp_path: Path) -> None:
    path = tmp_path / warehouse.database.name
    shutil.copyfile(warehouse.database, path)
    with duckdb.connect(str(path)) as connection:
        assert all(result.passed for result in sealed(connection))
        connection.execute(BY_HAND[what])
        altered = [result for result in sealed(connection) if not result.passed]
    assert len(altered) == 1, altered
    assert "bygg på nytt" in altered[0].observed or "does not exist" in altered[0].observed
    assert altered[0].relation in BY_HAND[what]


def test_a_change_by_hand_stops_the_publication(scratch: Project) -> None:
    before = snapshot(scratch.store)
    with duckdb.connect(str(scratch.database)) as connection:
        connection.execute(BY_HAND["a year"])
    done = run_command(scratch, "publish")
    assert done.returncode == 3, output(done)
    assert "rapport.rapport_sykefravaer, innholdet_er_det_som_ble_bygd" in done.stderr, output(done)
    assert "Traceback" not in output(done)
    assert snapshot(scratch.store) == before


def test_a_misread_digit_that_dbt_accepts_stops_the_publication(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, done, before = rejected
    assert done.returncode == 3, output(done)
    assert re.search(r"1 of \d+ checks failed; nothing was published and the current edition is as it was", done.stderr)
    rule = r"rapport\.rapport_befolkningsvekst, veksten_fra_aar_til_aar_er_rimelig \(ExpectColumnValuesToBeBetween on vekst_pst\): "
    assert re.search(rule + r"\d+ av \d+ rader avviker", done.stderr)
    assert "Traceback" not in output(done)
    assert snapshot(project.store) == before


FLIPPED = {
    "the sign of a layout": ("seeds/oppstillinger/oppstillinger.csv", "drift,post,-1,-1", "drift,post,1,1"),
    "the sign of a post": (
        "seeds/oppstillinger/poster.csv",
        "okonomisk_oversikt_art,renteutgifter,Renteutgifter,netto_finansutgifter,1",
        "okonomisk_oversikt_art,renteutgifter,Renteutgifter,netto_finansutgifter,-1",
    ),
    "a minus in a report view": (
        "models/rapport/rapport_arsresultat.sql",
        "        rader.regnskap_mill_kr,\n        {{ avviket",
        "        cast(-rader.regnskap_mill_kr as decimal(18, 6)) as regnskap_mill_kr,\n        {{ avviket",
    ),
}


@pytest.mark.parametrize("what", FLIPPED)
def test_a_flipped_sign_stops_the_publication(what: str, scratch: Project) -> None:
    name, true, flipped = FLIPPED[what]
    path = scratch.root / name
    text_ = path.read_text("utf-8")
    assert text_.count(true) == 1
    path.write_text(text_.replace(true, flipped), "utf-8")
    before = snapshot(scratch.store)
    done = run_command(scratch, "warehouse", "--strict")
    assert done.returncode in (1, 3), output(done)
    if what == "the sign of a layout":  # which the check of the packages finds first
        assert "most income reduces the result" in done.stderr, output(done)
    elif what != "the sign of a post":  # which the reconciliation finds first
        assert "fortegnet_er_som_ventet" in done.stderr, output(done)
    assert snapshot(scratch.store) == before


def test_a_failed_validation_is_reported_for_people(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, done, _ = rejected
    page = project.target / "validering.md"
    assert str(page) in done.stderr
    lines = page.read_text("utf-8").splitlines()
    assert re.fullmatch(r"\d+ kontroller, \d+ bestått, 1 ikke bestått\.", lines[2])
    (failed,) = [line for line in lines if "**nei**" in line]
    assert "| veksten_fra_aar_til_aar_er_rimelig |" in failed


def test_the_cached_result_serves_the_same_database_only(
    warehouse: Project, rejected: tuple[Project, Done, dict[str, str]], tmp_path: Path
) -> None:
    """The rejected project began as a copy of the warehouse, whose results all passed; with its database they are not valid."""
    known = json.loads((warehouse.target / "validering.json").read_text("utf-8"))
    project = copy_project(rejected[0], tmp_path / "prosjekt")
    stamp = project.target / "validering.json"
    stamp.write_text(json.dumps(known), "utf-8")

    with pytest.raises(ValidationError, match="veksten_fra_aar_til_aar_er_rimelig"):
        validate(project)

    assert json.loads(stamp.read_text("utf-8"))["key"] != known["key"]


def test_the_cached_result_is_used_for_the_same_database(scratch: Project) -> None:
    steps: list[str] = []
    first = validate(scratch, progress=steps.append)
    assert first
    assert all(result.passed for result in first)
    assert steps == [], "nothing was evaluated anew"


@pytest.mark.parametrize("left", ["", "{", "[]", '{"key": 1}'])
def test_a_damaged_cache_is_not_a_result(left: str, scratch: Project) -> None:
    (scratch.target / "validering.json").write_text(left, "utf-8")
    from kommunevarehus.validation.run import _key, _known  # noqa: PLC0415

    assert _known(scratch.target / "validering.json", _key(scratch)) is None


@pytest.mark.full
def test_a_whole_column_of_a_model_that_is_wrong_is_noticed(warehouse: Project, tmp_path: Path) -> None:
    """Also of what is no print: dbt would have sealed it, since the model gave it. docs/dekning.md has a sample over all relations."""
    names = ("lignende_kommune", "oversikt", "se_pa", "plassering", "handlingsregler", "styringstall", "tjenesteomrade", "mal")
    with Build(warehouse, tmp_path / "kopi") as build:
        made = [f for r in build.relations if r.name.removeprefix("rapport_") in names for f in faults_of(build.connection, r)]
        missed = [fault for fault in made if not build.noticed(fault)]
    assert len(made) > 300
    assert len(missed) <= 0.03 * len(made), missed


def test_the_report_counts_and_names_every_check() -> None:
    results = [
        Result("marts.a", "har_rader", "ExpectTableRowCountToBeBetween", "", True, "12"),
        Result("marts.a", "id_finnes", "ExpectColumnValuesToNotBeNull", "id", False, "1 av 3 rader avviker: x|y\nz"),
        Result("rapport.b", "har_rader", "ExpectTableRowCountToBeBetween", "", False, "kontrollen er ødelagt: gikk ikke", True),
    ]
    assert report(results).splitlines() == [
        "# Validering",
        "",
        "3 kontroller, 1 bestått, 2 ikke bestått.",
        "",
        "## marts.a",
        "",
        "| kontroll | forventning | kolonner | bestått | observert |",
        "|---|---|---|---|---|",
        "| har_rader | ExpectTableRowCountToBeBetween |  | ja | 12 |",
        "| id_finnes | ExpectColumnValuesToNotBeNull | id | **nei** | 1 av 3 rader avviker: x\\|y z |",
        "",
        "## rapport.b",
        "",
        "| kontroll | forventning | kolonner | bestått | observert |",
        "|---|---|---|---|---|",
        "| har_rader | ExpectTableRowCountToBeBetween |  | **nei** | kontrollen er ødelagt: gikk ikke |",
    ]


def test_the_published_validation_is_every_rule_and_all_passed(warehouse: Project, relations: list[Relation]) -> None:
    edition = Store(warehouse.store).require_current()
    published = duckdb.sql(f"select relasjon, regel, bestatt from '{edition.path}/parquet/kvalitet.validering.parquet'").fetchall()
    expected = {(rule.relation, rule.name, True) for relation in relations for rule in rules_for(relation)}
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        noted = connection.execute("select relasjon from bygg.innhold").fetchall()
    assert {relation.full_name for relation in relations} <= {name for (name,) in noted}
    expected |= {(name, "innholdet_er_det_som_ble_bygd", True) for (name,) in noted}
    assert set(published) == expected
    assert len(published) == len(expected)


def test_validation_leaves_the_build_database_as_it_was(scratch: Project) -> None:
    before = snapshot(scratch.target)["kommunevarehus.duckdb"]
    done = run_command(scratch, "validate")
    assert done.returncode == 0, output(done)
    assert snapshot(scratch.target)["kommunevarehus.duckdb"] == before
