{# Whether a printed row is the sum of the others, by its label: «Total», «Totalt», «Sum», «I alt», «Til sammen» … #}
{% macro er_sumrad(etikett) %}
    regexp_matches(lower(trim({{ etikett }})), '^(total[a-z]*|sum|i alt|alt i alt|til sam+en|til saman|samla|samlet|alle)([^a-zæøå]|$)')
{%- endmacro %}
