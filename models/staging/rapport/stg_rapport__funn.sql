{{ rapportfil('funn.csv', ['funn_id', 'tittel', 'type', 'sted_a', 'verdi_a', 'sted_b', 'verdi_b', 'vurdering', 'vi_bruker', 'alvorlighet']) }}
