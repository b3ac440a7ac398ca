{# Each place a rule names, in the order written: the checked figure (`venstre`), the terms of the numerator and of the denominator with their
   coefficients, and the place a term is multiplied by (`gang_*`), with the factor of the whole. Only formulas that the grammar reads
   are here; int_regel__feil names the others. #}
with

regler as (
    select * from {{ ref('stg_rapport__regel') }}
),

alle_symboler as (
    {{ regelsymboler('regler') }}
),

symboler as (
    select * from alle_symboler
    where {{ er_av_monsteret('symboler', regelgrammatikk()) }}
),

i_sammenheng as (
    select
        *,
        coalesce(lag(slag) over regel, '') as forrige,
        coalesce(lag(slag, 2) over regel, '') as nest_forrige,
        coalesce(lag(slag, 3) over regel, '') as tredje_forrige,
        lag(tekst, 2) over regel as nest_forrige_tekst,
        coalesce(lead(slag) over regel, '') as neste,
        case when lead(slag) over regel = '*' and lead(slag, 2) over regel = 's' then lead(tekst, 2) over regel end as gang_sted,
        case when lead(slag) over regel = '*' and lead(slag, 2) over regel = 's' then lead(plass, 2) over regel end as gang_plass,
        count(case when slag = '/' then 1 end) over (partition by regelnokkel order by nr rows unbounded preceding) > 0 as er_etter_deling
    from symboler
    window regel as (partition by regelnokkel order by nr)
),

faktorer as (
    select
        regelnokkel,
        tekst as faktor
    from i_sammenheng
    where slag = 'n' and neste = ''
),

steder as (
    select
        *,
        row_number() over (partition by regelnokkel order by nr) as stednr,
        forrige = '*' as har_tall
    from i_sammenheng
    where slag = 's' and not (forrige = '*' and nest_forrige = 's')
),

lest as (
    select
        steder.regelnokkel,
        steder.rapport_id,
        steder.oppstilling,
        steder.regel_id,
        steder.linje,
        cast(steder.stednr as integer) as nr,
        case when steder.stednr = 1 then 'venstre' when steder.er_etter_deling then 'nevner' else 'teller' end as side,
        cast(
            case when case when steder.har_tall then steder.tredje_forrige else steder.forrige end = '-' then '-' else '' end
            || case when steder.har_tall then steder.nest_forrige_tekst else '1' end as decimal(16, 8)
        ) as koeffisient,
        steder.plass,
        steder.tekst as sted,
        {{ deler_av_sted('steder.tekst') }},
        steder.gang_plass,
        steder.gang_sted,
        {{ deler_av_sted('steder.gang_sted', 'gang_') }},
        cast(coalesce(faktorer.faktor, '1') as decimal(18, 6)) as faktor
    from steder
    left join faktorer on steder.regelnokkel = faktorer.regelnokkel
)

select * from lest
