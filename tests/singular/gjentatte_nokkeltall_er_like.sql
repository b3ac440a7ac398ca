{# A key figure that a report prints in several tables has the same value everywhere; fct_indikator keeps the first printing. #}
with

brudd as (
    select
        celler.tabell_id || '|' || celler.rad || '|' || celler.kolonne as nokkel,
        celler.tabell_id || ', rad ' || celler.rad || ', kolonne ' || celler.kolonne || ': trykt ' || celler.verdi || ', men ' || fakta.tabell_id
        || ' har ' || fakta.verdi as melding
    from {{ ref('int_kildecelle__kodet') }} as celler
    inner join {{ ref('fct_indikator') }} as fakta
        on
            celler.kode = fakta.indikator_id
            and celler.enhet_id = fakta.enhet_id
            and celler.aar = fakta.aar
            and celler.kilde_id = fakta.kilde_id
    where celler.er_nokkeltall and celler.verdi != fakta.verdi
)

{{ brudd_uten_unntak('gjentatte_nokkeltall_er_like') }}
