{{ rapportfil('sammenlignbarhet.csv', ['sted', 'omfang', 'utgave', 'utgave_dato', 'prisniva', 'gjelder_rader', 'grunnlag']) }}
