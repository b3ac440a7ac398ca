{{ malte_celler('sektor') }}
