{{ rapportfil('rader.csv', ['oppstilling', 'gruppe', 'etikett', 'forekomst', 'kode', 'maal', 'maaleenhet', 'fortegn', 'krav']) }}
