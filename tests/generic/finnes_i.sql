{# Every value of the column exists in the other relation's field. NULL is allowed: it says that there is none. #}
{% test finnes_i(model, kolonne, i, felt) %}
select distinct {{ kolonne }} as ukjent_kode
from {{ model }}
where {{ kolonne }} is not null and {{ kolonne }} not in (select {{ felt }} from {{ i }} where {{ felt }} is not null)
{% endtest %}
