// Exchange: a file dropped on its form is sent as if it were chosen; an import is taken back by key.

import { call } from "./api.js";
import { undoByKey } from "./page.js";

const form = document.getElementById("in");
const input = form?.querySelector("input[type=file]");
const line = document.getElementById("in-message") ?? document.getElementById("message");

form?.addEventListener("dragover", (event) => (event.preventDefault(), form.classList.add("over")));
form?.addEventListener("dragleave", () => form.classList.remove("over"));
form?.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const { files } = event.dataTransfer;
  if (files.length > 1) line.textContent = line.dataset.several;
  if (files.length !== 1) return;
  input.files = files;
  form.requestSubmit();
});
form?.addEventListener("submit", () => (line.textContent = line.dataset.reading));

/** What was undone or done again stands in the history. */
async function tried(run) {
  try {
    await run();
    location.assign("/history");
  } catch (error) {
    line.textContent = `${error.message} ${error.hint ?? ""}`;
  }
}
undoByKey(tried);
