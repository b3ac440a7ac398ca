{{ rapportfil('mal.csv', [
    'mal_id', 'kapittel', 'tema', 'mal', 'ordlyd', 'indikator', 'maltall', 'enhet', 'vilkar', 'frist', 'resultat',
    'resultat_aar', 'status', 'rapportens_vurdering', 'linje', 'maltall_tilnaerming', 'resultat_tilnaerming'
]) }}
