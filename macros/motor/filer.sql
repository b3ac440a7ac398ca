{# How each engine reads files. DuckDB reads them where it runs, by paths from the project's folder, and finds them by glob. Spark reads them where its
   workers are: in KOMMUNEVAREHUS_SPARK_FILER, a folder or object store that has the project's `seeds` and the landed `inn`; here if nothing is said.
   It refuses a glob that finds nothing, and makes columns of folders' names: `kommunevarehus spark` says which files there are. #}

{# Where landed files are: `inn`, or the folder that KOMMUNEVAREHUS_INN names. #}
{% macro innmappe() -%}
    {{ adapter.dispatch('innmappe')() }}
{%- endmacro %}

{% macro duckdb__innmappe() -%}{{ env_var('KOMMUNEVAREHUS_INN', '') | trim or 'inn' }}{%- endmacro %}

{% macro spark__innmappe() -%}
    {%- set sett = env_var('KOMMUNEVAREHUS_SPARK_FILER', '') | trim -%}
    {%- set egen = env_var('KOMMUNEVAREHUS_INN', '') | trim -%}
    {%- if egen.startswith('/') and not sett %}{{ egen }}{% else %}{{ sparkmappe() }}/{{ 'inn' if sett else (egen or 'inn') }}{% endif -%}
{%- endmacro %}

{# The project's folder as Spark sees it. #}
{% macro sparkmappe() -%}
    {{- (env_var('KOMMUNEVAREHUS_SPARK_FILER', '') | trim or env_var('DBT_PROJECT_DIR', '') or env_var('PWD', '')).rstrip('/') -}}
{%- endmacro %}

{# What commands have landed of one kind, with these columns (name: type): the Parquet files of a glob under the folder of landed files; no rows if
   there are none, since both engines refuse a glob without files. #}
{% macro landede_rader(glob, kolonner) -%}
    {%- set filer = innmappe() ~ '/' ~ glob -%}
    {%- if execute and har_filer(filer) -%}
        {{ parquet_i(filer, kolonner) }}
    {%- else -%}
        (select {{ tomme(kolonner) }} limit 0)
    {%- endif -%}
{%- endmacro %}

{# Whether a glob finds any file. #}
{% macro har_filer(glob) -%}
    {{ return(adapter.dispatch('har_filer')(glob)) }}
{%- endmacro %}

{% macro duckdb__har_filer(glob) -%}
    {{ return(run_query("select count(*) from glob('" ~ (glob | replace("'", "''")) ~ "')").rows[0][0] > 0) }}
{%- endmacro %}

{% macro spark__har_filer(glob) -%}
    {{ return(sparkfiler(glob) | length > 0) }}
{%- endmacro %}

{# The columns, of their types, with nothing in them. #}
{% macro tomme(kolonner) -%}
    {%- for navn, type in kolonner.items() %}cast(null as {{ motortype(type) }}) as {{ navn }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{# The rows of the Parquet files of a glob, with these columns, by name; a column that none of the files has is empty. #}
{% macro parquet_i(glob, kolonner) -%}
    {{ adapter.dispatch('parquet_i')(glob, kolonner) }}
{%- endmacro %}

{% macro duckdb__parquet_i(glob, kolonner) -%}
    (
        select {{ kolonner | join(', ') }}
        from (
            select * from read_parquet('{{ glob | replace("'", "''") }}', union_by_name = true, hive_partitioning = false)
            union all by name
            (select {{ tomme(kolonner) }} limit 0)
        )
    )
{%- endmacro %}

{# Folder by folder: from a tree with `aar=2024` in it Spark would make a column, which the files have already. #}
{% macro spark__parquet_i(glob, kolonner) -%}
    {%- set rot = glob.split('*')[0].rsplit('/', 1)[0] -%}
    {%- set mapper = [] -%}
    {%- for fil in sparkfiler(glob) -%}{%- do mapper.append(fil.rsplit('/', 1)[0][rot | length + 1:]) -%}{%- endfor -%}
    {%- set valg = '/{' ~ mapper | unique | join(',') ~ '}' if '*' in glob.rsplit('/', 1)[0] else '' -%}
    {%- set kilde = 'parquet.`' ~ rot ~ valg ~ '/' ~ glob.rsplit('/', 1)[1] ~ '`' -%}
    {{ sparkkopi('select ' ~ typede(kolonner, sparkkolonner(kilde)) ~ ' from ' ~ kilde) }}
{%- endmacro %}

{# The rows of the files of these globs, with these columns, and `fil`, the file's name. The first glob is of files that ship: there always are some. #}
{% macro parquet_med_filnavn(glober, kolonner) -%}
    {{ adapter.dispatch('parquet_med_filnavn')(glober, kolonner) }}
{%- endmacro %}

{% macro duckdb__parquet_med_filnavn(glober, kolonner) -%}
    {%- set funnet = [] -%}
    {%- for glob in glober -%}
        {%- if loop.first or (execute and har_filer(glob)) -%}{%- do funnet.append(glob | replace("'", "''")) -%}{%- endif -%}
    {%- endfor -%}
    (
        select {{ kolonner | join(', ') }}, filename as fil
        from read_parquet(['{{ funnet | join("', '") }}'], union_by_name = true, filename = true)
    )
{%- endmacro %}

{# Not every Spark Connect server knows `input_file_name`: there are few of these files, and each says its name, as DuckDB does. #}
{% macro spark__parquet_med_filnavn(glober, kolonner) -%}
    {%- set deler = [] -%}
    {%- for glob in glober if execute -%}
        {%- for fil in sparkfiler(glob) -%}
            {%- set navn = (duckdb__innmappe() ~ fil[innmappe() | length:]) if fil.startswith(innmappe()) else fil[sparkmappe() | length + 1:] -%}
            {%- set kilde = 'parquet.`' ~ fil ~ '`' -%}
            {%- do deler.append('select ' ~ typede(kolonner, sparkkolonner(kilde)) ~ ", '" ~ navn ~ "' as fil from " ~ kilde) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ sparkkopi(deler | join(' union all ')) }}
{%- endmacro %}

{# Columns as they are declared: files of one kind differ in the width of their numbers, and one that `finnes` does not have is empty. #}
{% macro typede(kolonner, finnes) -%}
    {%- for navn, type in kolonner.items() -%}
        cast({{ navn if navn in finnes else 'null' }} as {{ motortype(type) }}) as {{ navn }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# What columns Parquet files have, those of all together: what was landed before a column came to be does not have it. #}
{% macro sparkkolonner(kilde) -%}
    {{ return(run_query('select * from ' ~ kilde ~ ' limit 0').column_names if execute and flags.WHICH in ('build', 'run') else []) }}
{%- endmacro %}

{# The files of a glob, from what `kommunevarehus spark` has found: a glob with folders in it is known by one file a folder. #}
{% macro sparkfiler(glob) -%}
    {%- set funnet = fromjson(env_var('KOMMUNEVAREHUS_SPARK_FUNNET', 'null')) -%}
    {%- if funnet is none -%}
        {{ exceptions.raise_compiler_error('dbt does not know which files Spark can read. Run `kommunevarehus spark`: it looks, and runs `dbt build --target spark`.') }}
    {%- endif -%}
    {%- set filer = [] -%}
    {%- set er_landet = glob.startswith(innmappe()) -%}
    {%- for fil in funnet.get('inn' ~ glob[innmappe() | length:] if er_landet else glob, []) -%}
        {%- do filer.append((innmappe() ~ fil[3:]) if er_landet else fil if fil.startswith('/') else (sparkmappe() ~ '/' ~ fil)) -%}
    {%- endfor -%}
    {{ return(filer) }}
{%- endmacro %}

{# What is read of files, made a table that the model's view may read: no lasting view may read what lives as long as the session, and not every
   server keeps a path in a view. #}
{% macro sparkkopi(sql) -%}
    {%- set kopi = 'staging.fil_' ~ this.identifier -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- call statement('rydd') -%}drop table if exists {{ kopi }}{%- endcall -%}
        {%- call statement('kopier') -%}create table {{ kopi }} {{ file_format_clause() }} as {{ sql }}{%- endcall -%}
    {%- endif -%}
    {{ kopi }}
{%- endmacro %}

{# A CSV of the project as text, whatever it holds: a header alone is no rows. #}
{% macro csvfil(sti) -%}
    {{ adapter.dispatch('csvfil')(sti) }}
{%- endmacro %}

{% macro duckdb__csvfil(sti) -%}
    read_csv('{{ sti }}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {
        {%- for kolonne in csvhode(sti) %}'{{ kolonne }}': 'varchar'{{ ', ' if not loop.last }}{% endfor %}
    })
{%- endmacro %}

{% macro csvhode(sti) %}
    {% if not execute %}{{ return(['tom']) }}{% endif %}
    {{ return((run_query("select trim(split_part(content, chr(10), 1)) from read_text('" ~ sti ~ "')").rows[0][0]).split(',')) }}
{% endmacro %}

{# Spark reads a CSV with a header by way of a view that lives as long as the session. #}
{% macro spark__csvfil(sti) -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}{{ sparkkopi('select * from ' ~ csvvisning(sti)) }}{%- else -%}{{ sparkkopi('') }}{%- endif -%}
{%- endmacro %}

{# That view, by name. #}
{% macro csvvisning(sti) -%}
    {%- set visning = 'csv_' ~ local_md5(sti) -%}
    {%- call statement('les') -%}
        create or replace temporary view {{ visning }} using csv
        options (path '{{ sti if sti.startswith('/') or '://' in sti else sparkmappe() ~ '/' ~ sti }}', header 'true', inferSchema 'false', quote '"', escape '"', multiLine 'true')
    {%- endcall -%}
    {{ return(visning) }}
{%- endmacro %}
