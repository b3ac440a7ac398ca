"""The look: one palette for the charts in a light and a dark theme, and what Streamlit's theme does not reach.

Charts are drawn in the light palette. For a reader with the dark theme each colour is replaced by its partner, which stands as clearly on
dark ground; what is taken along is always light. Colours that meet in one chart differ in lightness, so that they can be told apart
in print without colour and by readers who do not see red and green; tests/app/test_tilgjengelighet.py holds them to it.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

import language
from language import _

BLUE, ORANGE, GREY, DARK = "#0b5a8f", "#d1662b", "#6f757b", "#1b2733"
LIGHT_BLUE, GREEN, LIGHT_ORANGE, BAND, FAINT = "#6aa9d0", "#3a7d44", "#f0b58c", "#d5dde4", "#c3ccd4"
SERIES = (BLUE, ORANGE, DARK, GREY, "#35723e", "#553868")
ON_DARK = {
    BLUE: "#9bcaea",
    ORANGE: "#d87842",
    GREY: "#a4aab1",
    DARK: "#e8edf1",
    LIGHT_BLUE: "#4183b0",
    GREEN: "#75b980",
    LIGHT_ORANGE: "#a1562a",
    BAND: "#33414c",
    FAINT: "#5d6b77",
    SERIES[4]: "#51935e",
    SERIES[5]: "#9961bf",
    "white": "#12191f",
}

# Captions are faded below what WCAG asks for, the tools over tables and charts are in English and repeat what «Ta med» does, what is chosen
# in a list is white on light blue in the dark theme and cut where the list is narrow, a link wider than its column is cut, the first
# line of a page stands far down, and a lid is faded and as wide as the other whether it is open or not.
CSS = """
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] * {opacity: 1 !important}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] p, [data-testid=stCaptionContainer] li {
  color: color-mix(in srgb, currentColor 82%, transparent)}
[data-testid=stElementToolbar] {display: none}
[data-testid=stMultiSelect] [data-tag] {background: transparent !important; color: inherit !important; border: 1px solid currentColor}
[data-testid=stMultiSelect] :is(.react-aria-ComboBox, .react-aria-ComboBox > div, [data-testid=stMultiSelectTagsContainer]) {
  height: auto !important; max-height: none !important}
[data-testid=stMultiSelectTagsContainer] {flex-wrap: wrap !important; overflow: visible !important}
[data-testid=stMultiSelect] [data-tag], [data-testid=stMultiSelect] [data-tag] * {
  height: auto; max-width: 100%; white-space: normal; overflow-wrap: anywhere}
[data-testid=stPageLink-NavLink] > span:last-child, [data-testid=stPageLink-NavLink] > span:last-child * {white-space: normal}
[data-testid=stMainBlockContainer] {padding: 0.8rem 2.5rem 0.7rem}
/* The page, its sections and its columns; what has chosen its own distance keeps it. */
[data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock], [data-testid=stColumn] > [data-testid=stVerticalBlock],
[data-testid=stMainBlockContainer] > * > [data-testid=stLayoutWrapper] > [data-testid=stVerticalBlock]:not([class*=st-key-]) {gap: 0.5rem}
[data-testid=stMain] h1 {padding: 0 0 0.5rem; font-size: 2rem; text-wrap: balance}
[data-testid=stMain] h2 {padding: 0.1rem 0 0.9rem; font-size: 1.35rem}
[data-testid=stMain] h3 {padding: 0.2rem 0 1rem; font-size: 1.1rem}
[data-testid=stExpander] details:not([open]) > summary {padding-top: 0.35rem; padding-bottom: 0.35rem; min-height: 0}
@media (max-width: 768px) {
  [data-testid=stMainBlockContainer] {padding: 3.4rem 1rem 1.5rem} [data-testid=stMain] h1 {padding-bottom: 0; font-size: 1.55rem}
  /* Columns that stand below each other have the distance of a page's parts. */
  [data-testid=stMain] [data-testid=stHorizontalBlock] {row-gap: 0.6rem}
  [class*=st-key-][class*=-fane] [role=radiogroup] button {padding-inline: 0.45rem}
  .st-key-sokefelt {flex: 1 1 100% !important; width: 100% !important}
}
/* The tabs of a page say themselves what they are. */
[class*=st-key-][class*=-fane] [data-testid=stWidgetLabel] {display: none}
/* Where there is room, what a table is from stands on the line of its closed lid. */
@media (min-width: 769px) {
  [data-testid=stLayoutWrapper]:not([data-testid=stColumn] *):not(:has(details[open])):is(
    :has(> [class*=st-key-bunn-]), :has(> * > [data-testid=stLayoutWrapper]:only-child > [class*=st-key-bunn-]))
    + [data-testid=stElementContainer]:has([data-testid=stCaptionContainer]) {margin: -2.35rem 0 0.35rem 13.5rem; width: auto}
}
[class*=st-key-bunn-] summary {opacity: 1} [class*=st-key-bunn-] details:not([open]) summary {width: max-content}
.st-key-sprak, .st-key-adressen {display: none}
/* Whose figures the pages show stands above the list of the pages. */
[data-testid=stSidebarContent] {position: relative}
[data-testid=stSidebarNav] {padding-top: 5.5rem}
[data-testid=stVegaLiteChart] {max-width: 720px}
[data-testid=stButtonGroup] [role=radiogroup] {flex-wrap: wrap; row-gap: 0.25rem; overflow: visible}
.st-key-kommunen {position: absolute; top: 3.6rem; left: 1.25rem; right: 1.25rem; width: auto; flex-wrap: nowrap !important}
.st-key-kommunen > * {min-width: 0 !important}
/* The figures of a year as tiles that lead to their pages, and the rule behind what deserves attention. */
.hovedtallene {display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5rem), 1fr)); gap: 0.6rem}
.hovedtall {position: relative; display: flex; flex-direction: column; gap: 0.15rem; padding: 0.6rem 0.75rem;
  border: 1px solid rgb(128 140 150 / 0.4); border-radius: 0.4rem; font-size: 0.85rem; line-height: 1.3}
