{# Rules whose line says something else wrong than its formula: the id, the title, the kind or the layout. #}
with

regler as (
    select
        *,
        {{ regelnokkel() }} as regelnokkel
    from {{ ref('stg_rapport__regel') }}
),

innebygde as (
    select distinct regel_id from {{ ref('int_avstemming__oppstillingsledd') }}
),

oppstillinger as (
    select oppstilling from {{ ref('stg_rapport__oppstilling') }}
    where rapport_id = ''
),

-- a layout's rules are every report's too
gjentatte as (
    select
        regler.regelnokkel,
        min(andre.linje) as linje,
        bool_or(andre.oppstilling is not null) as i_oppstilling
    from regler
    inner join regler as andre
        on
            regler.regel_id = andre.regel_id
            and regler.regelnokkel != andre.regelnokkel
            and (regler.rapport_id = andre.rapport_id or andre.oppstilling is not null)
    group by regler.regelnokkel
),

samlet as (
    select
        regler.regelnokkel,
        regler.regel_id as funnet,
        case
            when trim(coalesce(regler.regel_id, '')) = '' then 'the rule has no regel_id'
            when gjentatte.i_oppstilling then 'regel_id is also that of a layout''s rule, on line ' || gjentatte.linje
            when gjentatte.linje is not null then 'regel_id also stands on line ' || gjentatte.linje
            when innebygde.regel_id is not null then 'regel_id is the name of a built-in rule'
        end as melding
    from regler
    left join gjentatte on regler.regelnokkel = gjentatte.regelnokkel
    left join innebygde on regler.regel_id = innebygde.regel_id
    union all
    select
        regelnokkel,
        tittel as funnet,
        'the rule has no title' as melding
    from regler
    where trim(coalesce(tittel, '')) = ''
    union all
    select
        regelnokkel,
        art as funnet,
        'unknown kind: expected sum, differanse, lik, prosent, forhold, endring_pst, tekst_mot_tabell or vekst' as melding
    from regler
    where coalesce(art, '') not in ('sum', 'differanse', 'lik', 'prosent', 'forhold', 'endring_pst', 'tekst_mot_tabell', 'vekst')
    union all
    select
        regelnokkel,
        formel as funnet,
        'the formula is empty: expected PLACE = TERMS' as melding
    from regler
    where trim(coalesce(formel, '')) = ''
    union all
    select
        regler.regelnokkel,
        regler.oppstilling as funnet,
        'unknown layout' as melding
    from regler
    left join oppstillinger on regler.oppstilling = oppstillinger.oppstilling
    where regler.rapport_id is null and oppstillinger.oppstilling is null
),

regelfeil as (
    select
        regelnokkel,
        cast(null as integer) as plass,
        funnet,
        melding
    from samlet
    where melding is not null
)

select * from regelfeil
