{# Every printed row of a table whose rows have codes is found in the catalogue by its label; an unknown label is a slip or a new row. #}
select distinct
    'seeds: ' || seed || '.csv' as fil,
    rad,
    coalesce(gruppe, '') as gruppe,
    etikett,
    'finnes ikke i kodeverk/radkode.csv for oppstillingen ' || oppstilling || ': rett teksten som trykt, eller legg raden til' as melding
from {{ ref('int_kildecelle__kodet') }}
where kodeverk is not null and kode is null
