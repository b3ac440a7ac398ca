{# What can be found among the catalogues: key figures, posts, service areas, municipalities, tables and figures, and the viewer's own pages, tabs and
   charts. #}
with

sider as (
    select * from {{ ref('stg_kodeverk__visningsside') }}
),

emner as (
    select * from {{ ref('stg_kodeverk__emne') }}
),

tabeller as (
    select * from {{ ref('dim_kildetabell') }}
),

{# A layout that several years' tables have is found once, by the newest table's title. #}
oppstillinger as (
    select
        tabeller.oppstilling,
        max_by(tabeller.tittel, tabeller.tabell_id) as tittel,
        min(emner.side) as side
    from tabeller
    inner join emner on tabeller.emne = emner.emne
    where tabeller.oppstilling is not null and emner.side is not null
    group by tabeller.oppstilling
),

omrader as (
    select
        omrade.*,
        coalesce(sider.side, 'tjenester') as side,
        case when sider.side is null then concat('omrade=', omrade.tjenesteomrade_id) end as parametre
    from {{ ref('dim_tjenesteomrade') }} as omrade
    left join sider on omrade.tjenesteomrade_id = sider.tema
),

nokkeltall as (
    select
        'nokkeltall' as art,
        indikator.indikator_id as nokkel,
        concat(indikator.navn, ', ', lower(omrader.navn)) as tittel,
        indikator.definisjon as beskrivelse,
        concat_ws(' ', indikator.kategori, indikator.teller, indikator.nevner, indikator.kostra_funksjoner) as ekstra,
        case when indikator.tjenesteomrade_id = 'okonomi' then 'sammenligning' else omrader.side end as side,
        omrader.parametre
    from {{ ref('dim_indikator') }} as indikator
    inner join omrader on indikator.tjenesteomrade_id = omrader.tjenesteomrade_id
    where indikator.rapport_id is null or indikator.indikator_id in (select trykte.indikator_id from {{ ref('fct_nokkeltall') }} as trykte)
),

poster as (
    select
        'post' as art,
        poster.post_id as nokkel,
        min(poster.navn) as tittel,
        concat('Post i «', min(regexp_replace(split_part(oppstillinger.tittel, '. ', 1), ' [0-9]{4}$', '')), '».') as beskrivelse,
        min(poster.oppstilling) as ekstra,
        min(oppstillinger.side) as side,
        cast(null as varchar) as parametre
    from {{ ref('dim_regnskapspost') }} as poster
    inner join oppstillinger on poster.oppstilling = oppstillinger.oppstilling
    where poster.tjenesteomrade_id is null or poster.post_id != poster.tjenesteomrade_id
    group by poster.post_id
),

-- A municipality is found by its Sami and Kven names too.
offisielle as (
    select
        kommunenr,
        {{ tekster_samlet('navn_offisielt', ' ', ulike=true) }} as navnene
    from {{ ref('dim_kommune') }}
    where navn_offisielt != navn
    group by kommunenr
),

kommuner as (
    select
        'kommune' as art,
        kommunene.enhet_id as nokkel,
        kommunene.navn as tittel,
        concat(
            'Kommune ', kommunene.enhet_id, ': ',
            case kommunene.antall_rapporter
                when 0 then 'folketall' when 1 then 'én rapport' else concat(kommunene.antall_rapporter, ' rapporter')
            end,
            case when kommunene.antall_rapporter > 0 and kommunene.har_folketall then ' og folketall' else '' end,
            coalesce('. Tidligere ' || kommunene.tidligere, ''), '.'
        ) as beskrivelse,
        concat_ws(' ', 'befolkning innbyggere folketall kommune', offisielle.navnene) as ekstra,
        case when kommunene.antall_rapporter > 0 then 'oversikt' else 'befolkning' end as side,
        concat('kommune=', kommunene.enhet_id) as parametre
    from {{ ref('rapport_kommune') }} as kommunene
    left join offisielle on kommunene.enhet_id = offisielle.kommunenr
),

rapporter as (
    select
        rapporter.rapport_id,
        enheter.navn as kommune,
        concat('kommune=', rapporter.kommune_id, '&aar=', rapporter.aar) as parametre
    from {{ ref('dim_rapport') }} as rapporter
    inner join {{ ref('dim_enhet') }} as enheter on rapporter.kommune_id = enheter.enhet_id
),

int_sok__fra_kataloger as (
    select * from nokkeltall
    union all
    select * from poster
    union all
    select * from kommuner
    union all
    select
        'tjenesteomrade' as art,
        tjenesteomrade_id as nokkel,
        navn as tittel,
        case art
            when 'tjeneste' then 'Tjenesteområde: budsjett, nøkkeltall, mål og utsagn.'
            when 'tema' then 'Tema i rapportene.'
            else 'Sentral bevilgning i budsjettet.'
        end as beskrivelse,
        art as ekstra,
        side,
        parametre
    from omrader
    union all
    select
        'side' as art,
        concat(side, ':', tittel) as nokkel,
        tittel,
        beskrivelse,
        ord as ekstra,
        side,
        cast(null as varchar) as parametre
    from {{ ref('stg_kodeverk__visningssted') }}
    union all
    select
        'tabell' as art,
        tabeller.tabell_id as nokkel,
        split_part(tabeller.tittel, '. ', 1) as tittel,
        concat(upper(left(tabeller.slag, 1)), substr(tabeller.slag, 2), ' i ', kilde.tittel, '.') as beskrivelse,
        concat_ws(' ', tabeller.tabell_id, tabeller.tittel, tabeller.kapittel, rapporter.kommune) as ekstra,
        case when tabeller.slag = 'statistikktabell' then 'befolkning' else 'kilder/tabeller' end as side,
        case when tabeller.slag != 'statistikktabell' then concat('tabell=', tabeller.tabell_id, '&', rapporter.parametre) end as parametre
    from tabeller
    inner join {{ ref('dim_kilde') }} as kilde on tabeller.kilde_id = kilde.kilde_id
    left join rapporter on tabeller.kilde_id = rapporter.rapport_id
)

select * from int_sok__fra_kataloger
