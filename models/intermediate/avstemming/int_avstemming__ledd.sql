{# Each instance's terms with their figures and intervals. A term is coefficient × figure, or coefficient × figure × multiplier, whose interval is
   the lowest and highest of the four products of the bounds; a negative coefficient turns it. A figure that is open to one
   side (`over 200`) leaves the term open there, and a product open to both. A printed blank or dash counts for nothing (zero); a lost figure leaves
   the term without a value. #}
with

regelledd as (
    {% for relasjon in [ref('int_avstemming__regelledd'), ref('int_avstemming__oppstillingsledd')] %}
        select
            rapport_id,
            regel_id,
            tabell_id,
            rad,
            kolonne,
            side,
            leddnr,
            ledd_tabell_id,
            ledd_rad,
            ledd_kolonne,
            koeffisient,
            gang_tabell_id,
            gang_rad,
            gang_kolonne
        from {{ relasjon }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

merkede_tall as (
    select
        *,
        status in ('tom', 'strek', 'kan_ikke_forekomme') as er_tomt
    from {{ ref('int_tall__samlet') }}
),

tall as (
    select
        tabell_id,
        rad,
        kolonne,
        er_tomt,
        case
            when er_tomt then '0'
            when starts_with(trykt, chr(92)) then {{ norsk_tekst('verdi') }}
            else trykt
        end as trykt,
        cast(case when er_tomt then 0 else verdi end as decimal(28, 6)) as verdi,
        cast(case when er_tomt then 0 else nedre end as decimal(28, 6)) as nedre,
        cast(case when er_tomt then 0 else ovre end as decimal(28, 6)) as ovre
    from merkede_tall
),

faktorer as (
    select
        regelledd.*,
        coalesce(tall.er_tomt, false) or coalesce(gang.er_tomt, false) as er_tomt,
        tall.trykt as tall_trykt,
        gang.trykt as gang_trykt,
        tall.verdi,
        tall.nedre,
        tall.ovre,
        case when regelledd.gang_tabell_id is null then 1 else gang.verdi end as gang_verdi,
        case when regelledd.gang_tabell_id is null then 1 else gang.nedre end as gang_nedre,
        case when regelledd.gang_tabell_id is null then 1 else gang.ovre end as gang_ovre,
        tall.nedre + tall.ovre + gang.nedre + gang.ovre is not null as er_avgrenset
    from regelledd
    left join tall
        on
            regelledd.ledd_tabell_id = tall.tabell_id
            and regelledd.ledd_rad is not distinct from tall.rad
            and regelledd.ledd_kolonne = tall.kolonne
    left join tall as gang
        on
            regelledd.gang_tabell_id = gang.tabell_id
            and regelledd.gang_rad is not distinct from gang.rad
            and regelledd.gang_kolonne = gang.kolonne
),

produkter as (
    select
        *,
        verdi * gang_verdi as produkt,
        case
            when gang_tabell_id is null then nedre
            when er_avgrenset then least(nedre * gang_nedre, nedre * gang_ovre, ovre * gang_nedre, ovre * gang_ovre)
        end as produkt_nedre,
        case
            when gang_tabell_id is null then ovre
            when er_avgrenset then greatest(nedre * gang_nedre, nedre * gang_ovre, ovre * gang_nedre, ovre * gang_ovre)
        end as produkt_ovre
    from faktorer
),

ledd as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        side,
        leddnr,
        ledd_tabell_id,
        ledd_rad,
        ledd_kolonne,
        gang_tabell_id,
        gang_rad,
        gang_kolonne,
        koeffisient,
        tall_trykt,
        gang_trykt,
        er_tomt,
        cast(koeffisient * produkt as decimal(38, 8)) as bidrag,
        cast(koeffisient * case when koeffisient < 0 then produkt_ovre else produkt_nedre end as decimal(38, 8)) as bidrag_nedre,
        cast(koeffisient * case when koeffisient < 0 then produkt_nedre else produkt_ovre end as decimal(38, 8)) as bidrag_ovre
    from produkter
)

select * from ledd
