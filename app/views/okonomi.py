"""What the year cost and left: the result, the budget, the investments, and what the municipality owns and owes."""

import tabs
from faner import balanse, budsjett, investeringer, resultat
from language import N_

tabs.show(
    {
        "resultat": (N_("Resultat"), resultat.draw),
        "budsjett": (N_("Budsjett"), budsjett.draw),
        "investeringer": (N_("Investeringer"), investeringer.draw),
        "balanse": (N_("Balanse"), balanse.draw),
    }
)
