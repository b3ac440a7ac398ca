{{ rapportfil('funksjoner.csv', ['tjenesteomrade_id', 'rapportdel', 'kostra_funksjon', 'funksjon_navn', 'sammenligningsgruppe', 'nevner', 'linje']) }}
