{# What a rule adds or holds against each other has one unit, or its coefficient is the conversion that kodeverk/enhetsomregning.csv knows; what it
   divides has one unit, and gives per cent. A unit that is not known, as in a table that mixes them, is not held. #}
with

omregning as (
    select
        fra,
        til,
        cast(faktor as decimal(16, 8)) as faktor
    from {{ ref('enhetsomregning') }}
),

ledd as (
    select
        ledd.regel_id,
        regler.art,
        concat_ws('|', ledd.tabell_id, cast(ledd.rad as varchar), ledd.kolonne) as instans,
        abs(ledd.koeffisient) as koeffisient,
        ledd.gang_tabell_id is not null as er_produkt,
        tall.enhet,
        venstre.enhet as venstre_enhet,
        min(case when ledd.side = 'nevner' and ledd.gang_tabell_id is null then tall.enhet end)
            over (partition by ledd.regel_id, ledd.tabell_id, ledd.rad, ledd.kolonne)
            as nevner_enhet
    from {{ ref('int_avstemming__regelledd') }} as ledd
    inner join {{ ref('int_avstemming__regel') }} as regler on ledd.rapport_id = regler.rapport_id and ledd.regel_id = regler.regel_id
    inner join {{ ref('int_tall__samlet') }} as venstre
        on ledd.tabell_id = venstre.tabell_id and ledd.rad is not distinct from venstre.rad and ledd.kolonne = venstre.kolonne
    inner join {{ ref('int_tall__samlet') }} as tall
        on ledd.ledd_tabell_id = tall.tabell_id and ledd.ledd_rad is not distinct from tall.rad and ledd.ledd_kolonne = tall.kolonne
),

ventet as (
    select
        *,
        case
            when art in ('sum', 'differanse', 'lik', 'tekst_mot_tabell') and nevner_enhet is null then venstre_enhet
            when art in ('prosent', 'endring_pst') then nevner_enhet
        end as ventet_enhet
    from ledd
)

select
    ventet.regel_id,
    'blander enheter i ' || ventet.instans || ': ' || ventet.koeffisient || ' × ' || ventet.enhet || ' mot ' || ventet.ventet_enhet as melding
from ventet
left join omregning
    on ventet.enhet = omregning.fra and ventet.ventet_enhet = omregning.til and ventet.koeffisient = omregning.faktor
where not ventet.er_produkt and ventet.enhet != ventet.ventet_enhet and omregning.fra is null
union
select
    regel_id,
    'gir prosent, men ' || instans || ' har enheten ' || venstre_enhet as melding
from ventet
where art in ('prosent', 'endring_pst') and venstre_enhet not in ('pst', 'prosentpoeng', 'indeks', 'andel')
