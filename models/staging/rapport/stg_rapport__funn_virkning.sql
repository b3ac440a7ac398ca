{{ rapportfil('funn_virkning.csv', ['funn_id', 'sted', 'virkning', 'verdi', 'enhet', 'grunn']) }}
