{# The council's own financial rules against the figures the report gives. Every figure is a statement in the report's prose (pastand). #}
with

regler as (
    select * from {{ ref('handlingsregel') }}
),

pastander as (
    select * from {{ ref('stg_pastander__pastand') }}
),

malt as (
    select
        regler.*,
        nedre.verdi as nedre,
        ovre.verdi as ovre,
        faktisk.verdi as faktisk,
        faktisk.tilnaerming,
        korrigert.verdi as korrigert,
        faktisk.kilde_id,
        faktisk.aar,
        faktisk.linje
    from regler
    left join pastander as nedre on regler.pastand_nedre = nedre.pastand_id
    left join pastander as ovre on regler.pastand_ovre = ovre.pastand_id
    left join pastander as faktisk on regler.pastand_faktisk = faktisk.pastand_id
    left join pastander as korrigert on regler.pastand_korrigert = korrigert.pastand_id
),

rapport_handlingsregler as (
    select
        regel_id,
        navn,
        formulering,
        nevner,
        maltype,
        cast(nedre as decimal(18, 1)) as nedre_pst,
        cast(ovre as decimal(18, 1)) as ovre_pst,
        cast(faktisk as decimal(18, 1)) as faktisk_pst,
        tilnaerming,
        {{ side_av_mal('faktisk') }} as side,
        {{ innfrir_mal('faktisk') }} as innfrir,
        cast(korrigert as decimal(18, 1)) as korrigert_pst,
        korrigert_for,
        {{ side_av_mal('korrigert') }} as korrigert_side,
        rapportens_vurdering,
        kilde_id,
        aar,
        pastand_faktisk as pastand_id,
        linje
    from malt
)

select * from rapport_handlingsregler
