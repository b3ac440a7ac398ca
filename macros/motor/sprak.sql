{# What DuckDB and Spark write differently: each with one implementation an engine, told apart by dbt's `adapter.dispatch`, and a test on both
   (tests/python/test_motorer.py). Everything else in the models that run on Spark is what both read; docs/spark.md says what to look out for. #}

{# A common table expression that is computed once, however often it is read. Spark has no word for it, and finds equal parts of a plan itself. #}
{% macro beregnet_en_gang() -%}
    {{ adapter.dispatch('beregnet_en_gang')() }}
{%- endmacro %}

{% macro duckdb__beregnet_en_gang() -%}materialized{%- endmacro %}

{% macro spark__beregnet_en_gang() -%}{%- endmacro %}

{# A common table expression that is computed anew wherever it is read, each time with what is asked of it there: too large to be remembered. Spark
   does so by itself. #}
{% macro ikke_husket() -%}
    {{ adapter.dispatch('ikke_husket')() }}
{%- endmacro %}

{% macro duckdb__ikke_husket() -%}not materialized{%- endmacro %}

{% macro spark__ikke_husket() -%}{%- endmacro %}

{# One row for each of the parts of a text, in the select list. #}
{% macro hver_del(felt, skille=' ') -%}
    {{ adapter.dispatch('hver_del')(felt, skille) }}
{%- endmacro %}

{% macro duckdb__hver_del(felt, skille) -%}
    unnest(string_split({{ felt }}, '{{ skille }}'))
{%- endmacro %}

{# `split` takes a pattern; what parts our texts is a blank or a semicolon, which means itself. #}
{% macro spark__hver_del(felt, skille) -%}
    explode(split({{ felt }}, '{{ skille }}'))
{%- endmacro %}

{# An aggregate: the texts of a group put together, in their own order. #}
{% macro tekster_samlet(felt, skille) -%}
    {{ adapter.dispatch('tekster_samlet')(felt, skille) }}
{%- endmacro %}

{% macro duckdb__tekster_samlet(felt, skille) -%}
    string_agg({{ felt }}, '{{ skille }}' order by {{ felt }})
{%- endmacro %}

{# A list of nothing is an empty text on Spark, and none on DuckDB. #}
{% macro spark__tekster_samlet(felt, skille) -%}
    case when count({{ felt }}) > 0 then array_join(sort_array(collect_list({{ felt }})), '{{ skille }}') end
{%- endmacro %}

{% macro begynner_med(tekst, start) -%}
    {{ adapter.dispatch('begynner_med')(tekst, start) }}
{%- endmacro %}

{% macro duckdb__begynner_med(tekst, start) -%}
    starts_with({{ tekst }}, {{ start }})
{%- endmacro %}

{% macro spark__begynner_med(tekst, start) -%}
    startswith({{ tekst }}, {{ start }})
{%- endmacro %}

{# A whole number that sums and products of amounts have room in: 38 digits. #}
{% macro stort_heltall(tall) -%}
    {{ adapter.dispatch('stort_heltall')(tall) }}
{%- endmacro %}

{% macro duckdb__stort_heltall(tall) -%}
    cast({{ tall }} as hugeint)
{%- endmacro %}

{% macro spark__stort_heltall(tall) -%}
    cast({{ tall }} as decimal(38, 0))
{%- endmacro %}

{# Two whole numbers divided, what is left over cut off towards zero. On Spark `/` rounds a decimal and makes DOUBLE of whole numbers; `div` is exact,
   and its quotient, which is our two decimals of a figure, has room in 64 bits. #}
{% macro heltallsdelt(teller, nevner) -%}
    {{ adapter.dispatch('heltallsdelt')(teller, nevner) }}
{%- endmacro %}

{% macro duckdb__heltallsdelt(teller, nevner) -%}
    (({{ teller }}) // ({{ nevner }}))
{%- endmacro %}

{% macro spark__heltallsdelt(teller, nevner) -%}
    (({{ teller }}) div ({{ nevner }}))
{%- endmacro %}

{# The sign as a whole number; Spark's own is DOUBLE. #}
{% macro fortegnet(tall) -%}
    case when {{ tall }} > 0 then 1 when {{ tall }} < 0 then -1 when {{ tall }} = 0 then 0 end
{%- endmacro %}

{# The type of a moment without a zone. #}
{% macro tidspunkt() -%}
    {{ adapter.dispatch('tidspunkt')() }}
{%- endmacro %}

{% macro duckdb__tidspunkt() -%}timestamp{%- endmacro %}

{% macro spark__tidspunkt() -%}timestamp_ntz{%- endmacro %}

{# A landed moment, which has its zone, as the time in UTC. Spark's session has UTC for its zone (profiles.yml). #}
{% macro utc(kolonne) -%}
    {{ adapter.dispatch('utc')(kolonne) }}
{%- endmacro %}

{% macro duckdb__utc(kolonne) -%}
    timezone('UTC', cast({{ kolonne }} as timestamptz))
{%- endmacro %}

{% macro spark__utc(kolonne) -%}
    cast(cast({{ kolonne }} as timestamp) as timestamp_ntz)
{%- endmacro %}

{# A type as a contract names it, in the engine's own name. #}
{% macro motortype(type) -%}
    {{ adapter.dispatch('motortype')(type) }}
{%- endmacro %}

{% macro duckdb__motortype(type) -%}{{ type }}{%- endmacro %}

{% macro spark__motortype(type) -%}
    {{ {'varchar': 'string', 'timestamp': 'timestamp_ntz', 'timestamptz': 'timestamp', 'hugeint': 'decimal(38,0)'}.get(type, type) }}
{%- endmacro %}

{# Whether a text has a pattern in it; the patterns here mean the same to both engines. #}
{% macro har_monsteret(tekst, monster) -%}
    {{ adapter.dispatch('har_monsteret')(tekst, monster) }}
{%- endmacro %}

{% macro duckdb__har_monsteret(tekst, monster) -%}
    regexp_matches({{ tekst }}, '{{ monster }}')
{%- endmacro %}

{% macro spark__har_monsteret(tekst, monster) -%}
    regexp_like({{ tekst }}, '{{ monster }}')
{%- endmacro %}

{# What is evaluated only for a row that must not be there: it stops the build with this message. #}
{% macro stopp_bygget(melding) -%}
    {{ adapter.dispatch('stopp_bygget')(melding) }}
{%- endmacro %}

{% macro duckdb__stopp_bygget(melding) -%}
    error({{ melding }})
{%- endmacro %}

{% macro spark__stopp_bygget(melding) -%}
    raise_error({{ melding }})
{%- endmacro %}

{# `010-599 700` as a list of intervals; NULL, no condition, for nothing. #}
{% macro kodeintervaller(felt) -%}
    {{ adapter.dispatch('kodeintervaller')(felt) }}
{%- endmacro %}

{% macro duckdb__kodeintervaller(felt) -%}
    list_transform(string_split(nullif({{ felt }}, ''), ' '), lambda kode: struct_pack(
        fra := cast(split_part(kode, '-', 1) as integer),
        til := cast(coalesce(nullif(split_part(kode, '-', 2), ''), kode) as integer)
    ))
{%- endmacro %}

{% macro spark__kodeintervaller(felt) -%}
    transform(split(nullif({{ felt }}, ''), ' '), kode -> named_struct(
        'fra', cast(split_part(kode, '-', 1) as integer),
        'til', cast(coalesce(nullif(split_part(kode, '-', 2), ''), kode) as integer)
    ))
{%- endmacro %}

{# Whether a code, as a number, is in one of the intervals. A code that is no number is in none. #}
{% macro i_intervall(kode, intervaller) -%}
    {{ adapter.dispatch('i_intervall')(kode, intervaller) }}
{%- endmacro %}

{% macro duckdb__i_intervall(kode, intervaller) -%}
    coalesce(len(list_filter({{ intervaller }}, lambda i: {{ kode }} between i.fra and i.til)) > 0, false)
{%- endmacro %}

{% macro spark__i_intervall(kode, intervaller) -%}
    coalesce(exists({{ intervaller }}, i -> {{ kode }} between i.fra and i.til), false)
{%- endmacro %}

{# A whole amount as `-1 234 567`. #}
{% macro helt_belop(tall) -%}
    {{ adapter.dispatch('helt_belop')(tall) }}
{%- endmacro %}

{% macro duckdb__helt_belop(tall) -%}
    replace(format('{:,}', cast({{ tall }} as bigint)), ',', ' ')
{%- endmacro %}

{% macro spark__helt_belop(tall) -%}
    replace(format_number(cast({{ tall }} as bigint), 0), ',', ' ')
{%- endmacro %}

{# An aggregate: the first of a group's values by another column, at most so many, as a text. DuckDB keeps no more of them than that. #}
{% macro forste_samlet(felt, etter, antall, skille) -%}
    {{ adapter.dispatch('forste_samlet')(felt, etter, antall, skille) }}
{%- endmacro %}

{% macro duckdb__forste_samlet(felt, etter, antall, skille) -%}
    array_to_string(arg_min({{ felt }}, {{ etter }}, {{ antall }}), '{{ skille }}')
{%- endmacro %}

{% macro spark__forste_samlet(felt, etter, antall, skille) -%}
    array_join(
        transform(
            slice(sort_array(collect_list(named_struct('etter', {{ etter }}, 'verdi', {{ felt }}))), 1, {{ antall }}),
            en -> cast(en.verdi as string)
        ),
        '{{ skille }}'
    )
{%- endmacro %}
