select
    rapport_id,
    oppstilling,
    post_id,
    navn,
    forelder_post_id,
    topp_post_id,
    fortegn,
    nivaa,
    radtype,
    rekkefolge,
    tjenesteomrade_id,
    er_fosstrinn
from {{ godkjent('int_post__ordnet') }}
