{# Who is in which group, when. SSB's KOSTRA groups are two things, and both are here: the group of the year, whose members are those it had then, on
   the borders of then; and today's (`…_i_dag`), whose members are followed back in time on the newest borders. The numbers were used again in 2020,
   so a number of before then is another group. Where KLASS' lists have been fetched, they are the groups; else those that ship. #}
with

nyeste as (
    select
        max(til_grenser) as grenser,
        cast(max(til_grenser) as varchar) as navn
    from {{ ref('int_kommune__bro') }}
),

-- Every answer has the whole list, so the newest is all of it.
fra_klass_merket as (
    select
        koder.kode as kommunenr,
        right(koder.overordnet, 2) as nummer,
        cast(greatest(koder.gyldig_fra, aera.fra) as integer) as gyldig_fra,
        cast(nullif(least(coalesce(koder.gyldig_til, 9999), aera.til), 9999) as integer) as gyldig_til,
        aera.endelse,
        aera.navn as aera_navn,
        year(koder.hentet) between koder.gyldig_fra and coalesce(koder.gyldig_til, 9999) and aera.til = 9999 as er_i_dag,
        koder.hentet = max(koder.hentet) over (partition by koder.liste) as er_med
    from {{ ref('stg_ssb__kode') }} as koder
    inner join (values (0, 2019, '_til_2019', ' (til 2019)'), (2020, 9999, '', '')) as aera (fra, til, endelse, navn)
        on koder.gyldig_fra <= aera.til and coalesce(koder.gyldig_til, 9999) >= aera.fra
    where
        {{ er_av_monsteret('koder.overordnet', "'EKG[0-9]{2}'") }}
        and koder.kode in (select kommuner.kommunenr from {{ ref('stg_kodeverk__kommune') }} as kommuner)
),

fra_klass as (
    select * from fra_klass_merket
    where er_med
),

-- The cities that have been in ASSS all the time, as today's municipalities: those that came later would make the group another one from that year.
asss as (
    select kommuner.kommunenr_2024 as kommunenr
    from {{ ref('stg_kodeverk__asss_kommune') }} as byer
    inner join {{ ref('stg_kodeverk__kommune') }} as kommuner on byer.kommunenr = kommuner.kommunenr
    group by kommuner.kommunenr_2024
    having min(byer.aar_fra) = 0 and max(byer.aar_til) = 9999
),

-- A group of today is of today's municipalities: one that has got a new number since is followed by it.
grupper as (
    select
        gruppe_id,
        gruppe,
        slag,
        kommunenr,
        gyldig_fra,
        gyldig_til,
        uten_seg_selv,
        case when slag = 'kostra' then 'opprinnelige' else (select nyeste.navn from nyeste) end as grenser
    from {{ ref('stg_kodeverk__kommunegruppe') }}
    where slag != 'kostra' or not exists (select 1 from fra_klass)
    union all
    select
        'asss' as gruppe_id,
        'ASSS' as gruppe,
        'storby' as slag,
        kommunenr,
        null as gyldig_fra,
        null as gyldig_til,
        true as uten_seg_selv,
        (select nyeste.navn from nyeste) as grenser
    from asss
    union all
    select distinct
        concat('kostra_', nummer, endelse) as gruppe_id,
        concat('KOSTRA-gruppe ', cast(nummer as integer), aera_navn) as gruppe,
        'kostra' as slag,
        kommunenr,
        gyldig_fra,
        gyldig_til,
        false as uten_seg_selv,
        'opprinnelige' as grenser
    from fra_klass
    union all
    select distinct
        concat('kostra_', fra_klass.nummer, '_i_dag') as gruppe_id,
        concat('KOSTRA-gruppe ', cast(fra_klass.nummer as integer), ' (dagens medlemmer)') as gruppe,
        'kostra_i_dag' as slag,
        coalesce(bro.til_kommunenr, fra_klass.kommunenr) as kommunenr,
        null as gyldig_fra,
        null as gyldig_til,
        false as uten_seg_selv,
        (select nyeste.navn from nyeste) as grenser
    from fra_klass
    left join {{ ref('int_kommune__bro') }} as bro
        on
            fra_klass.kommunenr = bro.fra_kommunenr
            and bro.til_grenser = (select nyeste.grenser from nyeste)
            and bro.forhold = 'hel'
            and coalesce(bro.fra_siste_aar, 9999) >= fra_klass.gyldig_fra
    where fra_klass.er_i_dag
)

select
    gruppe_id,
    gruppe,
    slag,
    kommunenr,
    cast(row_number() over (partition by gruppe_id, kommunenr order by gyldig_fra nulls first) as integer) as periode,
    gyldig_fra,
    gyldig_til,
    uten_seg_selv,
    grenser
from grupper
