{# Every code that a package's catalogues may refer to, by what it is a code of; `rapport_id` is empty for those that are everybody's. #}
with

int_kontroll__kode as (
    select '' as rapport_id, 'kodeverk/kommune.csv' as slag, kommunenr as kode from {{ ref('stg_kodeverk__kommune') }}
    union
    select '', 'enheter', kommunenr from {{ ref('stg_kodeverk__kommune') }}
    union
    select '', 'enheter', enhet_id from {{ ref('stg_kodeverk__enhet') }}
    union
    select rapport_id, 'enheter', enhet_id from {{ ref('stg_rapport__enhet') }}
    union
    select '', 'kodeverk/emne.csv', emne from {{ ref('stg_kodeverk__emne') }}
    union
    select '', 'kodeverk/tjenesteomrade.csv', tjenesteomrade_id from {{ ref('stg_kodeverk__tjenesteomrade') }}
    union
    select '', 'kodeverk/tilnaerming.csv', tilnaerming from {{ ref('stg_kodeverk__tilnaerming') }}
    union
    select '', 'kodeverk/tema.csv', tema from {{ ref('stg_kodeverk__tema') }}
    union
    select '', 'kodeverk/tema.csv', tjenesteomrade_id from {{ ref('stg_kodeverk__tjenesteomrade') }}
    union
    select rapport_id, 'oppstillinger.csv', oppstilling from {{ ref('stg_rapport__oppstilling') }}
    union
    select rapport_id, 'tabeller.csv', tabell from {{ ref('int_tabell__beskrevet') }}
    union
    select rapport_id, 'utsagn.csv', utsagn_id from {{ ref('stg_rapport__utsagn') }}
    union
    select rapport_id, 'funn.csv', funn_id from {{ ref('stg_rapport__funn') }}
    union
    select rapport_id, 'poster.csv', post_id from {{ ref('stg_rapport__post') }}
)

select * from int_kontroll__kode
