/* What every page does after it is loaded. Nothing here is needed to use it. */

// The error summary is read first, and is where the eye goes.
const riepilogo = document.querySelector("[data-riepilogo-errori]");
if (riepilogo) {
  riepilogo.focus();
}
