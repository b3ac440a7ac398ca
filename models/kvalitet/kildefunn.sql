{# Every contradiction in the sources, with both places, both values and what we use. #}
with

funn as (
    select * from {{ ref('funn') }}
),

kildefunn as (
    select
        funn_id,
        case split_part(funn_id, '-', 1)
            when 'AB2020' then 'arsberetning_2020'
            when 'ASSS2014' then 'asss_2014'
        end as kilde_id,
        tittel,
        type,
        sted_a,
        verdi_a,
        sted_b,
        verdi_b,
        vurdering,
        vi_bruker,
        alvorlighet
    from funn
)

select * from kildefunn
