{{ malte_celler('fag', med=['kjonn']) }}
