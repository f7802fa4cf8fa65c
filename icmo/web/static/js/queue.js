// The queue of suggestions across transcripts: decided one after the other, by key or by button.

import { call, words } from "./api.js";

const queue = document.getElementById("queue");
const message = document.getElementById("queue-message");
const KEYS = { a: "accept", x: "reject", " ": "skip" };

queue.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verdict]");
  if (button) decide(button.closest("[data-suggestion]"), button.dataset.verdict);
});

queue.addEventListener("keydown", (event) => {
  const item = event.target.closest("[data-suggestion]");
  if (!item || event.target !== item || event.ctrlKey || event.altKey || event.metaKey) return;
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) item[step]?.focus();
  else if (event.key in KEYS) decide(item, KEYS[event.key]);
  else if (event.key === "u") undo();
  else return;
  event.preventDefault();
});

async function decide(item, verdict) {
  try {
    await call("POST", `/suggestions/${item.dataset.suggestion}/decision`, { verdict });
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    next?.focus();
    message.textContent = words(`${verdict}ed`, { code: item.querySelector("b").textContent.trim() });
    if (!queue.children.length) location.reload();
  } catch (error) {
    message.textContent = `${error.message} ${error.hint}`;
  }
}

async function undo() {
  await call("POST", "/undo");
  location.reload();
}

queue.firstElementChild?.focus({ preventScroll: true });
