{# What a rule's formula may be, over one letter a symbol (regelsymboler): `s` a place, `n` a number, and the signs themselves. Several terms
   that are divided or multiplied stand in parentheses, and so does a denominator that is more than one place: nothing then depends on which sign
   binds tighter. #}
{% macro regelgrammatikk() -%}
    {%- set ledd = '(n[*])?s([*]s)?' -%}
    {%- set flere = '-?' ~ ledd ~ '([-+]' ~ ledd ~ ')*' -%}
    's=({{ flere }}|(-?{{ ledd }}|[(]{{ flere }}[)])(/(s|[(]{{ flere }}[)]))?([*]n)?)'
{%- endmacro %}

{# Whether a row of symbols is the beginning of a formula: one of these endings makes it whole, whatever it is the beginning of. #}
{% macro kan_bli_formel(symboler) -%}
    array_length(list_filter(
        list_value('', 's=s', '=s', 's', '*s', 'n', ')', 's)', '*s)'),
        lambda slutt: {{ er_av_monsteret(symboler ~ ' || slutt', regelgrammatikk()) }}
    )) > 0
{%- endmacro %}

{# A rule's key, also where two lines have the same regel_id: its file and its line. #}
{% macro regelnokkel() -%}
    concat_ws(':', coalesce(rapport_id, 'oppstillinger'), linje)
{%- endmacro %}

{# Each formula of `regler` (stg_rapport__regel) taken apart, as a query: one row a symbol, with its position in the text and its kind (`slag`), which is
   the letter the grammar above knows it by; `?` is what no formula holds. `symboler` is the whole formula in letters. #}
{% macro regelsymboler(regler) -%}
    with

    delt as (
        select
            rapport_id,
            oppstilling,
            regel_id,
            linje,
            {{ regelnokkel() }} as regelnokkel,
            -- a place with rows, a statement or a list of them, a number, blanks, and any other character
            regexp_extract_all(
                formel, '(?s)\w*\[[^\[\]]*\](?:\.[\pL\d_*;]*)?|\pL(?:[\pL\d_;]|-\d)*|\d{1,8}(?:\.\d{1,6})?|\s+|.', 0
            ) as deler
        from {{ regler }}
    ),

    deler as (
        select
            rapport_id,
            oppstilling,
            regel_id,
            linje,
            regelnokkel,
            {{ hver_med_nr('deler', 'tekst', 'delnr') }}
        from delt
    ),

    plassert as (
        select
            *,
            1 + coalesce(sum(length(tekst)) over (partition by regelnokkel order by delnr rows between unbounded preceding and 1 preceding), 0) as plass
        from deler
    ),

    klassifisert as (
        select
            rapport_id,
            oppstilling,
            regel_id,
            linje,
            regelnokkel,
            tekst,
            cast(plass as integer) as plass,
            cast(row_number() over (partition by regelnokkel order by delnr) as integer) as nr,
            case
                when contains(tekst, '[') and length(tekst) > 1 or regexp_matches(tekst, '^\pL') then 's'
                when regexp_matches(tekst, '^\d') then 'n'
                when tekst in ('=', '+', '-', '*', '/', '(', ')') then tekst
                else '?'
            end as slag
        from plassert
        where trim(both ' ' || chr(9) || chr(10) || chr(13) from tekst) != ''
    ),

    hele as (
        select
            regelnokkel,
            {{ tekster_samlet('slag', '', 'nr') }} as symboler
        from klassifisert
        group by regelnokkel
    ),

    symbol as (
        select
            klassifisert.*,
            hele.symboler
        from klassifisert
        inner join hele on klassifisert.regelnokkel = hele.regelnokkel
    )

    select * from symbol
{%- endmacro %}

{# How a message calls a symbol. #}
{% macro symbolnavn(slag) -%}
    case {{ slag }} when 's' then 'a place' when 'n' then 'a number' else '«' || {{ slag }} || '»' end
{%- endmacro %}

{# A place's table, rows and columns: `02[a;b].c` has all three, `[a].c` an empty table (its own layout's), and a statement only columns. #}
{% macro deler_av_sted(sted, forstavelse='') -%}
    case when contains({{ sted }}, '[') then split_part({{ sted }}, '[', 1) end as {{ forstavelse }}tabell,
        case when contains({{ sted }}, '[') then split_part(split_part({{ sted }}, '[', 2), ']', 1) end as {{ forstavelse }}rader,
        case when contains({{ sted }}, '[') then trim(leading '.' from split_part({{ sted }}, ']', 2)) else {{ sted }} end as {{ forstavelse }}kolonner
{%- endmacro %}
