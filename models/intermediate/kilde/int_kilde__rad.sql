{# Each printed row against the lines of the source that its table names: whether its cells stand there one after the other, as printed, and
   with the row's label before them. They are looked for word by word, and without white space, where a note or a per cent sign is set closer than
   we write it; then no digit may go on before the first cell or after the last. Between the label and the cells there may be the numbers of a note;
   of a label that is broken over two lines its end is enough. `forste_` and `siste_` are where the row can stand, in each way of writing. #}
with

utsnitt as (
    select * from {{ ref('int_kilde__utsnitt') }}
),

rader as (
    select
        celler.rapport_id,
        celler.tabell,
        celler.fil,
        min(celler.fillinje) as fillinje,
        celler.rad,
        coalesce(min(celler.etikett), '') as etikett,
        {{ tekster_samlet('celler.raatekst', ' ', 'kolonner.plass') }} as trykt,
        count(*) as antall_celler
    from {{ ref('int_celle__lest') }} as celler
    inner join {{ ref('int_kolonne__tydet') }} as kolonner
        on celler.rapport_id = kolonner.rapport_id and celler.tabell = kolonner.tabell and celler.kolonne = kolonner.kolonne
    where celler.raatekst is not null and celler.rad is not null
    group by celler.rapport_id, celler.tabell, celler.fil, celler.rad
),

skrevet as (
    {% for skrift in ['ord', 'tett'] %}
        select
            rader.*,
            '{{ skrift }}' as skrift,
            {{ kildeskrift(skrift, 'rader.trykt') }} as verdier,
            trim({{ kildeskrift(skrift, 'rader.etikett') }}) as navn,
            utsnitt.{{ skrift }} as utsnitt
        from rader
        inner join utsnitt on rader.rapport_id = utsnitt.rapport_id and rader.tabell = utsnitt.tabell
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

delt as (
    select
        *,
        {{ delt_ved('utsnitt', 'verdier') }} as deler
    from skrevet
),

treff as (
    select
        rapport_id,
        tabell,
        rad,
        skrift,
        verdier,
        navn,
        case when nr > 1 then verdier else '' end || list_extract(deler, nr) as foran,
        list_extract(deler, nr + 1) as etter,
        nr + length(array_to_string({{ listeutsnitt('deler', '1', 'nr') }}, '')) as plass
    from (
        select
            *,
            unnest({{ tallrekke('1', 'array_length(deler) - 1') }}) as nr
        from delt
        where array_length(deler) between 2 and 200
    ) as numre
),

vurdert as (
    select
        rapport_id,
        tabell,
        rad,
        skrift,
        plass,
        skrift = 'ord' or starts_with(verdier, '-') or not regexp_matches(foran, '[-0-9,]$') as begynner,
        navn != ''
        and coalesce({{ er_av_monsteret(
            "case when contains(nettopp, navn) then right(nettopp, strpos(reverse(nettopp), reverse(navn)) - 1) end", "'[0-9.,;:*()% ]*'"
        ) }}, false) as har_etikett,
        navn != ''
        and contains(navn, right(regexp_replace(nettopp, '[0-9.,;:*()% ]+$', ''), least(12, length(navn)))) as har_del_av_etikett
    from (
        select
            *,
            replace(right(foran, length(navn) + 24), chr(10), '') as nettopp
        from treff
    ) as naere
    where skrift = 'ord' or ends_with(verdier, '%') or not regexp_matches(etter, '^([0-9%]|[.,][0-9])')
),

valgt_merket as (
    select
        *,
        har_etikett or not bool_or(har_etikett) over (partition by rapport_id, tabell, rad) as er_med
    from vurdert
    where begynner or har_etikett or har_del_av_etikett
),

valgt as (
    select * from valgt_merket
    where er_med
),

funnet as (
    select
        rapport_id,
        tabell,
        rad,
        bool_or(har_etikett or har_del_av_etikett) as er_med_etikett,
        cast(min(case when skrift = 'ord' then plass end) as integer) as forste_ord,
        cast(max(case when skrift = 'ord' then plass end) as integer) as siste_ord,
        cast(min(case when skrift = 'tett' then plass end) as integer) as forste_tett,
        cast(max(case when skrift = 'tett' then plass end) as integer) as siste_tett
    from valgt
    group by rapport_id, tabell, rad
),

int_kilde__rad as (
    select
        rader.*,
        funnet.rad is not null as er_samlet,
        coalesce(funnet.er_med_etikett, false) as er_med_etikett,
        funnet.forste_ord,
        funnet.siste_ord,
        funnet.forste_tett,
        funnet.siste_tett
    from rader
    inner join utsnitt on rader.rapport_id = utsnitt.rapport_id and rader.tabell = utsnitt.tabell
    left join funnet on rader.rapport_id = funnet.rapport_id and rader.tabell = funnet.tabell and rader.rad = funnet.rad
)

select * from int_kilde__rad
