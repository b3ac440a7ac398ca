{# A text of the source, or a printed cell, row or label, to look for one in the other: small letters and one kind of dash. What does not show on the
   page (soft hyphens, zero-width spaces) is not there. `ord`: each word with a space before and after, so that `11` is not in `111`; the groups
   of a number (`1 234`) are one word. `tett`: no white space but line ends. #}
{% macro kildeskrift(skrift, tekst) -%}
    {%- set usynlig = "chr(173), chr(8203), chr(65279)" -%}
    {%- set strek = "chr(8722), chr(8211), chr(8212)" -%}
    {%- if skrift == 'tett' -%}
        translate(lower({{ tekst }}), concat({{ strek }}, ' ', chr(9), chr(160), chr(8201), chr(8239), {{ usynlig }}), '---')
    {%- else -%}
        {%- set tegn = "translate(lower(" ~ tekst ~ "), concat(" ~ strek ~ ", chr(160), chr(8201), chr(8239), " ~ usynlig ~ "), '---   ')" -%}
        {%- set n = namespace(uttrykk=erstattet(tegn, "'\\s+'", "' '")) -%}
        {%- for runde in range(2) -%}
            {%- set n.uttrykk = erstattet(n.uttrykk, "'([0-9]) ([0-9]{3})\\b'", "'\\1\\2'") -%}
        {%- endfor -%}
        concat(' ', replace(trim({{ n.uttrykk }}), ' ', '  '), ' ')
    {%- endif -%}
{%- endmacro %}

{# Whether a number is too far from its neighbours' middle to be one of them: some five times, where they agree, and three where it has fewer decimals
   than they too, as it has when the comma is lost. #}
{% macro er_langt_fra(avstand, spredning, faerre_desimaler) -%}
    abs({{ avstand }}) > case when {{ faerre_desimaler }} then greatest(0.5, 3 * {{ spredning }}) else greatest(0.75, 6 * {{ spredning }}) end
{%- endmacro %}

{# Paragraphs of the source, parted by line ends, as they are quoted: a line that ends in the middle of a sentence goes on in the next, and a link or a word
   in italics is its words. #}
{% macro sitat(avsnitt) -%}
    replace(
        {{ erstattet(erstattet(avsnitt, "'\\[([^\\]]*)\\]\\([^)]*\\)'", "'\\1'"), "'([^.:;!?»”\"*)])\\n'", "'\\1 '") }}, '*', ''
    )
{%- endmacro %}
