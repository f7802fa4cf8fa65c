// Variables of municipalities brought in from a table, and what the interview guide asks about.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const tried = messenger(document.getElementById("message"));
undoByKey(tried);

document.getElementById("cases").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(() => call("POST", "/cases", new FormData(event.target)));
});

for (const form of document.querySelectorAll("form.guide")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const codes = [...form.querySelectorAll(":checked")].map((box) => box.value);
    tried(() => call("PUT", "/guide", { informant_type: form.dataset.informant, codes }));
  });
}
