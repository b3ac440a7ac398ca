{{ rapportfil('enheter.csv', ['enhet_id', 'navn', 'type', 'beskrivelse', 'vekting']) }}
