{{ rapportfil('utsagn.csv', [
    'utsagn_id', 'kapittel', 'tema', 'gjelder', 'enhet_id', 'maal', 'verditekst', 'enhet', 'aar', 'sammenligning',
    'tilnaerming', 'linje'
]) }}
