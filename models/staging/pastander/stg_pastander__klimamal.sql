{{ samlet('klimamal') }}
