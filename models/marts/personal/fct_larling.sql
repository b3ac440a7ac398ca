{{ malte_celler('fag', med=['kjonn', faa_personer()]) }}
