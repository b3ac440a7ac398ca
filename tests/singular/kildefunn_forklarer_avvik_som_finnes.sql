{# A finding that explains a figure which agrees, or which no rule computes, has outlived its reason. #}
select
    forklart.funn_id,
    forklart.avstemming_id,
    case
        when kildefunn.funn_id is null then 'funnet står ikke i kodeverk/funn.csv'
        when avstemming.avstemming_id is null then 'ingen regel regner ut dette tallet'
        else 'er ikke lenger et avvik: ' || avstemming.status || ', trykt ' || avstemming.trykt || ', ' || avstemming.utregning
    end as melding
from {{ ref('kildefunn_avvik') }} as forklart
left join {{ ref('kildefunn') }} as kildefunn on forklart.funn_id = kildefunn.funn_id
left join {{ ref('avstemming') }} as avstemming on forklart.avstemming_id = avstemming.avstemming_id
where kildefunn.funn_id is null or (avstemming.status = 'avvik') is not true
