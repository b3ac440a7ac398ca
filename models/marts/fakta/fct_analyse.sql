{# The numbers of the reports' analyses, tables and figures, by what is printed beside them: financial analysis, efficiency, production and need. #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where fakta = 'analyse'
),

fct_analyse as (
    select
        rapport_id,
        enhet_id,
        aar,
        emne,
        tjenesteomrade_id,
        case when kodeverk = 'indikator' then kode end as indikator_id,
        gruppe,
        etikett,
        maal,
        maaleenhet,
        cast(verdi as decimal(18, 6)) as verdi,
        status as cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne
    from celler
)

select * from fct_analyse
