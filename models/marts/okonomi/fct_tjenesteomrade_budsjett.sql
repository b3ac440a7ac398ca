{{ belop_per_kode('tjenesteomrade_id', versjon=true) }}
