{{ malte_celler('stilling', med=['kjonn']) }}
