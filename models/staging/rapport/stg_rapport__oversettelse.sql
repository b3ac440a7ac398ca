{{ rapportfil('oversettelse.csv', ['sprak', 'tekst', 'oversettelse']) }}
