{# Every printed amount of the statements, in mill. kr and turned so that positive improves the municipality's result. The same figure may be printed
   in several reports: the one of its own year is used, else the newest, and it says whether another print differs. #}
with

celler as (
    select
        *,
        row_number() over (partition by rapport_id, tabell_id, kolonne, kode order by rad) as nr
    from {{ godkjent('int_celle__avgjort') }}
    where fakta = 'belop'
),

belop as (
    select
        rapport_id,
        rapport_aar,
        enhet_id,
        aar,
        oppstilling,
        kode as post_id,
        maal as versjon,
        cast(nr as integer) as nr,
        emne,
        etikett,
        verdi as belop_trykt,
        maaleenhet as maaleenhet_trykt,
        cast(cast(verdi as decimal(28, 6)) * faktor_mill_kr as decimal(18, 6)) as belop_mill_kr,
        cast(
            cast(verdi as decimal(28, 6)) * faktor_mill_kr
            * case when maal = 'avvik' then coalesce(fortegn_avvik, fortegn_virkning) else fortegn_virkning end
            as decimal(18, 6)
        ) as virkning_mill_kr,
        cast(cast({{ halv_enhet('desimaler') }} as decimal(28, 6)) * faktor_mill_kr as decimal(18, 6)) as usikkerhet_mill_kr,
        status as cellestatus,
        plassering,
        true as er_egen, -- a statement is the report's own municipality's (int_kontroll__enhet)
        tabell_id,
        rad,
        kolonne
    from celler
),

fct_belop as (
    select
        * exclude (rapport_aar, er_egen),
        {{ er_valgt_trykk(['enhet_id', 'aar', 'oppstilling', 'post_id', 'versjon', 'nr'], 'virkning_mill_kr') }}
    from belop
)

select * from fct_belop
