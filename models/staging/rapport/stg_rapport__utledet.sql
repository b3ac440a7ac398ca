{{ rapportfil('utledet.csv', ['tabell', 'rad', 'kolonne', 'status', 'verdi', 'plassering', 'grunnlag']) }}
