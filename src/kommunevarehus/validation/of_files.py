"""What the marts and the quality relations say, found again in the files they are of: the packages' fields and the catalogues as written.

The fields of every package are one relation as they stand in the files (`staging.stg_rapport__felt`), and so are the seeds (`kodeverk`);
what is read as it is, is read once more (`seeds/regnskap`, below the project's root). A model between a file and what is published is held
by the file, not by another model. Each query gives what the relation must say, by `recomputed.AGAIN`'s words: the query, the key and the
columns.
"""

from __future__ import annotations

Again = tuple[str, tuple[str, ...], dict[str, float | None]]


def _fields(file: str, *columns: str) -> str:
    """The rows of a file of every package that was taken in, with the package's short name: as text, and null where nothing stands."""
    said = ", ".join(f"max(f.tekst) filter (f.kolonne = '{column}') as {column}" for column in columns)
    return (
        f"(select f.rapport_id, r.kortnavn, f.post, {said} from staging.stg_rapport__felt as f "
        f"inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id where f.fil = '{file}' and f.post > 1 group by all)"
    )


def _shared(file: str, *columns: str) -> str:
    """The rows of a file of the layouts that all share."""
    said = ", ".join(f"max(tekst) filter (kolonne = '{column}') as {column}" for column in columns)
    return f"(select post, {said} from staging.stg_rapport__felt where rapport_id = '' and fil = '{file}' and post > 1 group by all)"


def _csv(file: str) -> str:
    return f"read_csv('seeds/regnskap/{file}.csv', all_varchar = true, header = true)"


def _same(*columns: str) -> dict[str, float | None]:
    return dict.fromkeys(columns)


# The file of a table is of the table that its name begins with; the figures stand in one file, line by line.
_TABLE_FILES = f"""(
    select distinct f.rapport_id, r.kortnavn, regexp_extract(f.fil, '^tabeller/([^_.]+)', 1) as tabell, f.fil,
        regexp_extract(f.fil, '^tabeller/[^_.]+_(.+)[.]csv$', 1) as oppstilling
    from staging.stg_rapport__felt as f inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id where f.fil like 'tabeller/%'
    union select rapport_id, kortnavn, tabell, 'figurer.csv', null from {_fields("figurer.csv", "tabell")}
)"""
_TABLE = ("slag", "nummer", "kapittel", "tittel", "oppstilling", "tjenesteomrade_id", "linje_fra", "rader", "verdikolonner", "tallceller")
_KOSTRA = ("navn", "type", "skjema", "gyldig_fra", "gyldig_til")
_CONCEPT = ("navn", "samling", "kilde", "oppstilling", "post_id", "radtype", "formel_kasse", "formel_konsern", "ssb_kasse", "ssb_konsern")

# What a package says of whether a number may be held beside another: of its cell, row, column or table, the nearest that says it.
_RESERVED = ("omfang", "utgave", "utgave_dato", "prisniva")
_RESERVATIONS = (
    f"forbehold as (select kortnavn || '-' || sted as sted, {', '.join(_RESERVED)} "
    f"from {_fields('sammenlignbarhet.csv', 'sted', *_RESERVED)})"
)
_PLACES = {
    "cellen": "concat_ws('|', c.tabell_id, c.rad, c.kolonne)",
    "raden": "concat_ws('|', c.tabell_id, c.rad)",
    "kolonnen": "concat_ws('|', c.tabell_id, '*', c.kolonne)",
    "tabellen": "c.tabell_id",
}


def _coded(where: str, columns: dict[str, str], *, reserved: bool = True, first: str = "") -> Again:
    """What a fact of cells says of each: what its table, row and column are coded with. `first` keeps the first print of a figure."""
    nearest = {name: f"coalesce({', '.join(f'{place}.{name}' for place in _PLACES)})" for name in _RESERVED}
    said = {
        **columns,
        **(
            {
                "omfang": f"coalesce({nearest['omfang']}, 'uoppgitt')",
                "utgave": f"coalesce({nearest['utgave']}, 'uoppgitt')",
                "utgave_dato": f"try_cast({nearest['utgave_dato']} as date)",
                "prisniva": nearest["prisniva"],
            }
            if reserved
            else {}
        ),
    }
    joined = " ".join(f"left join forbehold as {name} on {place} = {name}.sted" for name, place in _PLACES.items()) if reserved else ""
    return (
        f"""
        with {_RESERVATIONS}
        select c.tabell_id, c.rad, c.kolonne, {", ".join(f"{value} as {name}" for name, value in said.items())}
        from intermediate.int_celle__kodet as c inner join marts.dim_rapport as r on c.rapport_id = r.rapport_id {joined}
        where {where} {first}
        """,
        ("tabell_id", "rad", "kolonne"),
        _same(*said),
    )


_OF_CELL = {name: f"c.{name}" for name in ("rapport_id", "enhet_id", "aar", "emne")}
_OF_PEOPLE = {name: f"c.{name}" for name in ("oppstilling", "gruppe", "etikett", "kjonn", "undergruppe", "maal", "maaleenhet")}
_OF_ANALYSIS = {name: f"c.{name}" for name in ("tjenesteomrade_id", "indikator_id", "gruppe", "etikett", "maal", "maaleenhet")}
_OF_AMOUNT = {
    **{"oppstilling": "c.oppstilling", "post_id": "c.kode", "versjon": "c.maal", "periode": "c.periode", "etikett": "c.etikett"},
    "regnskapsdel": "(select e.regnskapsdel from kodeverk.emne as e where e.emne = c.emne)",
}

