{# Each printed total is the sum of the posts below it, within what rounding allows: half a unit of the last digit for each number involved.
   Protects against a slip in any detail or total of the statements. #}
with

celler as (
    select
        celler.tabell_id,
        celler.seed,
        celler.rad,
        celler.kolonne,
        celler.kode,
        celler.verdi,
        {{ halv_enhet('celler.desimaler') }} as slingring,
        poster.forelder_post_id,
        poster.fortegn
    from {{ ref('int_kildecelle__kodet') }} as celler
    inner join {{ ref('dim_regnskapspost') }} as poster on celler.kode = poster.post_id
    where celler.verdi is not null
),

summer as (
    select
        tabell_id,
        kolonne,
        forelder_post_id,
        sum(verdi * fortegn) as beregnet,
        sum(slingring) as slingring
    from celler
    where forelder_post_id is not null
    group by all
),

brudd as (
    select
        totaler.tabell_id || '|' || totaler.rad || '|' || totaler.kolonne as nokkel,
        totaler.seed || '.csv, rad ' || totaler.rad || ', kolonne ' || totaler.kolonne || ': trykt ' || totaler.verdi
        || ', summen av postene er ' || summer.beregnet as melding
    from celler as totaler
    inner join summer
        on totaler.tabell_id = summer.tabell_id and totaler.kolonne = summer.kolonne and totaler.kode = summer.forelder_post_id
    where (abs(totaler.verdi - summer.beregnet) <= totaler.slingring + summer.slingring) is not true
)

{{ brudd_uten_unntak('sumposter_stemmer') }}
