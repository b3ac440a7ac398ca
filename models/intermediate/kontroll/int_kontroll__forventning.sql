{# What a package says of its own content (forventninger.csv): how many rows a file has, how many numbers and reconciled figures there are,
   what a column sums to, and what a cell is. What is true of one report is held here, and not of all. #}
with

forventninger as (
    select
        *,
        {{ norsk_tall('minst') }} as nedre,
        {{ norsk_tall('hoyst') }} as ovre
    from {{ ref('stg_rapport__forventning') }}
),

celler as (
    select * from {{ ref('int_celle__lest') }}
),

maalt as (
    select
        rapport_id,
        'antall_rader' as art,
        fil,
        cast(null as varchar) as tabell,
        cast(null as integer) as rad,
        cast(null as varchar) as kolonne,
        cast(count(distinct post) as decimal(28, 6)) as tall
    from {{ ref('stg_rapport__felt') }}
    where post > 1
    group by rapport_id, fil
    union all
    select
        rapport_id,
        'antall_tall' as art,
        null as fil,
        null as tabell,
        null as rad,
        null as kolonne,
        count(*) as tall
    from celler
    where status = 'verdi'
    group by rapport_id
    union all
    select
        dokument,
        'antall_avstemte' as art,
        null as fil,
        null as tabell,
        null as rad,
        null as kolonne,
        count(*) as tall
    from {{ ref('int_avstemming__holdt') }}
    group by dokument
    union all
    select
        rapport_id,
        'sum' as art,
        null as fil,
        tabell,
        null as rad,
        kolonne,
        sum(verdi) as tall
    from celler
    group by rapport_id, tabell, kolonne
    union all
    select
        rapport_id,
        'verdi' as art,
        null as fil,
        tabell,
        rad,
        kolonne,
        verdi as tall
    from celler
),

int_kontroll__forventning as (
    select
        forventninger.rapport_id,
        'forventninger.csv' as fil,
        forventninger.fillinje as linje,
        'forventning_id' as kolonne,
        concat(
            forventninger.forventning_id, ': ', forventninger.art, ' is ', coalesce({{ norsk_tekst('maalt.tall') }}, 'not there'), '. Expected ',
            concat_ws(' and ', 'at least ' || forventninger.minst, 'at most ' || forventninger.hoyst), ' (', forventninger.begrunnelse,
            '). Correct what was read, or the expectation.'
        ) as melding
    from forventninger
    left join maalt
        on
            forventninger.rapport_id = maalt.rapport_id
            and forventninger.art = maalt.art
            and forventninger.fil is not distinct from maalt.fil
            and forventninger.tabell is not distinct from maalt.tabell
            and try_cast(forventninger.rad as integer) is not distinct from maalt.rad
            and forventninger.kolonne is not distinct from maalt.kolonne
    where
        (maalt.tall between coalesce(forventninger.nedre, maalt.tall) and coalesce(forventninger.ovre, maalt.tall)) is not true
        or (forventninger.nedre is null and forventninger.ovre is null)
)

select * from int_kontroll__forventning