AGAIN: dict[str, Again] = {
    "marts.fct_belop": _coded("c.fakta = 'belop'", _OF_CELL | _OF_AMOUNT | {"maaleenhet_trykt": "c.maaleenhet"}),
    "marts.fct_personell": _coded("c.fakta = 'personell'", _OF_CELL | _OF_PEOPLE, reserved=False),
    "marts.fct_analyse": _coded("c.fakta = 'analyse'", _OF_CELL | _OF_ANALYSIS),
    "marts.fct_nokkeltall": _coded(
        "c.er_nokkeltall",
        _OF_CELL | {"indikator_id": "c.indikator_id"},
        first="qualify row_number() over (partition by c.indikator_id, c.enhet_id, c.aar, c.rapport_id, "
        "coalesce(cellen.omfang, raden.omfang, kolonnen.omfang, tabellen.omfang) "
        "order by c.verdi is null, c.status = 'utledet', c.tabell_id, c.rad, c.kolonne) = 1",
    ),
    "marts.fct_behovsindeks": (
        """
        select cast(i.aar as integer) as aar, i.kommunenr, i.sektor, cast(i.indeks as decimal(18, 6)) as indeks,
            cast(s.andel as decimal(18, 6)) as andel, coalesce(s.navn, 'Samlet') as sektornavn, s.tjenesteomrade_id,
            (select max(alle.kilde) from kodeverk.behovssektor as alle where alle.aar = i.aar) as kilde
        from kodeverk.behovsindeks as i left join kodeverk.behovssektor as s using (aar, sektor)
        """,
        ("aar", "kommunenr", "sektor"),
        _same("sektornavn", "tjenesteomrade_id", "kilde", "indeks", "andel"),
    ),
    "marts.fct_forklaring": (
        f"""
        select rapport_id, tema, try_cast(linje_fra as integer) as linje_fra, try_cast(linje_til as integer) as linje_til
        from {_fields("forklaringer.csv", "tema", "linje_fra", "linje_til")}
        """,
        ("rapport_id", "tema", "linje_fra"),
        _same("linje_til"),
    ),
    "kvalitet.kildefunn": (
        f"""
        select f.rapport_id, concat(f.kortnavn, '-', f.funn_id) as funn_id, f.tittel, f.type, f.verdi_a, f.verdi_b, f.vurdering,
            f.vi_bruker, f.alvorlighet,
            case when a.tabell_id is null then f.kortnavn || '-' || f.sted_a else f.sted_a end as sted_a,
            case when b.tabell_id is null then f.kortnavn || '-' || f.sted_b else f.sted_b end as sted_b
        from {
            _fields(
                "funn.csv",
                *("funn_id", "tittel", "type", "sted_a", "verdi_a", "sted_b", "verdi_b", "vurdering", "vi_bruker"),
                "alvorlighet",
            )
        } as f
        left join kodeverk.statistikktabell as a on f.sted_a = a.tabell_id
        left join kodeverk.statistikktabell as b on f.sted_b = b.tabell_id
        """,
        ("funn_id",),
        _same("rapport_id", "tittel", "type", "sted_a", "verdi_a", "sted_b", "verdi_b", "vurdering", "vi_bruker", "alvorlighet"),
    ),
    # Each place that funn_virkning.csv has, as it says; and a mark on the places that funn.csv names and nothing more is said of.
    "marts.bro_funnsted": (
        f"""
        with
        sagt as (
            select rapport_id, kortnavn || '-' || funn_id as funn_id, kortnavn || '-' || sted as sted, virkning, grunn,
                cast(replace(replace(verdi, ' ', ''), ',', '.') as decimal(18, 6)) as verdi, enhet as maaleenhet
            from {_fields("funn_virkning.csv", "funn_id", "sted", "virkning", "verdi", "enhet", "grunn")}
        ),
        navngitt as (select distinct rapport_id, funn_id, unnest([sted_a, sted_b]) as sted from kvalitet.kildefunn),
        steder as (
            from sagt
            union all by name
            select n.rapport_id, n.funn_id, n.sted, 'merk' as virkning from navngitt as n
            where n.sted is not null and not exists (
                select 1 from sagt as s where s.funn_id = n.funn_id and (s.sted = n.sted or starts_with(s.sted, n.sted || '|'))
            )
        )
        select s.*, t.tabell_id, case when t.tabell_id is null then s.sted end as utsagn_id,
            try_cast(nullif(split_part(s.sted, '|', 2), '') as integer) as rad, nullif(split_part(s.sted, '|', 3), '') as kolonne
        from steder as s left join marts.dim_kildetabell as t on split_part(s.sted, '|', 1) = t.tabell_id
        """,
        ("funn_id", "sted"),
        _same("rapport_id", "tabell_id", "rad", "kolonne", "utsagn_id", "virkning", "verdi", "maaleenhet", "grunn"),
    ),
    "kvalitet.fotnote": (
        f"""
        select kortnavn || '-' || tabell as tabell_id, coalesce(merke, '') as merke, gjelder, tekst, rapport_id
        from {_fields("fotnoter.csv", "tabell", "merke", "tekst", "gjelder")}
        """,
        ("tabell_id", "merke", "gjelder", "tekst"),
        _same("rapport_id"),
    ),
    # A column has the place that it has in the table's own file; its heading is the table's, else its layout's, the package's first.
    "kvalitet.kildekolonne": (
        f"""
        with
        hoder as (
            select t.kortnavn, t.rapport_id, t.tabell, f.kolonne, f.felt_nr
            from {_TABLE_FILES} as t
            inner join staging.stg_rapport__felt as f on t.rapport_id = f.rapport_id and t.fil = f.fil and f.post = 1
            where t.fil != 'figurer.csv' and f.kolonne not in ('rad', 'gruppe', 'etikett')
            union
            select kortnavn, rapport_id, tabell, kolonne, null from {_fields("figurer.csv", "tabell", "kolonne")}
        ),
        egne as (from {_fields("kolonner.csv", "oppstilling", "tabell", "kolonne", "overskrift", "maaleenhet")}),
        delte as (from {_shared("kolonner.csv", "oppstilling", "kolonne", "overskrift", "maaleenhet")}),
        oppstillinger as (from {_fields("oppstillinger.csv", "oppstilling", "navn")})
        select h.kortnavn || '-' || h.tabell as tabell_id, h.kolonne, h.rapport_id,
            row_number() over (partition by h.rapport_id, h.tabell order by coalesce(h.felt_nr, e.post)) as plass,
            case when e.kolonne is not null then e.overskrift when o.rapport_id is not null then p.overskrift else d.overskrift end
                as overskrift,
            case when e.kolonne is not null then e.maaleenhet when o.rapport_id is not null then p.maaleenhet else d.maaleenhet end
                as maaleenhet
        from hoder as h
        left join egne as e on h.rapport_id = e.rapport_id and h.tabell = e.tabell and h.kolonne = e.kolonne
        inner join marts.dim_kildetabell as t on h.kortnavn || '-' || h.tabell = t.tabell_id
        left join oppstillinger as o on h.rapport_id = o.rapport_id and t.oppstilling = o.oppstilling
        left join egne as p
            on h.rapport_id = p.rapport_id and p.tabell is null and t.oppstilling = p.oppstilling and h.kolonne = p.kolonne
        left join delte as d on t.oppstilling = d.oppstilling and h.kolonne = d.kolonne
        """,
        ("tabell_id", "kolonne"),
        _same("plass", "overskrift", "maaleenhet", "rapport_id"),
    ),
    # A cell is what the file has in its row and column, as printed.
    "kvalitet.kildecelle": (
        f"""
        with
        felt as (
            select f.*, r.kortnavn || '-' || regexp_extract(f.fil, '^tabeller/([^_.]+)', 1) as tabell_id
            from staging.stg_rapport__felt as f inner join marts.dim_rapport as r on f.rapport_id = r.rapport_id
            where f.fil like 'tabeller/%' and f.post > 1
        ),
        rader as (
            select tabell_id, post, max(tekst) filter (kolonne = 'rad') as rad, max(tekst) filter (kolonne = 'gruppe') as gruppe,
                max(tekst) filter (kolonne = 'etikett') as etikett
            from felt group by all
        ),
        celler as (
            select f.tabell_id, r.rad, f.kolonne, r.gruppe, r.etikett, f.tekst, f.rapport_id from felt as f
            inner join rader as r on f.tabell_id = r.tabell_id and f.post = r.post
            where f.kolonne not in ('rad', 'gruppe', 'etikett')
            union all
            select kortnavn || '-' || tabell, rad, kolonne, gruppe, etikett, verdi, rapport_id
            from {_fields("figurer.csv", "tabell", "rad", "gruppe", "etikett", "kolonne", "verdi")}
        )
        select tabell_id, try_cast(rad as integer) as rad, kolonne, gruppe, etikett, tekst as raatekst, rapport_id from celler
        """,
        ("tabell_id", "rad", "kolonne"),
        _same("gruppe", "etikett", "raatekst", "rapport_id"),
    ),
    "kvalitet.mistanke": (
        f"""
        with
        unntak as (from {_fields("unntak.csv", "regel", "nokkel", "begrunnelse")}),
        funn as (select rapport_id, funn_id, unnest([sted_a, sted_b]) as sted from kvalitet.kildefunn)
        select s.rapport_id, s.regel, s.sted_a, s.sted_b, s.verdi_a, s.verdi_b, min(u.begrunnelse) as begrunnelse,
            case when min(u.begrunnelse) is null then min(f.funn_id) end as funn_id,
            case when min(u.begrunnelse) is not null then 'unntak' when min(f.funn_id) is not null then 'funn' else 'uforklart' end
                as status
        from intermediate.int_mistanke__sett as s
        inner join marts.dim_rapport as r on s.rapport_id = r.rapport_id
        left join unntak as u on s.rapport_id = u.rapport_id and s.regel = u.regel and s.sted_a = r.kortnavn || '-' || u.nokkel
        left join funn as f on s.rapport_id = f.rapport_id and f.sted in (s.sted_a, s.sted_b)
        group by all
        """,
        ("rapport_id", "regel", "sted_a", "sted_b"),
        _same("verdi_a", "verdi_b", "status", "funn_id", "begrunnelse"),
    ),
    "kvalitet.rapportstatus": (
        """
        with
        feil as (select * from intermediate.int_rapport__feil where rapport_id != ''),
        pakker as (select rapport_id from staging.stg_rapport__felt where rapport_id != '' union select rapport_id from feil)
        select p.rapport_id, if(count(f.rapport_id) = 0, 'lest', 'utelatt') as status, count(f.rapport_id) as antall_feil
        from pakker as p left join feil as f using (rapport_id) group by all
        """,
        ("rapport_id",),
        _same("status", "antall_feil"),
    ),
    # What holds a number is counted and named; the four that hold it are told apart in the models.
    "kvalitet.dekning": (
        """
        select d.tabell_id, d.rad, d.kolonne, c.rapport_id, h.antall_hold,
            case when d.i_kilden = 'uten_kildetekst' or k.rad is not null then d.i_kilden end as i_kilden,
            d.er_avstemt or a.tabell_id is not null as er_avstemt,
            coalesce(nullif(concat_ws(', ', h.a, h.b, h.c, h.d), ''), 'ingenting') as holdt_av
        from kvalitet.dekning as d
        inner join (
            select *, len(list_filter([a, b, c, d], lambda x: x is not null)) as antall_hold
            from (select tabell_id, rad, kolonne, if(i_kilden != 'uten_kildetekst', 'kildeteksten', null) as a,
                if(er_avstemt, 'avstemmingen', null) as b, if(er_som_naboene, 'naboene', null) as c,
                if(er_trykt_flere_steder, 'et annet trykk', null) as d from kvalitet.dekning)
        ) as h using (tabell_id, rad, kolonne)
        inner join kvalitet.kildecelle as c using (tabell_id, rad, kolonne)
        left join (
            select distinct tabell_id, rad, kolonne from kvalitet.avstemming
            where status != 'kan_ikke_avgjores' and beregnet_ovre - beregnet_nedre <= 0.4 * abs(beregnet)
        ) as a using (tabell_id, rad, kolonne)
        left join (
            select distinct r.kortnavn || '-' || k.tabell as tabell_id, k.rad
            from intermediate.int_kilde__rad as k inner join marts.dim_rapport as r using (rapport_id)
        ) as k using (tabell_id, rad)
        """,
        ("tabell_id", "rad", "kolonne"),
        _same("rapport_id", "i_kilden", "er_avstemt", "antall_hold", "holdt_av"),
    ),
    # What a reconciliation came to, told apart from what it is said to be: the places of findings, and what could not have failed.
    "kvalitet.avstemming": (
        """
        with
        funn as (select distinct unnest([sted_a, sted_b]) as sted from kvalitet.kildefunn),
        egne as (
            select distinct regel_id, tabell_id, rad, kolonne from intermediate.int_avstemming__ledd
            where (tabell_id, kolonne) = (ledd_tabell_id, ledd_kolonne) and rad is not distinct from ledd_rad
        )
        select h.* replace (
            case when h.status not in ('stemmer_eksakt', 'innenfor_avrunding') then h.status
                when f.sted is not null then 'stemmer_med_funn'
                when e.regel_id is not null or h.beregnet_ovre - h.beregnet_nedre > 0.4 * nullif(abs(h.trykt_verdi), 0)
                    then 'kan_ikke_feile'
                else h.status end as status)
        from intermediate.int_avstemming__holdt as h
        inner join marts.dim_rapport as r on h.dokument = r.rapport_id
        left join funn as f
            on f.sted = case when h.tabell_id = 'utsagn' then h.kolonne else concat_ws('|', h.tabell_id, h.rad, h.kolonne) end
        left join egne as e
            on (h.regel_id, h.tabell_id, h.kolonne) = (e.regel_id, e.tabell_id, e.kolonne) and h.rad is not distinct from e.rad
        """,
        ("avstemming_id",),
        _same(
            *("regel_id", "tittel", "art", "dokument", "tabell_id", "rad", "kolonne", "trykt", "trykt_verdi", "nedre", "ovre", "beregnet"),
            *("beregnet_nedre", "beregnet_ovre", "differanse", "enhet", "status", "kildefunn_id", "utregning"),
        ),
    ),
    "marts.dim_kildetabell": (
        f"""
        with
        sagt as (from {_fields("tabeller.csv", "tabell", *_TABLE, "celler_i_alt", "status", "fortegn")}),
        filer as (from {_TABLE_FILES})
        select coalesce(s.kortnavn, f.kortnavn) || '-' || coalesce(s.tabell, f.tabell) as tabell_id,
            coalesce(s.rapport_id, f.rapport_id) as kilde_id, coalesce(s.slag, 'tabell') as slag, s.nummer, s.kapittel,
            s.tjenesteomrade_id, try_cast(s.linje_fra as integer) as linje_fra, try_cast(s.rader as integer) as rader,
            try_cast(s.verdikolonner as integer) as verdikolonner, try_cast(s.tallceller as integer) as tallceller,
            try_cast(s.celler_i_alt as integer) as celler_i_alt, coalesce(s.status, 'komplett') as status, s.fortegn,
            coalesce(s.oppstilling, f.oppstilling) as oppstilling, f.fil, f.fil is not null as er_lastet
        from sagt as s full join filer as f on s.rapport_id = f.rapport_id and s.tabell = f.tabell
        union all
        select tabell_id, kilde_id, slag, nullif(nummer, ''), nullif(kapittel, ''), nullif(tjenesteomrade_id, ''),
            try_cast(nullif(linje_fra, '') as integer), try_cast(nullif(rader, '') as integer),
            try_cast(nullif(verdikolonner, '') as integer), try_cast(nullif(tallceller, '') as integer),
            try_cast(nullif(celler_i_alt, '') as integer), status, nullif(fortegn, ''), nullif(oppstilling, ''), seed, true
        from kodeverk.statistikktabell
        """,
        ("tabell_id",),
        _same(
            *("kilde_id", "slag", "nummer", "kapittel", "tjenesteomrade_id", "linje_fra", "rader", "verdikolonner", "tallceller"),
            *("celler_i_alt", "status", "fortegn", "oppstilling", "fil", "er_lastet"),
        ),
    ),
    # The year of a concept that was always, or is still, is empty.
    "marts.dim_regnskapsbegrep": (
        f"""
        select begrep_id, try_cast(aar_fra as integer) as aar_fra, try_cast(aar_til as integer) as aar_til, {", ".join(_CONCEPT)},
            try_cast(rekkefolge as integer) as rekkefolge, try_cast(fortegn as integer) as fortegn, bestemt = 'true' as er_bestemt,
            grunn, rettet, bevis
        from {_csv("begrep")}
        """,
        ("begrep_id", "aar_fra"),
        _same("aar_til", *_CONCEPT, "rekkefolge", "fortegn", "er_bestemt", "grunn", "rettet", "bevis"),
    ),
    "marts.bro_regnskapsbegrep": (
        f"""
        select try_cast(ledd_id as integer) as ledd_id, begrep_id, try_cast(aar_fra as integer) as aar_fra,
            try_cast(aar_til as integer) as aar_til, omfang, regnskapsdel, kontoklasse, coalesce(funksjoner, '') as funksjoner, koder,
            try_cast(koeffisient as integer) as koeffisient
        from {_csv("ledd")}
        """,
        ("ledd_id",),
        _same("begrep_id", "aar_fra", "aar_til", "omfang", "regnskapsdel", "kontoklasse", "funksjoner", "koder", "koeffisient"),
    ),
    "marts.bro_funksjonsgruppe": (
        f"""
        with deler as (
            select *, unnest(string_split(funksjoner, ' ')) as del from {_csv("funksjonsgruppe")}
        )
        select distinct d.gruppe, nullif(d.navn, '') as navn, try_cast(d.aar_fra as integer) as aar_fra,
            try_cast(d.aar_til as integer) as aar_til, f.funksjon, coalesce(d.er_omrade, '') = 'ja' as er_omrade, d.kilde
        from deler as d
        inner join kodeverk.kostra_funksjon as f
            on f.funksjon between split_part(d.del, '..', 1) and split_part(d.del, '..', -1)
        """,
        ("gruppe", "funksjon", "aar_fra"),
        _same("navn", "aar_til", "er_omrade", "kilde"),
    ),
    "marts.bro_indikator": (
        "from kodeverk.indikatorbro",
        ("indikator_id_2014", "indikator_id_2020"),
        _same("forskjell"),
    ),
    "marts.bro_tema": (
        f"""
        with alle as (
            select 'utsagn' as slag, kortnavn || '-' || utsagn_id as id, rapport_id, tema, true as hoved
            from {_fields("utsagn.csv", "utsagn_id", "tema")}
            union all
            select 'mal', kortnavn || '-' || mal_id, rapport_id, tema, true from {_fields("mal.csv", "mal_id", "tema")}
            union all
            select if(mal_id is null, 'utsagn', 'mal'), kortnavn || '-' || coalesce(mal_id, utsagn_id), rapport_id, tema, false
            from {_fields("temaer.csv", "utsagn_id", "mal_id", "tema")}
        )
        select slag, id, tema, rapport_id, bool_or(hoved) as er_hovedtema from alle group by all
        """,
        ("slag", "id", "tema"),
        _same("rapport_id", "er_hovedtema"),
    ),
    "marts.bro_tjenesteomrade_funksjon": (
        f"""
        select * exclude (linje, kortnavn, post), try_cast(linje as integer) as linje
        from {
            _fields(
                "funksjoner.csv",
                "tjenesteomrade_id",
                "rapportdel",
                "kostra_funksjon",
                "funksjon_navn",
                "sammenligningsgruppe",
                "nevner",
                "linje",
            )
        }
        """,
        ("rapport_id", "tjenesteomrade_id", "rapportdel", "kostra_funksjon"),
        _same("funksjon_navn", "sammenligningsgruppe", "nevner", "linje"),
    ),
    "marts.dim_behovskriterium": (
        """
        select cast(n.aar as integer) as aar, n.sektor, s.navn as sektornavn, n.kriterium, cast(n.vekt as decimal(18, 6)) as vekt,
            cast(n.vekt as decimal(18, 8)) * cast(s.andel as decimal(18, 8)) as vekt_samlet
        from kodeverk.behovsnokkel as n inner join kodeverk.behovssektor as s using (aar, sektor)
        """,
        ("aar", "sektor", "kriterium"),
        {"sektornavn": None, "vekt": None, "vekt_samlet": 0.0000005},
    ),
    "marts.dim_tema": (
        "select tjenesteomrade_id as tema, navn, tjenesteomrade_id, cast(rekkefolge as integer) as rekkefolge from kodeverk.tjenesteomrade "
        "union all select tema, navn, null, null from kodeverk.tema",
        ("tema",),
        _same("navn", "tjenesteomrade_id", "rekkefolge"),
    ),
    "marts.dim_tjenesteomrade": (
        "select * replace (i_asss = 'ja' as i_asss, cast(rekkefolge as integer) as rekkefolge) from kodeverk.tjenesteomrade",
        ("tjenesteomrade_id",),
        _same("navn", "art", "i_asss", "rekkefolge"),
    ),
    # The catalogue's word goes before a package's, and the first package's before the others'.
    "marts.dim_oversettelse": (
        f"""
        select sprak, tekst, arg_min(oversettelse, (pakke, post)) as oversettelse
        from (
            select '' as pakke, 0 as post, sprak, tekst, oversettelse from kodeverk.oversettelse
            union all
            select rapport_id, post, sprak, tekst, oversettelse from {_fields("oversettelse.csv", "sprak", "tekst", "oversettelse")}
        )
        group by all
        """,
        ("sprak", "tekst"),
        _same("oversettelse"),
    ),
    "marts.fct_klimamal": (
        f"""
        select kortnavn || '-' || klimamal_id as klimamal_id, rapport_id, nummer, mal, tiltak_eller_status, trafikklys,
            kortnavn || '-' || tabell as tabell_id, try_cast(rad as integer) as rad, try_cast(linje as integer) as linje
        from {_fields("klimamal.csv", "klimamal_id", "tabell", "rad", "nummer", "mal", "tiltak_eller_status", "trafikklys", "linje")}
        """,
        ("klimamal_id",),
        _same("rapport_id", "nummer", "mal", "tiltak_eller_status", "trafikklys", "tabell_id", "rad", "linje"),
    ),
    "marts.fct_handlingsregel": (
        f"""
        select h.* exclude (kortnavn, post) replace (
            {
            ", ".join(
                f"h.kortnavn || '-' || h.{name} as {name}" for name in ("utsagn_nedre", "utsagn_ovre", "utsagn_faktisk", "utsagn_korrigert")
            )
        }
        ), r.enhet_id
        from {
            _fields(
                "handlingsregler.csv",
                *("regel_id", "navn", "formulering", "nevner", "maltype", "utsagn_nedre", "utsagn_ovre"),
                "utsagn_faktisk",
                "utsagn_korrigert",
                "korrigert_for",
                "rapportens_vurdering",
            )
        } as h
        inner join marts.dim_rapport as r using (rapport_id)
        """,
        ("rapport_id", "regel_id"),
        _same(
            *("enhet_id", "navn", "formulering", "nevner", "maltype", "utsagn_nedre", "utsagn_ovre", "utsagn_faktisk", "utsagn_korrigert"),
            *("korrigert_for", "rapportens_vurdering"),
        ),
    ),
    "marts.fct_prognose": (
        f"""
        select rapport_id, prognose_id, navn, kommunenr, grenser, kortnavn || '-' || utsagn_pst as utsagn_pst,
            kortnavn || '-' || utsagn_personer as utsagn_personer, try_cast(alder_fra as integer) as alder_fra,
            try_cast(alder_til as integer) as alder_til, try_cast(fra_aar as integer) as fra_aar, try_cast(til_aar as integer) as til_aar,
            try_cast(rekkefolge as integer) as rekkefolge
        from {
            _fields(
                "prognoser.csv",
                *("prognose_id", "navn", "alder_fra", "alder_til", "fra_aar", "til_aar", "kommunenr", "grenser"),
                "utsagn_pst",
                "utsagn_personer",
                "rekkefolge",
            )
        }
        """,
        ("rapport_id", "prognose_id"),
        _same(
            "navn", "alder_fra", "alder_til", "fra_aar", "til_aar", "kommunenr", "grenser", "utsagn_pst", "utsagn_personer", "rekkefolge"
        ),
    ),
    **{
        f"marts.dim_{code}": (
            f"select {code}, nullif(navn, '') as navn, type, nullif(skjema, '') as skjema, "
            "try_cast(nullif(gyldig_fra, '') as integer) as gyldig_fra, try_cast(nullif(gyldig_til, '') as integer) as gyldig_til "
            f"from kodeverk.kostra_{code}",
            (code,),
            _same(*_KOSTRA),
        )
        for code in ("art", "funksjon", "kapittel")
    },
}

