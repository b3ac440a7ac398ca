{# A synonym (kodeverk/synonym.csv) belongs to a code of the catalogues and layouts; one that belongs to nothing helps no reader. And where a report
   that is read has the code, the search finds it. #}
with

koder as (
    select
        'post' as gjelder,
        post_id as verdi
    from {{ ref('stg_rapport__post') }}
    union
    select
        'indikator' as gjelder,
        indikator_id as verdi
    from {{ ref('stg_kodeverk__indikator') }}
    union
    select
        'tjenesteomrade' as gjelder,
        tjenesteomrade_id as verdi
    from {{ ref('stg_kodeverk__tjenesteomrade') }}
),

leste as (
    select distinct
        'post' as gjelder,
        post_id as verdi
    from {{ ref('fct_belop') }}
    union
    select distinct
        'indikator' as gjelder,
        indikator_id as verdi
    from {{ ref('fct_nokkeltall') }}
)

select
    ordliste.gjelder,
    ordliste.verdi
from {{ ref('stg_kodeverk__synonym') }} as ordliste
left join koder on ordliste.gjelder = koder.gjelder and ordliste.verdi = koder.verdi
left join leste on ordliste.gjelder = leste.gjelder and ordliste.verdi = leste.verdi
left join {{ ref('rapport_sok') }} as sok
    on ordliste.verdi = sok.nokkel and sok.art = case ordliste.gjelder when 'indikator' then 'nokkeltall' else ordliste.gjelder end
where koder.verdi is null or (leste.verdi is not null and sok.nokkel is null)
