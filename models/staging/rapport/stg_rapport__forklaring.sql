{{ rapportfil('forklaringer.csv', ['tema', 'linje_fra', 'linje_til']) }}
