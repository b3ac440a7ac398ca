{{ malte_celler('stillingsgruppe', med=['undergruppe as ansettelse', faa_personer()]) }}
