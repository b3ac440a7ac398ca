{# Where a table is about one service its rows are production indicators; where it is about all, its rows are the services. #}
{{ malte_celler('indikator', med=['tjenesteomrade_id']) }}
