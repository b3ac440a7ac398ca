{{ rapportfil('kolonner.csv', [
    'oppstilling', 'tabell', 'kolonne', 'overskrift', 'maal', 'enhet_id', 'aar', 'kjonn', 'maaleenhet',
    'undergruppe', 'periode'
]) }}
