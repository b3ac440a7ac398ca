"""Who lives here, how many more will need schools and care, and what does that cost?"""

import tabs
from faner import aldersgrupper, behov, folketall
from language import N_

tabs.show(
    {
        "folketall": (N_("Folketallet"), folketall.draw),
        "aldersgrupper": (N_("Aldersgrupper og prognoser"), aldersgrupper.draw),
        "behov": (N_("Behov og kostnader"), behov.draw),
    }
)
