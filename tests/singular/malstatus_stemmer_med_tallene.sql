{# A goal with a target, a condition and a result is reached when the numbers say so, and not reached, or on its way, when they do not. #}
select
    mal_id,
    mal,
    vilkar,
    maltall,
    resultat,
    status
from {{ ref('fct_mal') }}
where
    maltall is not null
    and resultat is not null
    and vilkar is not null
    and case vilkar
        when 'minst' then resultat >= maltall
        when 'over' then resultat > maltall
        when 'hoyst' then resultat <= maltall
        when 'under' then resultat < maltall
        when 'lik' then resultat = maltall
    end is distinct from (status = 'nådd')
