{# Where a series may not be compared with itself: the stretches of time within which a municipality has one set of borders (`epoker`) and a key
   figure is booked in one way (`foringer`), numbered. A year before the first is in none of them, which is stretch 0. #}
{% macro epoker() -%}
    select
        kommune_id,
        fra_aar,
        til_aar,
        cast(sum(case when er_endret then 1 else 0 end) over (partition by kommune_id order by fra_aar) as integer) as epoke
    from (
        select
            kommune_id,
            fra_aar,
            til_aar,
            -- Others became part of it, or it was parted; a new number alone is none of those.
            coalesce(antall != lag(antall) over grensene or er_hele != lag(er_hele) over grensene, false) as er_endret
        from (
            select
                til_kommunenr as kommune_id,
                fra_grenser as fra_aar,
                coalesce(fra_siste_aar, 9999) as til_aar,
                count(*) as antall,
                bool_and(forhold = 'hel') as er_hele
            from {{ ref('bro_kommune') }}
            where til_grenser = (select max(nyeste.til_grenser) from {{ ref('bro_kommune') }} as nyeste)
            group by til_kommunenr, fra_grenser, fra_siste_aar
        ) as grenser
        window grensene as (partition by kommune_id order by fra_aar)
    ) as endringer
{%- endmacro %}

{% macro foringer() -%}
    select
        indikator_id,
        navn,
        aar as fra_aar,
        coalesce(lead(aar) over (partition by indikator_id order by aar) - 1, 9999) as til_aar,
        cast(row_number() over (partition by indikator_id order by aar) as integer) as foring
    from {{ ref('stg_kodeverk__seriebrudd') }}
{%- endmacro %}

{# Why a point begins a new stretch, in a named window over its series in the order of the years; `definisjon` is what it is measured by. #}
{% macro brudd(serien, definisjon='indikator_id') -%}
    case
        when lag(aar) over {{ serien }} is null then null
        when epoke != lag(epoke) over {{ serien }} then 'sammenslaing'
        when {{ definisjon }} != lag({{ definisjon }}) over {{ serien }} or foring != lag(foring) over {{ serien }} then 'definisjon'
        when (omfang = 'konsern') != (lag(omfang) over {{ serien }} = 'konsern') then 'omfang'
        when lag(aar) over {{ serien }} < aar - 1 then 'hull'
    end
{%- endmacro %}
