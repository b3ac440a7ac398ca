-- The headers of the catalogues against their declared columns.
with ventet as (select fil, string_agg(kolonne, ',' order by nr) as kolonner from skjema group by fil)
select
    coalesce(hode.fil, ventet.fil), 1, null,
    case
        when ventet.fil is null then 'no columns are declared for it. Declare them in seeds/kodeverk/kodeverkskjema.csv.'
        when hode.fil is null then 'the file is missing. Expected it by seeds/kodeverk/kodeverkskjema.csv. Restore it.'
        else concat(
            case
                when list_sort(string_split(hode.kolonner, ',')) = list_sort(string_split(ventet.kolonner, ',')) then 'the columns are in another order'
                else concat_ws(
                    '; ',
                    'missing column ' || nullif(array_to_string(list_filter(string_split(ventet.kolonner, ','), lambda k:
                        not list_contains(string_split(hode.kolonner, ','), k)), ', '), ''),
                    'unknown column ' || nullif(array_to_string(list_filter(string_split(hode.kolonner, ','), lambda k:
                        not list_contains(string_split(ventet.kolonner, ','), k)), ', '), '')
                )
            end,
            '. Expected the header ', ventet.kolonner, ' but found ', hode.kolonner,
            '. Correct the file, or seeds/kodeverk/kodeverkskjema.csv.'
        )
    end
from hode full outer join ventet on hode.fil = ventet.fil
where hode.kolonner is distinct from ventet.kolonner
order by all
