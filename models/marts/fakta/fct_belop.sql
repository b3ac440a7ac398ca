{# Every printed amount of the statements, in mill. kr and turned so that positive improves the municipality's result: `belop_mill_kr` and
   `virkning_mill_kr` are what we use, `virkning_trykt_mill_kr` what is printed. The same figure may be printed
   in several reports: the one of its own year is used, else the newest, and it says whether another print differs. #}
with

celler as (
    select
        celler.*,
        {{ verdi_brukt('celler.verdi') }} as verdi_brukt,
        virkninger.funn_id,
        case when celler.maal = 'avvik' then coalesce(celler.fortegn_avvik, celler.fortegn_virkning) else celler.fortegn_virkning end as fortegn,
        row_number() over (partition by celler.rapport_id, celler.tabell_id, celler.kolonne, celler.kode order by celler.rad) as nr
    from {{ godkjent('int_celle__kodet') }} as celler
    {{ cellens_virkning() }}
    where celler.fakta = 'belop'
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
        cast(cast(verdi_brukt as decimal(28, 6)) * faktor_mill_kr as decimal(18, 6)) as belop_mill_kr,
        cast(cast(verdi as decimal(28, 6)) * faktor_mill_kr * fortegn as decimal(18, 6)) as virkning_trykt_mill_kr,
        cast(cast(verdi_brukt as decimal(28, 6)) * faktor_mill_kr * fortegn as decimal(18, 6)) as virkning_mill_kr,
        verdi_brukt is not null as brukbar_til_sammenligning,
        funn_id,
        cast(cast({{ halv_enhet('desimaler') }} as decimal(28, 6)) * faktor_mill_kr as decimal(18, 6)) as usikkerhet_mill_kr,
        status as cellestatus,
        true as er_egen, -- a statement is the report's own municipality's (int_kontroll__enhet)
        tabell_id,
        rad,
        kolonne
    from celler
),

fct_belop as (
    select
        * exclude (rapport_aar, er_egen),
        {{ er_valgt_trykk(['enhet_id', 'aar', 'oppstilling', 'post_id', 'versjon', 'nr'], 'virkning_trykt_mill_kr') }}
    from belop
)

select * from fct_belop
