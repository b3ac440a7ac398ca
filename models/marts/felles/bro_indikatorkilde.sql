{# Which of SSB's contents feeds which key figure: by its code, in one table or wherever it is fetched, or by its words, and then only where one of
   the table's contents has them. What was chosen is here, and so is what could not be: several contents with the words feed nothing. #}
with

kilder as (
    select * from {{ ref('stg_kodeverk__indikatorkilde') }}
),

hentet as (
    select distinct
        tabell,
        innhold,
        innhold_tekst
    from {{ ref('fct_ssb_verdi') }}
),

treff as (
    select
        kilder.indikator_id,
        coalesce(kilder.tabell, hentet.tabell, '') as tabell,
        coalesce(hentet.innhold, kilder.innhold, '') as innhold,
        hentet.innhold_tekst,
        kilder.etikett,
        coalesce(kilder.begrep, '') as begrep,
        coalesce(kilder.funksjon, '') as funksjon,
        coalesce(kilder.art, '') as art,
        coalesce(kilder.inndeling, '') as inndeling,
        kilder.kilde,
        kilder.omfang,
        hentet.innhold is not null as er_hentet,
        count(*) over (partition by kilder.indikator_id, kilder.etikett, hentet.tabell) as antall
    from kilder
    left join hentet
        on
            coalesce(kilder.tabell, hentet.tabell) = hentet.tabell
            and (kilder.innhold = hentet.innhold or (kilder.innhold is null and {{ ligner('lower(hentet.innhold_tekst)', 'lower(kilder.etikett)') }}))
)

select
    indikator_id,
    tabell,
    innhold,
    innhold_tekst,
    etikett,
    begrep,
    funksjon,
    art,
    inndeling,
    omfang,
    kilde,
    case
        when not er_hentet then 'ikke_hentet'
        when etikett is null then 'kode'
        when antall = 1 then 'etikett'
        else 'uklar'
    end as status
from treff
