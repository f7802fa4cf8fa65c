// Cells of the framework matrix: a cell is saved when one leaves it.

import { call, element, words } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const line = document.getElementById("message");
const tried = messenger(line);
undoByKey(tried);

for (const field of document.querySelectorAll(".framework textarea")) {
  field.addEventListener("change", () => save(field));
}

async function save(field) {
  const { code, case: of } = field.closest("td").dataset;
  const text = field.value.trim();
  const made = await tried(() => call("PUT", "/summaries", { code, case: of, text, seen: field.dataset.seen }), { reload: false });
  if (made === null) return showNow(field);
  field.dataset.seen = text;
  field.parentElement.querySelector(".now")?.remove();
  line.textContent = words("cellSaved");
}

/** Show under a cell what somebody else has written there; whoever saves again has seen it. */
async function showNow(field) {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector(`textarea[aria-label="${CSS.escape(field.getAttribute("aria-label"))}"]`)?.dataset.seen;
  if (now === undefined || now === field.dataset.seen) return;
  field.dataset.seen = now;
  field.parentElement.querySelector(".now")?.remove();
  field.after(element("p", { className: "now fault", text: now || "–" }));
}
