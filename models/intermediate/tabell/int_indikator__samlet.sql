{# Every key figure that a package may print: the catalogue's (`rapport_id` is empty), and those it brings itself. `kode` is what its tables and rules
   call it, and `indikator_id` what the warehouse does: in a package ids are local. An id of the catalogue's is everybody's (int_kontroll__rad). #}
with

felles as (
    select * from {{ ref('stg_kodeverk__indikator') }}
),

egne as (
    select * from {{ ref('stg_rapport__indikator') }}
    where indikator_id not in (select felles.indikator_id from felles)
    qualify row_number() over (partition by rapport_id, indikator_id order by fillinje) = 1
),

int_indikator__samlet as (
    select
        '' as rapport_id,
        indikator_id as kode,
        *
    from felles
    union all by name
    select
        egne.* exclude (fillinje, indikator_id), -- noqa: RF02
        egne.indikator_id as kode,
        concat(pakker.kortnavn, '-', egne.indikator_id) as indikator_id
    from egne
    inner join {{ ref('stg_rapport__pakke') }} as pakker on egne.rapport_id = pakker.rapport_id
)

select * from int_indikator__samlet
