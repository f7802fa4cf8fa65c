// Programme theories: written, changed with a reason, judged by configurations.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const ROLES = ["I", "C", "K", "M", "O"];
const tried = messenger(document.getElementById("message"));
undoByKey(tried);

for (const form of document.querySelectorAll("form.theory")) {
  const { theory, version } = form.dataset;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, statement, because } = form.elements;
    const body = { name: name.value, statement: statement.value, parts: parts(form) };
    if (theory) tried(() => call("PATCH", `/theories/${theory}`, { ...body, because: because.value, version }));
    else tried(() => call("POST", "/theories", body));
  });
  form.querySelector("[data-remove-theory]")?.addEventListener("click", async () => {
    const gone = await tried(() => call("DELETE", `/theories/${theory}`), { reload: false });
    if (gone) location.assign("/theories");
  });
}

function parts(form) {
  return ROLES.flatMap((role) => [...form.elements[role].selectedOptions].map((option) => ({ role, code: option.value })));
}

for (const button of document.querySelectorAll("[data-judge]")) {
  const { judge, stance, of: theory, version } = button.dataset;
  button.addEventListener("click", () => tried(() => call("PATCH", `/configurations/${judge}`, { theory, stance, version })));
}