# What the catalogues decide of relations that may hold more, since somebody may have put in municipalities, groups and price series of his
# own: the owner, the key by the names that the relation has for it, and what the relation says by the owner's names.
_POST = ("navn", "forelder_post_id", "fortegn", "radtype", "rekkefolge", "tjenesteomrade_id", "fosstrinn")
OWNED: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "marts.dim_grense": (
        "(select *, cast(coalesce(nullif(fra_aar, ''), '0') as integer) as fra, cast(verdi as decimal(18, 6)) as tall from kodeverk.grense)",
        {"grense_id": "grense_id", "fra_aar": "fra"},
        {name: name for name in ("navn", "til_aar", "maaleenhet", "kilde")} | {"verdi": "tall"},
    ),
    # A number's years are the catalogue's, else those of the pieces of the country that lay in it, the first known borders apart.
    "marts.dim_kommune": (
        """(
        with
        deler as (select kommunenr, min(gyldig_fra) as fra from kodeverk.kommunedel group by all),
        siste as (select max(til_grenser) as grenser from marts.bro_kommune),
        etter as (
            select fra_kommunenr, string_agg(distinct til_kommunenr, ', ' order by til_kommunenr) as etterfolgere
            from marts.bro_kommune, siste where til_grenser = grenser and fra_siste_aar is not null
            group by all having max(fra_siste_aar) < max(til_grenser)
        )
        select k.*, nullif(split_part(k.gyldighet, '-', 2), '') as til,
            coalesce(nullif(split_part(k.gyldighet, '-', 1), ''), nullif(d.fra, (select min(fra) from deler))) as fra,
            case when nullif(split_part(k.gyldighet, '-', 2), '') is not null then e.etterfolgere end as etterfolgere
        from kodeverk.kommune as k
        left join deler as d on k.kommunenr = d.kommunenr
        left join etter as e on k.kommunenr = e.fra_kommunenr
        where k.kommunenr not in (select kommunenr from marts.dim_kommune where etterfolger_kilde = 'lagt_inn')
        )""",
        {"kommunenr": "kommunenr", "kommunenr_2024": "kommunenr_2024"},
        {name: name for name in ("navn", "navn_offisielt", "navn_2024", "etterfolger_kilde", "etterfolgere")}
        | {"gyldig_fra": "fra", "gyldig_til": "til"},
    ),
    # From a year to the next by the year's change; longer ways are chained of these.
    "marts.dim_prisfaktor": (
        """(
        select serie, cast(argang as date) as argang, cast(aar as integer) - 1 as aar, cast(aar as integer) as prisaar,
            cast(1 + cast(endring_pst as decimal(9, 4)) / 100 as decimal(18, 6)) as faktor, kilde
        from kodeverk.deflator
        union all
        select distinct serie, cast(argang as date), cast(aar as integer), cast(aar as integer), cast(1 as decimal(18, 6)), kilde
        from kodeverk.deflator
        )""",
        {"serie": "serie", "argang": "argang", "aar": "aar", "prisaar": "prisaar"},
        {"faktor": "faktor", "kilde": "kilde"},
    ),
    # SSB's own lists, where they are fetched, are the KOSTRA groups instead of those that ship.
    "marts.bro_kommunegruppe": (
        """(
        select gruppe_id, kommunenr, gruppe, slag, gyldig_fra, gyldig_til, cast(uten_seg_selv = 'ja' as varchar) as uten,
            row_number() over (partition by gruppe_id, kommunenr order by gyldig_fra nulls first) as periode,
            case when slag = 'kostra' then 'opprinnelige' else (select cast(max(til_grenser) as varchar) from marts.bro_kommune) end
                as grenser
        from kodeverk.kommunegruppe
        where slag != 'kostra' or not exists (select 1 from marts.bro_kommunegruppe where slag = 'kostra_i_dag')
        )""",
        {"gruppe_id": "gruppe_id", "kommunenr": "kommunenr", "periode": "periode"},
        {name: name for name in ("gruppe", "slag", "gyldig_fra", "gyldig_til", "grenser")} | {"uten_seg_selv": "uten"},
    ),
    # A post is the package's own, if it has one by that name, else the shared layout's.
    "marts.dim_regnskapspost": (
        f"""(
        with
        poster as (
            select rapport_id, oppstilling, post_id, {", ".join(_POST)} from {_fields("poster.csv", "oppstilling", "post_id", *_POST)}
            union all
            select '', oppstilling, post_id, {", ".join(_POST)} from {_shared("poster.csv", "oppstilling", "post_id", *_POST)}
        )
        select distinct on (t.kilde_id, p.oppstilling, p.post_id) t.kilde_id, p.*,
            cast(coalesce(p.fosstrinn, '') = 'ja' as varchar) as er_fosstrinn
        from (select distinct kilde_id, oppstilling from marts.dim_kildetabell where er_lastet) as t
        inner join poster as p on t.oppstilling = p.oppstilling and p.rapport_id in ('', t.kilde_id)
        order by t.kilde_id, p.oppstilling, p.post_id, p.rapport_id desc
        )""",
        {"rapport_id": "kilde_id", "oppstilling": "oppstilling", "post_id": "post_id"},
        {name: name for name in (*_POST[:-1], "er_fosstrinn")},
    ),
}

