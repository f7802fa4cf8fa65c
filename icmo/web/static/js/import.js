// Transcripts dropped on the project: looked at first (who speaks, where from), then brought in. A .qdpx or .qdc leads to the exchange.

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

/** A project or code book of another program: it is looked at on the page of the exchange. */
const ofExchange = (file) => /\.(qdpx|qdc)$/i.test(file.name);

function lead(files) {
  if (files.length > 1) return (message.textContent = words("exchangeAlone"));
  const form = document.getElementById("exchange");
  const carried = new DataTransfer();
  carried.items.add(files[0]);
  form.elements.file.files = carried.files;
  form.submit();
}

async function look(files) {
  if (!files.length) return;
  if (files.some(ofExchange)) return lead(files);
  chosen = files;
  message.textContent = words("reading", { n: files.length });
  const found = await tried(() => call("POST", "/transcripts/preview", form()));
  if (!found) return;
  message.textContent = "";
  document.getElementById("previewed").replaceChildren(...found.failed.map((one) => element("p", { className: "fault", text: `${words("cannotRead")} ${fault(one)} ${one.hint}` })), ...found.notes.map((one) => element("p", { className: "muted", text: `${words("noted")} ${one.file}: ${one.note}` })), ...found.files.map((file, number) => described(file, number)));
  dialog.showModal();
}

/** What is wrong with a file; most messages begin with its name. */
const fault = (one) => (one.why.startsWith(one.file) ? one.why : `${one.file}: ${one.why}`);

function described(file, number) {
  const [first, ...others] = file.transcripts;
  const known = (name) => (others.length ? "" : (first[name] ?? ""));
  const field = (name, label, extra = {}) => file.asked.includes(name) && element("label", {}, `${label} `, element("input", { type: "text", name: `${name}-${number}`, "data-name": name, value: known(name), ...extra }));
  const choice = (name, label, options) => file.asked.includes(name) && element("label", {}, `${label} `, element("select", { "data-name": name }, element("option", { value: "", text: "–" }), ...options.map(([id, text]) => element("option", { value: id, text, selected: id === known(name) }))));
  const fields = [field("name", words("name")), field("municipality", words("municipality")), choice("informant_type", words("informantType"), data.informants.map((one) => [one, one])), field("date", words("date"), { placeholder: "2026-03-12" }), choice("target_group", words("targetGroup"), data.groups)].filter(Boolean);
  const speakers = file.speakers.map((one) => element("label", {}, element("input", { type: "checkbox", value: one.name, "data-speaker": "", checked: one.interviewer }), ` ${one.name || "–"} (${words("turnsOf", { n: one.turns })})`));
  return element(
    "fieldset",
    { "data-file": file.file },
    element("legend", {}, element("b", { text: file.file }), ` ${others.length ? words("transcriptsOf", { n: others.length + 1 }) : size(first)}`),
    ...(others.length ? [listed(file)] : [alreadyThere(first)]),
    others.length && fields.length && element("p", { className: "muted", text: words("ofAll") }),
    element("div", { className: "two" }, ...fields),
    element("div", { className: "buttons" }, element("span", { text: words("whoAsks") }), ...speakers),
    element("p", { className: "muted", text: `${first.beginning.slice(0, 160)} …` }),
  );
}

const size = (one) => [words("words", { n: one.words }), one.comments && words("commentsOf", { n: one.comments })].filter(Boolean).join(", ");
const alreadyThere = (one) => one.known_as && element("span", { className: "fault", text: words("knownAs", { name: one.known_as }) });

/** The transcripts of a file that holds several. */
function listed(file) {
  const items = file.transcripts.map((one) => element("li", {}, element("b", { text: one.name }), ` ${one.municipality ?? ""} – ${words("turnsOf", { n: one.turns })}, ${size(one)} `, alreadyThere(one)));
  return element("div", { className: "listed", role: "region", "aria-label": file.file, tabindex: "0" }, element("ul", {}, ...items));
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
  const faults = done.failed.map(fault);
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
