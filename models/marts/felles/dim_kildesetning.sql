{# The sentence that stands at each place in a report's prose which a statement, a goal or a finding names, as the source has it. A sentence that
   goes on over the end of a line is joined; where none has the number, it is the line, up to 600 characters. What is not named is not quoted. #}
with

tekster as (
    select
        filer.rapport_id,
        string_split(filer.tekst, chr(10)) as linjer
    from {{ ref('stg_rapport__fil') }} as filer
    where filer.fil = 'kilde.txt' and filer.feil is null
),

steder as (
    select
        rapport_id,
        utsagn_id as sted,
        linje,
        [verditekst] as tall
    from {{ godkjent('int_utsagn__lest') }}
    union all
    select
        rapport_id,
        mal_id as sted,
        linje,
        [resultat_tekst, maltall_tekst] as tall
    from {{ godkjent('int_mal__lest') }}
    union all
    select
        rapport_id,
        sted,
        try_cast(regexp_extract(sted, '-L([0-9]+)$', 1) as integer) as linje,
        list(distinct verdi order by verdi) as tall
    from (
        select
            rapport_id,
            unnest([sted_a, sted_b]) as sted,
            unnest([verdi_a, verdi_b]) as verdi
        from {{ godkjent('int_funn__stedfestet') }}
    )
    where regexp_matches(sted, '-L[0-9]+$')
    group by rapport_id, sted
),

avsnitt as (
    select
        steder.*,
        translate(trim(concat_ws(
            ' ',
            -- A line that begins in the middle of a sentence has the one before it with it, and one that ends there the one after.
            case when regexp_matches(tekster.linjer[steder.linje], '^\s*[a-zæøå]') then trim(tekster.linjer[steder.linje - 1]) end,
            trim(tekster.linjer[steder.linje]),
            case
                when
                    regexp_matches(tekster.linjer[steder.linje + 1], '^\s*[a-zæøå]')
                    and not regexp_matches(tekster.linjer[steder.linje], '[.!?:]\s*$')
                    then trim(tekster.linjer[steder.linje + 1])
            end
        )), concat(chr(160), chr(8201), chr(8239)), '   ') as tekst
    from steder
    inner join tekster on steder.rapport_id = tekster.rapport_id
    where steder.linje between 1 and len(tekster.linjer)
),

delt as (
    select
        *,
        string_split(regexp_replace(tekst, '([.!?][»"”)]?)\s+([A-ZÆØÅ«"“•])', '\1' || chr(31) || '\2', 'g'), chr(31)) as setninger,
        -- A number's groups may stand apart or together, and a number within another is not it.
        list_transform(
            list_filter(tall, lambda t: t is not null and t != ''),
            lambda t: concat(
                '(?i)(?:^|[^0-9A-Za-zÆØÅæøå,.])(',
                regexp_replace(regexp_escape(regexp_replace(t, '[\s.]([0-9]{3})', '\1', 'g')), '([0-9])', '\1[ .]?', 'g'),
                ')(?:[^0-9A-Za-zÆØÅæøå]|$)'
            )
        ) as uttrykk
    from avsnitt
    where tekst != ''
),

funnet as (
    select
        *,
        -- The number that comes first among those a place is known by: a goal by its result, and otherwise by its target.
        list_extract(
            list_filter(
                list_transform(
                    uttrykk,
                    lambda u: struct_pack(uttrykk := u, setning := list_extract(list_filter(setninger, lambda s: regexp_matches(s, u)), 1))
                ),
                lambda f: f['setning'] is not null
            ),
            1
        ) as treff
    from delt
),

lest as (
    select
        sted,
        rapport_id,
        linje,
        trim(replace(coalesce(treff['setning'], tekst), '**', ''), '- ') as setning,
        nullif(rtrim(regexp_extract(treff['setning'], treff['uttrykk'], 1), ' .'), '') as tall
    from funnet
),

dim_kildesetning as (
    select
        sted,
        rapport_id,
        linje,
        case
            when length(setning) <= 600 then setning
            when tall is null then concat(regexp_extract(left(setning, 600), '^(.*)\s', 1), ' …')
            -- What the extract has run together, such as the numbers of a figure, is cut around the number.
            else concat('… ', regexp_extract(substring(setning, greatest(strpos(setning, tall) - 300, 1), 600), '\s(.*)\s', 1), ' …')
        end as setning,
        tall
    from lest
)

select * from dim_kildesetning
