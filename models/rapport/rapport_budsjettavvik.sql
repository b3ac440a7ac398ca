with

rader as (
    {{ belop_per_rad() }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_budsjettavvik as (
    select
        rader.enhet_id,
        rader.aar,
        rader.rapport_id,
        rader.oppstilling,
        rader.emne,
        rader.post_id as kode,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        poster.tjenesteomrade_id,
        omrader.art,
        rader.opprinnelig_budsjett_mill_kr,
        rader.regulert_budsjett_mill_kr,
        rader.regnskap_mill_kr,
        {{ avviket() }} as avvik_mill_kr,
        {{ prosent('(' ~ avviket() ~ ')', 'abs(rader.regulert_budsjett_mill_kr)') }} as avvik_pst,
        {{ utfall('(' ~ avviket() ~ ')', 'rader.regulert_budsjett_mill_kr', 'grense.verdi') }} as utfall,
        {{ avvik_er_beregnet() }} as avvik_er_beregnet,
        rader.avvik_trykt_mill_kr,
        {{ avvik_kontroll() }} as avvik_kontroll,
        rader.omfang,
        rader.utgave,
        rader.utgave_dato,
        rader.prisniva,
        rader.funn_id,
        rader.tabell_id,
        rader.rad
    from rader
    inner join poster on rader.rapport_id = poster.rapport_id and rader.oppstilling = poster.oppstilling and rader.post_id = poster.post_id
    left join {{ ref('dim_tjenesteomrade') }} as omrader on poster.tjenesteomrade_id = omrader.tjenesteomrade_id
    {{ grensen_i_aaret("'merforbruk_pst'", 'rader.aar') }}
    where rader.antall_budsjett = 1
)

select * from rapport_budsjettavvik
