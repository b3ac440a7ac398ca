{{ rapportfil('handlingsregler.csv', [
    'regel_id', 'navn', 'formulering', 'nevner', 'maltype', 'utsagn_nedre', 'utsagn_ovre', 'utsagn_faktisk',
    'utsagn_korrigert', 'korrigert_for', 'rapportens_vurdering'
]) }}
