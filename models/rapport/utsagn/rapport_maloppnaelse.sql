{# How many of a report's goals are reached, for each theme and in all (`alle`). The share is of the goals whose outcome is known: reached or not. #}
with

mal as (
    select * from {{ ref('rapport_mal') }}
),

talt as (
    select
        rapport_id,
        kilde,
        tema,
        tema_navn,
        status
    from mal
    union all
    select
        rapport_id,
        kilde,
        'alle' as tema,
        'Alle temaer' as tema_navn,
        status
    from mal
),

antall as (
    select
        rapport_id,
        kilde,
        tema,
        tema_navn,
        cast(count(*) as integer) as antall_mal,
        cast(count(case when status = 'nådd' then 1 end) as integer) as antall_nadd,
        cast(count(case when status = 'ikke nådd' then 1 end) as integer) as antall_ikke_nadd,
        cast(count(case when status in ('nådd', 'ikke nådd') then 1 end) as integer) as antall_avgjort,
        cast(count(case when status = 'på vei' then 1 end) as integer) as antall_pa_vei,
        cast(count(case when status = 'ikke målt' then 1 end) as integer) as antall_ikke_malt
    from talt
    group by rapport_id, kilde, tema, tema_navn
),

rapport_maloppnaelse as (
    select
        *,
        {{ prosent('antall_nadd', '(antall_nadd + antall_ikke_nadd)') }} as andel_nadd_pst
    from antall
)

select * from rapport_maloppnaelse
