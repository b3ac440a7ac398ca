{# A synonym (kodeverk/synonym.csv) belongs to something the search can find; one that belongs to nothing helps no reader. #}
select
    ordliste.gjelder,
    ordliste.verdi
from {{ ref('stg_kodeverk__synonym') }} as ordliste
left join {{ ref('rapport_sok') }} as sok
    on ordliste.verdi = sok.nokkel and sok.art = case ordliste.gjelder when 'indikator' then 'nokkeltall' else ordliste.gjelder end
where sok.nokkel is null
