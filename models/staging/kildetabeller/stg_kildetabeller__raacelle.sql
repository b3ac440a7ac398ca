{{ celler() }}
