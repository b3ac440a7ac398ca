{{ malte_celler('tjeneste') }}
