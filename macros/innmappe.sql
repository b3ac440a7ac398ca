{# Where landed files are: `inn`, or the folder that KOMMUNEVAREHUS_INN names. #}
{% macro innmappe() %}{{ return(env_var('KOMMUNEVAREHUS_INN', '') | trim or 'inn') }}{% endmacro %}
