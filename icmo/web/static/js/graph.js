// The graph: filters saved under a name; two drawings side by side are scrolled together.

import { call } from "./api.js";
import { messenger } from "./page.js";

const tried = messenger(document.getElementById("message"));

document.getElementById("save-view")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const steps = new URLSearchParams(location.search).getAll("step");
  tried(() => call("POST", "/views/graph", { name: event.target.elements.name.value, steps }));
});

for (const button of document.querySelectorAll("[data-forget]")) {
  button.addEventListener("click", () => tried(() => call("DELETE", `/views/${button.dataset.forget}`)));
}

const pair = [...document.querySelectorAll(".two .scroll")];
for (const one of pair) {
  one.addEventListener("scroll", () => {
    for (const other of pair) if (other.scrollLeft !== one.scrollLeft) other.scrollLeft = one.scrollLeft;
  });
}
