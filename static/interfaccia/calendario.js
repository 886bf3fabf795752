/* A calendar beside the text fields of dates (CampoData): it writes gg/mm/aaaa. Without it the date is typed. */

const GIORNO = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

const inIso = (testo) => {
  const parti = GIORNO.exec(testo.trim());
  return parti ? `${parti[3]}-${parti[2].padStart(2, "0")}-${parti[1].padStart(2, "0")}` : "";
};

const inItaliano = (iso) => iso.split("-").reverse().join("/");

const icona = () => {
  const pulsanti = document.querySelector("template#icona-calendario");
  return pulsanti ? pulsanti.content.cloneNode(true) : document.createTextNode("…");
};

const aggiungi = (campo) => {
  if (campo.dataset.conCalendario || campo.disabled || campo.readOnly || !HTMLInputElement.prototype.showPicker) {
    return;
  }
  campo.dataset.conCalendario = "si";
  const etichetta = document.querySelector(`label[for="${campo.id}"]`);
  const gruppo = document.createElement("div");
  gruppo.className = "con-calendario";
  campo.replaceWith(gruppo);

  // The native field is only the calendar: never seen, never sent.
  const nativo = document.createElement("input");
  nativo.type = "date";
  nativo.tabIndex = -1;
  nativo.className = "calendario-nativo";
  nativo.setAttribute("aria-hidden", "true");

  const pulsante = document.createElement("button");
  pulsante.type = "button";
  pulsante.className = "btn btn-outline-primary calendario";
  const nome = etichetta ? etichetta.firstChild.textContent.trim() : "";
  pulsante.setAttribute("aria-label", nome ? `Calendario: ${nome}` : "Calendario");
  pulsante.append(icona());
  pulsante.addEventListener("click", () => {
    nativo.value = inIso(campo.value);
    nativo.showPicker();
  });
  nativo.addEventListener("change", () => {
    if (nativo.value) {
      campo.value = inItaliano(nativo.value);
      campo.dispatchEvent(new Event("input", { bubbles: true }));
      campo.dispatchEvent(new Event("change", { bubbles: true }));
      campo.focus();
    }
  });
  gruppo.append(campo, nativo, pulsante);
};

const cerca = (radice) => radice.querySelectorAll("input[data-calendario]").forEach(aggiungi);

cerca(document);
// Fields that htmx brings in later.
document.addEventListener("htmx:load", (evento) => cerca(evento.detail.elt));
