{# Whether the units that a package names are its own to name, and its figures about those it may be about: a number of the register, or a unit of the
   shared catalogue, is nobody's to rename; two packages may not mean different things by one id; and a statement is the report's own municipality's. A
   municipality's number is of years when it was in use: that of the figure, or that of the report, which may tell of earlier years on its own borders and
   of later ones before it knows of others. For anything else unntak.csv gives a ground. #}
with

enheter as (
    select * from {{ ref('stg_rapport__enhet') }}
),

alle_numre as (
    select
        kommunenr,
        min(navn) as navn
    from {{ ref('stg_kodeverk__kommune') }}
    group by kommunenr
),

kommuner as (
    select * from {{ ref('int_kontroll__kommunenummer') }}
),

delte as (
    select * from {{ ref('stg_kodeverk__enhet') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

kolonner as (
    select * from {{ ref('int_kolonne__tydet') }}
),

brukte as (
    select
        kolonner.rapport_id,
        tabeller.fil,
        1 as linje,
        kolonner.kolonne,
        kolonner.enhet_id,
        kolonner.aar,
        tabeller.rapport_aar
    from kolonner
    inner join tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
    union all
    select
        utsagn.rapport_id,
        'utsagn.csv' as fil,
        utsagn.fillinje as linje,
        'enhet_id' as kolonne,
        utsagn.enhet_id,
        utsagn.aar,
        pakker.aar as rapport_aar
    from {{ ref('int_utsagn__lest') }} as utsagn
    inner join {{ ref('stg_rapport__pakke') }} as pakker on utsagn.rapport_id = pakker.rapport_id
),

ute_av_bruk as (
    select
        brukte.*,
        kommuner.navn,
        kommuner.gyldig_fra,
        kommuner.gyldig_til
    from brukte
    inner join kommuner on brukte.enhet_id = kommuner.kommunenr
    left join {{ ref('stg_rapport__unntak') }} as unntak
        on brukte.rapport_id = unntak.rapport_id and unntak.regel = 'enheten_er_i_bruk' and brukte.enhet_id = unntak.nokkel
    where
        unntak.nokkel is null
        and brukte.aar not between coalesce(kommuner.gyldig_fra, brukte.aar) and coalesce(kommuner.gyldig_til, brukte.aar)
        and brukte.rapport_aar not between coalesce(kommuner.gyldig_fra, brukte.rapport_aar) and coalesce(kommuner.gyldig_til, brukte.rapport_aar)
),

int_kontroll__enhet as (
    select
        rapport_id,
        fil,
        min(linje) as linje,
        min_by(kolonne, linje) as kolonne,
        concat(
            enhet_id, ' (', min(navn), ') was in use ', min(gyldig_fra), '–', min(gyldig_til), ', and the figure is of ', min_by(aar, linje),
            ' in a report of ', min(rapport_aar), '. Expected a number that was in use then. Correct it, or say in unntak.csv why it is so ',
            '(enheten_er_i_bruk, ', enhet_id, ')', case when count(*) > 1 then concat('; ', count(*) - 1, ' more such') else '' end, '.'
        ) as melding
    from ute_av_bruk
    group by rapport_id, fil, enhet_id
    union all
    select
        enheter.rapport_id,
        'enheter.csv' as fil,
        enheter.fillinje as linje,
        'enhet_id' as kolonne,
        concat(
            enheter.enhet_id, ' is the id of ', coalesce(alle_numre.navn, delte.navn),
            ', which is everybody''s. Expected an id of the package''s own. Choose another, or leave the line out.'
        ) as melding
    from enheter
    left join alle_numre on enheter.enhet_id = alle_numre.kommunenr
    left join delte on enheter.enhet_id = delte.enhet_id
    where alle_numre.kommunenr is not null or delte.enhet_id is not null
    union all
    select
        enheter.rapport_id,
        'enheter.csv' as fil,
        enheter.fillinje as linje,
        'enhet_id' as kolonne,
        concat(
            enheter.enhet_id, ' is «', enheter.navn, '» here, and «', andre.navn, '» in ', andre.rapport_id,
            '. Expected one meaning. Choose another id, or say the same of it.'
        ) as melding
    from enheter
    inner join enheter as andre
        on
            enheter.enhet_id = andre.enhet_id
            and enheter.rapport_id > andre.rapport_id
            and (enheter.navn, enheter.type, enheter.vekting) is distinct from (andre.navn, andre.type, andre.vekting)
    union all
    select
        kolonner.rapport_id,
        tabeller.fil,
        1 as linje,
        kolonner.kolonne,
        concat(
            'the column gives amounts of ', kolonner.enhet_id, ', and the report is about ', tabeller.hovedenhet_id,
            '. Expected a statement of the report''s own municipality. Correct enhet_id in kolonner.csv.'
        ) as melding
    from kolonner
    inner join tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
    left join kommuner as egne on tabeller.hovedenhet_id = egne.kommunenr
    left join kommuner as andre on kolonner.enhet_id = andre.kommunenr
    where tabeller.fakta = 'belop' and andre.kommune_id != egne.kommune_id
)

select * from int_kontroll__enhet