# A row of SSB's contents is one of the catalogue's, with its table and content where that says them; and each of those is there.
INDICATOR_SOURCES = """
with
katalogen as (
    select coalesce(columns(* exclude (tabell, innhold, etikett)), ''), nullif(tabell, '') as tabell, nullif(innhold, '') as innhold,
        nullif(etikett, '') as etikett
    from kodeverk.indikatorkilde
),
par as (
    select k.*, v.indikator_id as funnet from katalogen as k
    left join marts.bro_indikatorkilde as v
        on (k.indikator_id, k.begrep, k.funksjon, k.art, k.inndeling, k.omfang, k.kilde)
            = (v.indikator_id, v.begrep, v.funksjon, v.art, v.inndeling, v.omfang, v.kilde)
        and k.etikett is not distinct from v.etikett and coalesce(k.tabell, v.tabell) = v.tabell
        and coalesce(k.innhold, v.innhold) = v.innhold
)
select case when v.indikator_id not in (select par.funnet from par where par.funnet is not null)
    or not exists (
        select 1 from katalogen as k
        where (k.indikator_id, k.begrep, k.funksjon, k.art, k.inndeling, k.omfang, k.kilde)
            = (v.indikator_id, v.begrep, v.funksjon, v.art, v.inndeling, v.omfang, v.kilde)
            and k.etikett is not distinct from v.etikett and coalesce(k.tabell, v.tabell) = v.tabell
            and coalesce(k.innhold, v.innhold) = v.innhold
    ) then concat_ws(' ', v.indikator_id, v.tabell, v.innhold, v.etikett, v.begrep, 'står ikke i katalogen') end as feil
from marts.bro_indikatorkilde as v
union all
select concat_ws(' ', indikator_id, etikett, begrep, 'mangler') from par where funnet is null
"""

