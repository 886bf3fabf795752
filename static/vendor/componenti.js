// What costruisci.sh bundles. Each component listens to its own data-bs-* attributes; exporting it keeps it in.
export { default as NavBarCollapsible } from "bootstrap-italia/dist/plugins/navbar-collapsible.js";
export { default as Dropdown } from "bootstrap-italia/dist/plugins/dropdown.js";
export { default as Collapse } from "bootstrap-italia/dist/plugins/collapse.js";
