// Memos in one list: written, changed, deleted.

import { call } from "./api.js";
import { messenger, undoByKey, values } from "./page.js";

const tried = messenger(document.getElementById("message"));
undoByKey(tried);

document.getElementById("new-memo").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(() => call("POST", "/memos", { ...values(event.target), about: "project" }));
});

for (const form of document.querySelectorAll("form.edit")) {
  const memo = form.closest("[data-version]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tried(() => call("PATCH", `/memos/${memo.id}`, { ...values(form), version: memo.dataset.version }));
  });
  form.querySelector("[data-remove]").addEventListener("click", () => tried(() => call("DELETE", `/memos/${memo.id}`)));
}
