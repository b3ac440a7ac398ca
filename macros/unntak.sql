{# The violations of a rule (a CTE `brudd` with `nokkel` and `melding`) against the reasoned exceptions in seeds/unntak/unntak.csv, both ways:
   a violation without a reason fails, and so does an exception that nothing needs any longer. #}
{% macro brudd_uten_unntak(regel) -%}
    select
        coalesce(brudd.nokkel, unntak.nokkel) as nokkel,
        coalesce(brudd.melding, 'unntaket i seeds/unntak/unntak.csv trengs ikke lenger: fjern det') as melding
    from brudd
    full outer join (select * from {{ ref('unntak') }} where regel = '{{ regel }}') as unntak on brudd.nokkel = unntak.nokkel
    where brudd.nokkel is null or unntak.nokkel is null
{%- endmacro %}

{# Half a unit of the last printed digit: what a printed number may be off by. #}
{% macro halv_enhet(desimaler) -%}
    cast(cast(power(10, -{{ desimaler }}) as decimal(18, 6)) * cast(0.5 as decimal(2, 1)) as decimal(18, 6))
{%- endmacro %}
