select regel_id, tittel, art, try_cast(faktor as decimal(18,6)) as faktor from read_parquet('/tmp/base/regel.parquet')
