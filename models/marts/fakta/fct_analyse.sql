{# The numbers of the reports' analyses, tables and figures, by what is printed beside them: financial analysis, efficiency, production and need. #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where fakta = 'analyse'
),

med_forbehold as (
    select
        celler.*,
        {{ forbeholdet() }}
    from celler
    {{ cellens_forbehold() }}
),

fct_analyse as (
    select
        celler.rapport_id,
        celler.enhet_id,
        celler.aar,
        celler.emne,
        celler.tjenesteomrade_id,
        celler.indikator_id,
        celler.gruppe,
        celler.etikett,
        celler.maal,
        celler.maaleenhet,
        celler.omfang,
        celler.utgave,
        celler.utgave_dato,
        celler.prisniva,
        cast(celler.verdi as decimal(18, 6)) as verdi_trykt,
        cast({{ verdi_brukt('celler.verdi') }} as decimal(18, 6)) as verdi_brukt,
        ({{ verdi_brukt('celler.verdi') }}) is not null as brukbar_til_sammenligning,
        virkninger.funn_id,
        celler.status as cellestatus,
        celler.plassering,
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from med_forbehold as celler
    {{ cellens_virkning() }}
)

select * from fct_analyse
