select
    cast(aar as integer) as aar,
    cast(vekst_pst as decimal(9, 2)) as vekst_pst,
    cast(lonnsvekst_pst as decimal(9, 2)) as lonnsvekst_pst,
    cast(argang as date) as argang,
    kilde
from {{ regnskapsfil('deflator') }}
