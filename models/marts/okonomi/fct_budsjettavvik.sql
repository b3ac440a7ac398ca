{{ belop_per_kode('post_id') }}
