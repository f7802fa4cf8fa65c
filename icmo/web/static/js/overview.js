// The overview: an entry's quotes beside the table, and the pencil that renames, hides, merges or adds an entry.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const PLACE = "icmo-entry"; // the button to return to when the page is read again
const NARROW = "(max-width: 60rem)";

const tried = messenger(document.getElementById("message"));
undoByKey(tried);

const editing = document.getElementById("edit-dialog");
const adding = document.getElementById("add-dialog");
const buttons = [...document.querySelectorAll("[data-edit], [data-add]")];
let entry = {};
let asking = "";

for (const button of document.querySelectorAll("[data-edit]")) {
  button.addEventListener("click", () => {
    entry = { row: button.dataset.key, code: button.dataset.edit, target_group: button.dataset.group };
    editing.querySelector("h2").textContent = button.dataset.label;
    document.getElementById("edit-where").textContent = button.dataset.where;
    offer(editing.querySelector("[name=into]"), entry.code);
    open(editing, button, button.dataset.label);
  });
}

for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", () => {
    entry = { row: button.dataset.add, into: button.dataset.root };
    document.getElementById("add-where").textContent = button.dataset.row;
    open(adding, button, "");
  });
}

function open(dialog, button, name) {
  asking = place(button);
  dialog.querySelector(".message").textContent = "";
  dialog.querySelector("[name=text]").value = name;
  dialog.showModal();
}

/** Only codes of the entry's kind can be merged with it. */
function offer(select, code) {
  const options = [...select.options];
  const kind = options.find((option) => option.value === code)?.dataset.kind;
  for (const option of options) option.hidden = option.disabled = option.value !== "" && (option.dataset.kind !== kind || option.value === code);
  select.value = "";
}

editing.querySelector("form").addEventListener("submit", (event) => {
  const { text, into, everywhere } = event.target.elements;
  const action = event.submitter?.value ?? "rename";
  const body = { action, ...entry };
  if (everywhere.checked) body.target_group = null;
  if (action === "rename") body.text = text.value;
  if (action === "merge") body.into = into.value;
  send(event, editing, body);
});

adding.querySelector("form").addEventListener("submit", (event) => {
  const { text, group } = event.target.elements;
  send(event, adding, { action: "add", ...entry, text: text.value, target_group: group.value === "*" ? null : group.value });
});

function send(event, dialog, body) {
  event.preventDefault();
  sessionStorage.setItem(PLACE, asking);
  return messenger(dialog.querySelector(".message"))(() => call("POST", "/reports/overview/edits", body));
}

for (const button of document.querySelectorAll("[data-unedit]")) {
  button.addEventListener("click", () => tried(() => call("DELETE", `/reports/overview/edits/${button.dataset.unedit}`)));
}

function place(button) {
  const { edit, add, key, group, root } = button.dataset;
  return [edit ?? "", add ?? key, group ?? root ?? ""].join("|");
}

const told = document.getElementById("told");
const kept = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
if (kept) buttons.find((button) => place(button) === kept)?.focus();
else if (told) {
  if (matchMedia(NARROW).matches) told.scrollIntoView();
  else document.querySelector(".counts[aria-current]").scrollIntoView({ block: "center" });
  told.focus({ preventScroll: true });
}
