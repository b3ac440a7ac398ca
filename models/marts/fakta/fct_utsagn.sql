{# Every statement with a number in the reports' prose. A number that a finding replaces may have another unit: `maaleenhet` is the used
   number's. A decrease is written as a positive number and a word: `retning` is the word's, `verdi_med_fortegn` the number with it. #}
with

utsagn as (
    select * from {{ godkjent('int_utsagn__lest') }}
),

virkninger as (
    select * from {{ ref('int_funn__gjeldende') }}
),

retninger as (
    select
        maalene.maal,
        max_by(ordene.retning, length(ordene.uttrykk)) as retning
    from (select distinct maal from utsagn) as maalene
    inner join {{ ref('stg_kodeverk__retningsord') }} as ordene
        on contains(concat('|', replace(lower(maalene.maal), ', ', ' |'), ' '), concat('|', ordene.uttrykk, ' '))
    group by maalene.maal
),

fct_utsagn as (
    select
        utsagn.utsagn_id,
        utsagn.rapport_id,
        utsagn.kapittel,
        utsagn.tema,
        utsagn.gjelder,
        utsagn.enhet_id,
        utsagn.maal,
        utsagn.verditekst,
        cast(utsagn.verdi as decimal(18, 6)) as verdi_trykt,
        utsagn.maaleenhet as maaleenhet_trykt,
        cast({{ verdi_brukt('utsagn.verdi') }} as decimal(18, 6)) as verdi_brukt,
        coalesce(virkninger.maaleenhet, utsagn.maaleenhet) as maaleenhet,
        retninger.retning,
        {% set brukt = verdi_brukt('utsagn.verdi') -%}
        case retninger.retning when 'ned' then -1 * ({{ brukt }}) when 'opp' then {{ brukt }} end as verdi_med_fortegn,
        ({{ verdi_brukt('utsagn.verdi') }}) is not null as brukbar_til_sammenligning,
        virkninger.funn_id,
        utsagn.aar,
        utsagn.sammenligning,
        utsagn.tilnaerming,
        utsagn.tilnaermingsmerke,
        utsagn.omfang,
        utsagn.utgave,
        utsagn.linje
    from utsagn
    left join virkninger on utsagn.utsagn_id = virkninger.annet
    left join retninger on utsagn.maal = retninger.maal
)

select * from fct_utsagn
