{# A blank cell is a printed blank or a number that the source lost: the table's catalogue entry says which, cellegrunnlag overrules it for
   single cells and gives the derived numbers with their basis. #}
with

celler as (
    select * from {{ ref('stg_kildetabeller__celle') }}
),

kildetabeller as (
    select * from {{ ref('kildetabell') }}
),

grunnlag as (
    select
        tabell_id,
        cast(rad as integer) as rad,
        kolonne,
        status,
        grunnlag,
        {{ norsk_tall('verdi') }} as verdi,
        {{ antall_desimaler('verdi') }} as desimaler
    from {{ ref('cellegrunnlag') }}
),

tolket as (
    select
        kildetabeller.tabell_id,
        celler.seed,
        celler.rad,
        celler.gruppe,
        celler.etikett,
        celler.kolonne,
        celler.raatekst,
        coalesce(celler.verdi, grunnlag.verdi) as verdi,
        coalesce(celler.desimaler, grunnlag.desimaler) as desimaler,
        case
            when celler.merke = 'tom' then coalesce(grunnlag.status, kildetabeller.tom_celle)
            else celler.merke
        end as status,
        grunnlag.grunnlag
    from celler
    inner join kildetabeller
        on
            celler.seed = kildetabeller.seed
            and (celler.tabell_id is null or celler.tabell_id = kildetabeller.tabell_id)
    left join grunnlag
        on
            kildetabeller.tabell_id = grunnlag.tabell_id
            and celler.rad = grunnlag.rad
            and celler.kolonne = grunnlag.kolonne
)

select * from tolket
