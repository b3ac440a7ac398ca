"""Does the municipality reach its climate goals, and which way do emissions go?"""

import streamlit as st

import blocks
import charts
import data
import filters
import frame
import municipality
import parts
from format import is_missing, measured, number, plain, unit, year
from language import N_, _, note, own, say
from vocabulary import reserved, terms


def draw() -> None:
    """Does the municipality reach its climate goals, and which way do emissions go?"""
    kommune = municipality.now()
    rapporter = list(kommune.reports_of_the_year)
    klimamal = data.rows(
        "select * from rapport.rapport_klimamal where list_contains(?, rapport_id) order by hovednummer, nummer", rapporter
    )
    indikatorer = data.rows(
        """select indikator.*, kilde.tittel as kilde from rapport.rapport_klimaindikator as indikator
        inner join marts.dim_kilde as kilde on indikator.rapport_id = kilde.kilde_id
        where list_contains(?, indikator.rapport_id) order by linje, aar""",
        rapporter,
    )
    if klimamal.empty:
        municipality.lacks(_("Varehuset har ingen klimamål for {kommune} i {aar}."))
    if klimamal.empty and indikatorer.empty:
        raise municipality.NothingToShowError
    antall = data.first(
        """select count(distinct hovednummer) as mal, count(*) as delmal, count(*) filter (where status = 'nådd') as nadd,
            count(*) filter (where status = 'på vei') as pa_vei, count(*) filter (where status = 'ikke nådd') as ikke_nadd,
            count(*) filter (where status = 'ikke målt') as ikke_malt
        from rapport.rapport_klimamal where list_contains(?, rapport_id)""",
        rapporter,
    )
    utslipp = indikatorer[
        indikatorer.gjelder.str.startswith(f"Direkte klimagassutslipp i {kommune.name}")
        & indikatorer.forrige_verdi.notna()
        & ~indikatorer.er_mal
    ]
    said = []
    if len(klimamal):
        said.append(
            _(
                "Klimaplanen til {kommune} kommune har **{mal} mål**, og noen av dem er delt. Av de {delmal} delmålene er, "
                "slik vi leser rapporten, {nadd} nådd, {pa_vei} på vei, {ikke_nadd} ikke nådd og {ikke_malt} ikke målt."
            ).format_map({"kommune": kommune.name} | {name: number(value) for name, value in antall.items()})
        )
    for siste in utslipp.tail(1).itertuples():
        said.append(
            _("De direkte utslippene i {kommune} var **{utslipp}** i {aar}, mot {forrige} i {forrige_aar}.").format(
                kommune=kommune.name,
                utslipp=reserved(siste.tilnaerming, measured(siste.verdi, siste.maaleenhet)),
                aar=int(siste.aar),
                forrige=plain(siste.forrige_verdi),
                forrige_aar=int(siste.forrige_aar),
            )
        )
    if said:
        st.markdown(" ".join(said))

    def klimamalene() -> None:
        """The goals of the climate plan."""
        st.header(_("Klimaplanens mål"), divider="gray")
        for start in range(0, len(klimamal), 2):
            for column, rad in zip(st.columns(2), klimamal.iloc[start : start + 2].itertuples(), strict=False):
                with column, st.container(border=True, height="stretch"):
                    said = [
                        _("**Mål {nummer}.** «{mal}»").format(nummer=rad.nummer, mal=own(rad.mal)),
                        parts.badge(N_("mangler (ikke oppgitt)") if is_missing(rad.status) else str(rad.status).capitalize()),
                        own(rad.tiltak_eller_status),
                    ]
                    say("\n\n".join(said))
                    facts = [
                        _("Linje {linje}.").format(linje=number(rad.linje)),
                        "" if is_missing(rad.frist_aar) else _("Frist: {aar}.").format(aar=int(rad.frist_aar)),
                        ""
                        if is_missing(rad.rapportens_vurdering)
                        else _("Rapportens ord: «{ord}».").format(ord=own(rad.rapportens_vurdering)),
                    ]
                    note(" ".join(fact for fact in facts if fact))
        with st.expander(_("Målene som tabell")):
            parts.table(
                klimamal.assign(status=terms(klimamal.status), frist=klimamal.frist_aar.map(year)),
                {
                    "nummer": parts.Column(_("Nr.")),
                    "mal": parts.Column(_("Mål"), norwegian=True),
                    "status": parts.Column(_("Status, vår lesning")),
                    "frist": parts.Column(_("Frist")),
                    "rapportens_vurdering": parts.Column(_("Rapportens ord"), norwegian=True),
                    "tiltak_eller_status": parts.Column(_("Hva rapporten sier er gjort"), norwegian=True),
                },
                "klimamal",
                title=_("Klimamålene"),
            )
        st.caption(
            _(
                "Rapporten viser status med trafikklys. Fargene finnes ikke i kildens tekst og er ikke gjettet; "
                "statusen her er vår lesning av det rapporten skriver."
            )
        )
        parts.sources(klimamal)
        municipality.to("mal", _("Alle målene om klima"), ":material/arrow_forward:", tema="klima")

    if len(klimamal):
        klimamalene()

    st.header(_("Utviklingen"), divider="gray")
    serier = indikatorer[(indikatorer.antall_aar > 1) & ~indikatorer.er_mal].sort_values(["gjelder", "maal", "aar"])
    noter = [
        _("Rapporten gir {antall} klimatall for mer enn ett år.").format(antall=number(len(serier.drop_duplicates(["gjelder", "maal"])))),
        kommune.borders(serier.aar.min(), serier.aar.max()) if len(serier) else "",
        _("Aksene begynner ikke på null.") if len(serier) else "",
    ]
    st.markdown(" ".join(note for note in noter if note))
    grupper = [group for _, group in serier.groupby(["gjelder", "maal"], sort=False)]
    for start in range(0, len(grupper), 3):
        for column, gruppe in zip(st.columns(3), grupper[start : start + 3], strict=False):
            with column:
                forste = gruppe.iloc[0]
                st.markdown(f"**{forste.gjelder}**  \n{forste.maal}")
                parts.chart(
                    charts.small_lines(gruppe, "verdi", unit(forste.maaleenhet)),
                    _("{gjelder}, {maal}, per år.").format(gjelder=forste.gjelder, maal=forste.maal),
                )
    parts.prose(serier)

    @frame.section
    def klimatallene() -> None:
        """The figures about climate, measured or aimed at."""
        st.header(_("Alle klimatallene"), divider="gray")
        bare = filters.buttons(st, _("Vis"), "vis", {"alle": _("Alle"), "malinger": _("Målinger"), "maltall": _("Måltall")})
        vist = indikatorer if bare == "alle" else indikatorer[indikatorer.er_mal == (bare == "maltall")]
        parts.table(
            vist.assign(
                aaret=vist.aar.map(year),
                tallet=[blocks.used(row) for row in vist.itertuples()],
                forrige=[
                    "" if is_missing(row.forrige_verdi) else f"{measured(row.forrige_verdi, row.maaleenhet)} ({int(row.forrige_aar)})"
                    for row in vist.itertuples()
                ],
                linjen=[number(value) for value in vist.linje],
            ),
            {
                "gjelder": parts.Column(_("Hva det gjelder"), norwegian=True),
                "maal": parts.Column(_("Hva som er målt"), norwegian=True),
                "aaret": parts.Column(_("År")),
                "tallet": parts.Column(_("Tall")),
                "forrige": parts.Column(_("Forrige år i rapporten")),
                "linjen": parts.Column(_("Linje"), right=True),
            },
            "klimatall",
            title=_("Tall om klima i rapporten"),
        )
        parts.prose(vist)

    if len(indikatorer):
        klimatallene()
