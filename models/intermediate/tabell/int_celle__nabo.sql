{# Each printed number beside its neighbours: the other numbers of its row in the same unit, or of its column where the row has too few. How far it is
   from their middle is measured in powers of ten, beside how far they are from it themselves (the median of the distances), so that each figure
   has the band of its own neighbours. `tifold` says whether a lost comma, or a digit too many, would be noticed. Changes and deviations have no size
   of their own, counts follow the size of whom they are of, and the lowest and the highest of many may be far from the rest. #}
with

tall as (
    select
        celler.rapport_id,
        celler.tabell,
        celler.fil,
        celler.fillinje,
        celler.rad,
        celler.kolonne,
        celler.raatekst,
        celler.desimaler,
        coalesce(celler.maaleenhet, indikatorer.maaleenhet) as maaleenhet,
        concat_ws('|', celler.maal, celler.kjonn, celler.undergruppe) as slag,
        log10(abs(celler.verdi)) as storrelse
    from {{ ref('int_celle__kodet') }} as celler
    left join {{ ref('int_indikator__samlet') }} as indikatorer on celler.indikator_id = indikatorer.indikator_id
    where
        celler.status = 'verdi'
        and celler.verdi != 0
        and celler.rad is not null
        and celler.fakta != 'belop'
        and not regexp_matches(celler.maal, 'avvik|endring|vekst')
        and not regexp_matches(celler.enhet_id, '^(lavest|hoyest)_')
),

par as (
    {% for retning, felles in [('rad', 'rad'), ('kolonne', 'kolonne')] %}
        select
            a.rapport_id,
            a.tabell,
            a.rad,
            a.kolonne,
            '{{ retning }}' as retning,
            a.desimaler,
            a.storrelse,
            b.storrelse as nabo,
            b.desimaler as nabos_desimaler
        from tall as a
        inner join tall as b
            on
                a.rapport_id = b.rapport_id
                and a.tabell = b.tabell
                and a.{{ felles }} = b.{{ felles }}
                and a.maaleenhet = b.maaleenhet
                and a.slag = b.slag
                and (a.rad != b.rad or a.kolonne != b.kolonne)
        {% if retning == 'kolonne' %}
            where a.maaleenhet = 'indeks'
        {% else %}
            where a.maaleenhet not in ('antall', 'personer', 'arsverk')
        {% endif %}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

midten as (
    select
        rapport_id,
        tabell,
        rad,
        kolonne,
        retning,
        any_value(desimaler) as desimaler,
        any_value(storrelse) as storrelse,
        count(*) as naboer,
        median(nabo) as midten,
        median(nabos_desimaler) as midterste_desimaler,
        row_number() over (partition by rapport_id, tabell, rad, kolonne order by retning desc) as nr
    from par
    group by rapport_id, tabell, rad, kolonne, retning
    having count(*) >= 3
),

midter as (
    select
        midten.rapport_id,
        midten.tabell,
        midten.rad,
        midten.kolonne,
        midten.desimaler,
        midten.storrelse,
        midten.naboer,
        midten.midten,
        midten.midterste_desimaler,
        median(abs(par.nabo - midten.midten)) as spredning
    from midten
    inner join par
        on
            midten.rapport_id = par.rapport_id
            and midten.tabell = par.tabell
            and midten.rad = par.rad
            and midten.kolonne = par.kolonne
            and midten.retning = par.retning
    where midten.nr = 1
    group by
        midten.rapport_id, midten.tabell, midten.rad, midten.kolonne, midten.desimaler, midten.storrelse, midten.naboer, midten.midten,
        midten.midterste_desimaler
),

int_celle__nabo as (
    select
        rapport_id,
        tabell,
        rad,
        kolonne,
        naboer,
        {{ er_langt_fra('storrelse - midten', 'spredning', 'desimaler < midterste_desimaler') }} as er_langt_fra,
        {{ er_langt_fra('storrelse + 1 - midten', 'spredning', 'desimaler - 1 < midterste_desimaler') }} as tifold
    from midter
)

select * from int_celle__nabo
