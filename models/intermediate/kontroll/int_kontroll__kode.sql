{# Every code that a package's catalogues may refer to, by what it is a code of; `rapport_id` is empty for those that are everybody's. #}
with

int_kontroll__kode as (
    {% for slag, kode, modell in [
        ('kodeverk/kommune.csv', 'kommunenr', 'stg_kodeverk__kommune'),
        ('enheter', 'kommunenr', 'stg_kodeverk__kommune'),
        ('enheter', 'enhet_id', 'stg_kodeverk__enhet'),
        ('enheter', 'enhet_id', 'stg_rapport__enhet'),
        ('kodeverk/emne.csv', 'emne', 'stg_kodeverk__emne'),
        ('kodeverk/tjenesteomrade.csv', 'tjenesteomrade_id', 'stg_kodeverk__tjenesteomrade'),
        ('kodeverk/tilnaerming.csv', 'tilnaerming', 'stg_kodeverk__tilnaerming'),
        ('kodeverk/tema.csv', 'tema', 'stg_kodeverk__tema'),
        ('kodeverk/tema.csv', 'tjenesteomrade_id', 'stg_kodeverk__tjenesteomrade'),
        ('oppstillinger.csv', 'oppstilling', 'stg_rapport__oppstilling'),
        ('tabeller.csv', 'tabell', 'int_tabell__beskrevet'),
        ('utsagn.csv', 'utsagn_id', 'stg_rapport__utsagn'),
        ('mal.csv', 'mal_id', 'stg_rapport__mal'),
        ('funn.csv', 'funn_id', 'stg_rapport__funn'),
        ('poster.csv', 'post_id', 'stg_rapport__post'),
    ] %}
        select
            {{ "''" if modell.startswith('stg_kodeverk__') else 'rapport_id' }} as rapport_id,
            '{{ slag }}' as slag,
            {{ kode }} as kode
        from {{ ref(modell) }}
        {% if not loop.last %}
            union
        {% endif %}
    {% endfor %}
)

select * from int_kontroll__kode
