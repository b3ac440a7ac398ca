"""Can I trust this figure, and where is it from? What we found wrong, the tables as printed, and how the figures are read."""

import tabs
from faner import funn, hold, lesemate, tabeller
from language import N_

tabs.show(
    {
        "funn": (N_("Feil vi fant"), funn.draw),
        "tabeller": (N_("Tabellene som trykt"), tabeller.draw),
        "hold": (N_("Hva som holder tallene"), hold.draw),
        "lesemate": (N_("Slik leser du tallene"), lesemate.draw),
    }
)
