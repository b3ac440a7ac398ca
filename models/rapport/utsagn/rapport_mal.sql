{# Every goal of the reports, with the name of what it is about. #}
with

mal as (
    select * from {{ ref('fct_mal') }}
),

tema as (
    select * from {{ ref('dim_tema') }}
),

kilder as (
    select * from {{ ref('dim_kilde') }}
),

rapport_mal as (
    select
        mal.mal_id,
        mal.rapport_id,
        kilder.tittel as kilde,
        mal.tema,
        tema.navn as tema_navn,
        mal.kapittel,
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
        mal.resultat_trykt,
        mal.resultat,
        mal.resultat_tilnaerming,
        mal.maalt_aar,
        case when mal.brukbar_til_sammenligning then mal.status else 'ikke målt' end as status,
        mal.rapportens_vurdering,
        mal.brukbar_til_sammenligning,
        mal.funn_id,
        mal.linje
    from mal
    inner join tema on mal.tema = tema.tema
    inner join kilder on mal.rapport_id = kilder.kilde_id
)

select * from rapport_mal
