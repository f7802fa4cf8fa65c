// The code book changed: what a change does to the project is shown before it is done.

import { call, element, pageData, words } from "./api.js";
import { lines, messenger, undoByKey, values } from "./page.js";

const codes = pageData();
const tried = messenger(document.getElementById("message"));
undoByKey(tried);
const dialog = document.getElementById("change");
const form = dialog.querySelector("form");
const refused = document.getElementById("change-message");
const effect = document.getElementById("effect");
const inDialog = messenger(refused);
const LISTS = ["include_da", "include_en", "exclude_da", "exclude_en", "examples"];
const FIELDS = ["kind", "label_da", "label_en", "definition_da", "definition_en", ...LISTS];
let open = null; // the code and what is being done to it
let ofCode = []; // its codings, when it is being split

document.getElementById("new-code").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(() => call("POST", "/codebook/codes", values(event.target)));
});

document.getElementById("find-code").addEventListener("input", (event) => {
  const asked = event.target.value.trim().toLowerCase();
  for (const article of document.querySelectorAll("[data-code]")) article.hidden = !`${article.dataset.label} ${article.id}`.toLowerCase().includes(asked);
});

for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => begin(button.closest("[data-code]"), button.dataset.do, button.textContent));
}

async function begin(article, what, title) {
  open = { code: article.dataset.code, what };
  document.getElementById("change-title").textContent = `${title}: ${article.dataset.label}`;
  for (const part of dialog.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(what);
  document.getElementById("show-effect").hidden = what === "memo";
  form.reset();
  for (const name of FIELDS) form.elements[name].value = codes[open.code][name];
  form.elements.other.value = what === "move" ? codes[open.code].parent : "";
  effect.replaceChildren();
  refused.textContent = "";
  if (what === "split") await listCodings();
  dialog.showModal();
}

async function listCodings() {
  const found = await call("GET", `/search?any=${encodeURIComponent(open.code)}&below=false`);
  ofCode = found.hits.flatMap((hit) => hit.codings.map((guid) => ({ guid, quote: hit.quote })));
  showAssigned();
}

form.elements.labels.addEventListener("input", () => showAssigned());

function showAssigned() {
  const labels = lines(form.elements.labels.value);
  const choice = (guid) => element("select", { "data-coding": guid, "aria-label": words("codes") }, element("option", { value: "", text: "–" }), ...labels.map((label, number) => element("option", { value: String(number), text: label })));
  const kept = Object.fromEntries([...document.querySelectorAll("[data-coding]")].map((one) => [one.dataset.coding, one.value]));
  document.getElementById("assign").replaceChildren(element("ul", { className: "plain" }, ...ofCode.map(({ guid, quote }) => element("li", {}, choice(guid), ` ${quote.slice(0, 120)}`))));
  for (const one of document.querySelectorAll("[data-coding]")) one.value = kept[one.dataset.coding] ?? "";
}

/** The request that does it: method, path and body. */
function request() {
  const { code, what } = open;
  const path = `/codebook/codes/${encodeURIComponent(code)}`;
  switch (what) {
    case "change":
      return ["PATCH", path, changed(code)];
    case "move":
      return ["POST", `${path}/move`, { parent: form.elements.other.value || null }];
    case "merge":
      return ["POST", `${path}/merge`, { into: form.elements.other.value }];
    case "split":
      return ["POST", `${path}/split`, split(code)];
    case "memo":
      return ["POST", "/memos", { kind: form.elements.memo_kind.value, text: form.elements.memo_text.value, about: "code", subject: code }];
    default:
      return ["POST", `${path}/retirement`, { retired: what === "retire" }];
  }
}

function changed(code) {
  const differing = FIELDS.filter((name) => form.elements[name].value !== codes[code][name]);
  return Object.fromEntries(differing.map((name) => [name, LISTS.includes(name) ? lines(form.elements[name].value) : form.elements[name].value]));
}

function split(code) {
  const assigned = [...document.querySelectorAll("[data-coding]")].filter((one) => one.value !== "").map((one) => [one.dataset.coding, Number(one.value)]);
  const drafts = lines(form.elements.labels.value).map((label_da) => ({ label_da, kind: codes[code].kind }));
  return { codes: drafts, assigned: Object.fromEntries(assigned) };
}

document.getElementById("show-effect").addEventListener("click", async () => {
  refused.textContent = "";
  const [method, path, body] = request();
  const found = await inDialog(() => call(method, `${path}?preview=true`, body), { reload: false });
  if (found) show(found);
});

const label = (code) => codes[code]?.[`label_${document.documentElement.lang}`] ?? code;

function show(found) {
  const named = { added: "differenceAdded", removed: "differenceRemoved", changed: "differenceChanged" };
  const differences = found.differences.map((one) => words(named[one.change], { code: label(one.code), fields: one.fields.join(", ") }));
  const touched = found.touched.map((one) => words("touched", { ...one, code: label(one.code) }));
  const all = [...differences, ...touched, ...found.warnings];
  effect.replaceChildren(element("h3", { text: words("effect") }), element("ul", {}, ...(all.length ? all : [words("noEffect")]).map((text) => element("li", { text }))));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [method, path, body] = request();
  if (await inDialog(() => call(method, path, body), { reload: false })) {
    location.hash = open.what === "merge" ? body.into : open.code;
    location.reload();
  }
});
