{{ rapportfil('funn_avvik.csv', ['funn_id', 'avstemming_id']) }}
