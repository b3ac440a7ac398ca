{# What is wrong with the statements and goals: numbers that cannot be read, ids that stand twice, and goals whose status contradicts their
   numbers. #}
with

utsagn as (
    select * from {{ ref('int_utsagn__lest') }}
),

mal as (
    select * from {{ ref('int_mal__lest') }}
),

int_kontroll__utsagn as (
    select
        rapport_id,
        'utsagn.csv' as fil,
        fillinje as linje,
        'verditekst' as kolonne,
        concat(
            'cannot read «', verditekst, '». Expected a Norwegian number (1 234,5), or a number word of kodeverk/tallord.csv. Correct it as written.'
        ) as melding
    from utsagn
    where verdi is null
    union all
    select
        rapport_id,
        'utsagn.csv' as fil,
        max(fillinje) as linje,
        'utsagn_id' as kolonne,
        concat(utsagn_id, ' stands ', count(*), ' times. Number the statements of a line 1, 2, 3 ….') as melding
    from utsagn
    group by rapport_id, utsagn_id
    having count(*) > 1
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        max(fillinje) as linje,
        'mal_id' as kolonne,
        concat(mal_id, ' stands ', count(*), ' times. Number the goals of a line 1, 2, 3 ….') as melding
    from mal
    group by rapport_id, mal_id
    having count(*) > 1
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        max(fillinje) as linje,
        'mal' as kolonne,
        concat('the goal «', mal, '» stands ', count(*), ' times. A goal is one row, however often it is mentioned. Keep one.') as melding
    from mal
    where ordlyd = 'sitert'
    group by rapport_id, mal
    having count(*) > 1
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        case when maltall is null and maltall_tekst is not null then 'maltall' else 'resultat' end as kolonne,
        concat(
            'cannot read «', case when maltall is null and maltall_tekst is not null then maltall_tekst else resultat_tekst end,
            '». Expected a Norwegian number (1 234,5), or a number word of kodeverk/tallord.csv. Correct it as written.'
        ) as melding
    from mal
    where (maltall is null and maltall_tekst is not null) or (resultat is null and resultat_tekst is not null)
    union all
    select
        rapport_id,
        'temaer.csv' as fil,
        fillinje as linje,
        'utsagn_id' as kolonne,
        'the row names a statement and a goal, or neither. Expected one of utsagn_id and mal_id.' as melding
    from {{ ref('stg_rapport__temavalg') }}
    where (utsagn_id is null) = (mal_id is null)
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        'status' as kolonne,
        concat(
            mal_id, ' is «', status, '», but the result is ', resultat_tekst, ' and the target ', vilkar, ' ', maltall_tekst,
            '. Correct the one that is wrong.'
        ) as melding
    from mal
    where
        maltall is not null
        and resultat is not null
        and vilkar is not null
        and case vilkar
            when 'minst' then resultat >= maltall
            when 'over' then resultat > maltall
            when 'hoyst' then resultat <= maltall
            when 'under' then resultat < maltall
            when 'lik' then resultat = maltall
        end is distinct from (status = 'nådd')
)

select * from int_kontroll__utsagn
