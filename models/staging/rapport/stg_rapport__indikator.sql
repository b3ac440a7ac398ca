{{ rapportfil('indikatorer.csv', ['indikator_id', 'navn', 'definisjon', 'maaleenhet', 'teller', 'nevner',
    'kostra_funksjoner', 'register', 'tjenesteomrade_id', 'kategori', 'retning']) }}