# A sentence is of the place whose line and report it has, and has the number that the place is known by.
SENTENCES = """
with
steder as (
    select utsagn_id as sted, rapport_id, linje, [verditekst] as tall from marts.fct_utsagn
    union all select mal_id, rapport_id, linje, [resultat_tekst, maltall_tekst] from marts.fct_mal
    union all
    select sted, rapport_id, try_cast(regexp_extract(sted, '-L([0-9]+)$', 1) as integer), list(verdi)
    from (
        select rapport_id, sted_a as sted, verdi_a as verdi from kvalitet.kildefunn
        union all select rapport_id, sted_b, verdi_b from kvalitet.kildefunn
    )
    where regexp_matches(sted, '-L[0-9]+$') group by all
),
sett as (
    select *, regexp_replace(tall, '[^0-9]', '', 'g') as siffer from marts.dim_kildesetning
)
select
    case
        when s.sted is null or v.rapport_id != s.rapport_id or v.linje is distinct from s.linje
            or (v.tall is not null and not contains(v.setning, v.tall))
            or (v.siffer != '' and not list_contains(list_transform(s.tall, lambda t: regexp_replace(t, '[^0-9]', '', 'g')), v.siffer))
            then concat_ws(' ', v.sted, v.rapport_id, v.linje, v.tall, 'mot', s.rapport_id, s.linje, s.tall)
    end as feil
from sett as v left join steder as s on v.sted = s.sted
"""



