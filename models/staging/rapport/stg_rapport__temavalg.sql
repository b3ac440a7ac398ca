{{ rapportfil('temaer.csv', ['utsagn_id', 'mal_id', 'tema']) }}
