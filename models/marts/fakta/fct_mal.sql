{# Every goal. One whose outcome a finding rejects is in no count of reached goals (`brukbar_til_sammenligning`), and its result is only
   as printed. #}
with

mal as (
    select * from {{ godkjent('int_mal__lest') }}
),

virkninger as (
    select * from {{ ref('int_funn__gjeldende') }}
),

fct_mal as (
    select
        mal.mal_id,
        mal.rapport_id,
        mal.kapittel,
        mal.tema,
        mal.mal,
        mal.ordlyd,
        mal.indikator,
        mal.maltall_tekst,
        mal.maltall,
        mal.maltall_tilnaerming,
        mal.maaleenhet,
        mal.vilkar,
        mal.frist_aar,
        mal.resultat_tekst,
        mal.resultat as resultat_trykt,
        case when coalesce(virkninger.virkning, '') != 'utelat' then mal.resultat end as resultat,
        mal.resultat_tilnaerming,
        mal.maalt_aar,
        mal.status,
        mal.rapportens_vurdering,
        coalesce(virkninger.virkning, '') != 'utelat' as brukbar_til_sammenligning,
        virkninger.funn_id,
        mal.linje
    from mal
    left join virkninger on mal.mal_id = virkninger.annet
)

select * from fct_mal
