// The total of each person while one types; the server says the same (obiettivi/forms/matrice.py, frase_totale).

const CENTO = 100;

/** The number as the office writes it ("33,33"), 0 for what cannot be read. */
function letto(testo) {
  const numero = Number(testo.trim().replace(",", "."));
  return Number.isFinite(numero) ? numero : 0;
}

function scritto(numero) {
  return String(Math.round(numero * 10000) / 10000).replace(".", ",");
}

function frase(totale) {
  const scarto = Math.round(Math.abs(CENTO - totale) * 10000) / 10000;
  if (!totale) return "";
  if (!scarto) return scritto(totale);
  return `${scritto(totale)}, ${totale < CENTO ? "mancano" : "di troppo"} ${scritto(scarto)}`;
}

function somma(riga) {
  const totale = riga.querySelector("output");
  const quote = [...riga.querySelectorAll("input.quota")].map((campo) => letto(campo.value));
  totale.value = frase(quote.reduce((a, b) => a + b, Number(totale.dataset.altrove)));
}

document.querySelector(".matrice")?.addEventListener("input", (evento) => {
  if (evento.target.matches("input.quota")) somma(evento.target.closest("tr"));
});
