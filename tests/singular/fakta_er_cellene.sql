{# Every printed number of a package that is read is in the fact of its subject, with the value of its cell, and a key figure of an analysis among the
   key figures too; nothing else is. A key figure that a report repeats is there once, with the same value, or the package says why it differs; a
   change that is printed between two years is no key figure of a year. #}
with

kodet as (
    select * from {{ godkjent('int_celle__avgjort') }}
),

celler as (
    select
        *,
        fakta as faktum
    from kodet
    union all
    select
        *,
        'nokkeltall' as faktum
    from kodet
    where er_nokkeltall and fakta != 'nokkeltall'
),

nokkeltall as (
    select * from {{ ref('fct_nokkeltall') }}
),

fakta as (
    {% for faktum, verdi in [
        ('belop', 'belop_trykt'), ('nokkeltall', 'verdi_trykt'), ('personell', 'verdi_trykt'), ('analyse', 'verdi_trykt')
    ] %}
        select
            '{{ faktum }}' as faktum,
            rapport_id,
            tabell_id,
            rad,
            kolonne,
            {{ verdi }} as verdi
        from {{ ref('fct_' ~ faktum) }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

-- figures of which the package says that their printings differ
unntatte as (
    select distinct
        kodet.rapport_id,
        kodet.kode,
        kodet.enhet_id,
        kodet.aar
    from kodet
    inner join {{ ref('stg_rapport__unntak') }} as unntak
        on kodet.rapport_id = unntak.rapport_id and unntak.nokkel = concat_ws('|', kodet.tabell, kodet.rad, kodet.kolonne)
    where unntak.regel = 'gjentatte_nokkeltall_er_like'
),

ulike as (
    select
        coalesce(celler.rapport_id, fakta.rapport_id) as rapport_id,
        coalesce(celler.tabell_id, fakta.tabell_id) as tabell_id,
        coalesce(celler.rad, fakta.rad) as rad,
        coalesce(celler.kolonne, fakta.kolonne) as kolonne,
        coalesce(celler.faktum, fakta.faktum) as faktum,
        fakta.faktum is null as mangler,
        celler.kode,
        celler.enhet_id,
        celler.aar,
        celler.maal,
        celler.verdi as cellen,
        fakta.verdi as i_faktum
    from celler
    full outer join fakta
        on
            celler.rapport_id = fakta.rapport_id
            and celler.tabell_id = fakta.tabell_id
            and celler.rad = fakta.rad
            and celler.kolonne = fakta.kolonne
            and celler.faktum = fakta.faktum
    where (celler.verdi is not null or fakta.verdi is not null) and (celler.verdi = fakta.verdi) is not true
)

select
    ulike.tabell_id,
    ulike.rad,
    ulike.kolonne,
    ulike.faktum,
    ulike.cellen,
    ulike.i_faktum
from ulike
left join nokkeltall
    on
        ulike.rapport_id = nokkeltall.rapport_id
        and ulike.kode = nokkeltall.indikator_id
        and ulike.enhet_id = nokkeltall.enhet_id
        and ulike.aar = nokkeltall.aar
left join unntatte
    on
        ulike.rapport_id = unntatte.rapport_id
        and ulike.kode = unntatte.kode
        and ulike.enhet_id = unntatte.enhet_id
        and ulike.aar = unntatte.aar
where
    (
        ulike.mangler
        and ulike.faktum = 'nokkeltall'
        and (ulike.maal = 'endring' or ulike.cellen = nokkeltall.verdi_trykt or (nokkeltall.verdi_trykt is not null and unntatte.kode is not null))
    ) is not true
