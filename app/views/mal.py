"""Where does the municipality stand on its goals, and on those for the climate?"""

import tabs
from faner import klima, mal
from language import N_

tabs.show({"mal": (N_("Målene"), mal.draw), "klima": (N_("Klima"), klima.draw)})
