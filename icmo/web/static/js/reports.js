// Reports: the preview follows the form, evaluators' texts are kept, the template and the labels are chosen.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const tried = messenger(document.getElementById("message"));
undoByKey(tried);

const form = document.getElementById("asked");
const preview = document.getElementById("preview");
const USUAL = { each: "2", order: "chosen", min_municipalities: "2", min_quotes: "2", min_informants: "3" };

/** What the form asks beyond what is usual, as the end of an address. */
function query() {
  const asked = [...new FormData(form)].filter(([name, value]) => value !== "" && USUAL[name] !== value);
  return asked.length ? `?${new URLSearchParams(asked)}` : "";
}

/** The address of the page's report; a refused export has one that cannot be read again. */
const report = location.pathname.replace(/\/file$/, "");
if (report !== location.pathname) history.replaceState(null, "", report + location.search);

function renew() {
  const asked = query();
  preview.classList.add("renewed");
  preview.src = `${report}/preview${asked}`;
  return asked;
}

preview?.addEventListener("load", () => preview.classList.remove("renewed"));

form?.addEventListener("change", (event) => {
  const asked = renew();
  history.replaceState(null, "", report + asked);
  for (const one of document.querySelectorAll("form.export")) one.action = `${report}/file${asked}`;
  for (const link of document.querySelectorAll(`a[href^="${report}/quotes"]`)) link.href = `${report}/quotes${asked}`;
  if (event.target.name === "code") renewPlaces(asked);
});

const written = document.getElementById("written");
let unsaved = false;

/** Where evaluators can write depends on the codes; what is not saved yet stays. */
async function renewPlaces(asked) {
  const page = new DOMParser().parseFromString(await (await fetch(report + asked)).text(), "text/html");
  if (!unsaved && asked === query()) written.innerHTML = page.getElementById("written").innerHTML;
}

written?.addEventListener("input", (event) => {
  unsaved = true;
  event.target.closest("details").querySelector(".kept").textContent = "";
});

written?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-write]");
  if (!button) return;
  const field = document.getElementById(button.dataset.write);
  if (!(await tried(() => call("PUT", "/reports/texts", { place: field.dataset.place, text: field.value }), { reload: false }))) return;
  unsaved = false;
  const kept = button.parentElement.querySelector(".kept");
  kept.textContent = kept.dataset.kept;
  renew();
});

const template = document.getElementById("template");
template?.addEventListener("submit", (event) => {
  event.preventDefault();
  tried(() => call("PUT", "/reports/template", new FormData(template)));
});
document.getElementById("no-template")?.addEventListener("click", () => tried(() => call("DELETE", "/reports/template")));
for (const button of document.querySelectorAll("[data-labels]")) {
  button.addEventListener("click", () => tried(() => call("PUT", "/reports/labels", { on: button.dataset.labels === "true" })));
}
