{# Every account that is in use, with the conditions of the controls it meets: what depends on the codes alone is asked once an account, not once
   a record. #}
with

kontoer as (
    select distinct
        skjema,
        kontoklasse,
        hovedkode,
        underkode
    from {{ ref('int_kostra__kontrollpost') }}
),

kodet as (
    select
        kontoer.*,
        case kontoer.kontoklasse when skjema.kontoklasse_drift then 'drift' when skjema.kontoklasse_investering then 'investering' end as del,
        {{ kodetall('kontoer.hovedkode') }} as hovedtall,
        {{ kodetall('kontoer.underkode') }} as undertall
    from kontoer
    inner join {{ ref('stg_kostra__skjema') }} as skjema on kontoer.skjema = skjema.skjema
),

vilkar as (
    select
        *,
        {{ hver_del('skjema') }} as ett_skjema
    from {{ ref('stg_kostra__vilkar') }}
),

int_kostra__konto as (
    select
        kodet.skjema,
        kodet.kontoklasse,
        kodet.hovedkode,
        kodet.underkode,
        vilkar.kontroll,
        vilkar.ledd,
        vilkar.belop
    from kodet
    inner join vilkar
        on
            kodet.skjema = vilkar.ett_skjema
            and (vilkar.del is null or kodet.del = vilkar.del)
            and {{ oppfyller('kodet.hovedtall', 'coalesce(vilkar.funksjon, vilkar.kapittel)', 'vilkar.ikke_funksjon') }}
            and {{ oppfyller('kodet.undertall', 'vilkar.art', 'vilkar.ikke_art') }}
    where vilkar.ledd not in ('oslo', 'bydel')
)

select * from int_kostra__konto
