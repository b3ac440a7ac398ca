{# Whether the code that a layout gives a row is one of the catalogue that the layout is coded by: its own posts, the service areas or the indicators.
   A row of per cent among amounts is an indicator. #}
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
        null as rapport_id,
        null as oppstilling,
        'indikator' as kodeverk,
        indikator_id as kode
    from {{ ref('stg_kodeverk__indikator') }}
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
            case oppstillinger.kodeverk when 'post' then 'its poster.csv' else concat('kodeverk/', oppstillinger.kodeverk, '.csv') end,
            '. Correct the code, or add it there.'
        ) as melding
    from rader
    inner join oppstillinger on rader.rapport_id = oppstillinger.rapport_id and rader.oppstilling = oppstillinger.oppstilling
    left join koder
        on
            koder.kodeverk = case when rader.maaleenhet = 'pst' then 'indikator' else oppstillinger.kodeverk end
            and rader.kode = koder.kode
            and coalesce(koder.rapport_id, rader.rapport_id) = rader.rapport_id
            and coalesce(koder.oppstilling, rader.oppstilling) = rader.oppstilling
    where koder.kode is null
)

select * from int_kontroll__rad
