// Cells of the framework matrix: a cell is saved when one leaves it.

import { call, words } from "./api.js";
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
  if (made === null) return;
  field.dataset.seen = text;
  line.textContent = words("cellSaved");
}
