{# What DuckDB and Spark write differently: each with one implementation an engine, told apart by dbt's `adapter.dispatch`, and a test on both
   (tests/python/test_motorer.py). Everything else in the models that run on Spark is what both read; docs/spark.md says what to look out for. #}

{# A model's SQL in the engine's own words. Models are written in DuckDB's; Spark calls some types and functions by other names, and a backslash
   between quotes is for it the beginning of a sign; its `chr` knows 256 signs, so that the others are written as they are. Only what means the same is
   exchanged here, word by word; what is written in another way, or means something else, is a macro below. #}
{% macro i_motorens_ord(sql) -%}
    {{ adapter.dispatch('i_motorens_ord')(sql) }}
{%- endmacro %}

{% macro duckdb__i_motorens_ord(sql) -%}{{ sql }}{%- endmacro %}

{% macro spark__i_motorens_ord(sql) -%}
    {%- set biter = [] -%}
    {%- for bit in modules.re.split("('(?:[^']|'')*')", modules.re.sub("('(?:[^']|'')*')|--[^\\n]*", '\\1', sql)) -%}
        {%- if loop.index is even -%}
            {%- do biter.append("'" ~ bit[1:-1] | replace('\\', '\\\\') | replace("''", "\\'") ~ "'") -%}
        {%- else -%}
            {%- set nye = [bit] -%}
            {%- for ord, nytt in sparkord().items() -%}{%- do nye.append(modules.re.sub('(?<![.\w`"])' ~ ord, nytt, nye[-1])) -%}{%- endfor -%}
            {%- for kode in modules.re.findall('\\bchr\\(([0-9]{3,})\\)', nye[-1]) -%}
                {%- do nye.append(nye[-1] | replace('chr(' ~ kode ~ ')', "'" ~ ('%c' | format(kode | int)) ~ "'")) -%}
            {%- endfor -%}
            {%- do biter.append(nye[-1]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ biter | join }}
{%- endmacro %}

{# DuckDB's words, as patterns, and Spark's. #}
{% macro sparkord() -%}
    {{ return({
        'varchar\\b': 'string',
        'hugeint\\b': 'decimal(38, 0)',
        'starts_with\\(': 'startswith(',
        'ends_with\\(': 'endswith(',
        'regexp_matches\\(': 'regexp_like(',
        'string_split\\(': 'split(',
        'array_to_string\\(': 'array_join(',
        'error\\(': 'raise_error(',
        'list_contains\\(': 'array_contains(',
        'list_sort\\(': 'array_sort(',
        'list_has_any\\(': 'arrays_overlap(',
        'concat\\(': "concat_ws('', ",
        'list_concat\\(': 'concat(',
        'array_length\\(': 'array_size(',
        'list_distinct\\(': 'array_distinct(',
        'list_max\\(': 'array_max(',
        'row\\(': 'struct(',
        'regexp_split_to_array\\(': 'split(',
        'list_transform\\(': 'transform(',
        'list_filter\\(': 'filter(',
        'list_extract\\(': 'try_element_at(',
        ', recursive := true\\)': ')',
        'unnest\\(list_value\\(\\s*struct_pack\\(': 'inline(array(named_struct(',
        'struct_pack\\(': 'named_struct(',
        '(\\w+) := ': "'\\1', ",
        'list_value\\(': 'array(',
        'unnest\\(': 'explode(',
        'lambda (\\w+):': '\\1 ->'
    }) }}
{%- endmacro %}

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

{# An aggregate: the texts of a group put together, in their own order or in that of `etter`; `ulike`: each text once. #}
{% macro tekster_samlet(felt, skille, etter=none, ulike=false) -%}
    {{ adapter.dispatch('tekster_samlet')(felt, skille, etter, ulike) }}
{%- endmacro %}

{% macro duckdb__tekster_samlet(felt, skille, etter, ulike) -%}
    string_agg({{ 'distinct ' if ulike }}{{ felt }}, '{{ skille }}' order by {{ etter or felt }})
{%- endmacro %}

{# A list of nothing is an empty text on Spark, and none on DuckDB. `listagg` is of Spark 4. #}
{% macro spark__tekster_samlet(felt, skille, etter, ulike) -%}
    {%- if etter or ulike -%}
        listagg({{ 'distinct ' if ulike }}{{ felt }}, '{{ skille }}') within group (order by {{ etter or felt }})
    {%- else -%}
        case when count({{ felt }}) > 0 then array_join(sort_array(collect_list({{ felt }})), '{{ skille }}') end
    {%- endif -%}
{%- endmacro %}

{# One row for each of the values of a list, with its number from 1, in the select list. #}
{% macro hver_med_nr(liste, verdi, nr) -%}
    {{ adapter.dispatch('hver_med_nr')(liste, verdi, nr) }}
{%- endmacro %}

{% macro duckdb__hver_med_nr(liste, verdi, nr) -%}
    unnest({{ liste }}) as {{ verdi }},
        generate_subscripts({{ liste }}, 1) as {{ nr }}
{%- endmacro %}

{% macro spark__hver_med_nr(liste, verdi, nr) -%}
    inline(transform({{ liste }}, (en, plass) -> named_struct('{{ verdi }}', en, '{{ nr }}', cast(plass + 1 as bigint))))
{%- endmacro %}

{# One row for each place in lists of the same length, in the select list: `lister` has the values of each column, by its name. #}
{% macro hver_av(lister) -%}
    {{ adapter.dispatch('hver_av')(lister) }}
{%- endmacro %}

{% macro duckdb__hver_av(lister) -%}
    {%- for navn, verdier in lister.items() %}unnest(list_value({{ verdier | join(', ') }})) as {{ navn }}{{ ',\n        ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro spark__hver_av(lister) -%}
    inline(array(
        {%- for nr in range((lister.values() | list)[0] | length) -%}
            named_struct({% for navn, verdier in lister.items() %}'{{ navn }}', {{ verdier[nr] }}{{ ', ' if not loop.last }}{% endfor %}){{ ', ' if not loop.last }}
        {%- endfor -%}
    ))
{%- endmacro %}

{# The values of a list from one place to another, both with; none if there are none. #}
{% macro listeutsnitt(liste, fra, til) -%}
    {{ adapter.dispatch('listeutsnitt')(liste, fra, til) }}
{%- endmacro %}

{% macro duckdb__listeutsnitt(liste, fra, til) -%}
    {{ liste }}[{{ fra }}:{{ til }}]
{%- endmacro %}

{% macro spark__listeutsnitt(liste, fra, til) -%}
    slice({{ liste }}, {{ fra }}, greatest(cast({{ til }} - ({{ fra }}) + 1 as integer), 0))
{%- endmacro %}

{# A text where every occurrence of a pattern is exchanged; `monster` and `med` are SQL, and `\1` in the latter is the first group. #}
{% macro erstattet(tekst, monster, med="''") -%}
    {{ adapter.dispatch('erstattet')(tekst, monster, med) }}
{%- endmacro %}

{% macro duckdb__erstattet(tekst, monster, med) -%}
    regexp_replace({{ tekst }}, {{ monster }}, {{ med }}, 'g')
{%- endmacro %}

{% macro spark__erstattet(tekst, monster, med) -%}
    regexp_replace({{ tekst }}, {{ monster }}, {{ modules.re.sub('\\\\([0-9])', '$\\1', med) }})
{%- endmacro %}

{# A text where a letter and its accent are one character (NFC). Spark has no word for it: the letters of the Nordic and the nearest languages are put
   together one by one, and any other accent that stands alone stops the build rather than become another text than on DuckDB. #}
{% macro satt_sammen(tekst) -%}
    {{ adapter.dispatch('satt_sammen')(tekst) }}
{%- endmacro %}

{% macro duckdb__satt_sammen(tekst) -%}
    nfc_normalize({{ tekst }})
{%- endmacro %}

{% macro spark__satt_sammen(tekst) -%}
    {%- set n = namespace(uttrykk=tekst) -%}
    {%- for aksent, bokstaver in aksenter().items() -%}
        {%- for plass in range(0, bokstaver | length, 2) -%}
            {%- set n.uttrykk = "replace(" ~ n.uttrykk ~ ", '" ~ bokstaver[plass] ~ "' || chr(" ~ aksent ~ "), '" ~ bokstaver[plass + 1] ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    case
        when not coalesce(regexp_like({{ tekst }}, '\p{Mn}'), false) then {{ tekst }}
        when not regexp_like({{ n.uttrykk }}, '\p{Mn}') then {{ n.uttrykk }}
        else {{ stopp_bygget(
            "'«' || left(" ~ tekst ~ ", 60) || ' …»: an accent stands alone, which Spark cannot put together with its letter. Save the file as NFC.'"
        ) }}
    end
{%- endmacro %}

{# Each accent, by its number: letters, and what they become with it. #}
{% macro aksenter() -%}
    {{ return({768: 'aàeèoòuùAÀEÈOÒUÙ', 769: 'aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝ', 770: 'aâeêoôAÂEÊOÔ', 771: 'oõnñOÕNÑ', 776: 'aäeëiïoöuüAÄEËIÏOÖUÜ', 778: 'aåAÅ', 780: 'cčsšzžCČSŠZŽ', 807: 'cçCÇ'}) }}
{%- endmacro %}

{# The text of bytes that are UTF-8; NULL if they are not. #}
{% macro utf8_tekst(innhold) -%}
    {{ adapter.dispatch('utf8_tekst')(innhold) }}
{%- endmacro %}

{% macro duckdb__utf8_tekst(innhold) -%}
    try(decode({{ innhold }}))
{%- endmacro %}

{% macro spark__utf8_tekst(innhold) -%}
    try_validate_utf8({{ innhold }})
{%- endmacro %}

{% macro sha256_av(innhold) -%}
    {{ adapter.dispatch('sha256_av')(innhold) }}
{%- endmacro %}

{% macro duckdb__sha256_av(innhold) -%}
    sha256({{ innhold }})
{%- endmacro %}

{% macro spark__sha256_av(innhold) -%}
    sha2({{ innhold }}, 256)
{%- endmacro %}

{# What a list's values make of a first one, taken in turn: `uttrykk` says how, of what it is so far (`hittil`) and the value (`en`). #}
{% macro kjedet(liste, forst, uttrykk) -%}
    {{ adapter.dispatch('kjedet')(liste, forst, uttrykk) }}
{%- endmacro %}

{% macro duckdb__kjedet(liste, forst, uttrykk) -%}
    list_reduce({{ liste }}, lambda hittil, en: {{ uttrykk }}, {{ forst }})
{%- endmacro %}

{% macro spark__kjedet(liste, forst, uttrykk) -%}
    aggregate({{ liste }}, {{ forst }}, (hittil, en) -> {{ uttrykk }})
{%- endmacro %}

{# An aggregate: the values of a group as a list, by another column, or each of them once by itself. #}
{% macro liste_samlet(felt, etter=none) -%}
    {{ adapter.dispatch('liste_samlet')(felt, etter) }}
{%- endmacro %}

{% macro duckdb__liste_samlet(felt, etter) -%}
    list({{ felt ~ ' order by ' ~ etter if etter else 'distinct ' ~ felt ~ ' order by ' ~ felt }}) filter (where {{ felt }} is not null)
{%- endmacro %}

{% macro spark__liste_samlet(felt, etter) -%}
    {%- if etter -%}
        transform(sort_array(collect_list(named_struct('etter', {{ etter }}, 'verdi', {{ felt }})) filter (where {{ felt }} is not null)), en -> en.verdi)
    {%- else -%}
        sort_array(collect_set({{ felt }}))
    {%- endif -%}
{%- endmacro %}

{# The texts of a window put together, in its order. #}
{% macro tekster_over(felt, skille, vindu) -%}
    {{ adapter.dispatch('tekster_over')(felt, skille, vindu) }}
{%- endmacro %}

{% macro duckdb__tekster_over(felt, skille, vindu) -%}
    string_agg({{ felt }}, '{{ skille }}') over {{ vindu }}
{%- endmacro %}

{% macro spark__tekster_over(felt, skille, vindu) -%}
    array_join(collect_list({{ felt }}) over {{ vindu }}, '{{ skille }}')
{%- endmacro %}

{# A date as a text: `30.03.2020`, or `30. March 2020` in full. #}
{% macro datoskrift(dato, helt=false) -%}
    {{ adapter.dispatch('datoskrift')(dato, helt) }}
{%- endmacro %}

{% macro duckdb__datoskrift(dato, helt) -%}
    strftime({{ dato }}, '{{ "%-d. %B %Y" if helt else "%d.%m.%Y" }}')
{%- endmacro %}

{% macro spark__datoskrift(dato, helt) -%}
    date_format({{ dato }}, '{{ "d. MMMM yyyy" if helt else "dd.MM.yyyy" }}')
{%- endmacro %}

{# The place of a value in a list, from 1; NULL if it is not there. #}
{% macro plass_i(liste, verdi) -%}
    {{ adapter.dispatch('plass_i')(liste, verdi) }}
{%- endmacro %}

{% macro duckdb__plass_i(liste, verdi) -%}
    list_position({{ liste }}, {{ verdi }})
{%- endmacro %}

{% macro spark__plass_i(liste, verdi) -%}
    cast(nullif(array_position({{ liste }}, {{ verdi }}), 0) as integer)
{%- endmacro %}

{# The whole numbers from one to another, both with, as a list; none if the first is the larger. #}
{% macro tallrekke(fra, til) -%}
    {{ adapter.dispatch('tallrekke')(fra, til) }}
{%- endmacro %}

{% macro duckdb__tallrekke(fra, til) -%}
    generate_series({{ fra }}, {{ til }})
{%- endmacro %}

{% macro spark__tallrekke(fra, til) -%}
    filter(sequence(0, greatest({{ til }}, 0)), en -> en >= {{ fra }} and en <= {{ til }})
{%- endmacro %}

{# A text taken apart at every occurrence of another, as a list. #}
{% macro delt_ved(tekst, skille) -%}
    {{ adapter.dispatch('delt_ved')(tekst, skille) }}
{%- endmacro %}

{% macro duckdb__delt_ved(tekst, skille) -%}
    string_split({{ tekst }}, {{ skille }})
{%- endmacro %}

{% macro spark__delt_ved(tekst, skille) -%}
    split({{ tekst }}, {{ som_monster(skille) }})
{%- endmacro %}

{# A text as a pattern that is that text. #}
{% macro som_monster(tekst) -%}
    {{ adapter.dispatch('som_monster')(tekst) }}
{%- endmacro %}

{% macro duckdb__som_monster(tekst) -%}
    regexp_escape({{ tekst }})
{%- endmacro %}

{% macro spark__som_monster(tekst) -%}
    {%- set n = namespace(uttrykk=tekst) -%}
    {%- for tegn in ['\\', '.', '*', '+', '?', '^', '$', '|', '(', ')', '[', ']', '{', '}'] -%}
        {%- set n.uttrykk = "replace(" ~ n.uttrykk ~ ", '" ~ tegn ~ "', '\\" ~ tegn ~ "')" -%}
    {%- endfor -%}
    {{ n.uttrykk }}
{%- endmacro %}

{# Whether a text is as a pattern with `*` for any text and `?` for any sign. #}
{% macro ligner(tekst, monster) -%}
    {{ adapter.dispatch('ligner')(tekst, monster) }}
{%- endmacro %}

{% macro duckdb__ligner(tekst, monster) -%}
    {{ tekst }} glob {{ monster }}
{%- endmacro %}

{% macro spark__ligner(tekst, monster) -%}
    regexp_like({{ tekst }}, '^(?s:' || replace(replace({{ som_monster(monster) }}, '\*', '.*'), '\?', '.') || ')\z')
{%- endmacro %}

{# A text as JSON, to ask with the macros below; NULL if it is none. #}
{% macro som_json(tekst) -%}
    {{ adapter.dispatch('som_json')(tekst) }}
{%- endmacro %}

{% macro duckdb__som_json(tekst) -%}
    try_cast({{ tekst }} as json)
{%- endmacro %}

{% macro spark__som_json(tekst) -%}
    get_json_object({{ tekst }}, '$')
{%- endmacro %}

{% macro er_json_objekt(json) -%}
    {{ adapter.dispatch('er_json_objekt')(json) }}
{%- endmacro %}

{% macro duckdb__er_json_objekt(json) -%}
    coalesce(json_type({{ json }}) = 'OBJECT', false)
{%- endmacro %}

{% macro spark__er_json_objekt(json) -%}
    coalesce(startswith(ltrim({{ json }}), '{'), false)
{%- endmacro %}

{# What stands at a place in a JSON text (`sources[0].sha256`), as text. #}
{% macro json_felt(json, sted) -%}
    {{ adapter.dispatch('json_felt')(json, sted) }}
{%- endmacro %}

{% macro duckdb__json_felt(json, sted) -%}
    {{ json }} ->> '$.{{ sted }}'
{%- endmacro %}

{% macro spark__json_felt(json, sted) -%}
    get_json_object({{ json }}, '$.{{ sted }}')
{%- endmacro %}

{# One field of each of the objects in a list of a JSON text, those that have it, as a list. #}
{% macro json_liste(json, liste, felt) -%}
    {{ adapter.dispatch('json_liste')(json, liste, felt) }}
{%- endmacro %}

{% macro duckdb__json_liste(json, liste, felt) -%}
    json_extract_string({{ json }}, '$.{{ liste }}[*].{{ felt }}')
{%- endmacro %}

{% macro spark__json_liste(json, liste, felt) -%}
    case
        when {{ json }} is not null
            then coalesce(filter(
                transform(from_json(get_json_object({{ json }}, '$.{{ liste }}'), 'array<struct<{{ felt }}: string>>'), en -> en.{{ felt }}),
                en -> en is not null
            ), cast(array() as array<string>))
    end
{%- endmacro %}

{# The names and values of a JSON object in a column of a relation, one row each, as `navn` and `verdi`, with its `rapport_id`. #}
{% macro json_par(relasjon, felt) -%}
    {{ adapter.dispatch('json_par')(relasjon, felt) }}
{%- endmacro %}

{% macro duckdb__json_par(relasjon, felt) -%}
    (
        select kilde.rapport_id, par.key as navn, par.value ->> '$' as verdi
        from {{ relasjon }} as kilde, json_each(case when {{ er_json_objekt(som_json('kilde.' ~ felt)) }} then kilde.{{ felt }} end) as par
    )
{%- endmacro %}

{% macro spark__json_par(relasjon, felt) -%}
    (select rapport_id, explode(from_json({{ felt }}, 'map<string, string>')) as (navn, verdi) from {{ relasjon }})
{%- endmacro %}

{# Whether a whole text is of a pattern, which is SQL. #}
{% macro er_av_monsteret(tekst, monster) -%}
    {{ adapter.dispatch('er_av_monsteret')(tekst, monster) }}
{%- endmacro %}

{% macro duckdb__er_av_monsteret(tekst, monster) -%}
    regexp_full_match({{ tekst }}, {{ monster }})
{%- endmacro %}

{% macro spark__er_av_monsteret(tekst, monster) -%}
    regexp_like({{ tekst }}, '^(?:' || {{ monster }} || ')\z')
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
    (case when {{ tall }} > 0 then 1 when {{ tall }} < 0 then -1 when {{ tall }} = 0 then 0 end)
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

{# Each post of `poster` with its level and the top of its tree, by going down from those without a parent. #}
{% macro nivaaene(poster) -%}
    {{ adapter.dispatch('nivaaene')(poster) }}
{%- endmacro %}

{% macro duckdb__nivaaene(poster) -%}
    with recursive trinn as (
        {{ nivaatrinn(poster) }}
        union all
        {{ nivaatrinn(poster, 'trinn') }}
    )

    select * from trinn
{%- endmacro %}

{# Not every server that speaks for Spark knows recursion: the steps are written out, more than any layout has. What is further down stops the
   build by its name. #}
{% macro spark__nivaaene(poster) -%}
    with trinn_0 as ({{ nivaatrinn(poster) }})
    {%- for nr in range(1, 11) -%}, trinn_{{ nr }} as ({{ nivaatrinn(poster, 'trinn_' ~ (nr - 1)) }}){%- endfor %}
    {%- for nr in range(10) %} select * from trinn_{{ nr }} union all{% endfor %}
    select
        rapport_id,
        oppstilling,
        post_id,
        cast(raise_error(concat_ws('', rapport_id, ', layout ', oppstilling, ': post ', post_id,
            ' has ten others above it. On Spark a layout has ten levels at most: give it fewer, or build on DuckDB.')) as int) as nivaa,
        topp_post_id
    from trinn_10
{%- endmacro %}

{% macro nivaatrinn(poster, over=none) -%}
    select
        poster.rapport_id,
        poster.oppstilling,
        poster.post_id,
        {{ 'trinnet_over.nivaa + 1' if over else '0' }} as nivaa,
        {{ 'trinnet_over.topp_post_id' if over else 'poster.post_id' }} as topp_post_id
    from {{ poster }} as poster
    {% if over -%}
        inner join {{ over }} as trinnet_over
        on poster.rapport_id = trinnet_over.rapport_id and poster.oppstilling = trinnet_over.oppstilling and poster.forelder_post_id = trinnet_over.post_id
    {%- else -%}
        where poster.forelder_post_id is null
    {%- endif %}
{%- endmacro %}

{# What names are ordered by to stand in the Norwegian order. #}
{% macro norsk_orden(felt) -%}
    {{ adapter.dispatch('norsk_orden')(felt) }}
{%- endmacro %}

{# DuckDB's own order has Å before Ø, its `nb` has Å as A, and `da` is right. #}
{% macro duckdb__norsk_orden(felt) -%}
    {{ felt }} collate da
{%- endmacro %}

{% macro spark__norsk_orden(felt) -%}
    translate(replace(lower({{ felt }}), 'aa', 'å'), 'æäøöåáàâéèêëíïóòôõúùüñçčšžý', '{{ '{{||}' }}aaaeeeeiioooouuunccszy')
{%- endmacro %}

{# An aggregate: the middle of the values, none of them below zero, with these decimals: cut after the last where it lies between two. #}
{% macro midten_av(felt, desimaler) -%}
    {{ adapter.dispatch('midten_av')(felt, desimaler) }}
{%- endmacro %}

{% macro duckdb__midten_av(felt, desimaler) -%}
    median({{ felt }})
{%- endmacro %}

{% macro spark__midten_av(felt, desimaler) -%}
    cast(floor(percentile(cast({{ felt }} * {{ 10 ** desimaler }} as bigint), 0.5)) as decimal(18, 0)) * cast({{ '%.*f' | format(desimaler, 10 ** -desimaler) }} as decimal(9, {{ desimaler }}))
{%- endmacro %}
