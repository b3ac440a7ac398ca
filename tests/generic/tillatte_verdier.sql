{# The column holds only these values, and never NULL. #}
{% test tillatte_verdier(model, kolonne, verdier) %}
select {{ kolonne }} as verdi, count(*) as antall
from {{ model }}
where ({{ kolonne }} in ('{{ verdier | join("', '") }}')) is not true
group by {{ kolonne }}
{% endtest %}
