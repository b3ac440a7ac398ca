{# Whether the code that a layout gives a row is one of the catalogue that the layout is coded by: its own posts, the service areas or the indicators.
   A row of per cent among amounts is an indicator. A layout of the package's own, or a row it adds to a shared one, may use an indicator it brings. #}
with

rader as (
    select * from {{ ref('stg_rapport__rad') }}
),

oppstillinger as (
    select * from {{ ref('stg_rapport__oppstilling') }}
    where kodeverk is not null
),

koder as (
    select
        rapport_id,
        oppstilling,
        'post' as kodeverk,
        post_id as kode
    from {{ ref('stg_rapport__post') }}
    union all
    select
        null as rapport_id,
        null as oppstilling,
        'tjenesteomrade' as kodeverk,
        tjenesteomrade_id as kode
    from {{ ref('stg_kodeverk__tjenesteomrade') }}
    union all
    select
        nullif(rapport_id, '') as rapport_id,
        null as oppstilling,
        'indikator' as kodeverk,
        kode
    from {{ ref('int_indikator__samlet') }}
),

kodede as (
    select
        rader.*,
        case
            when coalesce(egne.kodeverk, delte.kodeverk) is not null and rader.maaleenhet = 'pst' then 'indikator'
            else coalesce(egne.kodeverk, delte.kodeverk)
        end as kodeverk
    from rader
    left join oppstillinger as egne on rader.rapport_id = egne.rapport_id and rader.oppstilling = egne.oppstilling
    left join oppstillinger as delte on delte.rapport_id = '' and rader.oppstilling = delte.oppstilling
),

int_kontroll__rad as (
    select
        rader.rapport_id,
        'rader.csv' as fil,
        rader.fillinje as linje,
        'kode' as kolonne,
        concat(
            'the layout ', rader.oppstilling, ' gives «', {{ synlig('rader.etikett') }}, '» the code ', {{ synlig('rader.kode') }},
            ', which is not in its catalogue. ',
            'Expected one of ',
            case rader.kodeverk
                when 'post' then 'its poster.csv'
                when 'indikator' then 'kodeverk/indikator.csv, or of the package''s indikatorer.csv'
                else concat('kodeverk/', rader.kodeverk, '.csv')
            end,
            '. Correct the code, or add it there.'
        ) as melding
    from kodede as rader
    left join koder
        on
            rader.kodeverk = koder.kodeverk
            and rader.kode = koder.kode
            and coalesce(koder.rapport_id, rader.rapport_id) in ('', rader.rapport_id)
            and coalesce(koder.oppstilling, rader.oppstilling) = rader.oppstilling
    where rader.kodeverk is not null and koder.kode is null
    union all
    select
        egne.rapport_id,
        'indikatorer.csv' as fil,
        egne.fillinje as linje,
        'indikator_id' as kolonne,
        concat(
            egne.indikator_id, ' is the id of «', felles.navn, '» in kodeverk/indikator.csv, which is everybody''s. ',
            'Expected an id of the package''s own. Leave the line out if it is the same figure; choose another id if it is not.'
        ) as melding
    from {{ ref('stg_rapport__indikator') }} as egne
    inner join {{ ref('stg_kodeverk__indikator') }} as felles on egne.indikator_id = felles.indikator_id
)

select * from int_kontroll__rad
