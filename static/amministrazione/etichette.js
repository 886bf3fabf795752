"use strict";
/* Select2 names its boxes after their content alone: empty, they have no name. Each gets that of its field's label. */
(() => {
  const nomina = (casella) => {
    const contenitore = casella.closest(".select2-container");
    const campo = contenitore && contenitore.previousElementSibling;
    const etichetta = campo && campo.id && document.querySelector(`label[for="${campo.id}"]`);
    if (!etichetta || casella.dataset.nominata) {
      return;
    }
    etichetta.id = etichetta.id || `${campo.id}_etichetta`;
    const testo = casella.querySelector(".select2-selection__rendered");
    casella.setAttribute("aria-labelledby", [etichetta.id, testo && testo.id].filter(Boolean).join(" "));
    if (testo) {
      testo.setAttribute("aria-labelledby", etichetta.id);
    }
    casella.dataset.nominata = "si";
  };
  const tutte = () => {
    document.querySelectorAll(".select2-selection").forEach(nomina);
    document.querySelectorAll(".select2-search__field:not([aria-label])").forEach((ricerca) => {
      ricerca.setAttribute("aria-label", "Cerca");
    });
  };
  new MutationObserver(tutte).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", tutte);
})();
