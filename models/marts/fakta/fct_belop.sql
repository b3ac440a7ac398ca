{# Every printed amount of the statements, in mill. kr and turned so that positive improves the municipality's result: `belop_mill_kr` and
   `virkning_mill_kr` are what we use, `virkning_trykt_mill_kr` what is printed. The same figure may be printed
   in several reports: the one of its own year is used, else the newest, and it says whether another
   report's print differs, whatever layout it is in. It may be printed in several layouts
   too, of which the one that kodeverk/emne.csv ranks first is used: `er_valgt` is one row of a figure, whatever printed it, and
   `er_valgt_i_oppstillingen` one in each layout, for those who show a statement whole. The municipality's own amount (`omfang`) goes before the group's,
   and a preliminary one (`utgave`) after others; what the source does not say is `uoppgitt`. A part of a year is a version of its own, with its months in
   `periode`. #}
{% set tallet = ['enhet_id', 'aar', 'oppstilling', 'post_id', 'versjon', 'periode', 'nr'] %}
{% set posten = ['enhet_id', 'aar', 'regnskapsdel', 'post_id', 'versjon', 'periode', 'nr'] %}
{% set etter = "omfang = 'konsern', utgave = 'forelopig'" %}
with

celler as (
    select
        celler.*,
        {{ verdi_brukt('celler.verdi') }} as verdi_brukt,
        virkninger.funn_id,
        {{ forbeholdet() }},
        case when celler.maal = 'avvik' then coalesce(celler.fortegn_avvik, celler.fortegn_virkning) else celler.fortegn_virkning end as fortegn,
        row_number() over (
            partition by celler.rapport_id, celler.enhet_id, celler.aar, celler.oppstilling, celler.kode, celler.maal, celler.periode
            order by celler.tabell_id, celler.rad, celler.kolonne
        ) as nr
    from {{ godkjent('int_celle__avgjort') }} as celler
    {{ cellens_virkning() }}
    {{ cellens_forbehold() }}
    where celler.fakta = 'belop'
),

belop as (
    select
        celler.rapport_id,
        celler.rapport_aar,
        celler.enhet_id,
        celler.aar,
        celler.oppstilling,
        emner.regnskapsdel,
        emner.rang,
        celler.kode as post_id,
        celler.maal as versjon,
        celler.periode,
        cast(celler.nr as integer) as nr,
        celler.emne,
        celler.omfang,
        celler.utgave,
        celler.utgave_dato,
        celler.prisniva,
        celler.etikett,
        celler.verdi as belop_trykt,
        celler.maaleenhet as maaleenhet_trykt,
        cast(cast(celler.verdi_brukt as decimal(28, 6)) * celler.faktor_mill_kr as decimal(18, 6)) as belop_mill_kr,
        cast(cast(celler.verdi as decimal(28, 6)) * celler.faktor_mill_kr * celler.fortegn as decimal(18, 6)) as virkning_trykt_mill_kr,
        cast(cast(celler.verdi_brukt as decimal(28, 6)) * celler.faktor_mill_kr * celler.fortegn as decimal(18, 6)) as virkning_mill_kr,
        celler.verdi_brukt is not null as brukbar_til_sammenligning,
        celler.funn_id,
        cast(cast({{ halv_enhet('celler.desimaler') }} as decimal(28, 6)) * celler.faktor_mill_kr as decimal(18, 6)) as usikkerhet_mill_kr,
        celler.status as cellestatus,
        celler.plassering,
        true as er_egen, -- a statement is the report's own municipality's (int_kontroll__enhet)
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from celler
    inner join {{ ref('stg_kodeverk__emne') }} as emner on celler.emne = emner.emne
),

fct_belop as (
    select
        rapport_id,
        enhet_id,
        aar,
        oppstilling,
        regnskapsdel,
        post_id,
        versjon,
        periode,
        nr,
        emne,
        omfang,
        utgave,
        utgave_dato,
        prisniva,
        etikett,
        belop_trykt,
        maaleenhet_trykt,
        belop_mill_kr,
        virkning_trykt_mill_kr,
        virkning_mill_kr,
        brukbar_til_sammenligning,
        funn_id,
        usikkerhet_mill_kr,
        cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne,
        {{ valgt_trykk(posten, 'virkning_trykt_mill_kr', 'rang', etter=etter) }} as er_valgt,
        {{ valgt_trykk(tallet, 'virkning_trykt_mill_kr', etter=etter) }} as er_valgt_i_oppstillingen,
        {{ omarbeidet_trykk(posten + ['omfang', 'prisniva'], 'virkning_trykt_mill_kr') }} as er_omarbeidet
    from belop
)

select * from fct_belop
