{# Whether the units that a package names are its own to name, and its figures about those it may be about: a number of the register, or a unit of the
   shared catalogue, is nobody's to rename; two packages may not mean different things by one id; and a statement is the report's own municipality's. #}
with

enheter as (
    select * from {{ ref('stg_rapport__enhet') }}
),

kommuner as (
    select
        kommunenr,
        min(navn) as navn,
        min(kommunenr_2024) as kommune_id
    from {{ ref('stg_kodeverk__kommune') }}
    group by kommunenr
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

int_kontroll__enhet as (
    select
        enheter.rapport_id,
        'enheter.csv' as fil,
        enheter.fillinje as linje,
        'enhet_id' as kolonne,
        concat(
            enheter.enhet_id, ' is the id of ', coalesce(kommuner.navn, delte.navn),
            ', which is everybody''s. Expected an id of the package''s own. Choose another, or leave the line out.'
        ) as melding
    from enheter
    left join kommuner on enheter.enhet_id = kommuner.kommunenr
    left join delte on enheter.enhet_id = delte.enhet_id
    where kommuner.kommunenr is not null or delte.enhet_id is not null
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
