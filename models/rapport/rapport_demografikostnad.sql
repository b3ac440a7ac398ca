{# What the change in the population costs from one year to the next, by the method of the technical calculation committee (TBU): the rate of each age
   group and sector times the change in its people, productivity and standard unchanged, in the prices of the rates. The rates are the municipality's own
   input; without them there is nothing here. #}
with

satser as (
    select * from {{ ref('fct_demografisats') }}
),

folk as (
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

i_gruppen as (
    select
        folk.kommunenr,
        folk.grenser,
        folk.aar,
        satser.sektor,
        satser.prisaar,
        satser.alder_fra,
        satser.sats_kr,
        sum(folk.personer) as personer
    from folk
    inner join satser
        on
            folk.alder_fra >= satser.alder_fra
            and (satser.alder_til is null or folk.alder_til <= satser.alder_til)
    group by all
),

endringer as (
    select
        naa.kommunenr,
        naa.grenser,
        naa.aar,
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
    group by naa.kommunenr, naa.grenser, naa.aar, naa.sektor, naa.prisaar
)

select
    kommunenr,
    grenser,
    aar,
    sektor,
    prisaar,
    cast({{ kvot('kostnad_kr', '1000000', 3) }} as decimal(18, 3)) as demografikostnad_mill_kr,
    {{ prosent('kostnad_kr', 'utgift_i_fjor_kr', 2) }} as vekst_pst
from endringer
