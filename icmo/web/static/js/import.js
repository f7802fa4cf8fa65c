// Transcripts dropped on the project: looked at first (who speaks, where from), then brought in.

import { call, element, pageData, words } from "./api.js";

const data = pageData();
const drop = document.getElementById("drop");
const input = document.querySelector("#import input[type=file]");
const message = document.getElementById("import-message");
const dialog = document.getElementById("preview");
let chosen = [];

drop.addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("over")));
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  look([...event.dataTransfer.files]);
});
input.addEventListener("change", () => look([...input.files]));
document.getElementById("bring").addEventListener("click", () => bring());
document.getElementById("renew").addEventListener("click", () => renew());

function form() {
  const body = new FormData();
  for (const file of chosen) body.append("files", file, file.name);
  return body;
}

async function look(files) {
  if (!files.length) return;
  chosen = files;
  message.textContent = words("reading", { n: files.length });
  const found = await tried(() => call("POST", "/transcripts/preview", form()));
  if (!found) return;
  message.textContent = "";
  document.getElementById("previewed").replaceChildren(...found.failed.map((one) => element("p", { className: "fault", text: `${words("cannotRead")} ${one.file}: ${one.why} ${one.hint}` })), ...found.notes.map((one) => element("p", { className: "muted", text: `${words("noted")} ${one.file}: ${one.note}` })), ...found.files.map((file, number) => described(file, number)));
  dialog.showModal();
}

function described(file, number) {
  const field = (name, label, value, extra = {}) => element("label", {}, `${label} `, element("input", { type: "text", name: `${name}-${number}`, "data-name": name, value: value ?? "", ...extra }));
  const choice = (name, label, options, value) => element("label", {}, `${label} `, element("select", { "data-name": name }, element("option", { value: "", text: "–" }), ...options.map(([id, text]) => element("option", { value: id, text, selected: id === value }))));
  const speakers = file.speakers.map((one) => element("label", {}, element("input", { type: "checkbox", value: one.name, "data-speaker": "", checked: one.interviewer }), ` ${one.name || "–"} (${words("turnsOf", { n: one.turns })})`));
  return element(
    "fieldset",
    { "data-file": file.file },
    element("legend", {}, element("b", { text: file.file }), ` ${words("words", { n: file.words })}`),
    file.known_as && element("p", { className: "fault", text: words("knownAs", { name: file.known_as }) }),
    element("div", { className: "two" }, field("name", words("name"), file.name), field("municipality", words("municipality"), file.municipality), choice("informant_type", words("informantType"), data.informants.map((one) => [one, one]), file.informant_type), field("date", words("date"), file.date, { placeholder: "2026-03-12" }), choice("target_group", words("targetGroup"), data.groups, file.target_group)),
    element("div", { className: "buttons" }, element("span", { text: words("whoAsks") }), ...speakers),
    element("p", { className: "muted", text: `${file.beginning.slice(0, 160)} …` }),
  );
}

function told() {
  const files = {};
  for (const set of dialog.querySelectorAll("[data-file]")) {
    const values = Object.fromEntries([...set.querySelectorAll("[data-name]")].filter((one) => one.value.trim()).map((one) => [one.dataset.name, one.value.trim()]));
    values.interviewers = [...set.querySelectorAll("[data-speaker]:checked")].map((one) => one.value);
    files[set.dataset.file] = values;
  }
  return files;
}

async function bring() {
  const body = form();
  body.append("described", JSON.stringify(told()));
  const done = await tried(() => call("POST", "/transcripts", body));
  dialog.close();
  if (!done) return;
  const faults = done.failed.map((one) => `${one.file}: ${one.why}`);
  const personal = done.personal.length ? [words("personalData", { n: done.personal.length })] : [];
  message.textContent = [words("broughtIn", { n: done.added.length }), ...personal, ...faults].join(" ");
  if (done.added.length && !faults.length && !personal.length) location.reload();
}

async function renew() {
  const line = document.getElementById("renew-message");
  const asked = await tried(() => call("POST", "/suggestions/renewal", {}));
  if (asked) line.textContent = words("renewing");
}

async function tried(run) {
  try {
    return await run();
  } catch (error) {
    message.textContent = `${error.message} ${error.hint}`;
    return null;
  }
}
