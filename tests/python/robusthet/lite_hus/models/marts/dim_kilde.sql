select kilde_id, tittel, utgiver, url, lisens, fil_sha256
from {{ ref('kilde') }}
