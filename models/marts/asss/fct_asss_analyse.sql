{{ malte_celler('storrelse', med=['kode as indikator_id']) }}
