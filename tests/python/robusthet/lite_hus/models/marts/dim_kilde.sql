select kilde_id, tittel, utgiver, cast(aar as integer) as aar, url, lisens, fil_sha256, merknad
from {{ ref('kilde') }}
