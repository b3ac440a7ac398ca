{# Where the report packages are: seeds/rapporter, and the folders that KOMMUNEVAREHUS_RAPPORTER names, parted by colons. #}
{% macro rapportmapper() %}
    {% set mapper = ['seeds/rapporter'] %}
    {% for mappe in env_var('KOMMUNEVAREHUS_RAPPORTER', '').split(':') if mappe.strip() %}
        {% do mapper.append(mappe.strip().rstrip('/')) %}
    {% endfor %}
    {{ return(mapper) }}
{% endmacro %}

{# The packages of a folder as globs: all of them, or each by its name where KOMMUNEVAREHUS_UTELATT leaves one of them out unread. #}
{% macro pakkeglober(mappe) %}
    {% if not fromjson(env_var('KOMMUNEVAREHUS_UTELATT', '{}')) %}{{ return([mappe ~ '/*']) }}{% endif %}
    {% set funnet = run_query("select distinct regexp_extract(file, '([^/\\\\]+)[/\\\\](tabeller[/\\\\])?[^/\\\\]+$', 1) as navn from (select file from glob('"
        ~ mappe | replace("'", "''") ~ "/*/*') union all select file from glob('" ~ mappe | replace("'", "''") ~ "/*/tabeller/*')) order by navn") %}
    {% set glober = [] %}
    {% for navn in funnet.columns[0].values() if not er_utelatt(mappe, navn) %}{% do glober.append(mappe ~ '/' ~ navn) %}{% endfor %}
    {{ return(glober) }}
{% endmacro %}

{# Whether KOMMUNEVAREHUS_UTELATT leaves a package out: by its name or, where one of the project's own has that too, by its path. #}
{% macro er_utelatt(mappe, navn) %}
    {% set utelatt = fromjson(env_var('KOMMUNEVAREHUS_UTELATT', '{}')).keys() | list %}
    {% if navn in utelatt %}{{ return(true) }}{% endif %}
    {% for en in utelatt if ('/' ~ en).endswith('/' ~ mappe ~ '/' ~ navn) %}{{ return(true) }}{% endfor %}
    {{ return(false) }}
{% endmacro %}

{# The kinds of files that a package has. #}
{% macro pakkefilslag() %}{{ return(['datapackage.json', '*.csv', 'tabeller/*.csv', 'kilde*.txt']) }}{% endmacro %}

{# The files of the packages and of the shared layouts, each with its path (`filename`) and its bytes (`content`). #}
{% macro rapportfiler() -%}
    {{ adapter.dispatch('rapportfiler')() }}
{%- endmacro %}

{# A glob without files is left out, since DuckDB refuses it. #}
{% macro duckdb__rapportfiler() -%}
    {%- set glober = ['seeds/oppstillinger/*.csv'] -%}
    {%- for mappe in rapportmapper() if execute -%}
        {%- for pakke in pakkeglober(mappe) -%}
            {%- for slag in pakkefilslag() if har_filer(pakke ~ '/' ~ slag) -%}{%- do glober.append((pakke ~ '/' ~ slag) | replace("'", "''")) -%}{%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    read_blob(['{{ glober | join("', '") }}'])
{%- endmacro %}

{# Spark's own path has the place of the files in it: a file has the path it has for DuckDB, by its last parts. #}
{% macro spark__rapportfiler() -%}
    {%- set deler = [lest_blob('seeds/oppstillinger', '*.csv')] -%}
    {%- for mappe in rapportmapper() if execute -%}
        {%- for slag in pakkefilslag() -%}
            {%- set pakker = [] -%}
            {%- for fil in sparkfiler(mappe ~ '/*/' ~ slag) -%}
                {%- set navn = fil.split('/')[-1 - slag.split('/') | length] -%}
                {%- if not er_utelatt(mappe, navn) -%}{%- do pakker.append(navn) -%}{%- endif -%}
            {%- endfor -%}
            {%- if pakker -%}{%- do deler.append(lest_blob(mappe, '{' ~ pakker | join(',') ~ '}/' ~ slag)) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ sparkkopi(deler | join(' union all ')) }}
{%- endmacro %}

{# To some servers a star is any path, also that of a folder below. #}
{% macro lest_blob(mappe, glob) -%}
    {%- set sti = mappe.split('/')[-1] ~ '/(' ~ (['[^/]+'] * glob.split('/') | length) | join('/') ~ ')$' -%}
    select '{{ mappe }}/' || regexp_extract(path, '{{ sti }}', 1) as filename, content
    from binaryFile.`{{ mappe if mappe.startswith('/') else sparkmappe() ~ '/' ~ mappe }}/{{ glob }}`
    where regexp_like(path, '{{ sti }}')
{%- endmacro %}

{# A CSV taken apart: a record ends with a line, a field with a comma; what stands in double quotes may hold both. A text that is not all fields is
   no CSV. #}
{% macro er_csv(tekst) -%}
    {{ er_av_monsteret(tekst, "'((?:\"(?:[^\"]|\"\")*\"|[^,\\n\"]*)(?:,|\\n|$))*'") }}
{%- endmacro %}

{% macro csv_poster(tekst) -%}
    regexp_extract_all({{ tekst }}, '(?:"[^"]*"|[^"\n])*\n|(?:"[^"]*"|[^"\n])+$', 0)
{%- endmacro %}

{% macro csv_felter(post) -%}
    regexp_extract_all(trim(trailing chr(10) from {{ post }}) || ',', '("(?:[^"]|"")*"|[^,"]*),', 1)
{%- endmacro %}

{% macro uten_anforselstegn(felt) -%}
    case when starts_with({{ felt }}, '"') then replace(substr({{ felt }}, 2, length({{ felt }}) - 2), '""', '"') else {{ felt }} end
{%- endmacro %}

{# One kind of file of every package (`utsagn.csv`), a row a line of it, with the columns named here; NULL where the file has no such column. #}
{% macro rapportfil(fil, kolonner) -%}
with

felter as (
    select * from {{ ref('stg_rapport__felt') }}
    where fil = '{{ fil }}' and post > 1
),

rader as (
    select
        rapport_id,
        min(linje) as fillinje
        {%- for kolonne in kolonner %},
        max(case when kolonne = '{{ kolonne }}' then tekst end) as {{ kolonne }}
        {%- endfor %}
    from felter
    group by rapport_id, post
)

select * from rader
{%- endmacro %}

{# The rows of packages that may be read: everything after the checks asks through this. #}
{% macro godkjent(modell) -%}
    (select * from {{ ref(modell) }} where rapport_id in (select rapport_id from {{ ref('int_rapport__godkjent') }}))
{%- endmacro %}
