{# Every finding that matters has an effect, every effect reaches the numbers it is about, and no number that a finding rejects is in a rank,
   an index, a sum or a verdict: the printed stays, the used one is another or none. #}
with

funn as (
    select * from {{ ref('kildefunn') }}
),

steder as (
    select * from {{ ref('bro_funnsted') }}
),

fakta as (
    {% for faktum, trykt, brukt in [
        ('fct_belop', 'virkning_trykt_mill_kr', 'virkning_mill_kr'),
        ('fct_nokkeltall', 'verdi_trykt', 'verdi_brukt'),
        ('fct_personell', 'verdi_trykt', 'verdi_brukt'),
        ('fct_analyse', 'verdi_trykt', 'verdi_brukt'),
    ] %}
        select
            '{{ faktum }}' as faktum,
            tabell_id,
            rad,
            kolonne,
            cast(null as varchar) as utsagn_id,
            {{ trykt }} as trykt,
            {{ brukt }} as brukt,
            false as er_annen_enhet,
            brukbar_til_sammenligning,
            funn_id
        from {{ ref(faktum) }}
        union all
    {% endfor %}
    select
        'fct_utsagn' as faktum,
        null as tabell_id,
        null as rad,
        null as kolonne,
        utsagn_id,
        verdi_trykt as trykt,
        verdi_brukt as brukt,
        maaleenhet != maaleenhet_trykt as er_annen_enhet,
        brukbar_til_sammenligning,
        funn_id
    from {{ ref('fct_utsagn') }}
),

rammet as (
    select
        steder.funn_id as stedets_funn,
        steder.sted,
        steder.virkning,
        fakta.*
    from steder
    inner join fakta
        on
            steder.tabell_id = fakta.tabell_id
            and coalesce(steder.rad = fakta.rad, steder.rad is null)
            and coalesce(steder.kolonne = fakta.kolonne, steder.kolonne is null)
    where steder.grunn is not null
    union all
    select
        steder.funn_id as stedets_funn,
        steder.sted,
        steder.virkning,
        fakta.*
    from steder
    inner join fakta on steder.utsagn_id = fakta.utsagn_id
    where steder.grunn is not null
),

plassert as (
    {% for relasjon, tall in [
        ('rapport_plassering', ['plass', 'indeks']),
        ('rapport_sammenligning', ['forhold_pst', 'differanse']),
        ('rapport_tjenesteprofil', ['indeks']),
    ] %}
        select
            '{{ relasjon }}' as relasjon,
            relasjonen.tabell_id,
            relasjonen.rad,
            relasjonen.kolonne,
            concat_ws(' ', {{ tall | map('replace', '', 'relasjonen.', 1) | join(', ') }}) as tall
        from {{ ref(relasjon) }} as relasjonen
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select
    funn.funn_id,
    concat(funn.alvorlighet, ' uten virkning') as melding
from funn
left join steder on funn.funn_id = steder.funn_id and steder.grunn is not null
where funn.alvorlighet in ('hoy', 'middels') and steder.funn_id is null
union all
select
    stedets_funn as funn_id,
    concat_ws(' ', faktum, sted, virkning, 'har ikke virkning:', trykt, brukt) as melding
from rammet
where
    funn_id is null
    or (
        virkning in ('utelat', 'tell_ikke')
        and (brukbar_til_sammenligning or (brukt is not null and funn_id = stedets_funn))
    )
    or (virkning = 'erstatt' and (brukt is null or (brukt = trykt and not er_annen_enhet)))
union all
select
    rammet.stedets_funn as funn_id,
    concat_ws(' ', plassert.relasjon, rammet.sted, 'er forkastet, men har', plassert.tall) as melding
from rammet
inner join plassert
    on rammet.tabell_id = plassert.tabell_id and rammet.rad = plassert.rad and rammet.kolonne = plassert.kolonne
where rammet.virkning in ('utelat', 'tell_ikke') and plassert.tall != ''
union all
select
    regler.funn_id,
    concat_ws(' ', 'rapport_handlingsregler', regler.regel_id, 'er dømt av et tall vi ikke bruker') as melding
from {{ ref('rapport_handlingsregler') }} as regler
inner join {{ ref('fct_utsagn') }} as utsagn on regler.utsagn_id = utsagn.utsagn_id
where not utsagn.brukbar_til_sammenligning and (regler.innfrir is not null or regler.side is not null)
