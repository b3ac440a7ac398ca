{# Words a reader may write for the words of the data, both as the search compares words: without their inflections. #}
with

sokeord as (
    select
        trim({{ stammet(foldet('ord')) }}) as ord,
        trim({{ stammet(foldet('betyr')) }}) as betyr
    from {{ ref('stg_kodeverk__sokeord') }}
)

select distinct
    ord,
    betyr
from sokeord
where ord != betyr
