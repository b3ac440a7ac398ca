{# Every key figure that a package may print: the catalogue's (`rapport_id` is empty), and those it brings itself. `kode` is what its tables and rules
   call it, and `indikator_id` what the warehouse does: in a package ids are local. An id of the catalogue's is everybody's (int_kontroll__rad). #}
with

felles as (
    select * from {{ ref('stg_kodeverk__indikator') }}
),

egne_merket as (
    select
        *,
        row_number() over (partition by rapport_id, indikator_id order by fillinje) = 1 as er_med
    from {{ ref('stg_rapport__indikator') }}
    where indikator_id not in (select felles.indikator_id from felles)
),

egne as (
    select * from egne_merket
    where er_med
),

int_indikator__samlet as (
    select
        '' as rapport_id,
        indikator_id as kode,
        indikator_id,
        navn,
        definisjon,
        maaleenhet,
        teller,
        nevner,
        kostra_funksjoner,
        register,
        tjenesteomrade_id,
        kategori,
        retning
    from felles
    union all
    select
        egne.rapport_id,
        egne.indikator_id as kode,
        concat(pakker.kortnavn, '-', egne.indikator_id) as indikator_id,
        egne.navn,
        egne.definisjon,
        egne.maaleenhet,
        egne.teller,
        egne.nevner,
        egne.kostra_funksjoner,
        egne.register,
        egne.tjenesteomrade_id,
        egne.kategori,
        egne.retning
    from egne
    inner join {{ ref('stg_rapport__pakke') }} as pakker on egne.rapport_id = pakker.rapport_id
)

select * from int_indikator__samlet
