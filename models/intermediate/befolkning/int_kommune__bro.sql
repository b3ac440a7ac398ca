{# From the municipalities of any borders to those of any other, forward and back. The country is cut in the smallest pieces that no change of
   borders has parted (kommunedel); at every set of borders a piece is in one municipality. A municipality that lies in another with all its
   pieces goes there whole. One that is parted goes by the pieces' share of its people where a source has it; otherwise nobody can say. #}
with

deler as (
    select * from {{ ref('stg_kodeverk__kommunedel') }}
),

grenser as (
    select
        gyldig_fra as grenser,
        lead(gyldig_fra) over (order by gyldig_fra) - 1 as siste_aar
    from (select distinct gyldig_fra from deler)
),

plassert as (
    select
        grenser.grenser,
        grenser.siste_aar,
        deler.del_id,
        deler.kommunenr,
        deler.andel,
        count(*) over (partition by grenser.grenser, deler.kommunenr) as antall_deler
    from grenser
    inner join deler on grenser.grenser between deler.gyldig_fra and coalesce(deler.gyldig_til, 9999)
),

bro as (
    select
        fra.kommunenr as fra_kommunenr,
        fra.grenser as fra_grenser,
        fra.siste_aar as fra_siste_aar,
        til.kommunenr as til_kommunenr,
        til.grenser as til_grenser,
        case
            when count(*) = min(fra.antall_deler) then 'hel'
            when count(fra.andel) = count(*) then 'andel'
            else 'kan_ikke_avgjores'
        end as forhold,
        sum(fra.andel) as andel
    from plassert as fra
    inner join plassert as til on fra.del_id = til.del_id
    group by fra.kommunenr, fra.grenser, fra.siste_aar, til.kommunenr, til.grenser
)

select
    fra_kommunenr,
    fra_grenser,
    fra_siste_aar,
    til_kommunenr,
    til_grenser,
    forhold,
    cast(case forhold when 'hel' then 1 when 'andel' then andel end as decimal(9, 8)) as vekt
from bro
