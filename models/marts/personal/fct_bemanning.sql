{{ malte_celler('omrade', med=['kjonn', faa_personer()]) }}
