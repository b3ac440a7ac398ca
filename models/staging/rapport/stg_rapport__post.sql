{{ rapportfil('poster.csv', [
    'oppstilling', 'post_id', 'navn', 'forelder_post_id', 'fortegn', 'rekkefolge', 'radtype', 'tjenesteomrade_id',
    'fosstrinn'
]) }}
