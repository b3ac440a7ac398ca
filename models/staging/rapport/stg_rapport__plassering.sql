{{ rapportfil('plassering.csv', ['tabell', 'rad', 'kolonne', 'plassering', 'grunnlag']) }}
