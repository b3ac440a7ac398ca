{# What the change in the population costs from one year to the next, by the method of the technical calculation committee (TBU): the rate of each age
   group and sector times the change in its people, productivity and standard unchanged, in the prices of the rates; `alle` is the sum of the sectors.
   After the years that have been comes what is expected, by the newest projection's main alternative. The rates are the municipality's own
   input; without them there is nothing here. A sector is there for a year when every age that it has a rate for is. #}
with

satser as (
    select
        *,
        count(*) over (partition by sektor, prisaar) as grupper_i_sektoren
    from {{ ref('fct_demografisats') }}
),

kjent as (
    select
        kommunenr,
        grenser,
        aar,
        alder_fra,
        alder_til,
        sum(personer) as personer
    from {{ ref('fct_befolkning_i_dag') }}
    where exists (select 1 from satser)
    group by kommunenr, grenser, aar, alder_fra, alder_til
),

siste as (
    select
        kommunenr,
        grenser,
        max(aar) as aar
    from kjent
    group by kommunenr, grenser
),

ventet_merket as (
    select
        *,
        oppdatert = max(oppdatert) over () as er_med
    from {{ ref('fct_framskriving') }}
    where alternativ = 'MMMM'
),

ventet as (
    select * from ventet_merket
    where er_med
),

folk as (
    select
        *,
        'folketall' as grunnlag
    from kjent
    union all
    select
        ventet.kommunenr,
        siste.grenser,
        ventet.aar,
        ventet.alder_fra,
        ventet.alder_til,
        sum(ventet.personer) as personer,
        'framskriving' as grunnlag
    from ventet
    inner join siste on ventet.kommunenr = siste.kommunenr and ventet.aar > siste.aar
    group by ventet.kommunenr, siste.grenser, ventet.aar, ventet.alder_fra, ventet.alder_til
),

i_gruppen as (
    select
        folk.kommunenr,
        folk.grenser,
        folk.aar,
        folk.grunnlag,
        satser.sektor,
        satser.prisaar,
        satser.alder_fra,
        satser.sats_kr,
        satser.grupper_i_sektoren,
        sum(folk.personer) as personer
    from folk
    inner join satser
        on
            folk.alder_fra >= satser.alder_fra
            and (satser.alder_til is null or folk.alder_til <= satser.alder_til)
    group by
        folk.kommunenr,
        folk.grenser,
        folk.aar,
        folk.grunnlag,
        satser.sektor,
        satser.prisaar,
        satser.alder_fra,
        satser.alder_til,
        satser.sats_kr,
        satser.grupper_i_sektoren
    having sum(coalesce(folk.alder_til, 999) - folk.alder_fra + 1) = coalesce(satser.alder_til, 999) - satser.alder_fra + 1
),

endringer as (
    select
        naa.kommunenr,
        naa.grenser,
        naa.aar,
        naa.grunnlag,
        naa.sektor,
        naa.prisaar,
        sum((naa.personer - i_fjor.personer) * naa.sats_kr) as kostnad_kr,
        sum(i_fjor.personer * naa.sats_kr) as utgift_i_fjor_kr
    from i_gruppen as naa
    inner join i_gruppen as i_fjor
        on
            naa.kommunenr = i_fjor.kommunenr
            and naa.sektor = i_fjor.sektor
            and naa.prisaar = i_fjor.prisaar
            and naa.alder_fra = i_fjor.alder_fra
            and naa.aar = i_fjor.aar + 1
    group by naa.kommunenr, naa.grenser, naa.aar, naa.grunnlag, naa.sektor, naa.prisaar
    having count(*) = min(naa.grupper_i_sektoren)
),

sektorer as (
    select
        prisaar,
        count(distinct sektor) as antall
    from satser
    group by prisaar
),

med_sum as (
    select * from endringer
    union all
    select
        endringer.kommunenr,
        endringer.grenser,
        endringer.aar,
        endringer.grunnlag,
        'alle' as sektor,
        endringer.prisaar,
        sum(endringer.kostnad_kr) as kostnad_kr,
        sum(endringer.utgift_i_fjor_kr) as utgift_i_fjor_kr
    from endringer
    inner join sektorer on endringer.prisaar = sektorer.prisaar
    group by endringer.kommunenr, endringer.grenser, endringer.aar, endringer.grunnlag, endringer.prisaar
    having count(*) = min(sektorer.antall)
)

select
    kommunenr,
    grenser,
    aar,
    grunnlag,
    sektor,
    prisaar,
    cast({{ kvot('kostnad_kr', '1000000', 3) }} as decimal(18, 3)) as demografikostnad_mill_kr,
    {{ prosent('kostnad_kr', 'utgift_i_fjor_kr', 2) }} as vekst_pst
from med_sum
