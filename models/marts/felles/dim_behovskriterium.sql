select
    nokler.aar,
    nokler.sektor,
    sektorer.navn as sektornavn,
    nokler.kriterium,
    nokler.vekt,
    cast(round(nokler.vekt * sektorer.andel, 6) as decimal(9, 6)) as vekt_samlet
from {{ ref('stg_kodeverk__behovsnokkel') }} as nokler
inner join {{ ref('stg_kodeverk__behovssektor') }} as sektorer on nokler.aar = sektorer.aar and nokler.sektor = sektorer.sektor
