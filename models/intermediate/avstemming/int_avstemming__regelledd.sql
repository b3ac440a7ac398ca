select * from read_parquet('/tmp/base/regelledd.parquet')
