{{ malte_celler('omrade', med=['kjonn']) }}
