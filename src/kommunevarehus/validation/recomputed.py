"""Queries that find by another road what a published relation says: from the files' own catalogues, from the facts, and by counting again.

A model that is changed so that a whole column is wrong passes what dbt asks of keys and vocabularies,
    and dbt seals what it gave. These look
at the relation from outside: a row for each thing that is compared, whose `feil` says what is wrong with it, and is null where nothing is.
"""

from __future__ import annotations

from kommunevarehus.validation import of_files

# Columns that are never empty, whatever the relation: what a row is called, counted in, measured by and placed by. What is true or false
# is always one of the two.
FILLED = frozenset(
    (
        *("aldersgruppe", "alvorlighet", "antall_aar", "antall_hold", "antall_steder", "avstand", "avvik_kontroll", "desimaler", "enhet"),
        *("enhetstype", "fag", "faktor", "forhold", "formulering", "gjelder", "grense", "grenseenhet", "i_kilden", "kategori", "kilde"),
        *("kildeslag", "lesning", "maal", "maaleenhet", "maaleenhet_trykt", "mal", "mottaker", "navn", "navn_i_dag", "nivaa", "nokkel"),
        *("nr", "omfang", "omrade", "oppstillingsnavn", "ordlyd", "overskrift", "personer_fra", "personer_til", "plassregel", "priskilde"),
        *("radtype", "regel", "regnskapsdel", "rekkefolge", "sammenlignet_cellestatus", "sammenlignet_enhet", "sett", "setning", "side"),
        *("sidenavn", "snitt_cellestatus", "sokeord", "status", "sted_a", "stilling", "stillingsgruppe", "strekning", "tekst", "tema"),
        *("tema_navn", "til_aar", "tittel", "tittelord", "utgave", "utgiver", "utregning", "verditekst", "vi_bruker", "virkning"),
    )
)
# Where one of them is about something that a row need not have.
MAY_BE_EMPTY: dict[str, tuple[str, ...]] = {
    "kvalitet.kildekolonne": ("maaleenhet", "overskrift"),
    "marts.bro_funksjonsgruppe": ("navn",),
    "marts.bro_funnsted": ("maaleenhet",),
    "marts.bro_indikatorkilde": ("status",),
    "marts.dim_art": ("navn",),
    "marts.dim_funksjon": ("navn",),
    "marts.dim_grense": ("til_aar",),
    "marts.dim_kildetabell": ("oppstillingsnavn", "enhet"),  # a package need not say a table's unit
    "marts.dim_regnskapsbegrep": ("radtype", "rekkefolge"),
    "marts.dim_tema": ("rekkefolge",),
    "marts.fct_mal": ("maaleenhet",),
    "rapport.rapport_faste_priser": ("priskilde",),
    "rapport.rapport_handlingsregler": ("side", "innfrir"),
    "rapport.rapport_mal": ("maaleenhet",),
    "rapport.rapport_nokkeltall_over_tid": ("strekning",),
    "rapport.rapport_se_pa": ("maaleenhet",),
    "rapport.rapport_sok": ("side",),
    "rapport.rapport_tjenesteomrade": ("avvik_er_beregnet",),
    "rapport.rapport_tjenesteprofil": ("bedre_enn_snittet",),
    "rapport.rapport_utsagn": ("enhet",),
}


def never_empty(relation: str, columns: dict[str, str]) -> list[str]:
    """The columns of `relation` that every row has; `columns` are names with types."""
    free = MAY_BE_EMPTY.get(relation, ())
    return [name for name, kind in columns.items() if (name in FILLED or kind == "BOOLEAN") and name not in free]


def filled(relation: str, columns: dict[str, str]) -> str | None:
    """No row of `relation` lacks what every row has; None: it has no such column."""
    held = never_empty(relation, columns)
    if not held:
        return None
    said = ", ".join(f"case when {name} is null then '{name} er tom' end" for name in held)
    empty = " or ".join(f"{name} is null" for name in held)
    return f"select case when {empty} then concat_ws(' ', {said}) end as feil from {relation}"


# What one relation decides of another: the owner, its key by the names that the other has for it, and what the other says of it by the
# owner's names. A number's own cell and fact are held in sources.py.
_OF_INDICATOR = {
    name: name
    for name in ("navn", "definisjon", "maaleenhet", "kategori", "retning", "kostra_funksjoner", "tjenesteomrade_id", "sammenlignbar")
}
_OF_POST = {name: name for name in ("navn", "radtype", "nivaa", "rekkefolge", "er_fosstrinn", "forelder_post_id", "tjenesteomrade_id")}
_OF_CELL = {"cellestatus": "status", "plassering": "plassering", "etikett": "etikett", "gruppe": "gruppe"}
_OF_ITS_TABLE = {"emne": "emne", "oppstilling": "oppstilling", "rapport_id": "kilde_id"}
_OF_TABLE = {name: name for name in ("oppstilling", "oppstillingsnavn", "emne", "slag", "kapittel", "er_lastet")}
OWNERS: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("marts.dim_indikator", {"indikator_id": "indikator_id"}, _OF_INDICATOR),
    ("marts.dim_enhet", {"enhet_id": "enhet_id"}, {"enhet": "navn", "enhetstype": "type"}),
    ("marts.dim_enhet", {"sammenlignet_enhet_id": "enhet_id"}, {"sammenlignet_enhet": "navn"}),
    ("marts.dim_regnskapspost", {"rapport_id": "rapport_id", "oppstilling": "oppstilling", "post_id": "post_id"}, _OF_POST),
    ("marts.dim_regnskapspost", {"rapport_id": "rapport_id", "oppstilling": "oppstilling", "kode": "post_id"}, _OF_POST),
    ("marts.dim_tema", {"tema": "tema"}, {"tema_navn": "navn"}),
    (
        "marts.dim_tjenesteomrade",
        {"tjenesteomrade_id": "tjenesteomrade_id"},
        {name: name for name in ("art", "i_asss")},
    ),
    ("marts.dim_rapport", {"rapport_id": "rapport_id"}, {"kilde": "tittel"}),
    ("marts.dim_kildetabell", {"tabell_id": "tabell_id"}, _OF_TABLE | {"rapport_id": "kilde_id"}),
    ("kodeverk.aldersgruppe", {"aldersgruppe_id": "aldersgruppe_id"}, {"aldersgruppe": "navn", "sett": "sett", "rekkefolge": "rekkefolge"}),
    ("kvalitet.kildefunn", {"funn_id": "funn_id"}, {"tittel": "tittel", "alvorlighet": "alvorlighet"}),
    (
        "kodeverk.oversiktstall",
        {"nokkel": "nokkel", "desimaler": "desimaler"},  # what it is held against may be a goal: YEAR_IN_FIGURES
        {name: name for name in ("rekkefolge", "navn", "maaleenhet", "side", "sidenavn")},
    ),
    (
        "kodeverk.seregel",
        {"regel_id": "regel_id", "regel": "navn"},
        {"forklaring": "forklaring", "grenseenhet": "enhet"},
    ),
)
# What the catalogues of the project, and the prose as it was read, decide of what is made of them. A package may have words of its own.
CATALOGUES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "marts.dim_enhet": ("kodeverk.enhet", ("enhet_id",), ("navn", "type", "beskrivelse", "vekting")),
    "marts.dim_indikator": (
        "kodeverk.indikator",
        ("indikator_id",),
        (
            *("navn", "definisjon", "maaleenhet", "teller", "nevner", "kostra_funksjoner", "register", "tjenesteomrade_id"),
            *("kategori", "retning"),
        ),
    ),
    "marts.dim_kilde": ("kodeverk.kilde", ("kilde_id",), ("tittel", "utgiver", "aar", "url", "lisens", "fil_sha256", "merknad")),
    "marts.fct_mal": (
        "intermediate.int_mal__lest",
        ("mal_id",),
        (
            *("kapittel", "tema", "mal", "ordlyd", "indikator", "maltall_tekst", "maltall", "maltall_tilnaerming", "maaleenhet", "vilkar"),
            *("frist_aar", "resultat_tekst", "resultat_tilnaerming", "maalt_aar", "status", "rapportens_vurdering", "linje"),
        ),
    ),
    "marts.fct_utsagn": (
        "intermediate.int_utsagn__lest",
        ("utsagn_id",),
        (
            *("kapittel", "tema", "gjelder", "enhet_id", "maal", "verditekst", "aar", "sammenligning", "tilnaerming"),
            *("tilnaermingsmerke", "linje"),
        ),
    ),
}
# Catalogues that have every row that is made of them.
_WHOLE = ("kodeverk.oversiktstall", "kodeverk.seregel")
# A column of the same name that says something else: its own order, a sum's or a step's name.
_OWN_WORDS = frozenset(
    (
        *(
            ("rapport.rapport_oppstilling", "rekkefolge"),
            ("rapport.rapport_resultatfoss", "rekkefolge"),
            ("rapport.rapport_resultatfoss", "navn"),
        ),
        ("rapport.rapport_sok", "art"),
        ("rapport.rapport_maloppnaelse", "tema_navn"),  # of all themes together too: found again below
        # the same amounts many times over: held once, below
        *(("rapport.rapport_faste_priser", name) for name in ("oppstilling", "emne", "rapport_id")),
    )
)


def owned(relation: str, columns: set[str]) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """The owners that decide something of `relation`: each with the key and the columns, by the names of `relation` and the owner's."""
    if relation in of_files.OWNED:
        return [of_files.OWNED[relation]]
    if relation in CATALOGUES:
        catalogue, own_keys, own_names = CATALOGUES[relation]
        return [(catalogue, {key: key for key in own_keys}, {name: name for name in own_names})]
    if relation.startswith("marts."):
        if not {"tabell_id", "rad", "kolonne", "cellestatus"} <= columns:
            return []
        return [
            (of, {name: name for name in key}, {name: there for name, there in names.items() if name in columns})
            for of, key, names in (
                ("kvalitet.kildecelle", ("tabell_id", "rad", "kolonne"), _OF_CELL),
                ("marts.dim_kildetabell", ("tabell_id",), _OF_ITS_TABLE),
            )
        ]
    found = []
    for owner, keys, names in OWNERS:
        said = {name: of for name, of in names.items() if name in columns and name not in keys and (relation, name) not in _OWN_WORDS}
        if owner != relation and said and keys.keys() <= columns:
            found.append((owner, keys, said))
    return found


def described(relation: str, columns: set[str]) -> str | None:
    """What `relation` says of a unit, a key figure, a post … it says in the owner's words; None: it says nothing of any."""
    asked = []
    for owner, keys, names in owned(relation, columns):
        found = " and ".join(f"v.{name} = o.{of}" for name, of in keys.items())
        same = {name: (f"cast(v.{name} as varchar)", f"nullif(cast(o.{of} as varchar), '')") for name, of in names.items()}
        wrong = ", ".join(
            f"case when {a} is distinct from {b} then concat('{name}: ', {a}, ' mot ', {b}) end" for name, (a, b) in same.items()
        )
        different = " or ".join(f"{a} is distinct from {b}" for a, b in same.values())
        # what these decide, they decide of every row
        join, unknown = ("left", f" or (o.{next(iter(keys.values()))} is null)") if owner in _WHOLE else ("inner", "")
        asked.append(
            f"select case when {different}{unknown} then concat_ws(' ', {', '.join(f'v.{name}' for name in keys)}, {wrong}) end as feil "
            f"from {relation} as v {join} join {owner} as o on {found}"
        )
    return " union all ".join(asked) if asked else None


# The municipalities most like each, measured again: of the facts, with exact shares of ages, over every pair there is.
LIKE = """
with
vist as (select * from rapport.rapport_lignende_kommune),
aar as (select max(aar) as aar from vist),
folk as (
    select b.kommunenr, g.aldersgruppe_id, sum(b.personer) as personer
    from marts.fct_befolkning_i_dag as b
    inner join kodeverk.aldersgruppe as g
        on g.sett = 'alder' and b.alder_fra >= cast(g.alder_fra as integer) and b.alder_fra <= coalesce(cast(g.alder_til as integer), 999)
    where b.aar = (select aar from aar) and b.kommunenr != '0000'
        and b.grenser = (select cast(max(til_grenser) as varchar) from marts.bro_kommune)
    group by all
),
hele as (select kommunenr, sum(personer) as personer from folk group by all),
andeler as (
    select kommunenr, list(100.0 * folk.personer / hele.personer order by aldersgruppe_id) as andeler, any_value(hele.personer) as personer
    from folk inner join hele using (kommunenr) group by all
),
behov as (select kommunenr, indeks from marts.fct_behovsindeks where sektor = 'samlet' qualify aar = max(aar) over ()),
par as (
    select
        a.kommunenr, b.kommunenr as lignende_kommunenr, a.personer, b.personer as lignende_personer,
        100.0 * (greatest(a.personer, b.personer) - least(a.personer, b.personer)) / least(a.personer, b.personer) as storrelse,
        0.5 * list_sum(list_transform(list_zip(a.andeler, b.andeler), lambda par: abs(par[1] - par[2]))) as alder,
        100 * abs(i.indeks - j.indeks) as behov, len(a.andeler) as grupper
    from andeler as a
    inner join andeler as b on a.kommunenr != b.kommunenr
    left join behov as i on a.kommunenr = i.kommunenr
    left join behov as j on b.kommunenr = j.kommunenr
),
midten as (select median(storrelse) as storrelse, median(alder) as alder, median(behov) as behov from par),
malt as (
    select par.*, par.storrelse / m.storrelse + par.alder / m.alder + coalesce(par.behov / m.behov, 0) as avstand,
        0.1 / m.storrelse + 0.05 * grupper / m.alder + coalesce(0.01 / m.behov, 0) + 0.01 * (par.storrelse / m.storrelse) as slingring
    from par cross join midten as m
),
siste as (
    select kommunenr, max(avstand) as lengst, count(*) as antall, count(distinct rekkefolge) as plasser, max(rekkefolge) as siste
    from vist group by all
)
select
    case
        when m.kommunenr is null or v.personer is distinct from m.personer or v.lignende_personer is distinct from m.lignende_personer
            or abs(v.avstand_storrelse_pst - m.storrelse) > 0.051 or abs(v.avstand_alder_prosentpoeng - m.alder) > 0.05 * m.grupper
            or abs(v.avstand_behov_prosentpoeng - m.behov) > 0.006 or (v.avstand_behov_prosentpoeng is null) != (m.behov is null)
            or (abs(v.avstand - m.avstand) > m.slingring) is not false or v.avstand_storrelse_pst is null
                or v.avstand_alder_prosentpoeng is null
            or v.rekkefolge is distinct from v.plass
            then concat_ws(' ', v.kommunenr, v.lignende_kommunenr, v.rekkefolge, v.personer, v.lignende_personer, v.avstand_storrelse_pst,
                v.avstand_alder_prosentpoeng, v.avstand_behov_prosentpoeng, v.avstand, 'mot', m.storrelse, m.alder, m.behov, m.avstand)
    end as feil
from (select *, row_number() over (partition by kommunenr order by avstand, lignende_kommunenr) as plass from vist) as v
left join malt as m using (kommunenr, lignende_kommunenr)
union all
select concat_ws(' ', m.kommunenr, 'ligner mer på', m.lignende_kommunenr)
from malt as m
left join siste using (kommunenr)
anti join vist as v on m.kommunenr = v.kommunenr and m.lignende_kommunenr = v.lignende_kommunenr
where (select aar from aar) is not null
    and (siste.kommunenr is null or siste.antall != 20 or siste.plasser != 20 or siste.siste != 20
        or m.avstand < siste.lengst - 2 * m.slingring)
"""

