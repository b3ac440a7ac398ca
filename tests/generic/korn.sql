{# The declared grain: the key columns are never NULL and never repeated. #}
{% test korn(model, kolonner) %}
select {{ kolonner | join(', ') }}, count(*) as antall
from {{ model }}
group by {{ kolonner | join(', ') }}
having count(*) > 1 or ({% for kolonne in kolonner %}{{ kolonne }} is not null{{ ' and ' if not loop.last }}{% endfor %}) is not true
{% endtest %}
