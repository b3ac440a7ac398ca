{{ rapportfil('sammenlignbarhet.csv', ['sted', 'omfang', 'utgave', 'utgave_dato', 'prisniva', 'grunnlag']) }}
