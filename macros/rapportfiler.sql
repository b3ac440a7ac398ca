{# Where the report packages are: seeds/rapporter, and the folders that KOMMUNEVAREHUS_RAPPORTER names, parted by colons. #}
{% macro rapportmapper() %}
    {% set mapper = ['seeds/rapporter'] %}
    {% for mappe in env_var('KOMMUNEVAREHUS_RAPPORTER', '').split(':') if mappe.strip() %}
        {% do mapper.append(mappe.strip().rstrip('/')) %}
    {% endfor %}
    {{ return(mapper) }}
{% endmacro %}

{# The packages of a folder as globs: all of them, or each by its name where KOMMUNEVAREHUS_UTELATT leaves one of them out unread: by its name or,
   where one of the project's own has that too, by its path. #}
{% macro pakkeglober(mappe) %}
    {% set utelatt = fromjson(env_var('KOMMUNEVAREHUS_UTELATT', '{}')).keys() | list %}
    {% if not utelatt %}{{ return([mappe ~ '/*']) }}{% endif %}
    {% set funnet = run_query("select distinct regexp_extract(file, '([^/\\\\]+)[/\\\\](tabeller[/\\\\])?[^/\\\\]+$', 1) as navn from (select file from glob('"
        ~ mappe | replace("'", "''") ~ "/*/*') union all select file from glob('" ~ mappe | replace("'", "''") ~ "/*/tabeller/*')) order by navn") %}
    {% set glober = [] %}
    {% for navn in funnet.columns[0].values() if navn not in utelatt %}
        {% set sti = mappe ~ '/' ~ navn %}
        {% set lukket = [] %}
        {% for utelatte in utelatt if ('/' ~ utelatte).endswith('/' ~ sti) %}{% do lukket.append(sti) %}{% endfor %}
        {% if not lukket %}{% do glober.append(sti) %}{% endif %}
    {% endfor %}
    {{ return(glober) }}
{% endmacro %}

{# The globs of the packages' files and of the shared layouts, as an SQL list; a glob without files is left out, since DuckDB refuses it. #}
{% macro rapportglober() -%}
    {%- set glober = ['seeds/oppstillinger/*.csv'] -%}
    {%- for mappe in rapportmapper() if execute -%}
        {%- for pakke in pakkeglober(mappe) -%}
            {%- for slag in ['datapackage.json', '*.csv', 'tabeller/*.csv', 'kilde*.txt'] -%}
                {%- set glob = (pakke ~ '/' ~ slag) | replace("'", "''") -%}
                {%- if run_query("select count(*) from glob('" ~ glob ~ "')").rows[0][0] -%}{%- do glober.append(glob) -%}{%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    ['{{ glober | join("', '") }}']
{%- endmacro %}

{# A CSV taken apart: a record ends with a line, a field with a comma; what stands in double quotes may hold both. A text that is not all fields is
   no CSV. #}
{% macro er_csv(tekst) -%}
    regexp_full_match({{ tekst }}, '((?:"(?:[^"]|"")*"|[^,\n"]*)(?:,|\n|$))*')
{%- endmacro %}

{% macro csv_poster(tekst) -%}
    regexp_extract_all({{ tekst }}, '(?:"[^"]*"|[^"\n])*\n|(?:"[^"]*"|[^"\n])+$')
{%- endmacro %}

{% macro csv_felter(post) -%}
    regexp_extract_all(rtrim({{ post }}, chr(10)) || ',', '("(?:[^"]|"")*"|[^,"]*),', 1)
{%- endmacro %}

{% macro uten_anforselstegn(felt) -%}
    case when starts_with({{ felt }}, '"') then replace({{ felt }}[2:-2], '""', '"') else {{ felt }} end
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
