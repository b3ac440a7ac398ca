{# What can be found in the reports' prose: goals, what statements with a number are about, and the contradictions found in the sources. #}
with

sider as (
    select
        tema,
        side,
        cast(null as varchar) as parametre
    from {{ ref('stg_kodeverk__visningsside') }}
    union all
    select
        tjenesteomrade_id as tema,
        'tjenester' as side,
        concat('omrade=', tjenesteomrade_id, '&vis=utsagn') as parametre
    from {{ ref('dim_tjenesteomrade') }}
    where art != 'tema'
),

kilder as (
    select
        rapporter.rapport_id,
        rapporter.tittel,
        enheter.navn as kommune,
        concat('kommune=', rapporter.kommune_id, '&aar=', rapporter.aar) as parametre
    from {{ ref('dim_rapport') }} as rapporter
    inner join {{ ref('dim_enhet') }} as enheter on rapporter.kommune_id = enheter.enhet_id
),

utsagnene as (
    select
        utsagn.*,
        concat(
            concat_ws(
                ' ', utsagn.maal, utsagn.tilnaerming, utsagn.verditekst,
                case utsagn.maaleenhet_trykt when 'pst' then '%' when 'antall' then null else replace(utsagn.maaleenhet_trykt, '_', ' ') end
            ),
            case
                when andre.navn is null and utsagn.aar is null then ''
                else concat(' (', concat_ws(', ', andre.navn, cast(utsagn.aar as varchar)), ')')
            end
        ) as skrevet
    from {{ ref('fct_utsagn') }} as utsagn
    inner join {{ ref('dim_rapport') }} as rapporter on utsagn.rapport_id = rapporter.rapport_id
    -- Of whom it is, where it is not the report's own municipality.
    left join {{ ref('dim_enhet') }} as andre on utsagn.enhet_id = andre.enhet_id and andre.kommune_id is distinct from rapporter.kommune_id
),

utsagn as (
    select
        'utsagn' as art,
        concat(utsagnene.rapport_id, ':', utsagnene.tema, ':', utsagnene.gjelder) as nokkel,
        utsagnene.gjelder as tittel,
        concat(
            {{ tekster_samlet('utsagnene.skrevet', '; ', 'utsagnene.linje, utsagnene.utsagn_id') }}, '. ', kilder.tittel, ', linje ',
            min(utsagnene.linje), '.'
        ) as beskrivelse,
        concat_ws(' ', utsagnene.tema, kilder.kommune) as ekstra,
        sider.side,
        case when sider.side is not null then concat_ws('&', sider.parametre, kilder.parametre) end as parametre
    from utsagnene
    inner join kilder on utsagnene.rapport_id = kilder.rapport_id
    left join sider on utsagnene.tema = sider.tema
    group by utsagnene.rapport_id, utsagnene.tema, utsagnene.gjelder, kilder.tittel, kilder.kommune, kilder.parametre, sider.side, sider.parametre
),

mal as (
    select
        'mal' as art,
        mal.mal_id as nokkel,
        mal.mal as tittel,
        concat(mal.indikator, ': ', mal.status, '. ', kilder.tittel, ', linje ', mal.linje, '.') as beskrivelse,
        concat_ws(' ', 'mål', mal.tema, kilder.kommune) as ekstra,
        'mal' as side,
        concat('tema=', mal.tema, '&', kilder.parametre) as parametre
    from {{ ref('fct_mal') }} as mal
    inner join kilder on mal.rapport_id = kilder.rapport_id
),

int_sok__fra_prosaen as (
    select * from utsagn
    union all
    select * from mal
    union all
    select
        'funn' as art,
        funn.funn_id as nokkel,
        funn.tittel,
        funn.vurdering as beskrivelse,
        concat_ws(' ', funn.funn_id, funn.sted_a, funn.sted_b, 'motsigelse feil i kilden', kilder.kommune) as ekstra,
        'kilder/funn' as side,
        concat('funn=', funn.funn_id, '&', kilder.parametre) as parametre
    from {{ ref('kildefunn') }} as funn
    inner join kilder on funn.rapport_id = kilder.rapport_id
)

select * from int_sok__fra_prosaen
