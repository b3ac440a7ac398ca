{{ rapportfil('forventninger.csv', ['forventning_id', 'art', 'fil', 'tabell', 'rad', 'kolonne', 'minst', 'hoyst', 'begrunnelse']) }}
