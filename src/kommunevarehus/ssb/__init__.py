"""Statistics Norway's open data: fetched by `kommunevarehus hent`, landed as Parquet that dbt reads as sources."""
