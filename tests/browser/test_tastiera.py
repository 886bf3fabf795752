"""The sheet with the keyboard alone: everything is reached, the focus is seen, and goes where the work is."""

import pytest
from django.urls import reverse

from tests.browser.conftest import Esaminatore

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus: a word for it, whether the eye finds it, whether something lies over it.
A_FUOCO = """() => {
  const e = document.activeElement;
  const stile = getComputedStyle(e);
  const riquadro = e.getBoundingClientRect();
  const giu = Math.min(riquadro.height / 2, 20);
  const sopra = document.elementFromPoint(riquadro.x + riquadro.width / 2, riquadro.y + giu);
  const suo = sopra && (e.contains(sopra) || sopra.contains(e) || sopra.closest("label")?.control === e);
  return {
    testo: (e.matches("button, a") ? e.textContent : e.name || e.id || e.tagName).trim().replace(/\\s+/g, " "),
    siVede: (stile.outlineStyle !== "none" && stile.outlineWidth !== "0px") || stile.boxShadow !== "none",
    coperto: Boolean(sopra) && !suo,
  };
}"""
PASSI = 60


def fuoco(esaminatore: Esaminatore) -> str:
    return esaminatore.pagina.evaluate(A_FUOCO)["testo"]


def vai(esaminatore: Esaminatore, meta: str, tasto: str = "Tab") -> None:
    """Press Tab until what begins with these words has the focus; on the way every stop must be visible."""
    for _ in range(PASSI):
        esaminatore.pagina.keyboard.press(tasto)
        stato = esaminatore.pagina.evaluate(A_FUOCO)
        assert stato["siVede"], f"il fuoco su «{stato['testo']}» non si vede"
        assert not stato["coperto"], f"«{stato['testo']}» ha il fuoco ma è coperto"
        if stato["testo"].startswith(meta):
            return
    raise AssertionError(f"con {PASSI} Tab non si arriva a «{meta}»: il fuoco è su «{stato['testo']}»")


def invio(esaminatore: Esaminatore, a_fuoco: str) -> None:
    """Press Enter on a button of the page; then the focus is where the work goes on."""
    esaminatore.pagina.keyboard.press("Enter")
    esaminatore.pagina.wait_for_function("id => document.activeElement.id === id", arg=a_fuoco)


def scrivi(esaminatore: Esaminatore, testo: str) -> None:
    esaminatore.pagina.keyboard.type(testo)


def test_una_scheda_intera(responsabile, contabile_vuota):
    scheda = contabile_vuota
    tastiera = responsabile.pagina.keyboard
    responsabile.apre(reverse("scheda", args=[scheda.pk]))
    tastiera.press("Tab")
    assert fuoco(responsabile) == "Vai al contenuto"
    tastiera.press("Enter")

    vai(responsabile, "Aggiungi obiettivo")
    invio(responsabile, "ob-0")
    vai(responsabile, "ob-0-descrizione")
    scrivi(responsabile, "Primo scritto")
    vai(responsabile, "ob-0-peso")
    scrivi(responsabile, "60")
    vai(responsabile, "ob-0-natura")
    tastiera.press("ArrowDown")
    vai(responsabile, "ob-0-operativo")
    vai(responsabile, "Aggiungi obiettivo")
    invio(responsabile, "ob-1")
    vai(responsabile, "ob-1-descrizione")
    scrivi(responsabile, "Secondo scritto")
    vai(responsabile, "ob-1-peso")
    scrivi(responsabile, "40")

    vai(responsabile, "Su: sposta Obiettivo 2", "Shift+Tab")
    invio(responsabile, "ob-0")
    assert responsabile.pagina.input_value("#id_ob-0-descrizione") == "Secondo scritto"
    vai(responsabile, "Togli Obiettivo 1")
    invio(responsabile, "ob-0")
    assert responsabile.pagina.locator("fieldset.carta").count() == 1
    vai(responsabile, "Rimetti")
    invio(responsabile, "ob-0")
    assert responsabile.pagina.locator("fieldset.carta").count() == 2

    vai(responsabile, "ob-0-peso")
    with responsabile.pagina.expect_navigation(wait_until="load"):
        tastiera.press("Enter")  # Enter in a field saves, and does nothing else
    assert "La scheda è salvata." in responsabile.testo()
    righe = scheda.obiettivi.order_by("numero").values_list("descrizione", "peso", "natura")
    assert [(testo, int(peso)) for testo, peso, _ in righe] == [("Secondo scritto", 40), ("Primo scritto", 60)]
    assert righe[1][2] == "mantenimento"
    assert responsabile.errori == []


def test_dopo_uno_spostamento_non_si_passa_su_una_riga_tolta_senza_vederlo(responsabile, contabile):
    """Three cards, the one in the middle taken away: "Su" on the third puts it before the first."""
    scheda = contabile(2020)
    prima = list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True))
    responsabile.apre(reverse("scheda", args=[scheda.pk]))
    pagina = responsabile.pagina
    pagina.click("#ob-1 button[value='togli:ob-1']")
    pagina.wait_for_selector(".carta-tolta")
    pagina.click("button[value='su:ob-2']")
    pagina.wait_for_function("testo => document.querySelector('fieldset.carta textarea').value === testo", arg=prima[2])
    responsabile.preme(".barra button[value=salva]")

    dopo = list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True))
    assert dopo == [prima[2], prima[0], *prima[3:]]


def test_l_errore_prende_il_fuoco_e_porta_al_campo(responsabile, contabile):
    responsabile.apre(reverse("scheda", args=[contabile(2020).pk]))
    responsabile.pagina.fill("#id_ob-3-peso", "dieci")
    responsabile.preme(".barra button[value=salva]")

    assert responsabile.pagina.title().startswith("Errore: ")
    assert responsabile.pagina.evaluate("document.activeElement.dataset.riepilogoErrori") is not None
    vai(responsabile, "Obiettivo 4, peso")
    responsabile.pagina.keyboard.press("Enter")
    assert fuoco(responsabile) == "ob-3-peso"
    assert responsabile.pagina.input_value("#id_ob-3-peso") == "dieci"
