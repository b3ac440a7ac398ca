{{ rapportfil('klimamal.csv', ['klimamal_id', 'tabell', 'rad', 'nummer', 'mal', 'tiltak_eller_status', 'trafikklys', 'linje']) }}
