{# What holds each printed number against a slip of ours. A reconciliation counts where it is decided and narrow: one whose interval is wider than
   two fifths of the figure would not notice much. A number that nothing holds says so. #}
with

celler as (
    select * from {{ godkjent('int_celle__kodet') }}
    where status = 'verdi'
),

kilderader as (
    select * from {{ ref('int_kilde__rad') }}
),

avgjort as (
    select
        dokument,
        regel_id,
        tabell_id,
        rad,
        kolonne
    from {{ ref('int_avstemming__holdt') }}
    where status != 'kan_ikke_avgjores' and beregnet_ovre - beregnet_nedre <= 0.4 * abs(beregnet)
),

avstemt as (
    select
        tabell_id,
        rad,
        kolonne
    from avgjort
    union
    {% for ledd in ['ledd', 'gang'] %}
        select
            ledd.{{ ledd }}_tabell_id,
            ledd.{{ ledd }}_rad,
            ledd.{{ ledd }}_kolonne
        from avgjort
        inner join {{ ref('int_avstemming__ledd') }} as ledd
            on
                avgjort.regel_id = ledd.regel_id
                and avgjort.dokument = ledd.rapport_id
                and avgjort.tabell_id = ledd.tabell_id
                and avgjort.rad is not distinct from ledd.rad
                and avgjort.kolonne = ledd.kolonne
        {% if not loop.last %}
            union
        {% endif %}
    {% endfor %}
),

naboer as (
    select * from {{ ref('int_celle__nabo') }}
    where tifold and not er_langt_fra
),

trykk as (
    select
        enhet_id,
        aar,
        kode,
        maal,
        coalesce(faktor_mill_kr, 1) * cast(verdi as decimal(20, 6)) as verdi,
        min(tabell_id) as forste,
        max(tabell_id) as siste
    from celler
    where kode is not null and enhet_id is not null and aar is not null and verdi != 0
    group by enhet_id, aar, kode, maal, coalesce(faktor_mill_kr, 1) * cast(verdi as decimal(20, 6))
    having count(distinct tabell_id) > 1
),

holdt as (
    select
        celler.rapport_id,
        celler.tabell_id,
        celler.rad,
        celler.kolonne,
        case
            when kilderader.rad is null then 'uten_kildetekst'
            when kilderader.er_med_etikett then 'raden_med_etikett'
            when kilderader.er_samlet then 'raden'
            else 'tallet'
        end as i_kilden,
        avstemt.tabell_id is not null as er_avstemt,
        naboer.tabell is not null as er_som_naboene,
        trykk.kode is not null as er_trykt_flere_steder
    from celler
    left join kilderader on celler.rapport_id = kilderader.rapport_id and celler.tabell = kilderader.tabell and celler.rad = kilderader.rad
    left join avstemt on celler.tabell_id = avstemt.tabell_id and celler.rad = avstemt.rad and celler.kolonne = avstemt.kolonne
    left join naboer
        on
            celler.rapport_id = naboer.rapport_id
            and celler.tabell = naboer.tabell
            and celler.rad = naboer.rad
            and celler.kolonne = naboer.kolonne
    left join trykk
        on
            celler.enhet_id = trykk.enhet_id
            and celler.aar = trykk.aar
            and celler.kode = trykk.kode
            and celler.maal = trykk.maal
            and coalesce(celler.faktor_mill_kr, 1) * cast(celler.verdi as decimal(20, 6)) = trykk.verdi
),

dekning as (
    select
        tabell_id,
        rad,
        kolonne,
        rapport_id,
        i_kilden,
        er_avstemt,
        er_som_naboene,
        er_trykt_flere_steder,
        cast(
            cast(i_kilden != 'uten_kildetekst' as integer)
            + cast(er_avstemt as integer)
            + cast(er_som_naboene as integer)
            + cast(er_trykt_flere_steder as integer) as integer
        ) as antall_hold,
        coalesce(
            nullif(
                concat_ws(
                    ', ',
                    case when i_kilden != 'uten_kildetekst' then 'kildeteksten' end,
                    case when er_avstemt then 'avstemmingen' end,
                    case when er_som_naboene then 'naboene' end,
                    case when er_trykt_flere_steder then 'et annet trykk' end
                ), ''
            ), 'ingenting'
        ) as holdt_av
    from holdt
)

select * from dekning
