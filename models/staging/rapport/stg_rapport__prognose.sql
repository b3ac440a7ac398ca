{{ rapportfil('prognoser.csv', [
    'prognose_id', 'navn', 'alder_fra', 'alder_til', 'fra_aar', 'til_aar', 'kommunenr', 'grenser', 'utsagn_pst',
    'utsagn_personer', 'rekkefolge'
]) }}