.hovedtall:is(:hover, :focus-within) {border-color: currentColor}
.hovedtall > a::after {content: ""; position: absolute; inset: 0} .hovedtall a.flagg {position: relative; z-index: 1}
.hovedtall a {color: inherit; text-decoration: none} a.flagg:is(:hover, :focus-visible) {text-decoration: underline}
.hovedtall strong {font-size: 1.25rem; font-weight: 600}
.hovedtall .bedre {color: #0b5a8f} .hovedtall .svakere {color: #b8501b}
.underlinje {display: flex; flex-wrap: wrap; gap: 0 1.4rem; font-size: 0.85rem; margin: 0 0 0.2rem 1.9rem}
details.regel summary {cursor: pointer; opacity: 0.82}
details.regel p {margin: 0.2rem 0}
.underlinje a {color: inherit}
[data-testid=stLayoutWrapper]:has(> .st-key-sist), .st-key-sist, .st-key-skuffen, [data-testid=stHeaderActionElements] {display: none}
.st-key-sokefelt [data-testid=InputInstructions] {display: none}
.st-key-sokerad {align-items: center} .st-key-sokerad > :first-child {flex: 1 1 20rem}
.st-key-funnliste ul {columns: 22rem} .st-key-funnliste li {break-inside: avoid}
.st-key-se-pa [data-testid=stPageLink-NavLink] p {font-size: 1rem}
[data-testid=stPageLink-NavLink] {line-height: 1.4; padding-block: 0.12rem}
"""
# The page's language, of which Streamlit's own HTML says English; and for as long as the browser is open, the language of the next tab.
_LANGUAGE = """<script>document.documentElement.lang = "{code}"; document.cookie = "{name}={code}; path=/; SameSite=Lax";</script>"""
# What Streamlit says of its own parts to those who hear the page, in the reader's language; and on a narrow screen the menu, which covers
# the page, goes away when a page is chosen in it. A link in a text to a page of ours opens where the reader is, so that back leads back;
# Streamlit opens every link in a text in a new tab.
_FRAME = """<script>
window.rammeord = {words};
const translate = () => {{
  for (const part of document.querySelectorAll("[aria-label]")) {{
    const word = window.rammeord[part.getAttribute("aria-label")];
    if (word) part.setAttribute("aria-label", word);
  }}
  const skip = document.querySelector('a[href="#stMain"]')?.firstChild;
  if (skip && window.rammeord[skip.data]) skip.data = window.rammeord[skip.data];
}};
if (!window.rammenErSatt) {{
  window.rammenErSatt = true;
  let waits = false;
  new MutationObserver(() => {{
    if (!waits) {{ waits = true; setTimeout(() => {{ waits = false; translate(); }}, 200); }}
  }}).observe(document.body, {{subtree: true, childList: true, attributeFilter: ["aria-label"]}});
  document.addEventListener("click", (event) => {{
    const link = event.target.closest("a[target=_blank]");
    if (link && link.origin === location.origin) link.target = "_self";
    if (innerWidth < 768 && event.target.closest("[data-testid=stSidebarNavLink]"))
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  }});
}}
translate();
</script>"""


def is_dark() -> bool:
    """Whether the reader sees the dark theme."""
    return bool(st.context.theme.type == "dark")


def themed(spec: dict[str, Any]) -> dict[str, Any]:
    """A chart's specification in the colours of the reader's theme."""
    return spec if not is_dark() else {key: value if key == "datasets" else _on_dark(value) for key, value in spec.items()}


def themed_colour(colour: str) -> str:
    """A colour of the light palette in the reader's theme."""
    return ON_DARK[colour] if is_dark() else colour


def _on_dark(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _on_dark(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_on_dark(value) for value in part]
    return ON_DARK.get(part, part) if isinstance(part, str) else part


def say_language() -> None:
    """Say in the page's HTML which language it is in, and in a cookie for the tabs the reader opens from it."""
    with st.container(key="sprak"):
        st.html(_LANGUAGE.format(name=language.PARAMETER, code=language.current().code), unsafe_allow_javascript=True)
        words = {
            "Sidebar": _("Sidefelt"),
            "Collapse sidebar": _("Lukk menyen"),
            "Expand sidebar": _("Åpne menyen"),
            "App pages": _("Sidene"),
            "Open": _("Åpne listen"),
            "Skip to main content": _("Hopp til innholdet"),
            "Clear value": _("Tøm feltet"),
            "Help": _("Hjelp"),
            "Clear all": _("Fjern alle"),
            "Add files": _("Legg til filer"),
            "file upload": _("Filer"),
        }
        st.html(_FRAME.format(words=json.dumps(words)), unsafe_allow_javascript=True)