# Whether a municipality of today has other borders in one year than in another: it was another number of municipalities, or one was parted.
_MERGED = """
(
    select count(*) filter ({til} between coalesce(gyldig_fra, 0) and coalesce(gyldig_til, 9999)) != count(*) filter (
            {fra} between coalesce(gyldig_fra, 0) and coalesce(gyldig_til, 9999))
        or coalesce(bool_or(etterfolgere like '%,%' and {fra} <= gyldig_til and {til} > gyldig_til), false)
    from marts.dim_kommune where kommunenr_2024 = {enhet} or list_contains(string_split(etterfolgere, ', '), {enhet})
)
"""

# What deserves attention: each number is looked up where it comes from, the distance is measured again, and it is beyond the rule's limit;
# every serious finding and every goal that was not reached is there. What a rule is about decides where its numbers are.
ATTENTION = f"""
with
regler as (
    select r.regel_id, r.maales_pa, r.retning, r.side, r.setning, r.setning_uten_tall,
        coalesce(cast(nullif(r.grense, '') as decimal(18, 6)), g.verdi) as grense, g.fra_aar, g.til_aar
    from kodeverk.seregel as r left join marts.dim_grense as g on r.grense_id = g.grense_id
),
enheter as (select enhet_id, kommune_id, navn from marts.dim_enhet),
grensene as (select cast(max(til_grenser) as varchar) as grenser from marts.bro_kommune),
avvik as (
    select enhet_id, aar, tjenesteomrade_id as nokkel, o.navn, 'omrade=' || tjenesteomrade_id as parametre, -avvik_mill_kr as over,
        regulert_budsjett_mill_kr as budsjett, tabell_id, funn_id
    from rapport.rapport_tjenesteomrade inner join marts.dim_tjenesteomrade as o using (tjenesteomrade_id)
    union all
    select e.kommune_id, p.aar, p.post_id, p.navn, null, -p.avvik_mill_kr, p.regulert_budsjett_mill_kr, p.tabell_id, p.funn_id
    from rapport.rapport_oppstilling as p inner join enheter as e using (enhet_id)
    where p.emne = 'bevilgning_omrade' and p.radtype = 'detalj' and p.regnskap_mill_kr < 0
),
tallene as (
    select 'befolkning' as maales_pa, v.enhet_id, v.aar, v.nokkel, til.personer as tall, null as mot_tall, fra.personer as tidligere_tall,
        100.0 * (til.personer - fra.personer) / nullif(fra.personer, 0) as avstand, 'personer' as maaleenhet, v.til_aar - 5 as fra_aar,
        null as tabell_id, null as linje, null as funn_id, til.aldersgruppe as navn, null as parametre, null as gruppe, null as tilnaerming
    from rapport.rapport_se_pa as v
    inner join rapport.rapport_aldersgruppe as til
        on v.enhet_id = til.kommunenr and v.til_aar = til.aar and v.nokkel = til.aldersgruppe_id
        and til.grenser = (select grenser from grensene)
    inner join rapport.rapport_aldersgruppe as fra
        on til.kommunenr = fra.kommunenr and til.aldersgruppe_id = fra.aldersgruppe_id and til.grenser = fra.grenser
            and fra.aar = til.aar - 5
    where v.til_aar - v.aar in (0, 1)
    union all
    select 'budsjettavvik', enhet_id, aar, nokkel, over, budsjett, null, 100 * over / abs(budsjett), 'mill. kr', null, tabell_id, null,
        funn_id, navn, parametre, null, null
    from avvik
    union all
    select 'budsjettavvik_to_ar', a.enhet_id, a.aar, a.nokkel, a.over, a.budsjett, f.over,
        least(100 * a.over / abs(a.budsjett), 100 * f.over / abs(f.budsjett)), 'mill. kr', f.aar, a.tabell_id, null, a.funn_id, a.navn,
        a.parametre, null, null
    from avvik as a inner join avvik as f on a.enhet_id = f.enhet_id and a.nokkel = f.nokkel and f.aar = a.aar - 1
    union all
    select 'handlingsregel', e.kommune_id, u.aar, h.regel_id, u.verdi_brukt, m.verdi_brukt, null, abs(u.verdi_brukt - m.verdi_brukt), 'pst',
        null, null, u.linje, u.funn_id, h.navn, null, null, u.tilnaerming
    from marts.fct_handlingsregel as h
    inner join marts.fct_utsagn as u on h.utsagn_faktisk = u.utsagn_id
    inner join marts.fct_utsagn as m on m.utsagn_id in (h.utsagn_nedre, h.utsagn_ovre)
    inner join enheter as e on h.enhet_id = e.enhet_id
    union all
    select 'netto_driftsresultat', e.kommune_id, r.aar, 'netto_driftsresultat', null, null, null,
        100 * r.virkning_mill_kr / nullif(i.virkning_mill_kr, 0), 'pst', null, r.tabell_id, null, r.funn_id, p.navn, null, null, null
    from marts.fct_belop as r
    inner join marts.fct_belop as i
        on (r.rapport_id, r.tabell_id, r.enhet_id, r.aar, r.versjon) = (i.rapport_id, i.tabell_id, i.enhet_id, i.aar, i.versjon)
        and i.post_id = 'sum_driftsinntekter'
    inner join marts.dim_regnskapspost as p
        on (r.rapport_id, r.oppstilling, r.post_id) = (p.rapport_id, p.oppstilling, p.post_id)
    inner join enheter as e on r.enhet_id = e.enhet_id
    where r.post_id = 'netto_driftsresultat' and r.versjon = 'regnskap'
    union all
    select 'svakere_enn_andre', e.kommune_id, n.aar, n.indikator_id, n.verdi_brukt, g.verdi_brukt, f.verdi_brukt,
        100 * abs(n.verdi_brukt - g.verdi_brukt) / abs(nullif(g.verdi_brukt, 0)), i.maaleenhet, n.aar - 1, n.tabell_id, null, n.funn_id,
            i.navn,
        concat('omrade=', o.tjenesteomrade_id), gruppe.navn, null
    from marts.fct_nokkeltall as n
    inner join enheter as e on n.enhet_id = e.enhet_id
    inner join marts.dim_indikator as i on n.indikator_id = i.indikator_id
    left join marts.dim_tjenesteomrade as o on i.tjenesteomrade_id = o.tjenesteomrade_id and o.art = 'tjeneste'
    inner join marts.fct_nokkeltall as g
        on (n.rapport_id, n.indikator_id, n.aar, n.omfang) = (g.rapport_id, g.indikator_id, g.aar, g.omfang) and g.brukbar_til_sammenligning
    inner join marts.dim_enhet as gruppe on g.enhet_id = gruppe.enhet_id and gruppe.type = 'gruppe'
    inner join marts.fct_nokkeltall as f
        on (n.rapport_id, n.indikator_id, n.omfang) = (f.rapport_id, f.indikator_id, f.omfang)
        and f.aar = n.aar - 1 and f.brukbar_til_sammenligning
        and f.enhet_id in (select enhet_id from enheter where kommune_id = e.kommune_id)
    where n.brukbar_til_sammenligning and i.sammenlignbar and i.retning != 'noytral'
        and not exists (select 1 from kodeverk.seriebrudd as s where s.indikator_id = n.indikator_id and s.aar = cast(n.aar as varchar))
        and case i.retning when 'hoy_er_bra' then n.verdi_brukt < g.verdi_brukt and n.verdi_brukt < f.verdi_brukt
            else n.verdi_brukt > g.verdi_brukt and n.verdi_brukt > f.verdi_brukt end
    union all
    select 'mal_ikke_nadd', r.kommune_id, r.aar, m.mal_id, m.resultat, m.maltall, null,
        coalesce(100 * abs(m.resultat - m.maltall) / nullif(abs(m.maltall), 0), 0), m.maaleenhet, null, null, m.linje, m.funn_id, m.mal,
        concat('tema=', m.tema), null, m.resultat_tilnaerming
    from (
        -- a goal whose outcome a finding rejects is not measured
        select * replace (case when brukbar_til_sammenligning then status else 'ikke målt' end as status) from marts.fct_mal
    ) as m inner join marts.dim_rapport as r on m.rapport_id = r.rapport_id
    where m.status = 'ikke nådd'
    union all
    select 'sykefravaer', e.kommune_id, u.aar, u.gjelder, u.verdi_brukt, null, null, u.verdi_brukt, 'pst', null, null, u.linje,
        u.funn_id, u.gjelder,
        null, null, u.tilnaerming
    from marts.fct_utsagn as u inner join enheter as e on u.enhet_id = e.enhet_id
    where u.maaleenhet = 'pst'
    union all
    select 'alvorlig_funn', r.kommune_id, r.aar, f.funn_id, null, null, null, 1, null, null, null, null, f.funn_id, f.tittel,
        'funn=' || f.funn_id, null, null
    from kvalitet.kildefunn as f inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id
    where f.alvorlighet = 'hoy'
),
ordnet as (
    select v.*, r.maales_pa, r.retning, r.grense as regelens_grense, r.side as regelens_side, r.setning as med_tall,
        r.setning_uten_tall as uten_tall,
        row_number() over (partition by v.enhet_id, v.aar order by v.nr) as plass,
        row_number() over (partition by v.enhet_id, v.aar, v.tjenesteomrade_id order by v.nr_for_omradet) as plass_i_omradet
    from rapport.rapport_se_pa as v
    left join regler as r on v.regel_id = r.regel_id and (v.aar >= r.fra_aar) is not false and (v.aar <= r.til_aar) is not false
)
select
    case
        when v.maales_pa = 'framskriving' then null -- SSB's own forecast, held where it is fetched
        when t.nokkel is null or v.plass is distinct from v.nr or (v.tjenesteomrade_id is null) != (v.nr_for_omradet is null)
            or (v.nr_for_omradet is not null and v.nr_for_omradet != v.plass_i_omradet)
            or v.tall is distinct from case v.maales_pa when 'netto_driftsresultat' then v.avstand else t.tall end
            or v.grense is distinct from cast(v.regelens_grense as decimal(18, 2)) or (abs(v.avstand - t.avstand) > 0.051) is not false
            or case v.retning when 'over' then v.avstand < v.regelens_grense else v.avstand >= v.regelens_grense end
            or v.brudd is distinct from case
                when v.maales_pa in ('svakere_enn_andre', 'budsjettavvik_to_ar')
                    and {_MERGED.format(enhet="v.enhet_id", fra="v.fra_aar", til="v.til_aar")} then 'sammenslaing' end
            or (v.maales_pa = 'netto_driftsresultat' and (v.mot_tall is not null or v.tidligere_tall is not null))
            or v.side is distinct from case
                when v.maales_pa = 'svakere_enn_andre' and v.tjenesteomrade_id is null then 'sammenligning'
                when v.maales_pa like 'budsjettavvik%' and v.tjenesteomrade_id is null then 'okonomi/budsjett' else v.regelens_side end
            or v.setning is distinct from case
                when v.uten_tall is null or (v.tall is not null and v.mot_tall is not null) then v.med_tall else v.uten_tall end
            then concat_ws(' ', v.enhet_id, v.aar, v.regel_id, v.nokkel, v.nr, v.tall, v.avstand, v.grense, v.side, 'mot', t.tall,
                t.avstand)
    end as feil
from ordnet as v
left join tallene as t
    on v.maales_pa = t.maales_pa and v.enhet_id = t.enhet_id and v.aar = t.aar and v.nokkel = t.nokkel and v.navn = t.navn
    and v.mot_tall is not distinct from t.mot_tall and v.tidligere_tall is not distinct from t.tidligere_tall
    and v.maaleenhet is not distinct from t.maaleenhet and v.fra_aar is not distinct from t.fra_aar
    and (v.maales_pa = 'befolkning' or v.til_aar = t.aar) and v.tabell_id is not distinct from t.tabell_id
    and v.linje is not distinct from t.linje and v.funn_id is not distinct from t.funn_id and v.parametre is not distinct from t.parametre
    and (v.tall = t.tall or v.maales_pa in ('netto_driftsresultat', 'mal_ikke_nadd', 'alvorlig_funn'))
    and v.gruppe is not distinct from t.gruppe and v.tilnaerming is not distinct from t.tilnaerming
qualify row_number() over (partition by v.enhet_id, v.aar, v.regel_id, v.nokkel order by abs(v.avstand - t.avstand) nulls last) = 1
union all
select concat_ws(' ', t.enhet_id, t.aar, t.maales_pa, t.nokkel, 'mangler')
from tallene as t anti join rapport.rapport_se_pa as v on t.enhet_id = v.enhet_id and t.aar = v.aar and t.nokkel = v.nokkel
where t.maales_pa in ('alvorlig_funn', 'mal_ikke_nadd') and t.enhet_id in (select enhet_id from rapport.rapport_kommuneaar)
"""

