{# The names and numbers that have ended while the warehouse has figures of them, with the municipality of today that a reader is led to. A municipality
   that only changed its number is found by its name. #}
select
    gamle.kommunenr,
    split_part(min(gamle.navn), ' - ', 1) as navn,
    enheter.kommune_id as enhet_id,
    min(i_dag.navn) as navn_i_dag
from {{ ref('dim_kommune') }} as gamle
inner join {{ ref('dim_enhet') }} as enheter on gamle.kommunenr = enheter.enhet_id
inner join {{ ref('rapport_kommune') }} as i_dag on enheter.kommune_id = i_dag.enhet_id
where
    gamle.gyldig_til >= (select min(fra_grenser) from {{ ref('bro_kommune') }})
    and split_part(gamle.navn, ' - ', 1) != i_dag.navn
group by gamle.kommunenr, enheter.kommune_id
