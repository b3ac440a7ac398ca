"""The rules an edition must pass, as code: what dbt's tests do not hold, on the data as a reader will get it.

No rule knows a municipality, a year or a report: what is true of one report's content is in its package (forventninger.csv), and what
columns, keys, vocabularies and references must be, dbt holds. What is left is the sign and the size of what a reader gets, and whether
figures that belong together do. A rule is a Great Expectations expectation with a name; importing this module does not import Great
Expectations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kommunevarehus.catalog import Relation
from kommunevarehus.validation import of_files, recomputed, sources


@dataclass(frozen=True)
class Rule:
    """One expectation on one relation. `kind` is the class name in Great Expectations, `arguments` its parameters.

    `where` narrows the rows, as an SQL condition; `source` is a query in the place of the relation, where a rule holds rows against each
    other: its one column `feil` says what is wrong with each, in Norwegian, and is null where nothing is. A rule that is `required` fails
    when there are no rows at all; the others are about reports that need not be there.
    """

    relation: str
    name: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    where: str | None = None
    source: str | None = None
    required: bool = False


_PRESENT = "cellestatus in ('verdi', 'utledet', 'null')"
PLACES = ["trykt", "prosa", "identitet", "rekkefolge", "person", "aar"]


def rules_for(relation: Relation) -> list[Rule]:
    """Every rule of a relation: those that all relations share, then its own."""
    name = relation.full_name
    columns = {column.name for column in relation.columns}
    shared = [*_of_cells(name, relation.schema, columns), *_found_again(relation, columns)]
    return [
        Rule(name, rule.name, rule.kind, rule.arguments, rule.where, rule.source, rule.required) for rule in [*shared, *_OWN.get(name, [])]
    ]


def _of_cells(name: str, schema: str, columns: set[str]) -> list[Rule]:
    """What every relation whose rows are of printed cells has."""
    rules = []
    if "aar" in columns:
        rules.append(_own("aar_er_rimelig", "ExpectColumnValuesToBeBetween", column="aar", min_value=1990, max_value=2100))
    if "rad" in columns:
        rules.append(_own("rad_er_positiv", "ExpectColumnValuesToBeBetween", column="rad", min_value=1))
    if {"tabell_id", "rad", "kolonne", "verdi_trykt"} <= columns and name not in _OTHERS_CELLS:
        rules.append(_none_wrong("tallet_er_cellens", sources.as_printed(name, "verdi_trykt")))
        if "verdi_brukt" in columns:
            rules.append(_none_wrong("det_brukte_er_det_trykte_uten_funn", sources.UNTOUCHED.format(fact=name)))
        if "verdi" in columns:
            rules.append(_none_wrong("det_brukte_er_faktaets", sources.AS_USED.format(view=name)))
    if {"tabell_id", "rad", "aar"} <= columns:
        if schema == "rapport" and name not in _OTHERS_CELLS:
            rules.append(_none_wrong("alt_om_cellen_er_faktaets", sources.of_its_cell(name, columns)))
        if schema == "marts":
            rules.append(_none_wrong("alt_er_radens_eller_kolonnens", sources.of_row_or_column(name, columns)))
    return rules


def _found_again(relation: Relation, columns: set[str]) -> list[Rule]:
    """What a relation says of what another decides, and what can be found by another road."""
    name = relation.full_name
    rules = [
        _none_wrong("det_er_som_i_faktaet", sources.as_keyed(name, key, columns))
        for key, (_, keys, _) in sources.KEYED.items()
        if {"rapport_id", *keys} <= columns and relation.schema == "rapport" and not (key == "utsagn_id" and "regel_id" in columns)
    ]
    if name in _ROWS:
        rules.append(_none_wrong("funnet_er_merket", sources.marked(name)))
    if name in sources.PIVOTED:
        rules.append(_none_wrong("tallene_er_radens", sources.pivoted(name)))
    if said := recomputed.described(name, columns):
        rules.append(_none_wrong("det_andre_bestemmer_er_deres", said))
    if empty := recomputed.filled(name, {column.name: column.type for column in relation.columns}):
        rules.append(_none_wrong("det_alle_har_er_der", empty))
    if name in recomputed.AGAIN:
        rules.append(_none_wrong("det_er_funnet_igjen", recomputed.again(name)))
    if name in sources.COMPUTED:
        rules.append(_none_wrong("det_beregnede_er_regnet_riktig", sources.computed(name)))
    return rules


def _own(name: str, kind: str, where: str | None = None, *, required: bool = False, **arguments: Any) -> Rule:
    return Rule("", name, kind, arguments, where, required=required)


def _none_wrong(name: str, source: str) -> Rule:
    """No row of `source` has anything in `feil`."""
    return Rule("", name, "ExpectColumnValuesToBeNull", {"column": "feil"}, source=source)


# The cells themselves, and the view whose cell is that of whom it compares with.
_OTHERS_CELLS = ("kvalitet.kildecelle", "rapport.rapport_sammenligning")


# Views whose row is a row of the print, with a mark where a finding is about one of its numbers.
_ROWS = frozenset(
    f"rapport.rapport_{name}"
    for name in ("arsresultat", "bemanning", "budsjettavvik", "innvandrerbakgrunn", "larling", "lonn", "oppstilling", "resultatfoss")
)


# From one year to the next a municipality's number of people changes by some per cent.
_GROWTH = "til_aar = fra_aar + 1 and aldersgruppe_id = 'alle' and personer_fra > 500"

# Personnel figures about one or two people are marked where they are printed; nothing individual may come in unmarked.
_SMALL_GROUPS = [
    _own(
        "faa_personer_er_merket",
        "ExpectColumnValuesToBeInSet",
        "maal = 'antall_ansatte' and verdi_trykt in (1, 2)",
        column="faa_personer",
        value_set=[True],
    ),
    _own(
        "andre_er_ikke_merket",
        "ExpectColumnValuesToBeInSet",
        "maal = 'antall_ansatte' and verdi_trykt > 2",
        column="faa_personer",
        value_set=[False],
    ),
]

_OWN: dict[str, list[Rule]] = {
    "marts.dim_kommune": [_own("antall_kommunenummer", "ExpectTableRowCountToBeBetween", required=True, min_value=300, max_value=3_000)],
    "marts.dim_indikator": [_own("maaleenhet_finnes", "ExpectColumnValuesToNotBeNull", required=True, column="maaleenhet")],
    "marts.dim_regnskapspost": [_own("nivaa_finnes", "ExpectColumnValuesToNotBeNull", column="nivaa")],
    "marts.dim_grense": [_none_wrong("en_grense_per_aar", recomputed.LIMITS)],
    "marts.bro_funnsted": [
        _none_wrong("det_et_funn_gjelder_er_merket", sources.MARKED),
        _none_wrong("funnene_er_fulgt", sources.FINDINGS),
        _own("erstatningen_har_et_tall", "ExpectColumnValuesToNotBeNull", "virkning = 'erstatt'", column="verdi"),
    ],
    "marts.bro_indikatorkilde": [_none_wrong("raden_er_katalogens", of_files.INDICATOR_SOURCES)],
    "marts.dim_kildesetning": [_none_wrong("setningen_er_stedets", of_files.SENTENCES)],
    "marts.fct_belop": [
        _none_wrong("usikkerheten_er_et_halvt_siffer", of_files.UNCERTAINTY),
        _none_wrong("et_annet_tall_er_ingen_avrunding", of_files.RESTATED_AMOUNTS),
        _own("belop_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", f"{_PRESENT} and funn_id is null", column="belop_mill_kr"),
        _own(
            "virkning_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", f"{_PRESENT} and funn_id is null", column="virkning_mill_kr"
        ),
        _own("belop_er_mill_kr", "ExpectColumnValuesToBeBetween", column="belop_mill_kr", min_value=-500_000, max_value=500_000),
        _none_wrong("summen_er_delene", sources.SUMS),
        _none_wrong("tallet_er_cellens", sources.as_printed("marts.fct_belop", "belop_trykt")),
        _none_wrong("belopet_er_tallet_i_mill_kr", sources.IN_MILLIONS),
    ],
    "marts.fct_nokkeltall": [
        _own("verdi_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", _PRESENT, column="verdi_trykt"),
        _own("gebyret_er_rimelig", "ExpectColumnValuesToBeBetween", "emne = 'gebyr'", column="verdi_trykt", min_value=0, max_value=100_000),
        _none_wrong("tallene_i_en_rad_er_av_samme_storrelse", sources.SAME_SIZE),
        _none_wrong("et_annet_tall_er_ingen_avrunding", of_files.RESTATED_FIGURES),
    ],
    "marts.fct_personell": [
        *_SMALL_GROUPS,
        _own(
            "arslonn_er_i_kroner",
            "ExpectColumnValuesToBeBetween",
            "maal = 'arslonn_kr'",
            column="verdi_trykt",
            min_value=200_000,
            max_value=3_000_000,
        ),
        _own(
            "antall_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            "maaleenhet in ('antall', 'arsverk')",
            column="verdi_trykt",
            min_value=0,
            max_value=100_000,
        ),
        _own("andeler_er_andeler", "ExpectColumnValuesToBeBetween", "maaleenhet = 'pst'", column="verdi_trykt", min_value=0, max_value=200),
    ],
    "marts.fct_analyse": [
        _own(
            "andeler_er_andeler", "ExpectColumnValuesToBeBetween", "maaleenhet = 'pst'", column="verdi_trykt", min_value=-200, max_value=200
        ),
        _own(
            "endringer_er_rimelige",
            "ExpectColumnValuesToBeBetween",
            "emne = 'effektivitet' and maaleenhet = 'pst'",
            column="verdi_trykt",
            min_value=-50,
            max_value=50,
        ),
    ],
    "marts.fct_befolkning": [
        _own("personer_er_rimelig", "ExpectColumnValuesToBeBetween", required=True, column="personer", min_value=0, max_value=6_000_000),
        _own("alder_fra_er_rimelig", "ExpectColumnValuesToBeBetween", required=True, column="alder_fra", min_value=0, max_value=105),
        _own(
            "alder_til_etter_alder_fra",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            "alder_til is not null",
            required=True,
            column_A="alder_til",
            column_B="alder_fra",
            or_equal=True,
        ),
    ],
    "marts.fct_utsagn": [
        _none_wrong("tallet_er_ordenes", sources.STATEMENTS),
        _own("verdi_finnes", "ExpectColumnValuesToNotBeNull", column="verdi_trykt"),
        _own(
            "andeler_er_andeler",
            "ExpectColumnValuesToBeBetween",
            "maaleenhet = 'pst'",
            column="verdi_trykt",
            min_value=-100,
            max_value=1_000,
        ),
    ],
    "marts.fct_mal": [
        _none_wrong("tallet_er_ordenes", sources.GOALS),
        _own(
            "malte_mal_har_status",
            "ExpectColumnValuesToNotBeInSet",
            "resultat is not null and maltall is not null",
            column="status",
            value_set=["ikke målt"],
        ),
    ],
    "rapport.rapport_arsresultat": [
        _own(
            "driftsinntektene_er_hundre_prosent",
            "ExpectColumnValuesToBeBetween",
            "post_id = 'sum_driftsinntekter'",
            column="andel_av_driftsinntekter_pst",
            min_value=100,
            max_value=100,
        ),
        _own(
            "avvik_kontrollert",
            "ExpectColumnValuesToBeInSet",
            column="avvik_kontroll",
            value_set=["stemmer_eksakt", "innenfor_avrunding", "avvik", "ikke_trykt", "ikke_beregnet"],
        ),
        _none_wrong("fortegnet_er_som_ventet", sources.signs("rapport_arsresultat", "post_id")),
        _none_wrong("er_belopet_i_fakta", sources.as_in_fact("rapport_arsresultat", *sources.VERSIONS, emne="drift")),
        _none_wrong("avviket_er_regnskap_minus_budsjett", sources.DEVIATION.format(view="rapport.rapport_arsresultat")),
        _none_wrong("inntekt_per_innbygger_er_rimelig", sources.PER_INHABITANT),
    ],
    "rapport.rapport_budsjettavvik": [
        _none_wrong("det_trykte_er_faktaets", sources.as_in_fact("rapport_budsjettavvik", sources.PRINTED_DEVIATION)),
        _none_wrong("fortegnet_er_som_ventet", sources.signs("rapport_budsjettavvik", "kode")),
        _none_wrong("er_belopet_i_fakta", sources.as_in_fact("rapport_budsjettavvik", *sources.VERSIONS, emne="investering")),
        _none_wrong("avviket_er_regnskap_minus_budsjett", sources.DEVIATION.format(view="rapport.rapport_budsjettavvik")),
    ],
    "rapport.rapport_oppstilling": [
        _none_wrong(
            "det_trykte_er_faktaets", sources.as_in_fact("rapport_oppstilling", *sources.PRINTED_VERSIONS, sources.PRINTED_DEVIATION)
        ),
        _none_wrong("aret_for_er_faktaets", sources.as_in_fact("rapport_oppstilling", *sources.YEAR_BEFORE, year=-1)),
        _none_wrong("inngaende_balanse_star_i_raden", sources.of_the_row("rapport.rapport_oppstilling", "inngaende_balanse_mill_kr")),
        _none_wrong("fortegnet_er_som_ventet", sources.signs("rapport_oppstilling", "post_id")),
        _none_wrong("er_belopet_i_fakta", sources.as_in_fact("rapport_oppstilling", *sources.VERSIONS)),
        _none_wrong("avviket_er_regnskap_minus_budsjett", sources.DEVIATION.format(view="rapport.rapport_oppstilling")),
        _none_wrong("belop_per_innbygger_er_rimelig", sources.sizes("rapport_oppstilling")),
    ],
    "rapport.rapport_tjenesteomrade": [
        _none_wrong("belopet_er_radenes", sources.AREAS),
    ],
    "rapport.rapport_folketall": [
        _none_wrong("folketallet_er_ett_tall", sources.PEOPLE),
    ],
    "rapport.rapport_nokkeltall_over_tid": [
        _none_wrong("tallet_er_rapportens", sources.SERIES),
        _none_wrong("linjen_brytes_og_snittet_er_av_en_strekning", recomputed.STRETCHES),
    ],
    "rapport.rapport_resultatfoss": [_none_wrong("fossen_gar_opp", sources.WATERFALL)],
    "rapport.rapport_balanse": [
        _none_wrong("balansen_balanserer", sources.BALANCE),
        _none_wrong(
            "er_belopet_i_fakta", sources.as_in_fact("rapport_balanse", ("belop_mill_kr", "virkning_mill_kr", "regnskap"), emne="balanse")
        ),
    ],
    "rapport.rapport_korona": [
        _none_wrong(
            "er_belopet_i_fakta", sources.as_in_fact("rapport_korona", ("virkning_mill_kr", "virkning_mill_kr", "regnskap"), emne="korona")
        )
    ],
    "rapport.rapport_garanti": [
        _none_wrong(
            "er_belopet_i_fakta", sources.as_in_fact("rapport_garanti", ("belop_mill_kr", "belop_mill_kr", "garantiansvar"), emne="garanti")
        )
    ],
    "rapport.rapport_handlingsregler": [
        _none_wrong("tallene_er_setningenes", sources.COUNCIL_RULES),
        _own("faktisk_pst_finnes", "ExpectColumnValuesToNotBeNull", column="faktisk_trykt_pst"),
        _own("uten_brukbart_tall_ingen_dom", "ExpectColumnValuesToBeNull", "faktisk_pst is null", column="innfrir"),
        _own(
            "side_er_kjent",
            "ExpectColumnValuesToBeInSet",
            "faktisk_pst is not null",
            column="side",
            value_set=["under", "innenfor", "over"],
        ),
    ],
    "rapport.rapport_sammenligning": [
        _none_wrong("det_som_sammenlignes_er_enhetens", sources.COMPARED),
        _none_wrong("tallet_er_cellens", sources.as_printed("rapport.rapport_sammenligning", "sammenlignet_verdi_trykt")),
        # A factor of a thousand is a unit mistaken for another; against the lowest of ten a real figure can be that far off.
        _own(
            "forholdet_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            "not starts_with(sammenlignet_enhet_id, 'lavest_') and not starts_with(sammenlignet_enhet_id, 'hoyest_')",
            column="forhold_pst",
            min_value=0,
            max_value=2_000,
        ),
    ],
    "rapport.rapport_plassering": [
        _own("uten_brukbart_tall_ingen_plass", "ExpectColumnValuesToBeNull", "verdi is null", column="plass"),
        _own("uten_brukbart_tall_ingen_indeks", "ExpectColumnValuesToBeNull", "verdi is null", column="indeks"),
        _own("indeksen_er_rimelig", "ExpectColumnValuesToBeBetween", column="indeks", min_value=0, max_value=1_000),
        _own(
            "plassen_er_blant_kommunene",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            "plass is not null",
            column_A="antall_kommuner",
            column_B="plass",
            or_equal=True,
        ),
    ],
    "rapport.rapport_tjenesteprofil": [
        _own("indeksen_er_rimelig", "ExpectColumnValuesToBeBetween", column="indeks", min_value=10, max_value=1_000),
        _own("snittets_indeks", "ExpectColumnMedianToBeBetween", column="indeks", min_value=50, max_value=200),
    ],
    "rapport.rapport_befolkningsvekst": [
        _own("til_etter_fra", "ExpectColumnPairValuesAToBeGreaterThanB", required=True, column_A="til_aar", column_B="fra_aar"),
        _own("veksten_er_rimelig", "ExpectColumnValuesToBeBetween", required=True, column="vekst_pst", min_value=-100, max_value=1_000),
        _own(
            "veksten_fra_aar_til_aar_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            _GROWTH,
            required=True,
            column="vekst_pst",
            min_value=-15,
            max_value=15,
        ),
    ],
    "rapport.rapport_befolkning": [
        _own(
            "personer_per_aarstrinn_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            required=True,
            column="personer_per_aarstrinn",
            min_value=0,
            max_value=100_000,
        ),
    ],
    "rapport.rapport_lignende_kommune": [_none_wrong("likheten_er_malt_igjen", recomputed.LIKE)],
    "rapport.rapport_gruppefolketall": [_none_wrong("summen_er_medlemmenes", recomputed.GROUPS)],
    "rapport.rapport_oversikt": [_none_wrong("tallene_er_funnet_igjen", recomputed.YEAR_IN_FIGURES)],
    "rapport.rapport_se_pa": [_none_wrong("tallene_er_funnet_igjen", recomputed.ATTENTION)],
    "rapport.rapport_sok": [_none_wrong("treffene_er_funnet_igjen", recomputed.SEARCH)],
    "rapport.rapport_utsagn": [_none_wrong("prosaen_er_det_som_er_avstemt", sources.PROSE)],
    "rapport.rapport_lonn": [
        _own(
            "lonnsforholdet_er_rimelig", "ExpectColumnValuesToBeBetween", column="kvinners_lonn_av_menns_pst", min_value=50, max_value=150
        ),
    ],
    "rapport.rapport_avstemming": [_own("tall_er_positivt", "ExpectColumnValuesToBeBetween", column="tall", min_value=1)],
    "kvalitet.avstemming": [
        _own("hvert_avvik_har_et_funn", "ExpectColumnValuesToNotBeNull", "status = 'avvik'", column="kildefunn_id"),
        _own("utregningen_er_vist", "ExpectColumnValuesToNotBeNull", column="utregning"),
    ],
    "kvalitet.kildefunn": [
        _own("vurderingen_er_begrunnet", "ExpectColumnValueLengthsToBeBetween", column="vurdering", min_value=40),
        _own("vi_sier_hva_vi_bruker", "ExpectColumnValuesToNotBeNull", column="vi_bruker"),
    ],
    "kvalitet.tabellstatus": [
        _own("lastede_tabeller_har_celler", "ExpectColumnValuesToBeBetween", "er_lastet", column="celler", min_value=1),
    ],
    "kvalitet.kildecelle": [
        _own(
            "tapte_tall_er_ikke_gjettet",
            "ExpectColumnValuesToBeNull",
            "status not in ('verdi', 'utledet', 'null')",
            column="verdi",
        ),
        _own("verdi_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", "status in ('verdi', 'utledet', 'null')", column="verdi"),
        _own("plassen_er_kjent_der_noe_star", "ExpectColumnValuesToNotBeNull", "status not in ('tom', 'tapt')", column="plassering"),
        _own("plassen_er_kjent_pa_en_av_matene", "ExpectColumnValuesToBeInSet", column="plassering", value_set=PLACES),
        _own(
            "det_som_ikke_bare_er_trykt_har_grunnlag",
            "ExpectColumnValuesToNotBeNull",
            "plassering <> 'trykt' or status in ('utledet', 'null', 'tekst')",
            column="grunnlag",
        ),
        _none_wrong("cellen_er_den_som_er_avstemt", sources.CELLS),
        _none_wrong("tallet_er_teksten", sources.AS_WRITTEN),
    ],
}