# The year in a few figures: each is looked up in the facts, by what the catalogue says that it is, and judged again.
YEAR_IN_FIGURES = """
with
belop as (
    select f.enhet_id, f.aar, f.oppstilling, f.emne, f.tabell_id, f.post_id,
        max(f.virkning_mill_kr) filter (f.versjon = 'regnskap') as regnskap,
        max(f.virkning_mill_kr) filter (f.versjon = 'regulert_budsjett') as budsjett,
        list(distinct f.funn_id) filter (f.funn_id is not null) as funn
    from marts.fct_belop as f group by all
),
arene as (
    select t.*, i.regnskap as inntekter, i.budsjett as budsjetterte, f.regnskap as i_fjor
    from belop as t
    left join belop as i on (t.tabell_id, t.enhet_id, t.aar) = (i.tabell_id, i.enhet_id, i.aar) and i.post_id = 'sum_driftsinntekter'
    left join belop as f on (t.tabell_id, t.enhet_id, t.post_id) = (f.tabell_id, f.enhet_id, f.post_id) and f.aar = t.aar - 1
),
mal as (
    select r.enhet_id, r.aar, count(*) filter (m.status = 'nådd') as nadd, count(*) filter (m.status in ('nådd', 'ikke nådd')) as avgjort
    from (
        -- a goal whose outcome a finding rejects is not measured
        select * replace (case when brukbar_til_sammenligning then status else 'ikke målt' end as status) from marts.fct_mal
    ) as m inner join marts.dim_rapport as r on m.rapport_id = r.rapport_id group by all
),
tallene as (
    select 'arsresultat' as hentes_fra, post_id as kode, enhet_id, aar, regnskap as verdi, budsjett as mot, tabell_id, null as linje,
        funn from arene
    union all select 'oppstilling', post_id, enhet_id, aar, regnskap, budsjett, tabell_id, null, funn from arene
    union all select 'oppstilling_utgift', post_id, enhet_id, aar, abs(regnskap), abs(budsjett), tabell_id, null, funn from arene
    union all select 'budsjettavvik', post_id, enhet_id, aar, abs(regnskap), abs(budsjett), tabell_id, null, funn from arene
    union all select 'balanse', post_id, enhet_id, aar, regnskap, i_fjor, tabell_id, null, funn from arene
    union all
    select 'arsresultat_andel', post_id, enhet_id, aar, 100 * regnskap / nullif(inntekter, 0), 100 * budsjett / nullif(budsjetterte, 0),
        tabell_id, null,
        funn
    from arene
    union all
    select 'handlingsregel', h.regel_id, h.enhet_id, u.aar, u.verdi_brukt, coalesce(o.verdi_brukt,
        n.verdi_brukt), null,
        u.linje, case when u.funn_id is not null then [u.funn_id] end
    from marts.fct_handlingsregel as h
    inner join marts.fct_utsagn as u on h.utsagn_faktisk = u.utsagn_id
    left join marts.fct_utsagn as o on h.utsagn_ovre = o.utsagn_id
    left join marts.fct_utsagn as n on h.utsagn_nedre = n.utsagn_id
    union all
    select 'styringstall', s.indikator_id, alle.enhet_id, s.aar, s.verdi, (select g.verdi from marts.dim_grense as g
        where g.grense_id = 'norm_' || s.indikator_id and (s.aar < g.fra_aar or s.aar > g.til_aar) is not true), s.tabell_id, null, s.funn
    from (
        select indikator_id, enhet_id, aar, verdi_brukt as verdi, null as tabell_id,
            case when funn_id is not null then [funn_id] end as funn
        from marts.fct_nokkeltall
        union all
        select 'disposisjonsfond_pst', b.enhet_id, b.aar, 100 * abs(b.regnskap) / nullif(d.regnskap, 0), b.tabell_id, null
        from belop as b inner join belop as d on (b.enhet_id, b.aar) = (d.enhet_id, d.aar)
        where b.post_id = 'balanse_disposisjonsfond' and d.post_id = 'sum_driftsinntekter'
    ) as s
    inner join marts.dim_enhet as e on s.enhet_id = e.enhet_id
    inner join marts.dim_enhet as alle on e.kommune_id = alle.kommune_id
    union all
    select 'bemanning', oppstilling, enhet_id, aar, max(verdi_brukt) filter (maal = 'antall_ansatte'),
        max(verdi_brukt) filter (maal = 'arsverk'),
        tabell_id, null, list(distinct funn_id) filter (funn_id is not null)
    from marts.fct_personell where er_total and kjonn = 'begge' and undergruppe is null group by all
    union all
    select 'maloppnaelse', 'alle', enhet_id, aar, nadd, avgjort, null, null, null from mal where avgjort > 0
),
oversikten as (
    select v.*, k.hentes_fra, k.kode, nullif(k.retning, '') as retning,
        case
            when v.sammenlignet_med = k.sammenlignet_med then 'katalogen'
            when k.hentes_fra = 'styringstall' and exists (
                select 1 from marts.fct_mal as m inner join marts.dim_rapport as r on m.rapport_id = r.rapport_id
                where r.enhet_id = v.enhet_id and m.maalt_aar = v.aar and m.resultat = v.verdi and m.maltall = v.sammenlignet_verdi
                    and v.sammenlignet_med = 'kommunens mål: ' || m.vilkar
            ) then 'eget mål'
        end as holdt_mot,
        (select max(i.personer) from rapport.rapport_folketall as i inner join marts.dim_enhet as e on i.kommunenr = e.kommune_id
            where e.enhet_id = v.enhet_id and i.aar = v.aar + 1 and i.grenser = k.kode) as folk,
        (select max(i.personer) from rapport.rapport_folketall as i inner join marts.dim_enhet as e on i.kommunenr = e.kommune_id
            where e.enhet_id = v.enhet_id and i.aar = v.aar and i.grenser = k.kode) as folk_for
    from rapport.rapport_oversikt as v inner join kodeverk.oversiktstall as k using (nokkel)
)
select
    case
        when v.vurdering is distinct from case
                when v.retning is null or v.sammenlignet_verdi is null then null
                when v.verdi = v.sammenlignet_verdi then 'likt'
                when (v.verdi > v.sammenlignet_verdi) = (v.retning = 'hoy_er_bra') then 'bedre'
                else 'svakere'
            end
            or (v.hentes_fra = 'befolkning' and (
                v.verdi is distinct from v.folk or v.sammenlignet_verdi != v.folk_for or v.tabell_id not like 'SSB%' or v.tabell_id is null
                or v.linje is not null or v.funn_id is not null))
            or (v.hentes_fra = 'handlingsregel' and v.tilnaerming is distinct from (
                select max(u.tilnaerming) from marts.fct_utsagn as u
                where u.linje = v.linje and u.aar = v.aar and u.utsagn_id in (select utsagn_faktisk from marts.fct_handlingsregel)))
            or (v.hentes_fra != 'handlingsregel' and v.tilnaerming is not null)
            or v.malt_som is distinct from case when v.hentes_fra = 'handlingsregel' then (
                select max(u.maal) from marts.fct_utsagn as u where u.linje = v.linje and u.aar = v.aar
                    and u.utsagn_id in (select utsagn_faktisk from marts.fct_handlingsregel)) end
            or v.grenser is distinct from case when v.hentes_fra = 'befolkning' then v.kode end
            or v.per_dato is distinct from case when v.hentes_fra = 'befolkning' then make_date(v.aar + 1, 1, 1) end
            or (v.hentes_fra != 'befolkning' and t.enhet_id is null)
            or v.holdt_mot is null
            then concat_ws(' ', v.enhet_id, v.aar, v.nokkel, v.verdi, v.sammenlignet_verdi, v.vurdering, v.tabell_id, v.linje, v.funn_id)
    end as feil
from oversikten as v
left join tallene as t
    on v.hentes_fra = t.hentes_fra and v.kode = t.kode and v.enhet_id = t.enhet_id and v.aar = t.aar
    and abs(v.verdi - t.verdi) <= case when v.hentes_fra in ('arsresultat_andel', 'styringstall') then 0.0500001 else 0 end
    and (abs(v.sammenlignet_verdi - t.mot) <= case v.hentes_fra when 'arsresultat_andel' then 0.0500001 else 0 end
        or (v.sammenlignet_verdi is null and t.mot is null) or v.holdt_mot = 'eget mål')
    and v.tabell_id is not distinct from t.tabell_id and v.linje is not distinct from t.linje
    and coalesce(list_contains(t.funn, v.funn_id), t.funn is null)
qualify row_number() over (partition by v.enhet_id, v.aar, v.nokkel order by t.enhet_id nulls last) = 1
"""

# A line over the years is broken where a year may not be held beside the one before it, and a mean is of one stretch, four years at most:
# to the last decimal that those have.
STRETCHES = f"""
with
linjene as (
    select v.*, e.kommune_id, v.omfang = 'konsern' as er_konsern
    from rapport.rapport_nokkeltall_over_tid as v inner join marts.dim_enhet as e on v.enhet_id = e.enhet_id
    where v.linjerang = 1
),
aarene as (
    select *, lag(aar) over linjen as forrige, lag(indikator_id) over linjen as forrige_indikator,
        count(brudd) over (partition by kommune_id, linje_id, er_konsern order by aar) as bruddene
    from linjene window linjen as (partition by kommune_id, linje_id, er_konsern order by aar)
),
regnet as (
    select v.*, s.navn as foringen,
        case when v.forrige is null then null
            when {_MERGED.format(enhet="v.kommune_id", fra="v.forrige", til="v.aar")} then 'sammenslaing'
            when s.aar is not null or v.indikator_id != v.forrige_indikator then 'definisjon'
            when v.forrige < v.aar - 1 then 'hull' end as ventet,
        (select case when count(*) > 1 then struct_pack(
            tall := avg(cast(siste.verdi_brukt as double)),
            slingring := 0.5 / power(10, max(length(rtrim(split_part(cast(siste.verdi_brukt as varchar), '.', 2), '0')))) + 0.0000001
        ) end from (
            select a.verdi_brukt from aarene as a
            where (a.kommune_id, a.linje_id, a.er_konsern, a.strekning) = (v.kommune_id, v.linje_id, v.er_konsern, v.strekning)
                and a.aar <= v.aar
            order by a.aar desc limit 4) as siste) as snitt
    from aarene as v
    left join kodeverk.seriebrudd as s
        on s.indikator_id = v.indikator_id and cast(s.aar as integer) > v.forrige and cast(s.aar as integer) <= v.aar
)
select
    case
        when brudd is distinct from ventet or strekning is distinct from bruddene or (snitt is null) != (snitt_siste_aar is null)
            or abs(snitt.tall - snitt_siste_aar) > snitt.slingring
            or mot_snittet is distinct from
                case sign(verdi_brukt - snitt_siste_aar) when 1 then 'over' when -1 then 'under' when 0 then 'likt' end
            or brudd_grunn is distinct from case when brudd = 'definisjon' then foringen end
            then concat_ws(' ', enhet_id, linje_id, aar, brudd, strekning, snitt_siste_aar, mot_snittet, 'mot', ventet, bruddene,
                snitt.tall)
    end as feil
from regnet
"""

