{# A view: the rows stand in the model below, and a copy of them would be the slowest step of the build. #}
{{ config(materialized='view') }}
{{ folketall("grenser = 'opprinnelige'") }}