def restated(fact: str, figure: tuple[str, ...], number: str, half: str) -> str:
    """A figure is restated where two prints of it are no roundings of one number, and reports have printed it: by every pair of them."""
    same = " and ".join(f"a.{name} is not distinct from b.{name}" for name in figure)
    return f"""
    with trykk as (
        select f.*, f.{number} as tall, {half} as halv
        from {fact} as f left join kvalitet.kildecelle as c using (tabell_id, rad, kolonne) where f.{number} is not null
    ),
    ulike as (
        select distinct a.tabell_id, a.rad, a.kolonne from trykk as a inner join trykk as b on {same} and a.rapport_id != b.rapport_id
        where exists (
            select 1 from trykk as b inner join trykk as c on {same.replace("a.", "c.")}
            where {same} and abs(b.tall - c.tall) >= b.halv + c.halv
        )
    )
    select case when f.er_omarbeidet is distinct from (u.tabell_id is not null)
        then concat_ws(' ', f.tabell_id, f.rad, f.kolonne, f.er_omarbeidet, f.{number}) end as feil
    from {fact} as f left join ulike as u using (tabell_id, rad, kolonne)
    """


# What an amount may be off by is half of the last digit that its cell prints, in mill. kr.
UNCERTAINTY = """
select
    case
        when f.usikkerhet_mill_kr is distinct from cast(
            case f.maaleenhet_trykt when 'kr' then 0.000001 when '1000 kr' then 0.001 when 'mill. kr' then 1 when 'mrd. kr' then 1000 end
            * 0.5 * power(10, -length(regexp_extract(c.raatekst, ',([0-9]+)', 1))) as decimal(18, 6))
            then concat_ws(' ', f.tabell_id, f.rad, f.kolonne, f.usikkerhet_mill_kr, 'av', c.raatekst, f.maaleenhet_trykt)
    end as feil
from marts.fct_belop as f inner join kvalitet.kildecelle as c using (tabell_id, rad, kolonne)
where c.status = 'verdi'
"""

RESTATED_AMOUNTS = restated(
    "marts.fct_belop",
    ("enhet_id", "aar", "regnskapsdel", "post_id", "versjon", "periode", "nr", "omfang", "prisniva"),
    "virkning_trykt_mill_kr",
    "f.usikkerhet_mill_kr",
)
RESTATED_FIGURES = restated(
    "marts.fct_nokkeltall",
    ("enhet_id", "aar", "indikator_id", "omfang"),
    "verdi_trykt",
    "cast(0.5 * power(10, -length(regexp_extract(c.raatekst, ',([0-9]+)', 1))) as decimal(18, 6))",
)