# What can be found: under the name that its own relation has for it, in every kind there is something of, with the title's words as stems
# (each the beginning of a word of the title, in its order) and the others after them, on a page that there is.
_FOLDED = (
    "trim(regexp_replace(translate(replace(replace(lower({0}), 'æ', 'ae'), 'ä', 'ae'), 'åøöéèêüáàšžčŋđŧ', 'aooeeeuaaszcndt'), "
    "'[^a-z0-9]+', ' ', 'g'))"
)
SEARCH = f"""
with
ting as (
    select 'kommune' as art, enhet_id as nokkel, navn as tittel, 5 as rang, 'kommune=' || enhet_id as adresse, enhet_id as del
        from rapport.rapport_kommune
    union all select 'tjenesteomrade', tjenesteomrade_id, navn, 1, 'omrade=' || tjenesteomrade_id, null from marts.dim_tjenesteomrade
    union all
    select 'nokkeltall', i.indikator_id, concat(i.navn, ', ', lower(o.navn)), 2, 'omrade=' || i.tjenesteomrade_id, i.definisjon
    from marts.dim_indikator as i inner join marts.dim_tjenesteomrade as o on i.tjenesteomrade_id = o.tjenesteomrade_id
    union all select distinct 'post', post_id, navn, 3, null, 'Post i «' from marts.dim_regnskapspost
    union all
    select 'mal', m.mal_id, m.mal, 4, concat('tema=', m.tema, '&kommune=', r.kommune_id, '&aar=', r.aar), concat(m.indikator, ': ',
        m.status, '. ', r.tittel)
    from marts.fct_mal as m inner join marts.dim_rapport as r on m.rapport_id = r.rapport_id
    union all
    select 'funn', f.funn_id, f.tittel, 9, concat('funn=', f.funn_id, '&kommune=', r.kommune_id, '&aar=', r.aar), f.vurdering
    from kvalitet.kildefunn as f inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id
    union all
    select distinct 'utsagn', concat_ws(':', u.rapport_id, u.tema, u.gjelder), u.gjelder, 7, concat('kommune=', r.kommune_id, '&aar=',
        r.aar),
        r.tittel || ', linje '
    from marts.fct_utsagn as u inner join marts.dim_rapport as r on u.rapport_id = r.rapport_id
    union all
    select 'tabell', t.tabell_id, split_part(t.tittel, '. ', 1), 8,
        case when r.rapport_id is not null then concat('tabell=', t.tabell_id, '&kommune=', r.kommune_id, '&aar=', r.aar) end,
            ' i ' || k.tittel
    from marts.dim_kildetabell as t
    inner join marts.dim_kilde as k on t.kilde_id = k.kilde_id
    left join marts.dim_rapport as r on t.kilde_id = r.rapport_id
    union all select 'side', concat(side, ':', tittel), tittel, 6, null, beskrivelse from kodeverk.visningssted
),
sidene as (select side from kodeverk.visningssted union select side from kodeverk.visningsside),
funnet as (
    select s.*, string_split(trim(s.tittelord), ' ') as stammer, string_split({_FOLDED.format("s.tittel")}, ' ') as ordene
        from rapport.rapport_sok as s
)
select
    case
        when t.nokkel is null
            or (len(s.stammer) != len(s.ordene) or exists(select 1 from unnest(list_zip(s.ordene, s.stammer)) as p(par)
                where not starts_with(p.par[1], p.par[2]) or length(p.par[2]) < least(length(p.par[1]), 3))) is not false
            or (starts_with(s.sokeord, s.tittelord)) is not true or left(s.tittelord, 1) != ' ' or right(s.sokeord, 1) != ' '
            or s.rekkefolge is distinct from t.rang or (s.beskrivelse is null) != (s.art = 'nokkeltall' and t.del is null)
            or s.beskrivelse = '' or s.sokeord not like '%' || split_part(
                trim({_FOLDED.format("s.beskrivelse")}), ' ', 1)[1:3] || '%'
            or case s.art when 'side' then s.side != split_part(s.nokkel, ':', 1) when 'mal' then s.side != 'mal'
                when 'funn' then s.side != 'kilder/funn'
                when 'tabell' then s.side != case when s.parametre is null then 'befolkning' else 'kilder/tabeller' end
                when 'kommune' then s.side not in ('oversikt', 'befolkning') else false end
            or (s.side is null and s.art != 'utsagn') or (s.side is not null and s.side not in (select side from sidene))
            or (s.parametre is null and s.art not in ('side', 'post', 'utsagn', 'nokkeltall', 'tjenesteomrade') and t.adresse is not null)
            or (s.parametre is not null and not contains(s.parametre, t.adresse)) or (s.parametre is not null and t.adresse is null)
            or not contains(s.beskrivelse, t.del)
            then concat_ws(' ', s.art, s.nokkel, s.tittel, s.rekkefolge, s.side, s.parametre, s.tittelord)
    end as feil
from funnet as s left join ting as t on s.art = t.art and s.nokkel = t.nokkel and s.tittel = t.tittel
union all
select concat_ws(' ', t.art, t.nokkel, 'finnes ikke i søket') from ting as t anti join rapport.rapport_sok as s using (art, nokkel)
where t.art in ('kommune', 'tjenesteomrade', 'mal', 'funn', 'utsagn', 'tabell', 'side') and exists (select 1 from rapport.rapport_sok)
"""

# What a group's people are: its members' added up, of the members of the year that have figures.
GROUPS = """
with
medlemmer as (
    select gruppe_id, '' as uten, kommunenr, grenser, gruppe, slag, coalesce(gyldig_fra, 0) as fra, coalesce(gyldig_til, 9999) as til
    from marts.bro_kommunegruppe
    union all
    select a.gruppe_id, u.kommunenr, a.kommunenr, a.grenser, 'Øvrige ' || a.gruppe, a.slag, coalesce(a.gyldig_fra, 0),
        coalesce(a.gyldig_til, 9999)
    from marts.bro_kommunegruppe as a
    inner join marts.bro_kommunegruppe as u on a.gruppe_id = u.gruppe_id and a.kommunenr != u.kommunenr and u.uten_seg_selv
),
talt as (
    select m.gruppe_id, m.uten, a.aar, a.aldersgruppe_id, any_value(m.gruppe) as gruppe, any_value(m.slag) as slag,
        any_value(m.grenser) as grenser,
        sum(a.personer) as personer, avg(100.0 * a.personer / nullif(h.personer, 0)) as uveid, count(*) as med_tall
    from medlemmer as m
    inner join rapport.rapport_aldersgruppe as a on m.kommunenr = a.kommunenr and m.grenser = a.grenser and a.aar between m.fra and m.til
    inner join rapport.rapport_aldersgruppe as h
        on a.kommunenr = h.kommunenr and a.grenser = h.grenser and a.aar = h.aar and h.aldersgruppe_id = 'alle'
    group by all
),
antall as (
    select m.gruppe_id, m.uten, t.aar, count(*) as kommuner
    from medlemmer as m inner join (select distinct gruppe_id, uten, aar from talt) as t on m.gruppe_id = t.gruppe_id and m.uten = t.uten
    where t.aar between m.fra and m.til group by all
)
select
    case
        when v.personer is distinct from t.personer or v.kommuner_med_tall is distinct from t.med_tall or v.kommuner is distinct
            from n.kommuner
            or v.gruppe is distinct from t.gruppe or v.slag is distinct from t.slag or v.grenser is distinct from t.grenser
            or (abs(v.andel_veid_pst - 100.0 * t.personer / h.personer) > 0.0500001) is not false
                or (abs(v.andel_uveid_pst - t.uveid) > 0.101) is not false
            then concat_ws(' ', v.gruppe_id, v.uten_kommunenr, v.aar, v.aldersgruppe_id, v.personer, v.andel_veid_pst, v.andel_uveid_pst,
                v.kommuner, 'mot',
                t.personer, t.uveid, n.kommuner)
    end as feil
from rapport.rapport_gruppefolketall as v
left join talt as t on v.gruppe_id = t.gruppe_id and v.uten_kommunenr = t.uten and v.aar = t.aar and v.aldersgruppe_id = t.aldersgruppe_id
left join talt as h on t.gruppe_id = h.gruppe_id and t.uten = h.uten and t.aar = h.aar and h.aldersgruppe_id = 'alle'
left join antall as n on t.gruppe_id = n.gruppe_id and t.uten = n.uten and t.aar = n.aar
"""

