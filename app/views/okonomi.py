"""What the year cost and left: the result, the budget, the investments, what the municipality owns and owes, and its own accounts."""

import municipality
import tabs
from faner import balanse, budsjett, investeringer, regnskap, resultat
from language import N_

PRINTED = {
    "resultat": (N_("Resultat"), resultat.draw),
    "budsjett": (N_("Budsjett"), budsjett.draw),
    "investeringer": (N_("Investeringer"), investeringer.draw),
    "balanse": (N_("Balanse"), balanse.draw),
}
ACCOUNTS = {"regnskap": (N_("Regnskap"), regnskap.draw)}

# A municipality without a report begins with its accounts, if they are loaded.
tabs.show(ACCOUNTS | PRINTED if municipality.now().year is None and regnskap.is_loaded() else PRINTED | ACCOUNTS)
