{{ rapportfil('tabeller.csv', [
    'tabell', 'slag', 'nummer', 'kapittel', 'tittel', 'oppstilling', 'emne', 'tjenesteomrade_id', 'linje_fra',
    'linje_til', 'rader', 'verdikolonner', 'tallceller', 'celler_i_alt', 'status', 'enhet', 'fortegn',
    'fortegn_virkning', 'fortegn_avvik', 'tom_celle', 'kilde'
]) }}