# Of a relation, what some of its columns must say, by another road: the query that finds it, the key that it is found by, and the columns
# with how much a number may be off (None: nothing, and words are the same words).
AGAIN: dict[str, tuple[str, tuple[str, ...], dict[str, float | None]]] = {
    "rapport.rapport_befolkning": (
        "select kommunenr, grenser, aar, kjonn, alder_fra, coalesce(alder_til + 1, alder_fra + 10) as alder_tegnet_til, "
        "personer / cast(coalesce(alder_til + 1, alder_fra + 10) - alder_fra as double) as personer_per_aarstrinn "
        "from rapport.rapport_befolkning",
        ("kommunenr", "grenser", "aar", "kjonn", "alder_fra"),
        {"alder_tegnet_til": None, "personer_per_aarstrinn": 0.0501},
    ),
    "rapport.rapport_folketall": (
        """
        with folk as (
            select kommunenr, grenser, aar, max(case when aldersgruppe_id = 'unge_0_19' then personer end) as unge,
                max(case when aldersgruppe_id = 'sosial_20_66' then personer end) as voksne,
                max(case when aldersgruppe_id = 'eldre_67_pluss' then personer end) as eldre
            from rapport.rapport_aldersgruppe group by all
        ),
        steder as (
            select grenser, aar, count(*) as kommuner, count(personer) as kommuner_med_tall, sum(personer) as personer
            from rapport.rapport_folketall where kommunenr != '0000' group by all
        ),
        landet as (select aar, sum(personer) as landets from marts.fct_befolkning_landet group by all)
        select f.kommunenr, f.grenser, f.aar, 100.0 * unge / nullif(voksne, 0) as unge_per_100_voksne, 100.0 * eldre / nullif(voksne, 0)
            as eldre_per_100_voksne, null as kommuner, null as kommuner_med_tall, null as dekning_pst, null as personer_i_alt,
            case when f.personer is not null then 'tall' when f.status = 'tall' then 'mangler' else f.status end as status,
            case when f.personer is null then coalesce(nullif(f.mangler, ''), 'noe') end as mangler
        from rapport.rapport_folketall as f left join folk using (kommunenr, grenser, aar) where kommunenr != '0000'
        union all
        select '0000', s.grenser, s.aar, null, null, s.kommuner, s.kommuner_med_tall, 100.0 * s.personer / l.landets, s.personer,
            case when s.kommuner = s.kommuner_med_tall then 'tall' else 'ufullstendig' end, null
        from steder as s left join landet as l using (aar)
        """,
        ("kommunenr", "grenser", "aar"),
        {
            "unge_per_100_voksne": 0.0501,
            "eldre_per_100_voksne": 0.0501,
            "kommuner": None,
            "kommuner_med_tall": None,
            "dekning_pst": 0.0501,
            "status": None,
            "mangler": None,
        },
    ),
    "rapport.rapport_befolkningsvekst": (
        "select fra.kommunenr, fra.grenser, fra.aldersgruppe_id, fra.aar as fra_aar, til.aar as til_aar, fra.personer as personer_fra, "
        "til.personer as personer_til from rapport.rapport_aldersgruppe as fra inner join rapport.rapport_aldersgruppe as til "
        "on fra.kommunenr = til.kommunenr and fra.grenser = til.grenser and fra.aldersgruppe_id = til.aldersgruppe_id "
        "and fra.aar < til.aar and fra.sett != 'malgruppe'",
        ("kommunenr", "grenser", "aldersgruppe_id", "fra_aar", "til_aar"),
        {"personer_fra": None, "personer_til": None},
    ),
    "rapport.rapport_faste_priser": (
        """
        with priser as (
            select serie as prisserie, cast(argang as varchar) as argang, aar, prisaar, faktor, kilde as priskilde,
                cast(argang as varchar) = max(cast(argang as varchar)) over (partition by serie) as er_nyeste_argang
            from marts.dim_prisfaktor
            union all
            select distinct 'lopende', '', aar, aar, 1, null, true from marts.fct_belop
        ),
        sett as materialized (select * from rapport.rapport_faste_priser),
        folk as (select kommunenr, aar, sum(personer) as personer from marts.fct_befolkning group by all),
        -- of the municipality itself, or of what it became
        innbyggere as (
            select s.enhet_id, s.aar, s.folketall_dato, coalesce(max(f.personer) filter (f.kommunenr = s.enhet_id),
                max(f.personer)) as innbyggere
            from (select distinct enhet_id, aar, folketall_dato from sett) as s
            inner join marts.dim_kommune as d on s.enhet_id = d.kommunenr
            inner join marts.dim_kommune as e on d.kommunenr_2024 = e.kommunenr_2024
            inner join folk as f on e.kommunenr = f.kommunenr and year(s.folketall_dato) = f.aar
            where year(s.folketall_dato) in (s.aar, s.aar + 1) group by all
        )
        select v.tabell_id, v.rad, v.kolonne, v.nr, p.prisserie, p.argang, p.prisaar, p.er_nyeste_argang, p.faktor, p.priskilde,
            f.belop as virkning_mill_kr,
            f.regnskapsdel, f.er_valgt, f.etikett, f.post_id, f.versjon, f.funn_id, f.oppstilling, f.emne, f.rapport_id, f.enhet_id, f.aar,
            i.innbyggere,
            case when day(v.folketall_dato) = 1 and month(v.folketall_dato) = 1 then v.folketall_dato end as folketall_dato
        from sett as v
        left join innbyggere as i on (v.enhet_id, v.aar, v.folketall_dato) = (i.enhet_id, i.aar, i.folketall_dato)
        left join priser as p on (v.prisserie, v.argang, v.aar, v.prisaar) = (p.prisserie, p.argang, p.aar, p.prisaar)
        left join (select *, virkning_mill_kr as belop from marts.fct_belop where er_valgt_i_oppstillingen) as f
            on (v.tabell_id, v.rad, v.kolonne, v.nr) = (f.tabell_id, f.rad, f.kolonne, f.nr)
        """,
        ("tabell_id", "rad", "kolonne", "nr", "prisserie", "argang", "prisaar"),
        dict.fromkeys(
            (
                *(
                    "er_nyeste_argang",
                    "faktor",
                    "priskilde",
                    "virkning_mill_kr",
                    "regnskapsdel",
                    "er_valgt",
                    "etikett",
                    "post_id",
                    "versjon",
                ),
                *("funn_id", "folketall_dato", "innbyggere", "oppstilling", "emne", "rapport_id", "enhet_id", "aar"),
            )
        ),
    ),
    # A rank counts those that are better; an index is of the one group that the table compares with.
    "rapport.rapport_plassering": (
        """
        with tall as (
            select f.*, e.type, i.retning, i.sammenlignbar,
                case when e.type = 'kommune' then case i.retning when 'hoy_er_darlig' then f.verdi_brukt
                    else -f.verdi_brukt end end as orden
            from marts.fct_nokkeltall as f
            inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id
            inner join marts.dim_indikator as i on f.indikator_id = i.indikator_id
        )
        select n.tabell_id, n.rad, n.kolonne, g.navn as gruppe, case when g.brukbar then g.verdi end as gruppe_verdi, n.cellestatus,
            n.funn_id,
            coalesce(h.kommune_id = r.kommune_id, false) as er_hovedenhet,
            case when n.verdi_brukt is not null then (select count(*) + 1 from tall as b where b.orden < n.orden
                and (b.rapport_id, b.indikator_id, b.aar, b.omfang) = (n.rapport_id, n.indikator_id, n.aar, n.omfang)) end as plass,
            (select count(b.verdi_brukt) from tall as b where b.type = 'kommune'
                and (b.rapport_id, b.indikator_id, b.aar, b.omfang) = (n.rapport_id, n.indikator_id, n.aar, n.omfang)) as antall_kommuner,
            case n.retning when 'hoy_er_darlig' then 'lavest_forst' else 'hoyest_forst' end as plassregel,
            case when case when g.brukbar then g.verdi end > 0 and (select min(b.verdi_brukt) from tall as b where b.type = 'kommune'
                and (b.rapport_id, b.indikator_id, b.aar, b.omfang) = (n.rapport_id, n.indikator_id, n.aar, n.omfang)) >= 0
                then 100.0 * n.verdi_brukt / g.verdi end as indeks
        from tall as n
        inner join marts.dim_enhet as h on n.enhet_id = h.enhet_id
        inner join marts.dim_rapport as r on n.rapport_id = r.rapport_id
        inner join (
            select t.rapport_id, t.indikator_id, t.aar, t.omfang, max(e.navn) as navn, max(t.verdi_brukt) as verdi,
                bool_and(t.brukbar_til_sammenligning) as brukbar
            from tall as t inner join marts.dim_enhet as e on t.enhet_id = e.enhet_id
            where t.type = 'gruppe' group by all having count(*) = 1
        ) as g on (n.rapport_id, n.indikator_id, n.aar, n.omfang) = (g.rapport_id, g.indikator_id, g.aar, g.omfang)
        where n.type = 'kommune' and n.sammenlignbar and antall_kommuner > 1
        """,
        ("tabell_id", "rad", "kolonne"),
        {
            **dict.fromkeys(
                ("gruppe", "gruppe_verdi", "cellestatus", "funn_id", "er_hovedenhet", "plass", "antall_kommuner", "plassregel")
            ),
            "indeks": 0.0501,
        },
    ),
    "rapport.rapport_tjenesteprofil": (
        """
        select n.tabell_id, n.rad, n.kolonne, s.verdi_brukt as snitt_asss, s.cellestatus as snitt_cellestatus, l.verdi_brukt as lavest_asss,
            h.verdi_brukt as hoyest_asss, least(s.funn_id, l.funn_id, h.funn_id) as sammenlignet_funn_id,
            case when i.sammenlignbar then 100.0 * n.verdi_brukt / nullif(s.verdi_brukt, 0) end as indeks,
            case when i.sammenlignbar then 100.0 * l.verdi_brukt / nullif(s.verdi_brukt, 0) end as indeks_lavest,
            case when i.sammenlignbar then 100.0 * h.verdi_brukt / nullif(s.verdi_brukt, 0) end as indeks_hoyest,
            case when i.sammenlignbar and n.verdi_brukt != s.verdi_brukt and i.retning != 'noytral'
                then (n.verdi_brukt > s.verdi_brukt) = (i.retning = 'hoy_er_bra') end as bedre_enn_snittet
        from marts.fct_nokkeltall as n
        inner join marts.dim_indikator as i using (indikator_id)
        left join marts.fct_nokkeltall as s on (n.rapport_id, n.indikator_id, n.aar) = (s.rapport_id, s.indikator_id, s.aar)
            and s.enhet_id = 'snitt_asss'
        left join marts.fct_nokkeltall as l on (n.rapport_id, n.indikator_id, n.aar) = (l.rapport_id, l.indikator_id, l.aar)
            and l.enhet_id = 'lavest_asss'
        left join marts.fct_nokkeltall as h on (n.rapport_id, n.indikator_id, n.aar) = (h.rapport_id, h.indikator_id, h.aar)
            and h.enhet_id = 'hoyest_asss'
        """,
        ("tabell_id", "rad", "kolonne"),
        {
            **dict.fromkeys(("snitt_asss", "snitt_cellestatus", "lavest_asss", "hoyest_asss", "sammenlignet_funn_id", "bedre_enn_snittet")),
            **dict.fromkeys(("indeks", "indeks_lavest", "indeks_hoyest"), 0.0501),
        },
    ),
    # The cell of the row is the other's; the unit's own has the same indicator, year and scope in the same report.
    "rapport.rapport_sammenligning": (
        """
        select a.tabell_id, a.rad, a.kolonne, n.enhet_id, a.verdi_brukt as sammenlignet_verdi, a.funn_id as sammenlignet_funn_id,
            a.cellestatus as sammenlignet_cellestatus, n.cellestatus, n.funn_id, n.verdi_brukt as verdi, n.verdi_trykt, n.omfang, n.aar,
                n.utgave, a.utgave as sammenlignet_utgave,
                n.rapport_id,
            n.brukbar_til_sammenligning and a.brukbar_til_sammenligning as kan_sammenlignes,
            case when n.brukbar_til_sammenligning and a.brukbar_til_sammenligning then n.verdi_brukt - a.verdi_brukt end as differanse,
            case when n.brukbar_til_sammenligning and a.brukbar_til_sammenligning and n.verdi_brukt >= 0 and a.verdi_brukt > 0
                then 100.0 * n.verdi_brukt / a.verdi_brukt end as forhold_pst
        from marts.fct_nokkeltall as a
        inner join marts.fct_nokkeltall as n
            on (a.rapport_id, a.indikator_id, a.aar, a.omfang) = (n.rapport_id, n.indikator_id, n.aar, n.omfang)
                and a.enhet_id != n.enhet_id
        inner join marts.dim_enhet as e on n.enhet_id = e.enhet_id
        inner join marts.dim_rapport as r on n.rapport_id = r.rapport_id and e.kommune_id = r.kommune_id
        """,
        ("tabell_id", "rad", "kolonne", "enhet_id"),
        {
            **dict.fromkeys(
                (
                    *(
                        "sammenlignet_verdi",
                        "sammenlignet_funn_id",
                        "sammenlignet_cellestatus",
                        "cellestatus",
                        "funn_id",
                        "verdi",
                        "verdi_trykt",
                    ),
                    *("omfang", "aar", "rapport_id", "kan_sammenlignes", "differanse", "utgave", "sammenlignet_utgave"),
                )
            ),
            "forhold_pst": 0.0501,
        },
    ),
    "rapport.rapport_nokkeltall": (
        """
        with antall as (select rapport_id, indikator_id, count(distinct aar) as antall_aar from marts.fct_nokkeltall group by all)
        select n.tabell_id, n.rad, n.kolonne, n.utgave, n.utgave_dato, n.prisniva, n.er_valgt, n.er_omarbeidet, n.cellestatus, n.funn_id,
            a.antall_aar,
            n.brukbar_til_sammenligning, coalesce(e.kommune_id = r.kommune_id, false) as er_hovedenhet
        from marts.fct_nokkeltall as n
        inner join antall as a using (rapport_id, indikator_id)
        inner join marts.dim_rapport as r on n.rapport_id = r.rapport_id
        inner join marts.dim_enhet as e on n.enhet_id = e.enhet_id
        """,
        ("tabell_id", "rad", "kolonne"),
        dict.fromkeys(
            (
                *(
                    "utgave",
                    "utgave_dato",
                    "prisniva",
                    "er_valgt",
                    "er_omarbeidet",
                    "cellestatus",
                    "funn_id",
                    "antall_aar",
                    "er_hovedenhet",
                ),
                "brukbar_til_sammenligning",
            )
        ),
    ),
    "rapport.rapport_nokkeltall_over_tid": (
        """
        select rapport_id as kilde, enhet_id, indikator_id, aar, omfang, 'rapport' as kildeslag, verdi_trykt, verdi_brukt, funn_id,
            cellestatus as status,
            utgave, cast(null as timestamp) as oppdatert, er_valgt
        from marts.fct_nokkeltall
        union all
        select kilde, enhet_id, indikator_id, aar, omfang, 'ssb', verdi_trykt, verdi_trykt, null, status, utgave, oppdatert, true
        from rapport.rapport_nokkeltall_over_tid where kilde like 'ssb-%' -- held by what was fetched, where it is read
        """,
        ("kilde", "enhet_id", "indikator_id", "aar", "omfang"),
        dict.fromkeys(("kildeslag", "verdi_trykt", "verdi_brukt", "funn_id", "status", "utgave", "oppdatert", "er_valgt")),
    ),
    "rapport.rapport_behovsjustert": (
        """
        select n.tabell_id, n.rad, n.kolonne, n.verdi_brukt as kr_per_innbygger, n.er_valgt, b.indeks as behovsindeks,
            b.aar as behovsindeks_aar,
            n.verdi_brukt / b.indeks as behovsjustert_kr_per_innbygger, n.omfang, n.rapport_id,
            case when b.indeks is not null then 'justert' when not i.er_per_innbygger then 'per_malgruppe'
                when not exists (select 1 from marts.fct_behovsindeks as k where k.aar = n.aar) then 'ingen_nokkel_for_aret'
                when not exists (select 1 from marts.fct_behovsindeks as k where k.tjenesteomrade_id = i.tjenesteomrade_id)
                    then 'ingen_sektor'
                else 'ingen_indeks' end as status
        from marts.fct_nokkeltall as n
        inner join marts.dim_indikator as i on n.indikator_id = i.indikator_id and i.maaleenhet = 'kr_per_innbygger'
        inner join marts.dim_enhet as e on n.enhet_id = e.enhet_id
        left join marts.fct_behovsindeks as b
            on b.aar = n.aar and b.tjenesteomrade_id = i.tjenesteomrade_id and i.er_per_innbygger and b.kommunenr = n.enhet_id
        """,
        ("tabell_id", "rad", "kolonne"),
        {
            **dict.fromkeys(("kr_per_innbygger", "er_valgt", "behovsindeks", "behovsindeks_aar", "omfang", "rapport_id", "status")),
            "behovsjustert_kr_per_innbygger": 0.501,
        },
    ),
    "rapport.rapport_maloppnaelse": (
        """
        with mal as (
            select rapport_id, tema, status from rapport.rapport_mal union all select rapport_id, 'alle', status from rapport.rapport_mal
        )
        select rapport_id, tema, coalesce(max(t.navn), 'Alle temaer') as tema_navn, count(*) as antall_mal,
            sum((status = 'nådd')::int) as antall_nadd, sum((status = 'ikke nådd')::int) as antall_ikke_nadd,
            sum((status = 'på vei')::int) as antall_pa_vei, sum((status = 'ikke målt')::int) as antall_ikke_malt
        from mal left join marts.dim_tema as t using (tema) group by all
        """,
        ("rapport_id", "tema"),
        dict.fromkeys(("tema_navn", "antall_mal", "antall_nadd", "antall_ikke_nadd", "antall_pa_vei", "antall_ikke_malt")),
    ),
    "rapport.rapport_tjenesteomrade": (
        """
        with
        rapporter as (select rapport_id, kommune_id, aar from marts.dim_rapport),
        tall as (
            select v.enhet_id, v.aar, i.tjenesteomrade_id, count(distinct n.indikator_id) as antall
            from (select distinct enhet_id, aar from rapport.rapport_tjenesteomrade) as v
            inner join rapporter as r on v.enhet_id = r.kommune_id and r.aar <= v.aar
            inner join marts.fct_nokkeltall as n on r.rapport_id = n.rapport_id
            inner join marts.dim_indikator as i on n.indikator_id = i.indikator_id
            group by all
        ),
        sagt as (
            select v.enhet_id, v.aar, t.tema as tjenesteomrade_id, count(*) filter (t.slag = 'utsagn') as utsagn, count(m.mal_id) as mal,
                count(*) filter (m.status = 'nådd') as nadd, count(*) filter (m.status in ('nådd', 'ikke nådd')) as avgjort
            from (select distinct enhet_id, aar from rapport.rapport_tjenesteomrade) as v
            inner join rapporter as r on v.enhet_id = r.kommune_id and r.aar <= v.aar
            inner join marts.bro_tema as t on r.rapport_id = t.rapport_id
            left join (
        -- a goal whose outcome a finding rejects is not measured
        select * replace (case when brukbar_til_sammenligning then status else 'ikke målt' end as status) from marts.fct_mal
    ) as m on t.slag = 'mal' and t.id = m.mal_id
            group by all
        )
        select v.enhet_id, v.aar, v.tjenesteomrade_id, o.navn, o.rekkefolge, coalesce(tall.antall, 0) as antall_nokkeltall,
            coalesce(sagt.mal, 0) as antall_mal,
            coalesce(sagt.nadd, 0) as antall_mal_nadd, coalesce(sagt.avgjort, 0) as antall_mal_avgjort, coalesce(sagt.utsagn,
                0) as antall_utsagn,
            (select sum(b.avvik_mill_kr) from rapport.rapport_budsjettavvik as b where b.tabell_id = v.tabell_id
                and b.tjenesteomrade_id = v.tjenesteomrade_id) as avvik_mill_kr,
            (select bool_or(b.avvik_er_beregnet) from rapport.rapport_budsjettavvik as b where b.tabell_id = v.tabell_id
                and b.tjenesteomrade_id = v.tjenesteomrade_id) as avvik_er_beregnet,
            (select min(b.funn_id) from rapport.rapport_budsjettavvik as b where b.tabell_id = v.tabell_id
                and b.tjenesteomrade_id = v.tjenesteomrade_id) as funn_id,
            case when v.avvik_mill_kr is null or v.regulert_budsjett_mill_kr is null then null
                when abs(v.avvik_mill_kr) < abs(v.regulert_budsjett_mill_kr) * g.verdi / 100 then 'i_balanse'
                when v.avvik_mill_kr < 0 then 'merforbruk' else 'mindreforbruk' end as utfall,
            (select sum(k.virkning_mill_kr) from rapport.rapport_korona as k where k.tabell_id = v.korona_tabell_id
                and k.tjenesteomrade_id = v.tjenesteomrade_id and k.aar = v.aar) as korona_virkning_mill_kr,
            (select min(k.funn_id) from rapport.rapport_korona as k where k.tabell_id = v.korona_tabell_id
                and k.tjenesteomrade_id = v.tjenesteomrade_id and k.aar = v.aar) as korona_funn_id,
            case when exists (select 1 from rapport.rapport_korona as k inner join rapporter as r on k.rapport_id = r.rapport_id
                where r.kommune_id = v.enhet_id and k.aar = v.aar and k.tjenesteomrade_id = v.tjenesteomrade_id)
                then coalesce(v.korona_tabell_id, 'en tabell') end as korona_tabell_id,
            (select string_agg(f.sitat, chr(10) order by f.linje_fra) from marts.fct_forklaring as f
                where f.rapport_id = v.forklaring_rapport_id and f.tema = v.tjenesteomrade_id) as forklaring,
            (select min(f.linje_fra) from marts.fct_forklaring as f
                where f.rapport_id = v.forklaring_rapport_id and f.tema = v.tjenesteomrade_id) as forklaring_linje_fra,
            (select max(f.linje_til) from marts.fct_forklaring as f
                where f.rapport_id = v.forklaring_rapport_id and f.tema = v.tjenesteomrade_id) as forklaring_linje_til,
            case when exists (select 1 from marts.fct_forklaring as f inner join rapporter as r on f.rapport_id = r.rapport_id
                where r.kommune_id = v.enhet_id and r.aar = v.aar and f.tema = v.tjenesteomrade_id)
                then coalesce(v.forklaring_rapport_id, 'en rapport') end as forklaring_rapport_id,
            case when exists (select 1 from rapport.rapport_budsjettavvik as b inner join rapporter as r on b.rapport_id = r.rapport_id
                where r.kommune_id = v.enhet_id and b.aar = v.aar and b.tjenesteomrade_id = v.tjenesteomrade_id
                    and b.emne = 'tjenesteomrade')
                then coalesce(v.tabell_id, 'en tabell') end as tabell_id
        from rapport.rapport_tjenesteomrade as v
        inner join marts.dim_tjenesteomrade as o using (tjenesteomrade_id)
        left join tall using (enhet_id, aar, tjenesteomrade_id)
        left join sagt using (enhet_id, aar, tjenesteomrade_id)
        left join marts.dim_grense as g
            on g.grense_id = 'merforbruk_pst' and (v.aar < g.fra_aar or v.aar > g.til_aar) is not true
        """,
        ("enhet_id", "aar", "tjenesteomrade_id"),
        dict.fromkeys(
            (
                *(
                    "antall_nokkeltall",
                    "antall_mal",
                    "antall_mal_nadd",
                    "antall_mal_avgjort",
                    "antall_utsagn",
                    "avvik_mill_kr",
                    "avvik_er_beregnet",
                ),
                *(
                    "funn_id",
                    "utfall",
                    "korona_virkning_mill_kr",
                    "korona_funn_id",
                    "korona_tabell_id",
                    "forklaring",
                    "forklaring_linje_fra",
                ),
                *("forklaring_linje_til", "forklaring_rapport_id", "tabell_id", "navn", "rekkefolge"),
            )
        ),
    ),
    "rapport.rapport_funnsted": (
        "select b.funn_id, b.sted, b.tabell_id, b.rad, b.kolonne, b.utsagn_id, b.virkning, coalesce(b.grunn, f.vi_bruker) as setning "
        "from marts.bro_funnsted as b inner join kvalitet.kildefunn as f using (funn_id)",
        ("funn_id", "sted"),
        dict.fromkeys(("tabell_id", "rad", "kolonne", "utsagn_id", "virkning", "setning")),
    ),
    "rapport.rapport_avstemming": (
        """
        with steder as (
            select a.dokument as rapport_id, a.status,
                coalesce(case when a.rad is null then u.kapittel else t.kapittel end, t.kapittel, '') as kapittel
            from kvalitet.avstemming as a
            left join marts.dim_kildetabell as t on a.tabell_id = t.tabell_id
            left join marts.fct_utsagn as u on a.kolonne = u.utsagn_id
        )
        select rapport_id, kapittel, count(*) as tall, sum((status = 'stemmer_eksakt')::int) as stemmer_eksakt,
            sum((status = 'innenfor_avrunding')::int) as innenfor_avrunding, sum((status = 'avvik')::int) as avvik,
            sum((status = 'kan_ikke_avgjores')::int) as kan_ikke_avgjores, sum((status = 'stemmer_med_funn')::int) as stemmer_med_funn,
            sum((status = 'kan_ikke_feile')::int) as kan_ikke_feile
        from steder group by all
        """,
        ("rapport_id", "kapittel"),
        dict.fromkeys(("tall", "stemmer_eksakt", "innenfor_avrunding", "avvik", "kan_ikke_avgjores", "stemmer_med_funn", "kan_ikke_feile")),
    ),
    "kvalitet.tabellstatus": (
        """
        select t.tabell_id, t.kilde_id as rapport_id, t.slag, t.nummer, t.kapittel, t.status, t.tittel, t.er_lastet,
            count(c.rad) as celler, count(*) filter (c.status = 'verdi') as verdi, count(*) filter (c.status = 'utledet') as utledet,
            count(*) filter (c.status = 'tapt') as tapt, count(*) filter (c.status not in ('verdi', 'utledet', 'tapt')) as uten_tall
        from marts.dim_kildetabell as t left join kvalitet.kildecelle as c on t.tabell_id = c.tabell_id
        where t.slag != 'statistikktabell' group by all
        """,
        ("tabell_id",),
        dict.fromkeys(
            (
                *("rapport_id", "slag", "nummer", "kapittel", "status", "tittel", "er_lastet", "celler", "verdi", "utledet", "tapt"),
                "uten_tall",
            )
        ),
    ),
    "rapport.rapport_kommune": (
        """
        with numre as (
            select kommunenr, navn, gyldig_fra, gyldig_til,
                case when regexp_full_match(kommunenr_2024, '[0-9]{4}') then kommunenr_2024 else kommunenr end as kommune_id, navn_2024
            from marts.dim_kommune
        ),
        tabeller as (
            select r.kommune_id, max(r.aar) as nyeste_aar, count(distinct r.rapport_id) as rapporter, count(t.tabell_id) as tabeller
            from marts.dim_rapport as r left join marts.dim_kildetabell as t on r.rapport_id = t.kilde_id group by all
        ),
        nar as (select kommune_id, max(gyldig_til) as til from numre where gyldig_til is not null and navn != navn_2024
            and kommune_id in (select n.kommune_id from numre as n where n.navn = n.navn_2024
                and numre.gyldig_til between coalesce(n.gyldig_fra, 0) and coalesce(n.gyldig_til, 9999)) group by all)
        select e.enhet_id, t.nyeste_aar, coalesce(t.rapporter, 0) as antall_rapporter, coalesce(t.tabeller, 0) as antall_tabeller,
            e.enhet_id in (select n.kommune_id from numre as n where n.kommunenr in (select kommunenr
                from marts.fct_befolkning)) as har_folketall,
            row_number() over (order by coalesce(t.tabeller, -1) desc, e.enhet_id) as rekkefolge, nar.til + 1 as grenser_fra_aar,
            (select string_agg(distinct n.navn, ', ' order by n.navn) from numre as n
                where n.kommune_id = e.enhet_id and n.gyldig_til = nar.til and n.navn != n.navn_2024) as slatt_sammen_med,
            (select string_agg(distinct concat(n.kommunenr, ' ', n.navn), ', ' order by concat(n.kommunenr, ' ', n.navn)) from numre as n
                where n.kommune_id = e.enhet_id and n.gyldig_til is not null) as tidligere
        from marts.dim_enhet as e
        left join tabeller as t on e.enhet_id = t.kommune_id
        left join nar on e.enhet_id = nar.kommune_id
        where t.kommune_id is not null or har_folketall
        """,
        ("enhet_id",),
        dict.fromkeys(
            (
                *(
                    "nyeste_aar",
                    "antall_rapporter",
                    "antall_tabeller",
                    "har_folketall",
                    "rekkefolge",
                    "grenser_fra_aar",
                    "slatt_sammen_med",
                ),
                "tidligere",
            )
        ),
    ),
    "rapport.rapport_kommune_tidligere": (
        "select g.kommunenr, min(g.navn) as navn, e.kommune_id as enhet_id, d.navn as navn_i_dag from marts.dim_kommune as g "
        "inner join marts.dim_enhet as e on g.kommunenr = e.enhet_id inner join marts.dim_enhet as d on e.kommune_id = d.enhet_id "
        "where g.navn != d.navn and g.gyldig_til >= (select min(fra_grenser) from marts.bro_kommune) "
        "and e.kommune_id in (select enhet_id from rapport.rapport_kommune) group by all",
        ("kommunenr", "navn"),
        {"enhet_id": None, "navn_i_dag": None},
    ),
    "rapport.rapport_klimamal": (
        """
        select k.klimamal_id, cast(regexp_extract(k.nummer, '^[0-9]+') as integer) as hovednummer,
            case when count(distinct m.status) = 1 then min(m.status) when count(m.status) > 0 then 'delt' end as status,
            min(m.rapportens_vurdering) as rapportens_vurdering, max(m.frist_aar) as frist_aar
        from marts.fct_klimamal as k left join marts.fct_mal as m on k.rapport_id = m.rapport_id and k.linje = m.linje group by all
        """,
        ("klimamal_id",),
        dict.fromkeys(("hovednummer", "status", "rapportens_vurdering", "frist_aar")),
    ),
    "rapport.rapport_prognosetreff": (
        """
        select p.rapport_id, p.prognose_id, p.navn, p.rekkefolge, vekst.verdi_brukt as prognose_vekst_pst,
            personer.verdi_brukt as prognose_personer_trykt,
            sum(b.personer) filter (b.aar = p.fra_aar) as personer_fra, sum(b.personer) filter (b.aar = p.til_aar) as personer_til
        from marts.fct_prognose as p
        inner join marts.fct_utsagn as vekst on p.utsagn_pst = vekst.utsagn_id
        left join marts.fct_utsagn as personer on p.utsagn_personer = personer.utsagn_id
        inner join (from marts.fct_befolkning union all by name from marts.fct_befolkning_i_dag) as b
            on p.kommunenr = b.kommunenr and p.grenser = b.grenser and b.aar in (p.fra_aar, p.til_aar)
            and b.alder_fra between p.alder_fra and coalesce(p.alder_til, 999) and coalesce(b.alder_til, 999) <= coalesce(p.alder_til, 999)
        group by all
        """,
        ("rapport_id", "prognose_id"),
        {
            "navn": None,
            "rekkefolge": None,
            "prognose_vekst_pst": 0.0501,
            "prognose_personer_trykt": None,
            "personer_fra": None,
            "personer_til": None,
        },
    ),
    "rapport.rapport_lonn": (
        """
        with rader as (
            select tabell_id, rad, any_value(etikett) as stilling, any_value(er_total) as er_total, min(funn_id) as funn_id,
                coalesce(bool_and(brukbar_til_sammenligning) filter (maal = 'antall_ansatte' and verdi_trykt is not null),
                    true) as telles_med,
                max(cast(verdi_trykt as double)) filter (maal = 'antall_ansatte' and kjonn = 'kvinner') as kvinner,
                max(cast(verdi_trykt as double)) filter (maal = 'antall_ansatte' and kjonn = 'menn') as menn,
                max(cast(verdi_brukt as double)) filter (maal = 'arslonn_kr' and kjonn = 'kvinner') as kvinners,
                max(cast(verdi_brukt as double)) filter (maal = 'arslonn_kr' and kjonn = 'menn') as menns,
                max(verdi_brukt) filter (maal = 'arslonn_kr' and kjonn = 'begge') as alles
            from marts.fct_personell where emne = 'lonn' and maal in ('antall_ansatte', 'arslonn_kr') group by all
        )
        select *, (kvinner * kvinners + menn * menns) / nullif(kvinner + menn, 0) as arslonn_veid_med_hoder_kr,
            case when kvinner * kvinners + menn * menns is null then 'kan_ikke_avgjores'
                when abs(kvinner * kvinners + menn * menns - alles * (kvinner + menn)) <= kvinner + menn then 'hoder'
                    else 'annet' end as vekting
        from rader
        """,
        ("tabell_id", "rad"),
        {**dict.fromkeys(("stilling", "er_total", "funn_id", "telles_med", "vekting")), "arslonn_veid_med_hoder_kr": 0.501},
    ),
    "rapport.rapport_balanse": (
        """
        select f.tabell_id, f.rad, f.kolonne, top.navn as side, f.virkning_mill_kr * sign(t.virkning_mill_kr) as storrelse_mill_kr,
            case p.nivaa when 0 then null when 1 then p.navn else (select max(h.navn) from marts.dim_regnskapspost as h
                where (h.rapport_id, h.oppstilling, h.post_id) = (p.rapport_id, p.oppstilling, p.forelder_post_id)
                    and h.nivaa = 1) end as hovedgruppe,
            f.funn_id, f.cellestatus, f.utgave_dato, f.utgave, f.omfang, f.prisniva
        from marts.fct_belop as f
        inner join marts.dim_regnskapspost as p on (f.rapport_id, f.oppstilling, f.post_id) = (p.rapport_id, p.oppstilling, p.post_id)
        inner join marts.dim_regnskapspost as top on (p.rapport_id, p.oppstilling, p.topp_post_id) = (top.rapport_id, top.oppstilling,
            top.post_id)
        left join marts.fct_belop as t
            on (f.rapport_id, f.oppstilling, f.enhet_id, f.aar, f.versjon) = (t.rapport_id, t.oppstilling, t.enhet_id, t.aar, t.versjon)
            and p.topp_post_id = t.post_id and t.er_valgt_i_oppstillingen
        where f.er_valgt_i_oppstillingen and f.emne = 'balanse' and f.versjon = 'regnskap'
        """,
        ("tabell_id", "rad", "kolonne"),
        dict.fromkeys(
            ("side", "storrelse_mill_kr", "hovedgruppe", "funn_id", "cellestatus", "utgave_dato", "utgave", "omfang", "prisniva")
        ),
    ),
    "rapport.rapport_korona": (
        """
        select f.tabell_id, f.rad, f.kolonne, p.navn, p.radtype, p.nivaa, p.rekkefolge, p.tjenesteomrade_id, f.cellestatus, f.funn_id,
            o.navn as forelder
        from marts.fct_belop as f
        inner join marts.dim_regnskapspost as p on (f.rapport_id, f.oppstilling, f.post_id) = (p.rapport_id, p.oppstilling, p.post_id)
        left join marts.dim_regnskapspost as o on (p.rapport_id, p.oppstilling, p.forelder_post_id) = (o.rapport_id, o.oppstilling,
            o.post_id)
        where f.er_valgt_i_oppstillingen and f.emne = 'korona'
        """,
        ("tabell_id", "rad", "kolonne"),
        dict.fromkeys(("navn", "radtype", "nivaa", "rekkefolge", "tjenesteomrade_id", "cellestatus", "funn_id", "forelder")),
    ),
    "rapport.rapport_klimaindikator": (
        """
        with tall as (
            select rapport_id, gjelder, maal, maaleenhet, aar, verdi_brukt, coalesce(sammenligning = 'mål', false) as er_mal,
                min(utsagn_id) as utsagn_id,
                count(*) as antall_steder
            from marts.fct_utsagn where tema = 'klima' group by all
        )
        select t.utsagn_id, t.er_mal, t.antall_steder,
            (select count(*) from tall as a where (a.rapport_id, a.gjelder, a.maal, a.maaleenhet, a.er_mal)
                = (t.rapport_id, t.gjelder, t.maal, t.maaleenhet, t.er_mal)) as antall_aar,
            lag(t.aar) over rekken as forrige_aar, lag(t.verdi_brukt) over rekken as forrige_verdi
        from tall as t
        window rekken as (partition by t.rapport_id, t.gjelder, t.maal, t.maaleenhet, t.er_mal order by t.aar, t.utsagn_id)
        """,
        ("utsagn_id",),
        dict.fromkeys(("er_mal", "antall_steder", "antall_aar", "forrige_aar", "forrige_verdi")),
    ),
    "rapport.rapport_mal": (
        "select mal_id, case when brukbar_til_sammenligning then status else 'ikke målt' end as status from marts.fct_mal",
        ("mal_id",),
        {"status": None},
    ),
    "rapport.rapport_sykefravaer": (
        "select utsagn_id, maal in ('samlet sykefravær', 'sykefravær') as er_samlet from marts.fct_utsagn "
        "where starts_with(gjelder, 'Sykefravær') and contains(maal, 'fravær') and maaleenhet = 'pst'",
        ("utsagn_id",),
        {"er_samlet": None},
    ),
    "rapport.rapport_kommuneaar": (
        """
        with aarene as (
            select e.kommune_id, f.aar, bool_or(f.post_id in ('netto_driftsresultat', 'regnskapsmessig_resultat')
                and f.versjon = 'regnskap') as har
            from marts.fct_belop as f inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id group by all
        )
        select v.enhet_id, v.aar, v.har_resultat and a.har as har_resultat,
            row_number() over (partition by v.enhet_id order by v.har_resultat desc, v.aar desc) as rekkefolge
        from rapport.rapport_kommuneaar as v left join aarene as a on v.enhet_id = a.kommune_id and v.aar = a.aar
        """,
        ("enhet_id", "aar"),
        {"har_resultat": None, "rekkefolge": None},
    ),
    # What a municipality is steered by: of the amounts of the table it says, or the report's own figure.
    "rapport.rapport_styringstall": (
        f"""
        with
        belop as (
            select e.kommune_id, f.aar, f.tabell_id, f.post_id, max(f.virkning_mill_kr) as belop, max(f.funn_id) as funn_id,
                max(f.omfang) as omfang
            from marts.fct_belop as f inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id
            where f.versjon = 'regnskap' group by all
        ),
        tall as (
            select r.kommune_id as enhet_id, r.aar, 'netto_driftsresultat_pst' as indikator_id, r.tabell_id as kilde,
                'oppstilling' as kildeslag,
                r.omfang, 100 * r.belop / nullif(i.belop, 0) as verdi, r.funn_id
            from belop as r
            inner join belop as i on (r.kommune_id, r.aar, r.tabell_id) = (i.kommune_id, i.aar, i.tabell_id)
            where r.post_id = 'netto_driftsresultat' and i.post_id = 'sum_driftsinntekter'
            union all
            select e.kommune_id, n.aar, n.indikator_id, n.rapport_id, 'rapport', n.omfang, n.verdi_brukt, n.funn_id
            from marts.fct_nokkeltall as n inner join marts.dim_enhet as e on n.enhet_id = e.enhet_id and e.type = 'kommune'
            union all
            -- what is of a balance is its own table's, and SSB's is SSB's: held where they are read
            select enhet_id, aar, indikator_id, kilde, kildeslag, omfang, verdi, funn_id from rapport.rapport_styringstall
            where kildeslag = 'ssb' or (kildeslag = 'oppstilling' and indikator_id != 'netto_driftsresultat_pst')
        ),
        rekken as (
            select *, count(brudd) over (partition by enhet_id, indikator_id order by aar) as strekningen,
                lag(aar) over (partition by enhet_id, indikator_id order by aar) as forrige,
                lag(omfang) over (partition by enhet_id, indikator_id order by aar) as forrige_omfang
            from rapport.rapport_styringstall
        )
        select v.enhet_id, v.aar, v.indikator_id, v.strekningen as strekning, g.verdi as norm, g.kilde as norm_kilde, t.kilde,
            t.kildeslag, t.omfang, t.verdi,
            t.funn_id,
            case when v.forrige is null then null
                when {_MERGED.format(enhet="v.enhet_id", fra="v.forrige", til="v.aar")} then 'sammenslaing'
                when s.aar is not null then 'definisjon'
                when (v.omfang = 'konsern') != (v.forrige_omfang = 'konsern') then 'omfang' when v.forrige < v.aar - 1
                    then 'hull' end as brudd,
            case when v.brudd = 'definisjon' then s.navn end as brudd_grunn,
            -- a debt is parted among those who lived there at the end of its year
            case when v.indikator_id = 'langsiktig_gjeld_per_innbygger_kr' and v.kildeslag = 'oppstilling' then (
                select sum(f.personer) from marts.fct_befolkning as f
                where f.aar = v.aar + 1 and f.kommunenr in (select b.enhet_id from marts.fct_belop as b where b.tabell_id = v.kilde)
            ) end as innbyggere,
            case when v.indikator_id = 'langsiktig_gjeld_per_innbygger_kr' and v.kildeslag = 'oppstilling'
                then make_date(v.aar + 1, 1, 1) end as innbyggere_per,
            (select case when count(*) = 4 then avg(cast(a.verdi as double)) end from rekken as a
                where (a.enhet_id, a.indikator_id, a.strekningen) = (v.enhet_id, v.indikator_id, v.strekningen)
                    and a.aar between v.aar - 3 and v.aar) as snitt_fire_aar,
            case when v.snitt_fire_aar is null then null when v.verdi > v.snitt_fire_aar then 'over'
                when v.verdi < v.snitt_fire_aar then 'under' else 'likt' end as mot_snittet
        from rekken as v
        left join kodeverk.seriebrudd as s
            on s.indikator_id = v.indikator_id and cast(s.aar as integer) > v.forrige and cast(s.aar as integer) <= v.aar
        inner join tall as t on (v.enhet_id, v.aar, v.indikator_id, v.kilde, v.omfang) = (t.enhet_id, t.aar, t.indikator_id, t.kilde,
            t.omfang)
        left join marts.dim_grense as g
            on g.grense_id = 'norm_' || v.indikator_id and (v.aar < g.fra_aar or v.aar > g.til_aar) is not true
        """,
        ("enhet_id", "aar", "indikator_id"),
        {
            **dict.fromkeys(("strekning", "norm", "norm_kilde", "kilde", "kildeslag", "omfang", "funn_id", "brudd", "brudd_grunn")),
            **dict.fromkeys(("mot_snittet", "innbyggere", "innbyggere_per")),
            "verdi": 0.0501,
            "snitt_fire_aar": 0.0501,
        },
    ),
    "rapport.rapport_bemanning": (
        "select tabell_id, rad, any_value(etikett) as omrade, max(cellestatus) filter (verdi_trykt is null) as cellestatus "
        "from marts.fct_personell where emne = 'bemanning' group by all",
        ("tabell_id", "rad"),
        {"omrade": None, "cellestatus": None},
    ),
    "rapport.rapport_innvandrerbakgrunn": (
        """
        with rader as (
            select tabell_id, rad, aar, any_value(etikett) as stillingsgruppe, any_value(er_total) as er_total,
                max(verdi_brukt) filter (undergruppe = 'totalt') as antall
            from marts.fct_personell where emne = 'innvandrerbakgrunn' group by all
        )
        select n.tabell_id, n.rad, n.aar, n.stillingsgruppe, n.er_total, n.antall - f.antall as endring_totalt
        from rader as n left join rader as f on n.tabell_id = f.tabell_id and n.rad = f.rad and f.aar = n.aar - 1
        """,
        ("tabell_id", "rad", "aar"),
        {"stillingsgruppe": None, "er_total": None, "endring_totalt": None},
    ),
    # A target that stands once for several trades is theirs together, and so are their contracts.
    "rapport.rapport_larling": (
        """
        with rader as (
            select tabell_id, rad, any_value(etikett) as fag, any_value(er_total) as er_total,
                max(cellestatus) filter (verdi_trykt is null) as cellestatus,
                    max(verdi_brukt) filter (maal = 'lopende_kontrakter') as lopende
            from marts.fct_personell where emne = 'larling' group by all
        ),
        delte as (
            select f.tabell_id, string_split(f.gjelder_rader, ';') as radene, f.verdi_brukt as maltall
            from marts.fct_personell as f where f.gjelder_rader is not null
        )
        select r.tabell_id, r.rad, r.fag, r.er_total, r.cellestatus, max(d.maltall) as maltall_felles,
            case when max(d.maltall) is not null then string_agg(a.fag, ', ' order by a.rad) end as felles_for,
            case when max(d.maltall) is not null then sum(a.lopende) end as lopende_felles
        from rader as r
        left join delte as d on r.tabell_id = d.tabell_id and list_contains(d.radene, cast(r.rad as varchar))
        left join rader as a on d.tabell_id = a.tabell_id and list_contains(d.radene, cast(a.rad as varchar))
        group by all
        """,
        ("tabell_id", "rad"),
        dict.fromkeys(("fag", "er_total", "cellestatus", "maltall_felles", "felles_for", "lopende_felles")),
    ),
    "rapport.rapport_garanti": (
        """
        select f.tabell_id, f.rad, f.kolonne, f.etikett as mottaker, p.radtype, p.rekkefolge
        from marts.fct_belop as f
        inner join marts.dim_regnskapspost as p on (f.rapport_id, f.oppstilling, f.post_id) = (p.rapport_id, p.oppstilling, p.post_id)
        where f.er_valgt_i_oppstillingen and f.emne = 'garanti'
        """,
        ("tabell_id", "rad", "kolonne"),
        {"mottaker": None, "radtype": None, "rekkefolge": None},
    ),
    "rapport.rapport_handlingsregler": (
        """
        with tall as (
            select h.rapport_id, h.regel_id, h.maltype, n.verdi_brukt as nedre, o.verdi_brukt as ovre, k.verdi_brukt as korrigert,
                f.maal as malt_som
            from marts.fct_handlingsregel as h
            left join marts.fct_utsagn as f on h.utsagn_faktisk = f.utsagn_id
            left join marts.fct_utsagn as n on h.utsagn_nedre = n.utsagn_id
            left join marts.fct_utsagn as o on h.utsagn_ovre = o.utsagn_id
            left join marts.fct_utsagn as k on h.utsagn_korrigert = k.utsagn_id
        )
        select v.rapport_id, v.regel_id, case when t.korrigert < coalesce(t.nedre, t.ovre) then 'under'
                when t.korrigert > coalesce(t.ovre, t.nedre) then 'over' when t.korrigert is not null then 'innenfor' end as korrigert_side,
            -- what is above a band is no failure, and a level for the long run is neither kept nor broken
            d.innfrir, coalesce(d.lesning, 'kan ikke avgjøres') as lesning, t.malt_som
        from rapport.rapport_handlingsregler as v
        inner join tall as t using (rapport_id, regel_id)
        left join (values
            ('mellom', 'under', false, 'ikke innfridd'), ('mellom', 'innenfor', true, 'innfridd'), ('mellom', 'over', null, 'over båndet'),
            ('minst', 'under', false, 'ikke innfridd'), ('minst', 'innenfor', true, 'innfridd'), ('minst', 'over', true, 'innfridd'),
            ('under', 'under', true, 'innfridd'), ('under', 'innenfor', false, 'ikke innfridd'), ('under', 'over', false, 'ikke innfridd'),
            ('pa_sikt', 'under', null, 'langsiktig mål'), ('pa_sikt', 'innenfor', null, 'langsiktig mål'),
            ('pa_sikt', 'over', null, 'langsiktig mål')
        ) as d(maltype, side, innfrir, lesning) on t.maltype = d.maltype and v.side = d.side
        """,
        ("rapport_id", "regel_id"),
        {"korrigert_side": None, "innfrir": None, "lesning": None, "malt_som": None},
    ),
    # A deviation is judged by what is printed and what it comes to, and an outcome by the limit for what is in balance.
    **{
        f"rapport.rapport_{name}": (
            f"""
            with rader as (
                select tabell_id, rad, enhet_id, aar, max(utgave_dato) as utgave_dato,
                    coalesce(bool_or(er_omarbeidet) filter (versjon = 'regnskap'), false) as er_omarbeidet,
                    max(virkning_trykt_mill_kr) filter (versjon = 'avvik') as trykt,
                    sum(usikkerhet_mill_kr) filter (versjon in ('regnskap', 'regulert_budsjett', 'avvik')) as slingring
                from marts.fct_belop where er_valgt_i_oppstillingen group by all
            )
            select v.tabell_id, v.rad, v.enhet_id, v.aar, r.utgave_dato, r.er_omarbeidet, v.rad as rekkefolge,
                case when r.trykt is null then 'ikke_trykt' when v.regnskap_mill_kr - v.regulert_budsjett_mill_kr is null
                    then 'ikke_beregnet'
                    when v.regnskap_mill_kr - v.regulert_budsjett_mill_kr = r.trykt then 'stemmer_eksakt'
                    when abs(v.regnskap_mill_kr - v.regulert_budsjett_mill_kr - r.trykt) <= r.slingring then 'innenfor_avrunding'
                    else 'avvik' end as avvik_kontroll,
                case when v.avvik_mill_kr is null or v.regulert_budsjett_mill_kr is null then null
                    when 100 * abs(v.avvik_mill_kr) < g.verdi * abs(v.regulert_budsjett_mill_kr) or v.avvik_mill_kr = 0 then 'i_balanse'
                    when v.avvik_mill_kr < 0 then 'merforbruk' else 'mindreforbruk' end as utfall
            from rapport.rapport_{name} as v
            left join rader as r using (tabell_id, rad, enhet_id, aar)
            left join marts.dim_grense as g
                on g.grense_id = 'merforbruk_pst' and (v.aar < g.fra_aar or v.aar > g.til_aar) is not true
            """,
            ("tabell_id", "rad", "enhet_id", "aar"),
            dict.fromkeys(columns),
        )
        for name, columns in {
            "arsresultat": ("utgave_dato", "er_omarbeidet", "avvik_kontroll"),
            "budsjettavvik": ("utgave_dato", "avvik_kontroll", "utfall"),
            "oppstilling": ("utgave_dato", "utfall", "rekkefolge"),
        }.items()
    },
}


