{# A figure that does not agree with the others is a finding with an assessment, never a silence. Protects the reader against a new contradiction,
   in the sources or of our own making. #}
select
    avstemming.avstemming_id,
    'ny motsigelse i «' || avstemming.tittel || '»: trykt ' || avstemming.trykt || ', beregnet fra ' || avstemming.beregnet_nedre || ' til '
    || avstemming.beregnet_ovre || '. Rett cellen eller regelen, eller forklar avviket i kodeverk/funn.csv og kodeverk/kildefunn_avvik.csv' as melding
from {{ ref('avstemming') }} as avstemming
left join {{ ref('kildefunn') }} as kildefunn on avstemming.kildefunn_id = kildefunn.funn_id
where avstemming.status = 'avvik' and kildefunn.funn_id is null
