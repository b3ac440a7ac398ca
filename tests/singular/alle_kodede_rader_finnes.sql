{# A printed row that is gone passes silently where only the rows that exist are tested: every row the catalogue knows in a layout is there. #}
select
    'seeds: ' || kildetabeller.seed || '.csv' as fil,
    radkoder.gruppe,
    radkoder.etikett,
    'raden mangler; kodeverk/radkode.csv venter den i oppstillingen ' || radkoder.oppstilling as melding
from {{ ref('kildetabell') }} as kildetabeller
inner join {{ ref('radkode') }} as radkoder on kildetabeller.oppstilling = radkoder.oppstilling
left join {{ ref('int_kildecelle__kodet') }} as celler
    on kildetabeller.tabell_id = celler.tabell_id and radkoder.kode = celler.kode
where kildetabeller.seed is not null
group by all
having count(celler.rad) = 0
