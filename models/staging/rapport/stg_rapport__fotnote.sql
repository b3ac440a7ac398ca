{{ rapportfil('fotnoter.csv', ['tabell', 'merke', 'tekst', 'gjelder']) }}
