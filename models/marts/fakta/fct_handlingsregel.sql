{# The council's own financial rules as the reports state them; each figure is a statement in the prose. #}
with

regler as (
    select * from {{ godkjent('stg_rapport__handlingsregel') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

fct_handlingsregel as (
    select
        regler.rapport_id,
        regler.regel_id,
        pakker.hovedenhet_id as enhet_id,
        regler.navn,
        regler.formulering,
        regler.nevner,
        regler.maltype,
        {% for felt in ['utsagn_nedre', 'utsagn_ovre', 'utsagn_faktisk', 'utsagn_korrigert'] %}
            pakker.kortnavn || '-' || regler.{{ felt }} as {{ felt }},
        {% endfor %}
        regler.korrigert_for,
        regler.rapportens_vurdering
    from regler
    inner join pakker on regler.rapport_id = pakker.rapport_id
)

select * from fct_handlingsregel
