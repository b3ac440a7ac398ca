"""The rules an edition must pass, as code: what dbt's tests do not hold, on the data as a reader will get it.

A rule is a Great Expectations expectation with a name; importing this module does not import Great Expectations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kommunevarehus.catalog import Relation


@dataclass(frozen=True)
class Rule:
    """One expectation on one relation. `kind` is the class name in Great Expectations, `arguments` its parameters.

    `where` narrows the rows, as an SQL condition; a rule on no rows at all fails, so that a vanished row cannot pass.
    """

    relation: str
    name: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    where: str | None = None


_STATUSES = ["verdi", "strek", "ikke_tilgjengelig", "tom", "tapt", "utledet"]
_DIRECTIONS = ["hoy_er_bra", "hoy_er_darlig", "noytral"]
_PRESENT = "cellestatus in ('verdi', 'utledet')"


def rules_for(relation: Relation) -> list[Rule]:
    """Every rule of a relation: those that all relations share, then its own."""
    name = relation.full_name
    columns = {column.name for column in relation.columns}
    rules = [
        Rule(name, "har_rader", "ExpectTableRowCountToBeBetween", {"min_value": 1}),
        Rule(name, "kolonner_i_rekkefolge", "ExpectTableColumnsToMatchOrderedList", {"column_list": [c.name for c in relation.columns]}),
        *(Rule(name, f"{column}_finnes", "ExpectColumnValuesToNotBeNull", {"column": column}) for column in relation.key),
        _unique(relation),
    ]
    if "aar" in columns:
        rules.append(Rule(name, "aar_er_rimelig", "ExpectColumnValuesToBeBetween", {"column": "aar", "min_value": 1990, "max_value": 2100}))
    if "cellestatus" in columns:
        rules.append(Rule(name, "cellestatus_er_kjent", "ExpectColumnValuesToBeInSet", {"column": "cellestatus", "value_set": _STATUSES}))
    if "retning" in columns:
        rules.append(Rule(name, "retning_er_kjent", "ExpectColumnValuesToBeInSet", {"column": "retning", "value_set": _DIRECTIONS}))
    if "rad" in columns:
        rules.append(Rule(name, "rad_er_positiv", "ExpectColumnValuesToBeBetween", {"column": "rad", "min_value": 1}))
    return rules + [Rule(name, rule.name, rule.kind, rule.arguments, rule.where) for rule in _OWN.get(name, [])]


def _unique(relation: Relation) -> Rule:
    if len(relation.key) == 1:
        return Rule(relation.full_name, "korn_er_entydig", "ExpectColumnValuesToBeUnique", {"column": relation.key[0]})
    arguments = {"column_list": list(relation.key)}
    return Rule(relation.full_name, "korn_er_entydig", "ExpectCompoundColumnsToBeUnique", arguments)


def _own(name: str, kind: str, where: str | None = None, **arguments: Any) -> Rule:
    return Rule("", name, kind, arguments, where)


def _amounts(column: str, low: float, high: float) -> list[Rule]:
    """An amount is there where its cell is, and of a size that mill. kr can be: kroner or 1000 kr by mistake are not."""
    return [
        _own(f"{column}_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", _PRESENT, column=column),
        _own(f"{column}_er_mill_kr", "ExpectColumnValuesToBeBetween", column=column, min_value=low, max_value=high),
    ]


# Personnel figures about one or two people are marked where they are printed; nothing individual may come in unmarked.
_SMALL_GROUPS = [
    _own(
        "faa_personer_er_merket",
        "ExpectColumnValuesToBeInSet",
        "maal = 'antall_ansatte' and verdi in (1, 2)",
        column="faa_personer",
        value_set=[True],
    ),
    _own(
        "andre_er_ikke_merket",
        "ExpectColumnValuesToBeInSet",
        "maal = 'antall_ansatte' and verdi > 2",
        column="faa_personer",
        value_set=[False],
    ),
]


_OWN: dict[str, list[Rule]] = {
    "marts.dim_kilde": [
        _own("sha256_er_fullstendig", "ExpectColumnValuesToMatchRegex", column="fil_sha256", regex="^[0-9a-f]{64}$"),
        _own("lisens_finnes", "ExpectColumnValuesToNotBeNull", column="lisens"),
    ],
    "marts.dim_kildetabell": [
        _own("slag_er_kjent", "ExpectColumnValuesToBeInSet", column="slag", value_set=["tabell", "figur", "tekst", "statistikktabell"]),
        _own("status_er_kjent", "ExpectColumnValuesToBeInSet", column="status", value_set=["komplett", "delvis", "tapt", "tekst"]),
    ],
    "marts.dim_enhet": [
        _own("type_er_kjent", "ExpectColumnValuesToBeInSet", column="type", value_set=["kommune", "gruppe", "statistikk"]),
        _own("kommuner_har_fire_siffer", "ExpectColumnValuesToMatchRegex", "type = 'kommune'", column="enhet_id", regex="^[0-9]{4}[a-z]?$"),
    ],
    "marts.dim_kommune": [
        # Four digits; SSB writes a letter after a number that was used again.
        _own("kommunenr_har_fire_siffer", "ExpectColumnValuesToMatchRegex", column="kommunenr", regex="^[0-9]{4}[a-z]?$"),
        _own("antall_kommunenummer", "ExpectTableRowCountToBeBetween", min_value=800, max_value=1200),
    ],
    "marts.dim_tjenesteomrade": [
        _own("art_er_kjent", "ExpectColumnValuesToBeInSet", column="art", value_set=["tjeneste", "sentral_bevilgning", "tema"]),
    ],
    "marts.dim_indikator": [
        _own("definisjon_er_en_setning", "ExpectColumnValueLengthsToBeBetween", column="definisjon", min_value=20),
        _own("maaleenhet_finnes", "ExpectColumnValuesToNotBeNull", column="maaleenhet"),
    ],
    "marts.dim_regnskapspost": [
        _own("radtype_er_kjent", "ExpectColumnValuesToBeInSet", column="radtype", value_set=["detalj", "sum", "resultat"]),
        _own("nivaa_finnes", "ExpectColumnValuesToNotBeNull", column="nivaa"),
    ],
    "marts.fct_driftsregnskap": _amounts("belop_mill_kr", -100_000, 100_000),
    "marts.fct_tjenesteomrade_budsjett": [
        *_amounts("belop_mill_kr", -1_000, 10_000),
        # The printed table has no total to hold: the sum of the accounts must stay of the size of a large municipality's net expenditure.
        _own(
            "sum_regnskap", "ExpectColumnSumToBeBetween", "versjon = 'regnskap'", column="belop_mill_kr", min_value=5_000, max_value=50_000
        ),
    ],
    "marts.fct_investeringsregnskap": _amounts("belop_mill_kr", -20_000, 20_000),
    "marts.fct_investeringsomrade": _amounts("belop_mill_kr", 0, 20_000),
    "marts.fct_balanse": [
        *_amounts("belop_mill_kr", -200_000, 200_000),
        _own(
            "eiendeler_mot_gjeld",
            "ExpectColumnSumToBeBetween",
            "post_id in ('balanse_sum_eiendeler', 'balanse_sum_egenkapital_og_gjeld')",
            column="belop_mill_kr",
            min_value=0,
            max_value=0,
        ),
    ],
    "marts.fct_budsjettavvik": _amounts("belop_mill_kr", -5_000, 5_000),
    "marts.fct_koronaeffekt": _amounts("belop_mill_kr", -2_000, 2_000),
    "marts.fct_garanti": _amounts("belop_mill_kr", 0, 5_000),
    "marts.fct_indikator": [
        _own("verdi_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", _PRESENT, column="verdi"),
        _own("andel_tall", "ExpectColumnProportionOfNonNullValuesToBeBetween", column="verdi", min_value=0.5),
    ],
    "marts.fct_befolkning": [
        _own("personer_er_rimelig", "ExpectColumnValuesToBeBetween", column="personer", min_value=0, max_value=6_000_000),
        _own("kommunenr_har_fire_siffer", "ExpectColumnValuesToMatchRegex", column="kommunenr", regex="^[0-9]{4}$"),
        _own("alder_fra_er_rimelig", "ExpectColumnValuesToBeBetween", column="alder_fra", min_value=0, max_value=90),
        _own(
            "alder_til_etter_alder_fra",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            "alder_til is not null",
            column_A="alder_til",
            column_B="alder_fra",
            or_equal=True,
        ),
        _own(
            "kvinner_blant_de_eldste",
            "ExpectColumnSumToBeBetween",
            "alder_fra = 90 and kjonn = 'kvinner' and kommunenr = '0000'",
            column="personer",
            min_value=400_000,
            max_value=1_500_000,
        ),
        _own(
            "landet_i_2020",
            "ExpectColumnSumToBeBetween",
            "kommunenr = '0000' and aar = 2020 and grenser = '2024'",
            column="personer",
            min_value=5_367_602,
            max_value=5_367_602,
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
            value_set=["stemmer_eksakt", "innenfor_avrunding", "avvik", "ikke_trykt"],
        ),
    ],
    "rapport.rapport_budsjettavvik": [
        _own(
            "andel_avvik_som_stemmer",
            "ExpectColumnDistinctValuesToContainSet",
            column="avvik_kontroll",
            value_set=["stemmer_eksakt", "innenfor_avrunding"],
        ),
    ],
    "rapport.rapport_handlingsregler": [
        _own("bystyrets_fire_regler", "ExpectTableRowCountToBeBetween", "aar = 2020", min_value=4, max_value=4),
        _own("faktisk_pst_finnes", "ExpectColumnValuesToNotBeNull", column="faktisk_pst"),
        _own("side_er_kjent", "ExpectColumnValuesToBeInSet", column="side", value_set=["under", "innenfor", "over"]),
    ],
    "rapport.rapport_sammenligning": [
        # A factor of a thousand is a unit mistaken for another; against the lowest of ten a real figure can be that far off.
        _own(
            "forholdet_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            "sammenlignet_enhet_id not in ('lavest_asss', 'hoyest_asss')",
            column="forhold_pst",
            min_value=0,
            max_value=2_000,
        ),
    ],
    "rapport.rapport_plassering": [
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
        _own("snittets_indeks", "ExpectColumnMedianToBeBetween", column="indeks", min_value=80, max_value=125),
    ],
    "rapport.rapport_befolkningsvekst": [
        _own("til_etter_fra", "ExpectColumnPairValuesAToBeGreaterThanB", column_A="til_aar", column_B="fra_aar"),
        _own("veksten_er_rimelig", "ExpectColumnValuesToBeBetween", column="vekst_pst", min_value=-100, max_value=1_000),
    ],
    "marts.fct_pastand": [
        _own("verdi_finnes", "ExpectColumnValuesToNotBeNull", column="verdi"),
        _own(
            "id_er_rapport_linje_nummer",
            "ExpectColumnValuesToMatchRegex",
            column="pastand_id",
            regex="^[A-Z]+[0-9]{4}-P[0-9]{4}-[0-9]+$",
        ),
        _own("tema_er_en_kode", "ExpectColumnValuesToMatchRegex", column="tema", regex="^[a-z_]+$"),
        _own("andeler_er_andeler", "ExpectColumnValuesToBeBetween", "maaleenhet = 'pst'", column="verdi", min_value=-100, max_value=1_000),
    ],
    "marts.fct_mal": [
        _own("status_er_kjent", "ExpectColumnValuesToBeInSet", column="status", value_set=["nådd", "ikke nådd", "på vei", "ikke målt"]),
        _own(
            "vilkar_er_kjent",
            "ExpectColumnValuesToBeInSet",
            "vilkar is not null",
            column="vilkar",
            value_set=["minst", "hoyst", "lik", "over", "under"],
        ),
        _own(
            "malte_mal_har_status",
            "ExpectColumnValuesToNotBeInSet",
            "resultat is not null and maltall is not null",
            column="status",
            value_set=["ikke målt"],
        ),
    ],
    "marts.fct_lonn": [
        *_SMALL_GROUPS,
        _own(
            "arslonn_er_i_kroner",
            "ExpectColumnValuesToBeBetween",
            "maal = 'arslonn_kr'",
            column="verdi",
            min_value=200_000,
            max_value=3_000_000,
        ),
        _own(
            "antall_er_rimelig", "ExpectColumnValuesToBeBetween", "maal = 'antall_ansatte'", column="verdi", min_value=0, max_value=30_000
        ),
    ],
    "marts.fct_bemanning": [
        *_SMALL_GROUPS,
        _own("arsverk_og_ansatte_er_rimelige", "ExpectColumnValuesToBeBetween", column="verdi", min_value=0, max_value=30_000),
    ],
    "marts.fct_larling": [_own("antall_er_rimelig", "ExpectColumnValuesToBeBetween", column="verdi", min_value=0, max_value=2_000)],
    "marts.fct_innvandrerbakgrunn": [
        _own("antall_er_rimelig", "ExpectColumnValuesToBeBetween", column="verdi", min_value=0, max_value=10_000),
        _own("ansettelse_er_kjent", "ExpectColumnValuesToBeInSet", column="ansettelse", value_set=["vikar", "fast", "totalt"]),
    ],
    "marts.fct_gebyr": [_own("gebyret_er_rimelig", "ExpectColumnValuesToBeBetween", column="gebyr_kr", min_value=0, max_value=100_000)],
    "marts.fct_asss_analyse": [
        _own("andeler_er_andeler", "ExpectColumnValuesToBeBetween", "maaleenhet = 'pst'", column="verdi", min_value=-200, max_value=200),
    ],
    "marts.fct_effektivitet": [_own("endringer_er_rimelige", "ExpectColumnValuesToBeBetween", column="verdi", min_value=-50, max_value=50)],
    "marts.fct_utgiftsbehov": [
        _own("noen_tall_finnes", "ExpectColumnProportionOfNonNullValuesToBeBetween", column="verdi", min_value=0.05)
    ],
    "marts.fct_klimamal": [_own("klimaplanens_mal", "ExpectTableRowCountToBeBetween", min_value=10)],
    "rapport.rapport_lonn": [
        _own(
            "lonnsforholdet_er_rimelig", "ExpectColumnValuesToBeBetween", column="kvinners_lonn_av_menns_pst", min_value=50, max_value=150
        ),
    ],
    "rapport.rapport_balanse": [_own("to_sider", "ExpectColumnUniqueValueCountToBeBetween", column="side", min_value=2, max_value=2)],
    "rapport.rapport_korona": [_own("virkning_finnes", "ExpectColumnValuesToNotBeNull", _PRESENT, column="virkning_mill_kr")],
    "rapport.rapport_garanti": [_own("belop_finnes", "ExpectColumnValuesToNotBeNull", _PRESENT, column="belop_mill_kr")],
    "rapport.rapport_resultatfoss": [
        _own("fossene_er_kjent", "ExpectColumnDistinctValuesToEqualSet", column="foss", value_set=["oppbygging", "budsjett_til_regnskap"]),
    ],
    "rapport.rapport_befolkning": [
        _own(
            "personer_per_aarstrinn_er_rimelig",
            "ExpectColumnValuesToBeBetween",
            column="personer_per_aarstrinn",
            min_value=0,
            max_value=100_000,
        ),
    ],
    "kvalitet.avstemming": [
        _own(
            "status_er_kjent",
            "ExpectColumnValuesToBeInSet",
            column="status",
            value_set=["stemmer_eksakt", "innenfor_avrunding", "avvik", "kan_ikke_avgjores"],
        ),
        _own("hvert_avvik_har_et_funn", "ExpectColumnValuesToNotBeNull", "status = 'avvik'", column="kildefunn_id"),
        _own("utregningen_er_vist", "ExpectColumnValuesToNotBeNull", column="utregning"),
        _own("over_fem_hundre_tall", "ExpectTableRowCountToBeBetween", min_value=500),
    ],
    "kvalitet.kildefunn": [
        _own("alvorlighet_er_kjent", "ExpectColumnValuesToBeInSet", column="alvorlighet", value_set=["hoy", "middels", "lav"]),
        _own("vurderingen_er_begrunnet", "ExpectColumnValueLengthsToBeBetween", column="vurdering", min_value=40),
        _own("vi_sier_hva_vi_bruker", "ExpectColumnValuesToNotBeNull", column="vi_bruker"),
    ],
    "rapport.rapport_avstemming": [
        _own("tall_er_positivt", "ExpectColumnValuesToBeBetween", column="tall", min_value=1),
    ],
    "kvalitet.tabellstatus": [
        _own("inventaret_er_fullt", "ExpectTableRowCountToBeBetween", min_value=104),
        _own("lastede_tabeller_har_celler", "ExpectColumnValuesToBeBetween", "er_lastet", column="celler", min_value=1),
    ],
    "kvalitet.kildecelle": [
        _own("status_er_kjent", "ExpectColumnValuesToBeInSet", column="status", value_set=_STATUSES),
        _own(
            "tapte_tall_er_ikke_gjettet",
            "ExpectColumnValuesToBeNull",
            "status in ('tapt', 'tom', 'strek', 'ikke_tilgjengelig')",
            column="verdi",
        ),
        _own("verdi_finnes_i_verdiceller", "ExpectColumnValuesToNotBeNull", "status in ('verdi', 'utledet')", column="verdi"),
        _own("utledet_har_grunnlag", "ExpectColumnValuesToNotBeNull", "status = 'utledet'", column="grunnlag"),
    ],
}
