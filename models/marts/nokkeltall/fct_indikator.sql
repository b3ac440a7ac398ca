{# Every key figure of the reports: the cells whose row is an indicator and whose column measures it. A figure that a report prints in several
   tables is one figure: the first printing is kept, and a test holds the others against it. #}
with

celler as (
    select * from {{ ref('int_kildecelle__kodet') }}
    where er_nokkeltall
),

fct_indikator as (
    select
        kode as indikator_id,
        enhet_id,
        aar,
        kilde_id,
        verdi,
        status as cellestatus,
        tabell_id,
        rad,
        kolonne
    from celler
    qualify row_number() over (
        partition by kode, enhet_id, aar, kilde_id
        order by verdi is null, status = 'utledet', tabell_id, rad, kolonne
    ) = 1
)

select * from fct_indikator
