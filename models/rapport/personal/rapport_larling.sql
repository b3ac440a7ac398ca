{# Apprentices by trade: applicants and admitted, women beside men, and the running contracts against the number the municipality aims for. #}
with

larlinger as (
    select * from {{ ref('fct_personell') }}
    where emne = 'larling'
),

fag as (
    select
        enhet_id,
        aar,
        tabell_id,
        rad,
        rapport_id,
        oppstilling,
        etikett as fag,
        er_total,
        max(case when maal = 'sokere' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as sokere_totalt,
        max(case when maal = 'inntak' and kjonn = 'kvinner' then cast(verdi_brukt as integer) end) as inntak_kvinner,
        max(case when maal = 'inntak' and kjonn = 'menn' then cast(verdi_brukt as integer) end) as inntak_menn,
        max(case when maal = 'inntak' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as inntak_totalt,
        max(case when maal = 'larekandidater' then cast(verdi_brukt as integer) end) as larekandidater,
        max(case when maal = 'maltall_kontrakter' and gjelder_rader is null then cast(verdi_brukt as integer) end) as maltall_kontrakter,
        max(case when maal = 'lopende_kontrakter' then cast(verdi_brukt as integer) end) as lopende_kontrakter,
        max(case when verdi_trykt is null then cellestatus end) as cellestatus,
        min(funn_id) as funn_id
    from larlinger
    group by enhet_id, aar, tabell_id, rad, rapport_id, oppstilling, etikett, er_total
),

-- a target that is printed across several trades is theirs together
felles as (
    select
        maltall.tabell_id,
        unnest(list_transform(string_split(maltall.gjelder_rader, ';'), lambda nr: cast(nr as integer))) as rad,
        maltall.rad as forste_rad,
        cast(maltall.verdi_brukt as integer) as maltall_felles
    from larlinger as maltall
    where maltall.gjelder_rader is not null
),

samlet as (
    select
        felles.tabell_id,
        felles.rad,
        felles.maltall_felles,
        {{ tekster_over('fag.fag', ', ', 'gruppen') }} as felles_for,
        cast(sum(fag.lopende_kontrakter) over gruppen as integer) as lopende_felles
    from felles
    inner join fag on felles.tabell_id = fag.tabell_id and felles.rad = fag.rad
    window gruppen as (
        partition by felles.tabell_id, felles.forste_rad order by felles.rad rows between unbounded preceding and unbounded following
    )
),

rapport_larling as (
    select
        fag.enhet_id,
        fag.aar,
        fag.rapport_id,
        fag.oppstilling,
        fag.fag,
        fag.er_total,
        fag.sokere_totalt,
        fag.inntak_kvinner,
        fag.inntak_menn,
        fag.inntak_totalt,
        fag.larekandidater,
        fag.maltall_kontrakter,
        fag.lopende_kontrakter,
        samlet.felles_for,
        samlet.maltall_felles,
        samlet.lopende_felles,
        fag.cellestatus,
        fag.funn_id,
        fag.tabell_id,
        fag.rad
    from fag
    left join samlet on fag.tabell_id = samlet.tabell_id and fag.rad = samlet.rad
)

select * from rapport_larling
