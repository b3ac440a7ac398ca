{{ malte_celler('stilling', med=['kjonn', faa_personer()]) }}
