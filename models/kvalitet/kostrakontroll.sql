{# Every breach of a control, with what to correct. Sums concern the whole file and have line 0. #}
with

brudd as (
    select
        sha256,
        linje,
        kontroll,
        verdi,
        skal,
        cast(null as string) as detalj,
        cast(null as bigint) as a,
        cast(null as bigint) as b
    from {{ ref('int_kostra__feltbrudd') }}
    union all
    select
        sha256,
        linje,
        kontroll,
        verdi,
        skal,
        detalj,
        cast(null as bigint) as a,
        cast(null as bigint) as b
    from {{ ref('int_kostra__kodebrudd') }}
    union all
    select
        sha256,
        linje,
        kontroll,
        cast(null as string) as verdi,
        cast(null as string) as skal,
        cast(null as string) as detalj,
        cast(null as bigint) as a,
        cast(null as bigint) as b
    from {{ ref('int_kostra__kombinasjonsbrudd') }}
    union all
    select
        sha256,
        0 as linje,
        kontroll,
        cast(null as string) as verdi,
        cast(null as string) as skal,
        cast(null as string) as detalj,
        a,
        b
    from {{ ref('int_kostra__sumbrudd') }}
),

vurdert as (
    select
        brudd.*,
        kontroll.tittel,
        kontroll.melding as mal,
        kontroll.toleranse,
        filer.fil,
        filer.skjema,
        filer.aar,
        filer.kvartal,
        filer.kommunenr,
        filer.region,
        filer.orgnr,
        filer.aargang,
        filer.type,
        case
            when filer.kvartal_1_2 then kontroll.alvor_kvartal_1_2
            when filer.regional then kontroll.alvor
            else kontroll.alvor_ikke_regional
        end as alvor
    from brudd
    inner join {{ ref('stg_kostra__kontroll') }} as kontroll on brudd.kontroll = kontroll.kontroll
    inner join {{ ref('int_kostra__fil') }} as filer on brudd.sha256 = filer.sha256
),

med_konto as (
    select
        vurdert.*,
        post.kontoklasse,
        post.funksjon,
        post.art,
        post.kapittel,
        post.sektor,
        post.belop_1000_kr,
        case vurdert.type
            when 'balanse' then 'kapittel ' || coalesce(post.kapittel, '') || ', sektor ' || coalesce(post.sektor, '')
            else
                'kontoklasse ' || coalesce(post.kontoklasse, '') || ', funksjon ' || coalesce(post.funksjon, '')
                || ', art ' || coalesce(post.art, '')
        end as konto
    from vurdert
    left join {{ ref('stg_kostra__post') }} as post on vurdert.sha256 = post.sha256 and vurdert.linje = post.linje
    where vurdert.alvor is not null
),

kostrakontroll as (
    select
        sha256,
        kontroll,
        cast(linje as integer) as linje,
        alvor,
        tittel,
        {{ kontrollmelding() }} as melding,
        fil,
        skjema,
        aar,
        kvartal,
        kommunenr,
        region,
        orgnr,
        kontoklasse,
        funksjon,
        art,
        kapittel,
        sektor,
        coalesce(belop_1000_kr, cast(case when linje = 0 then a + coalesce(b, 0) end as bigint)) as belop_1000_kr
    from med_konto
)

select * from kostrakontroll
