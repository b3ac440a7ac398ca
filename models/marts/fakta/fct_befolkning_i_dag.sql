{{ config(materialized='view') }}
{{ folketall("grenser != 'opprinnelige'") }}
