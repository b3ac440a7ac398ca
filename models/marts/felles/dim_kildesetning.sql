{# The sentence that stands at each place in a report's prose which a statement, a goal or a finding names, as the source has it: of those that
   have the number, the one with most of the words that the place is about. A sentence that goes on over the end of a line is joined; where
   none has the number, it is the line, up to 600 characters. What is not named is not quoted, nor a line that may be of another text. #}
{# A cell of a table, or a mark of a web page that the extract has kept, ends a sentence. #}
{%- set merke = "'\\s*(?:<[a-zA-Z/][^>]*>|\\t)\\s*'" %}
with

tekster as (
    select
        filer.rapport_id,
        filer.fil,
        string_split(filer.tekst, chr(10)) as linjer,
        count(*) over (partition by filer.rapport_id) as antall_tekster
    from {{ ref('stg_rapport__fil') }} as filer
    where regexp_matches(filer.fil, '^kilde(_[0-9]+)?[.]txt$') and filer.feil is null
),

steder as (
    select
        rapport_id,
        utsagn_id as sted,
        linje,
        list_value(verditekst) as tall,
        concat_ws(' ', gjelder, maal, sammenligning, cast(aar as varchar)) as om,
        false as er_mal
    from {{ godkjent('int_utsagn__lest') }}
    union all
    select
        rapport_id,
        mal_id as sted,
        linje,
        list_value(resultat_tekst, maltall_tekst) as tall,
        concat_ws(' ', indikator, mal) as om,
        true as er_mal
    from {{ godkjent('int_mal__lest') }}
    union all
    select
        rapport_id,
        sted,
        try_cast(regexp_extract(sted, '-L([0-9]+)$', 1) as integer) as linje,
        {{ liste_samlet('verdi') }} as tall,
        om,
        false as er_mal
    from (
        select
            rapport_id,
            concat_ws(' ', tittel, vurdering) as om,
            unnest(list_value( -- noqa: AL03
                struct_pack(sted := sted_a, verdi := verdi_a),
                struct_pack(sted := sted_b, verdi := verdi_b)
            ), recursive := true)
        from {{ godkjent('int_funn__stedfestet') }}
    )
    where regexp_matches(sted, '-L[0-9]+$')
    group by rapport_id, sted, om
),

avsnitt as (
    select
        steder.*,
        tekster.fil,
        tekster.antall_tekster,
        translate(trim(concat_ws(
            ' ',
            -- A line that begins in the middle of a sentence has the one before it with it, and one that ends there the one after.
            case
                when regexp_matches(list_extract(tekster.linjer, steder.linje), '^\s*[a-zæøå]')
                    then trim(list_extract(tekster.linjer, steder.linje - 1))
            end,
            trim(list_extract(tekster.linjer, steder.linje)),
            case
                when
                    regexp_matches(list_extract(tekster.linjer, steder.linje + 1), '^\s*[a-zæøå]')
                    and not regexp_matches(list_extract(tekster.linjer, steder.linje), '[.!?:]\s*$')
                    then trim(list_extract(tekster.linjer, steder.linje + 1))
            end
        )), concat(chr(160), chr(8201), chr(8239)), '   ') as raatekst
    from steder
    inner join tekster on steder.rapport_id = tekster.rapport_id
    where steder.linje between 1 and array_length(tekster.linjer)
),

-- Marks of type are no part of the text. The extract writes a list's items one after the other with a dash before each, and of some
-- lists it has kept the beginning.
lister as (
    select
        *,
        case
            when regexp_matches(tekst, '<[uo]l[ >]|(\s- [A-ZÆØÅ].*){2}') then {{ erstattet('tekst', "'\\s- ([A-ZÆØÅ])'", "'<li>\\1'") }}
            else tekst
        end as merket
    from (
        select
            *,
            {{ erstattet('raatekst', "'</?(?:b|i|u|em|strong|span|sup|sub)(?: [^<>]*)?>'") }} as tekst
        from avsnitt
    ) as uten_skrift
),

delt as (
    select
        *,
        string_split({{ erstattet(
            erstattet('merket', merke, 'chr(31)'), "'([.!?][»\"”)]?)\\s+((?:- )?[A-ZÆØÅ«\"“•])'", "'\\1' || chr(31) || '\\2'"
        ) }}, chr(31)) as setninger,
        -- The words of what the place is about, without their endings.
        list_transform(
            list_filter(string_split({{ erstattet('lower(om)', "'[^a-zæøå0-9]+'", "' '") }}, ' '), lambda o: length(o) > 3),
            lambda o: substr(o, 1, 7)
        ) as ord,
        -- A number's groups may stand apart or together, and a number within another is not it.
        list_transform(
            list_filter(tall, lambda t: t is not null and t != ''),
            lambda t: concat(
                '(?i)(?:^|[^0-9A-Za-zÆØÅæøå,.])(',
                {{ erstattet(som_monster(erstattet('t', "'[\\s.]([0-9]{3})'", "'\\1'")), "'([0-9])'", "'\\1[ .]?'") }},
                ')(?:[.,](?:[^0-9]|$)|[^0-9A-Za-zÆØÅæøå.,]|$)'
            )
        ) as uttrykk
    from lister
    where tekst != ''
),

uttrykkene as (
    select
        rapport_id,
        sted,
        fil,
        er_mal,
        ord,
        setninger,
        {{ hver_med_nr('uttrykk', 'uttrykket', 'uttrykksnr') }}
    from delt
),

setningene as (
    select
        rapport_id,
        sted,
        fil,
        er_mal,
        ord,
        uttrykket,
        uttrykksnr,
        {{ hver_med_nr('setninger', 'setningen', 'setningsnr') }}
    from uttrykkene
),

-- A goal is known by its result, and otherwise by its target. A table that the extract has run together has many words: it is the last to be
-- quoted.
treff as (
    select
        rapport_id,
        sted,
        fil,
        setningen,
        {{ erstattet('setningen', "'^(?s:.*?)' || uttrykket || '(?s:.*)$'", "'\\1'") }} as tall,
        row_number() over (
            partition by rapport_id, sted
            -- Two findings may name a place, each by a number of its own.
            order by rang asc, er_tabell asc, antall_ord desc, uttrykksnr asc, fil asc, setningsnr asc, uttrykket asc
        ) as nr
    from (
        select
            *,
            case when er_mal then uttrykksnr end as rang,
            regexp_matches(setningen, '([0-9]\s+-?,?[0-9].*){3}') as er_tabell,
            array_length(list_filter(ord, lambda o: strpos(lower(setningen), o) > 0)) as antall_ord
        from setningene
        where regexp_matches(setningen, uttrykket)
    ) as funnet
),

lest as (
    select distinct
        delt.sted,
        delt.rapport_id,
        delt.linje,
        trim(both '- ' from replace(coalesce(treff.setningen, {{ erstattet(
            erstattet(erstattet('delt.merket', "'([.!?:;,])(?:\\s*<[^>]*>)*\\s*<li>\\s*'", "'\\1 '"), "'(?:\\s*<[^>]*>)*\\s*<li>\\s*'", "'. '"),
            merke, "' '"
        ) }}), '**', '')) as setning,
        nullif(trim(trailing ' .' from treff.tall), '') as tall
    from delt
    left join treff on delt.rapport_id = treff.rapport_id and delt.sted = treff.sted and treff.nr = 1
    -- A package of several texts does not say which of them a line is of: only the number does.
    where treff.fil = delt.fil or (treff.fil is null and delt.antall_tekster = 1)
),

dim_kildesetning as (
    select
        sted,
        rapport_id,
        linje,
        case
            when length(setning) <= 600 then setning
            when coalesce(strpos(setning, tall), 0) <= 300 then concat(regexp_extract(substr(setning, 1, 600), '^(.*)\s', 1), ' …')
            -- What the extract has run together, such as the numbers of a figure, is cut around the number.
            else
                concat('… ', regexp_extract(cast(substr(setning, greatest(strpos(setning, tall) - 300, 1), 600) as varchar), '\s(.*)\s', 1), ' …')
        end as setning,
        tall
    from lest
)

select * from dim_kildesetning
