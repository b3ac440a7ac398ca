{# Search words: lower case, å/ø/æ and accents as ASCII, everything else than letters and digits as one space, one space at each end. #}
{% macro foldet(tekst) -%}
    {%- set bokstaver = "translate(replace(replace(lower(" ~ tekst ~ "), 'æ', 'ae'), 'ä', 'ae'), 'åøöéèêüáàšžčŋđŧ', 'aooeeeuaaszcndt')" -%}
    concat(' ', trim({{ erstattet("coalesce(" ~ bokstaver ~ ", '')", "'[^a-z0-9]+'", "' '") }}), ' ')
{%- endmacro %}

{# The words of a folded text without their Norwegian inflections. A stem has at least three letters; three rounds, so that `sykefraværet`
   ends where `sykefravær` does. app/search.py does the same to what a reader writes, and a test holds the two together. #}
{% macro stammet(foldet_tekst) -%}
    {%- set endelser = 'enes|erne|ende|edes|ene|ane|ere|ers|ens|ets|ede|en|er|et|es|e|a' -%}
    {%- set ord = '(^| )([a-z0-9]{3,}?)(' ~ endelser ~ ')( |$)' -%}
    {%- set n = namespace(uttrykk = "replace(" ~ foldet_tekst ~ ", ' ', '  ')") -%}
    {%- for runde in range(3) -%}
        {%- set n.uttrykk = erstattet(n.uttrykk, "'" ~ ord ~ "'", "'\\1\\2\\4'") -%}
    {%- endfor -%}
    replace({{ n.uttrykk }}, '  ', ' ')
{%- endmacro %}
