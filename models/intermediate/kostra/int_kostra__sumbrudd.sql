{# Sums of whole files. Accounts that count in the same sums are one group, so that a record is added once. #}
with

bidrag as (
    select
        skjema,
        kontoklasse,
        hovedkode,
        underkode,
        {{ tekster_samlet('kontroll || ledd', ' ') }} as summer
    from {{ ref('int_kostra__konto') }}
    where ledd in ('finnes', 'a', 'b')
    group by skjema, kontoklasse, hovedkode, underkode
),

grupper as (
    select
        *,
        dense_rank() over (order by summer) as gruppe
    from bidrag
),

gruppesummer as (
    select distinct
        gruppe,
        summer
    from grupper
),

lagt_sammen as (
    select
        poster.sha256,
        grupper.gruppe,
        sum(poster.belop) as belop
    from {{ ref('int_kostra__kontrollpost') }} as poster
    inner join grupper
        on
            poster.skjema = grupper.skjema
            and poster.kontoklasse = grupper.kontoklasse
            and poster.hovedkode = grupper.hovedkode
            and poster.underkode = grupper.underkode
    group by poster.sha256, grupper.gruppe
),

ledd as (
    select
        lagt_sammen.sha256,
        lagt_sammen.belop,
        {{ hver_del('gruppesummer.summer') }} as sum_i
    from lagt_sammen
    inner join gruppesummer on lagt_sammen.gruppe = gruppesummer.gruppe
),

summer as (
    select
        sha256,
        left(sum_i, 3) as kontroll,
        coalesce(sum(belop) filter (where substring(sum_i, 4) = 'a'), 0) as a,
        coalesce(sum(belop) filter (where substring(sum_i, 4) = 'b'), 0) as b
    from ledd
    group by sha256, left(sum_i, 3)
    having count(*) filter (where substring(sum_i, 4) = 'finnes') > 0
),

int_kostra__sumbrudd as (
    select
        summer.sha256,
        summer.kontroll,
        cast(summer.a as bigint) as a,
        cast(summer.b as bigint) as b
    from summer
    inner join {{ ref('stg_kostra__kontroll') }} as kontroll on summer.kontroll = kontroll.kontroll
    anti join {{ ref('int_kostra__unntak') }} as unntak on summer.sha256 = unntak.sha256 and summer.kontroll = unntak.kontroll
    where
        case kontroll.krav
            when 'a_positiv' then summer.a <= 0
            when 'a_negativ' then summer.a >= 0
            when 'a_null' then summer.a != 0
            when 'a_ikke_null' then summer.a = 0
            when 'differanse' then abs(summer.a + summer.b) > kontroll.toleranse
            when 'differanse_med_fortegn' then not (summer.a > 0 and summer.b < 0 and abs(summer.a + summer.b) <= kontroll.toleranse)
        end
)

select * from int_kostra__sumbrudd
