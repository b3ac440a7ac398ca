{{ rapportfil('unntak.csv', ['regel', 'nokkel', 'begrunnelse', 'referanse']) }}
