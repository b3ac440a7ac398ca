select '' as rapport_id, 0 as linje, '' as melding where false
