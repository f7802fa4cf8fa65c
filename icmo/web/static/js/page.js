// What the pages with forms share: do it, show a refusal, and read the page again.

import { call } from "./api.js";

export function messenger(line) {
  return async function tried(run, { reload = true } = {}) {
    try {
      const made = await run();
      if (reload) location.reload();
      return made ?? true;
    } catch (error) {
      line.textContent = `${error.message} ${error.hint ?? ""}`;
      line.scrollIntoView({ block: "nearest" });
      return null;
    }
  };
}

/** The values of a form's fields that are filled. */
export const values = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

/** The lines of a text, without empty ones. */
export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Undo by Ctrl+Z wherever nothing is being written. */
export function undoByKey(tried) {
  addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || !(event.ctrlKey || event.metaKey)) return;
    const name = event.key.toLowerCase();
    const path = name === "y" || (name === "z" && event.shiftKey) ? "/redo" : name === "z" ? "/undo" : null;
    if (path) (event.preventDefault(), tried(() => call("POST", path)));
  });
}
