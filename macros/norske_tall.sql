{# Norwegian numbers as printed. One place knows how a cell is read; every model goes through it.

   A number may have a space, of any width that is printed, between groups of three digits, a decimal comma, a minus that is a
   hyphen or U+2212, a plus, and a trailing `%` or footnote mark `*`. Signs such as a dash are not numbers: kodeverk/tegn.csv and the packages say
   what they mean. Neither is anything with more than twelve digits or six decimals: no table prints that. #}

{# A text without what has no ink: soft hyphens, zero-width characters, byte order marks; a letter and its accent are one character (NFC). #}
{% macro uten_usynlige(tekst) -%}
    {{ satt_sammen(erstattet(tekst, "'[\\x{00AD}\\x{200B}-\\x{200F}\\x{2060}\\x{FEFF}]'")) }}
{%- endmacro %}

{# The spaces that look like a space and are none: no-break, figure, punctuation, thin, hair, narrow no-break. #}
{% macro usynlige_mellomrom() -%}
    chr(160) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8239)
{%- endmacro %}

{# A text for a message: those spaces written out, since two texts that differ by one look alike. #}
{% macro synlig(tekst) -%}
    {{ erstattet(tekst, "'[\\x{00A0}\\x{2000}-\\x{200A}\\x{202F}]'", "'<no-break or thin space>'") }}
{%- endmacro %}

{% macro rensket_celle(kolonne) -%}
    trim(translate({{ kolonne }}, {{ usynlige_mellomrom() }} || chr(8722) || chr(8211), '      --'))
{%- endmacro %}

{% macro er_norsk_tall(kolonne) -%}
    regexp_matches({{ rensket_celle(kolonne) }}, '^[-+]? ?([0-9]{1,3}( [0-9]{3}){1,3}|[0-9]{1,12})(,[0-9]{1,6})? ?%? ?\*{0,3}$')
{%- endmacro %}

{# The number of a cell as DECIMAL, NULL for anything that is not a number. #}
{% macro norsk_tall(kolonne) -%}
    case
        when {{ er_norsk_tall(kolonne) }}
            then cast(replace(replace(replace(replace({{ rensket_celle(kolonne) }}, ' ', ''), '%', ''), '*', ''), ',', '.') as decimal(18, 6))
    end
{%- endmacro %}

{# Digits after the decimal comma: the printed precision, and so the interval a number stands for. #}
{% macro antall_desimaler(kolonne) -%}
    case
        when {{ er_norsk_tall(kolonne) }}
            then cast(length(regexp_extract({{ rensket_celle(kolonne) }}, ',([0-9]+)', 1)) as integer)
    end
{%- endmacro %}

{# A column of whole numbers as integer; anything else but an empty cell stops the build, naming seed, row, column and text. #}
{% macro heltall(kolonne) -%}
    case
        when {{ kolonne }} is null or {{ har_monsteret(kolonne, '^-?[0-9]+$') }} then cast({{ kolonne }} as integer)
        else {{ stopp_bygget(
            "'seeds: ' || seed || '.csv, rad ' || rad || ', kolonne " ~ kolonne ~ ": cannot read «' || " ~ kolonne
            ~ " || '». Expected a whole number. Correct the cell.'"
        ) }}
    end
{%- endmacro %}

{# A number as prose writes it: there a full stop may stand between groups of three digits, which in a table would be a slip. #}
{% macro prosatall(kolonne) -%}
    case when regexp_matches({{ kolonne }}, '^[0-9]{1,3}([.][0-9]{3})+$') then replace({{ kolonne }}, '.', ' ') else {{ kolonne }} end
{%- endmacro %}

{# The number a text in prose stands for: a Norwegian number or a number word joined in as `ordtabell`; NULL for anything else. #}
{% macro lest_tall(kolonne, ordtabell) -%}
    coalesce({{ norsk_tall('(' ~ prosatall(kolonne) ~ ')') }}, {{ ordtabell }}.verdi)
{%- endmacro %}

{# A decimal as a Norwegian reader writes it: 1 234,5 and −0,3. Without `desimaler`, the decimals it has. #}
{% macro norsk_tekst(tall, desimaler=none) -%}
    {%- set hele = helt_belop('floor(abs(' ~ tall ~ '))') -%}
    {%- set brok = "split_part(cast(cast(abs(" ~ tall ~ ") as decimal(38, 6)) as varchar), '.', 2)" -%}
    {%- set brok = "left(" ~ brok ~ ", " ~ desimaler ~ ")" if desimaler is not none else "trim(trailing '0' from " ~ brok ~ ")" -%}
    case when {{ tall }} < 0 then chr(8722) else '' end || {{ hele }} || case when {{ brok }} = '' then '' else ',' || {{ brok }} end
{%- endmacro %}

{# A printed label to compare by: small letters, single spaces, no footnote marks and no colon at the end. #}
{% macro normert_etikett(kolonne) -%}
    {%- set med_mellomrom = "translate(coalesce(" ~ kolonne ~ ", ''), " ~ usynlige_mellomrom() ~ ", '      ')" -%}
    lower(trim(regexp_replace({{ erstattet(med_mellomrom, "'[ ]+'", "' '") }}, '[ *:]+$', '')))
{%- endmacro %}

{# A label without the number of its line, where a print numbers the lines: `1 `, `10. `, `24a `, `i) `, `iv. `, `a. `, `b2.1 `. Only to compare by, and only
   where the whole label finds nothing: `5. trinn` is no numbered `trinn`. #}
{% macro etikett_uten_nummer(kolonne) -%}
    regexp_replace({{ normert_etikett(kolonne) }}, '^([0-9]{1,2}[a-z]?[.)]?|[ivx]{1,4}[.)]|[a-h][.)]|[a-h][.]?[0-9]{1,2}([.][0-9]{1,2})*[.]?) ', '')
{%- endmacro %}
