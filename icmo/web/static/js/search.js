// Searches saved as views.

import { call } from "./api.js";
import { messenger } from "./page.js";

const tried = messenger(document.getElementById("message"));

document.getElementById("save-view")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = {};
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (["all", "any", "none", "kinds", "municipalities", "informant_types", "transcripts", "target_groups"].includes(name)) (query[name] ??= []).push(value);
    else if (name !== "page") query[name] = value;
  }
  tried(() => call("POST", "/views", { name: event.target.elements.name.value, query }));
});

for (const button of document.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => tried(() => call("DELETE", `/views/${button.dataset.forget}`)));
}

// Empty fields do not belong in the address of a search.
document.getElementById("search").addEventListener("submit", (event) => {
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.getElementById("search").elements) field.disabled = false;
});
