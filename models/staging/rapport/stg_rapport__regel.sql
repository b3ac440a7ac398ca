{{ rapportfil('regler.csv', ['oppstilling', 'regel_id', 'tittel', 'art', 'formel']) }}