AGAIN |= of_files.AGAIN

# Of a limit, a year has one row: else what is held against it would be held twice.
LIMITS = """
select
    case when exists (
        select 1 from marts.dim_grense as h
        where g.grense_id = h.grense_id and g.fra_aar < h.fra_aar and (g.til_aar < h.fra_aar) is not true
    ) then concat_ws(' ', grense_id, fra_aar, til_aar, 'et år har to') end as feil
from marts.dim_grense as g
"""

# The rows that must be there, by their keys, where the query above reads the relation itself or may find more than it shows. Of the others
# the query above is what must be there, but for the rows of SSB's in rapport_nokkeltall_over_tid: it reads those from the relation, and
# what was fetched is held where it is read.
ROWS: dict[str, str] = {
    "kvalitet.dekning": "select tabell_id, rad, kolonne from kvalitet.kildecelle where status = 'verdi'",
    "rapport.rapport_befolkning": """
        with alle as (
            select kommunenr, grenser, aar, kjonn, alder_fra, alder_til from marts.fct_befolkning
            union all select kommunenr, grenser, aar, kjonn, alder_fra, alder_til from marts.fct_befolkning_i_dag
            union all
            select '0000', (select cast(max(til_grenser) as varchar) from marts.bro_kommune), aar, kjonn, alder_fra, alder_til
            from marts.fct_befolkning_landet
        ),
        bredest as (select kommunenr, grenser, aar, max(alder_til - alder_fra) as bredde from alle group by all)
        select distinct kommunenr, grenser, aar, kjonn,
            case when bredde = 0 then least(alder_fra // 5 * 5, 90) else alder_fra end as alder_fra
        from alle inner join bredest using (kommunenr, grenser, aar)
        """,
    "rapport.rapport_folketall": """
        with
        aarene as (select distinct aar from rapport.rapport_aldersgruppe),
        steder as (
            select b.fra_kommunenr as kommunenr, 'opprinnelige' as grenser, a.aar
            from aarene as a inner join marts.bro_kommune as b on a.aar between b.fra_grenser and coalesce(b.fra_siste_aar, 9999)
            union
            select b.til_kommunenr, cast(b.til_grenser as varchar), a.aar
            from aarene as a inner join marts.bro_kommune as b on a.aar between b.fra_grenser and coalesce(b.fra_siste_aar, 9999)
            where b.til_grenser = (select max(til_grenser) from marts.bro_kommune)
        )
        from steder union select distinct '0000', grenser, aar from steder
        """,
    "rapport.rapport_faste_priser": """
        with belop as (
            select tabell_id, rad, kolonne, nr, aar from marts.fct_belop where er_valgt_i_oppstillingen and virkning_mill_kr is not null
        )
        select tabell_id, rad, kolonne, nr, serie as prisserie, cast(argang as varchar) as argang, prisaar
        from belop inner join marts.dim_prisfaktor using (aar)
        union all select tabell_id, rad, kolonne, nr, 'lopende', '', aar from belop
        """,
    # a report that prints its own figure twice has one row of both
    "rapport.rapport_tjenesteprofil": """
        select max(f.tabell_id) as tabell_id, max(f.rad) as rad, max(f.kolonne) as kolonne
        from (select *, count(*) filter (enhet_id = 'snitt_asss') over (partition by rapport_id, indikator_id, aar) as snitt
            from marts.fct_nokkeltall) as f
        inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id
        inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id and e.kommune_id = r.kommune_id
        where f.snitt = 1 group by f.rapport_id, f.indikator_id, f.aar
        """,
    "rapport.rapport_tjenesteomrade": """
        select distinct r.kommune_id as enhet_id, r.aar, o.tjenesteomrade_id
        from marts.dim_rapport as r cross join marts.dim_tjenesteomrade as o where o.art != 'tema'
        """,
    "rapport.rapport_kommuneaar": """
        select kommune_id as enhet_id, aar from marts.dim_rapport
        union
        select e.kommune_id, f.aar from marts.fct_belop as f inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id
        where f.versjon = 'regnskap' and f.er_valgt_i_oppstillingen and f.belop_mill_kr is not null and e.kommune_id is not null
        """,
    # Not all: the result of the operating statement, the fund beside it, and what reports print of either. The others are of several posts,
    # or SSB's.
    "rapport.rapport_styringstall": """
        with
        belop as (
            select e.kommune_id as enhet_id, f.aar, f.emne, f.tabell_id,
                bool_or(f.post_id = 'netto_driftsresultat' and f.virkning_mill_kr is not null) as resultat,
                bool_or(f.post_id = 'sum_driftsinntekter' and f.virkning_mill_kr != 0) as inntekter,
                bool_or(f.post_id = 'balanse_disposisjonsfond' and f.belop_mill_kr is not null) as fond
            from marts.fct_belop as f inner join marts.dim_enhet as e on f.enhet_id = e.enhet_id and e.type = 'kommune'
            where f.versjon = 'regnskap' and f.er_valgt_i_oppstillingen and f.emne in ('drift', 'balanse') group by all
        ),
        aarene as (
            select enhet_id, aar, bool_and(emne = 'balanse' or (resultat and inntekter)) and bool_or(emne = 'drift') as har_resultat,
                bool_and(emne = 'drift' or fond) and bool_or(emne = 'balanse') as har_fond
            from belop where resultat or inntekter or emne = 'balanse' group by all
        ),
        regnet as (
            select enhet_id, aar, 'netto_driftsresultat_pst' as indikator_id from aarene where har_resultat
            union all select enhet_id, aar, 'disposisjonsfond_pst' from aarene where har_resultat and har_fond
        )
        from (
            from regnet
            union
            select e.kommune_id, n.aar, n.indikator_id
            from marts.fct_nokkeltall as n inner join marts.dim_enhet as e on n.enhet_id = e.enhet_id and e.type = 'kommune'
            where n.er_valgt and n.verdi_brukt is not null and n.indikator_id in (select indikator_id from regnet)
        )
        where enhet_id in (select enhet_id from rapport.rapport_kommune)
        """,
    "rapport.rapport_handlingsregler": "select rapport_id, regel_id from marts.fct_handlingsregel",
    "rapport.rapport_arsresultat": """
        with rader as (
            select enhet_id, aar, rapport_id, oppstilling, post_id, tabell_id, rad from marts.fct_belop
            where emne = 'drift' and versjon = 'regnskap' and er_valgt_i_oppstillingen group by all having count(*) = 1
        )
        select tabell_id, rad, enhet_id, aar from rader as r
        where not exists (select 1 from rader as i where i.post_id = 'sum_driftsinntekter'
            and (i.enhet_id, i.aar, i.oppstilling) = (r.enhet_id, r.aar, r.oppstilling))
            or exists (select 1 from rader as i where i.post_id = 'sum_driftsinntekter'
                and (i.enhet_id, i.aar, i.oppstilling, i.rapport_id) = (r.enhet_id, r.aar, r.oppstilling, r.rapport_id))
        """,
    "rapport.rapport_budsjettavvik": """
        select tabell_id, rad, enhet_id, aar from marts.fct_belop where versjon = 'regulert_budsjett' and er_valgt_i_oppstillingen
        group by enhet_id, aar, rapport_id, oppstilling, emne, post_id, tabell_id, rad having count(*) = 1
        """,
    "rapport.rapport_oppstilling": """
        with belop as (
            select f.*, r.aar as rapport_aar from marts.fct_belop as f inner join marts.dim_rapport as r using (rapport_id)
            where versjon in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik', 'inngaende_balanse',
                'sum_inngaende_balanse')
        )
        select distinct tabell_id, rad, enhet_id, aar from belop
        inner join (
            select enhet_id, aar, oppstilling, first(rapport_id order by rapport_aar != aar, rapport_aar desc, rapport_id) as rapport_id
            from belop group by all
        ) using (enhet_id, aar, oppstilling, rapport_id)
        """,
}


