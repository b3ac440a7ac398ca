{# What a person of an age costs, as the municipality itself has put in `inn/demografi/satser/*.csv`: prisaar, sektor, alder_fra, alder_til (empty for
   the open group), sats_kr, kilde. The warehouse has none of its own. #}
{% set mappe = innmappe() ~ '/demografi/satser/*.csv' %}
{% set finnes = execute and run_query("select count(*) from glob('" ~ mappe | replace("'", "''") ~ "')").rows[0][0] %}
select
    cast(prisaar as integer) as prisaar,
    sektor,
    cast(alder_fra as integer) as alder_fra,
    cast(nullif(alder_til, '') as integer) as alder_til,
    cast(sats_kr as decimal(18, 2)) as sats_kr,
    kilde
from
    {% if finnes %}
        read_csv('{{ mappe | replace("'", "''") }}', all_varchar = true, header = true)
    {% else %}
        (
            select
                cast(null as varchar) as prisaar,
                cast(null as varchar) as sektor,
                cast(null as varchar) as alder_fra,
                cast(null as varchar) as alder_til,
                cast(null as varchar) as sats_kr,
                cast(null as varchar) as kilde
            where false
        )
    {% endif %}
