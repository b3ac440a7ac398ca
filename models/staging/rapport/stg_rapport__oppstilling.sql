{{ rapportfil('oppstillinger.csv', ['oppstilling', 'navn', 'emne', 'kodeverk', 'fortegn_virkning', 'fortegn_avvik']) }}
