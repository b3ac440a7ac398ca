{# Which reconciled figures the findings explain, by the warehouse's ids: `regel|tabell|rad|kolonne`, or `regel|utsagn||utsagn_id`. #}
with

forklart as (
    select
        *,
        string_split(replace(avstemming_id, '|', ';'), ';') as del
    from {{ ref('stg_rapport__funn_avvik') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

int_funn__forklart as (
    select
        forklart.rapport_id,
        forklart.fillinje,
        pakker.kortnavn || '-' || forklart.funn_id as funn_id,
        case
            when list_extract(forklart.del, 2) = 'utsagn'
                then concat(list_extract(forklart.del, 1), '|utsagn||', pakker.kortnavn, '-', list_extract(forklart.del, 4))
            else concat(
                list_extract(forklart.del, 1), '|', pakker.kortnavn, '-', list_extract(forklart.del, 2), '|', list_extract(forklart.del, 3), '|',
                list_extract(forklart.del, 4)
            )
        end as avstemming_id
    from forklart
    inner join pakker on forklart.rapport_id = pakker.rapport_id
)

select * from int_funn__forklart
