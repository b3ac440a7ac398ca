"""An address that no page has: where to go instead."""

import streamlit as st

import municipality
from language import _

st.markdown(_("Ingen side i visningen har denne adressen. Søk øverst etter det du leter etter, eller begynn her:"))
municipality.to("oversikt", _("Oversikt"), ":material/home:")
