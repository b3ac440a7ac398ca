{# Every fault in the packages that keeps them out, by file and line, what is read first before what follows from it (`trinn`: 1 a package and a
   file as such; 2 its columns and values; 3 what its rows mean; 4 what is computed from that). Of a file that cannot be read, nothing is said but that; of
   one whose header is wrong, nothing of its rows. Contradictions, places and expectations may follow from a slip in what they are computed from: where
   there is one, they are one line at the end that counts them. Of a package that is in several folders nothing else is said: read twice, it has a fault
   in every row. #}
with

alle as (
    {% for trinn, kontroller in [
        (1, ['pakke', 'fil']), (2, ['skjema']), (3, ['enhet', 'rad', 'celle', 'kilde', 'felt', 'kolonne', 'sammenheng', 'rimelig', 'helhet', 'utsagn']),
        (4, ['funn', 'utledet', 'forventning'])
    ] %}
        {% for kontroll in kontroller %}
            select
                rapport_id,
                fil,
                cast(linje as integer) as linje,
                kolonne,
                melding,
                {{ trinn }} as trinn
            from {{ ref('int_kontroll__' ~ kontroll) }}
            union all
        {% endfor %}
    {% endfor %}
    select
        coalesce(rapport_id, '') as rapport_id,
        'regler.csv' as fil,
        cast(linje as integer) as linje,
        'formel' as kolonne,
        concat(regel_id, coalesce(concat(', place ', plass), ''), ', «', funnet, '»: ', melding, '.') as melding,
        4 as trinn
    from {{ ref('int_regel__feil') }}
),

doble as (
    select rapport_id
    from {{ ref('stg_rapport__fil') }}
    where rapport_id != ''
    group by rapport_id
    having count(distinct mappe) > 1
),

uleste as (
    select
        rapport_id,
        fil,
        min(trinn) as trinn
    from alle
    where trinn = 1 or (trinn = 2 and linje = 1)
    group by rapport_id, fil
),

ulesbare as (
    select rapport_id
    from {{ ref('stg_rapport__pakke') }}
    where not er_lesbar
),

sagte as (
    select alle.*
    from alle
    left join doble on alle.rapport_id = doble.rapport_id
    left join uleste on alle.rapport_id = uleste.rapport_id and alle.fil = uleste.fil
    left join ulesbare on alle.rapport_id = ulesbare.rapport_id
    where
        (doble.rapport_id is null or alle.melding like 'the package is in several folders:%')
        and (uleste.fil is null or alle.trinn <= uleste.trinn)
        and (ulesbare.rapport_id is null or alle.trinn <= 2)
),

-- The files that figures are computed from.
grunnlag as (
    select distinct rapport_id
    from sagte
    where
        trinn < 4
        and fil not in (
            'fotnoter.csv', 'funksjoner.csv', 'funn.csv', 'funn_avvik.csv', 'forventninger.csv', 'handlingsregler.csv', 'klimamal.csv', 'mal.csv',
            'oversettelse.csv', 'prognoser.csv', 'regler.csv', 'unntak.csv'
        )
),

int_rapport__feil as (
    select sagte.*
    from sagte
    left join grunnlag on sagte.rapport_id = grunnlag.rapport_id
    where sagte.trinn < 4 or grunnlag.rapport_id is null
    union all
    select
        sagte.rapport_id,
        min_by(sagte.fil, (sagte.fil, sagte.linje)) as fil,
        min_by(sagte.linje, (sagte.fil, sagte.linje)) as linje,
        null as kolonne,
        concat(
            count(*),
            case when count(*) = 1 then ' contradiction, place or expectation that' else ' contradictions, places and expectations that' end,
            ' may follow from what is said above. Correct that first; what is left is said then.'
        ) as melding,
        4 as trinn
    from sagte
    inner join grunnlag on sagte.rapport_id = grunnlag.rapport_id
    where sagte.trinn = 4
    group by sagte.rapport_id
)

select * from int_rapport__feil
