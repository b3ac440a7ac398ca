{# The council's own financial rules against the figures the report gives, and judged only by a figure that we use. Every figure is a
   statement in the report's prose (utsagn). #}
with

regler as (
    select * from {{ ref('fct_handlingsregel') }}
),

utsagn as (
    select * from {{ ref('fct_utsagn') }}
),

malt as (
    select
        regler.*,
        nedre.verdi_brukt as nedre,
        ovre.verdi_brukt as ovre,
        faktisk.verdi_brukt as faktisk,
        faktisk.verdi_trykt as faktisk_trykt,
        faktisk.tilnaerming,
        faktisk.maal as malt_som,
        korrigert.verdi_brukt as korrigert,
        faktisk.funn_id,
        faktisk.aar,
        faktisk.linje
    from regler
    left join utsagn as nedre on regler.utsagn_nedre = nedre.utsagn_id
    left join utsagn as ovre on regler.utsagn_ovre = ovre.utsagn_id
    left join utsagn as faktisk on regler.utsagn_faktisk = faktisk.utsagn_id
    left join utsagn as korrigert on regler.utsagn_korrigert = korrigert.utsagn_id
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
        cast(faktisk_trykt as decimal(18, 1)) as faktisk_trykt_pst,
        cast(faktisk as decimal(18, 1)) as faktisk_pst,
        tilnaerming,
        malt_som,
        {{ side_av_mal('faktisk') }} as side,
        {{ innfrir_mal('faktisk') }} as innfrir,
        {{ lest_mot_mal('faktisk') }} as lesning,
        cast(korrigert as decimal(18, 1)) as korrigert_pst,
        korrigert_for,
        {{ side_av_mal('korrigert') }} as korrigert_side,
        rapportens_vurdering,
        rapport_id,
        enhet_id,
        aar,
        utsagn_faktisk as utsagn_id,
        funn_id,
        linje
    from malt
)

select * from rapport_handlingsregler