def again(relation: str) -> str:
    """What `relation` says in the columns that can be found by another road, is what is found, and each row that must be there is."""
    query, keys, columns = AGAIN[relation]
    wrong = ", ".join(
        f"case when {_off(name, most)} then concat('{name}: ', v.{name}, ' mot ', t.{name}) end" for name, most in columns.items()
    )
    unknown = f"case when t.{keys[0]} is null then 'er ikke der det skal komme fra' end"
    return f"""
    with ventet as ({query}),
    sett as (select concat_ws(' ', {_each("v", keys)}) as sted, nullif(concat_ws(' ', {unknown}, {wrong}), '') as galt
        from {relation} as v left join ventet as t on {_same("v", "t", keys)})
    select case when galt is not null then concat_ws(' ', sted, galt) end as feil from sett
    union all
    select concat_ws(' ', {_each("m", keys)}, 'mangler') from ({ROWS.get(relation, "from ventet")}) as m
    anti join {relation} as v on {_same("v", "m", keys)}
    """


def _each(of: str, keys: tuple[str, ...]) -> str:
    return ", ".join(f"{of}.{key}" for key in keys)


def _same(one: str, other: str, keys: tuple[str, ...]) -> str:
    return " and ".join(f"{one}.{key} is not distinct from {other}.{key}" for key in keys)


def _off(name: str, most: float | None) -> str:
    if most is None:
        return f"v.{name} is distinct from t.{name}"
    return f"coalesce(abs(v.{name} - t.{name}) > {most}, (v.{name} is null) != (t.{name} is null))"
