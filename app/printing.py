"""How every page looks on the screen and on paper: what is there is printed, without what can only be clicked."""

from __future__ import annotations

import streamlit as st

import tables
import theme

# On the sheet: the page alone, black on white, from edge to edge.
_PRINT_CSS = """
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stStatusWidget], [data-testid=stToast],
  [data-testid=stExpandSidebarButton], [data-testid=stDownloadButton], [data-testid=stButton], [data-testid=stTextInput],
  .st-key-sokerad [data-testid=stPageLink], [class*="st-key-bunn-"] {display: none !important}
  [data-testid=stMainBlockContainer] {padding: 0 !important; max-width: none !important}
  [data-testid=stElementContainer] {break-inside: avoid}
  [data-testid=stElementContainer]:has(table.ark) {break-inside: auto}
  .tabellramme {overflow: visible; container-type: normal}
  h1, h2, h3 {break-after: avoid}
  body, .stApp {background: white !important; color: black !important}
}
@page {size: A4; margin: 15mm}
"""


def style() -> None:
    """How every page looks, on the screen and on paper."""
    st.html(f"<style>{theme.CSS}{tables.css()}{_PRINT_CSS}</style>")
