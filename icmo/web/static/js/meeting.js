// The consensus meeting by keyboard. The server makes every page, also where no script runs; here the part that
// changes is fetched and put in place, so that the focus and what is said aloud stay where people are.

import { call, pageData, words } from "./api.js";
import { matching } from "./codes.js";
import { Line } from "./line.js";

const said = document.getElementById("said");
const shortcuts = document.getElementById("shortcuts");
const { codes } = pageData();
const WRITTEN = "textarea, select, input:not([type=radio], [type=checkbox])";
const CHOICES = { b: "both", n: "neither", o: "other" };

let busy = false;

const form = () => document.getElementById("decide");
const field = (name) => form().elements.namedItem(name);
const undo = () => document.getElementById("undo").form;

// --- Going from one to the next ---------------------------------------------------------------------------

/** Fetch a page and put its disagreement in place of the one that is shown; what was done is said. */
async function visit(address, options = {}, { keep = true } = {}) {
  if (busy) return;
  busy = true;
  document.getElementById("meeting").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), keep);
  } catch {
    say(`${words("noServer")} ${words("noServerHint")}`);
  }
  busy = false;
  document.getElementById("meeting").removeAttribute("aria-busy");
}

function show(page, keep) {
  const fresh = page.getElementById("meeting");
  if (!fresh) return say(page.querySelector("main")?.innerText ?? "");
  document.getElementById("meeting").replaceWith(document.adoptNode(fresh));
  if (keep) history.pushState(null, "", fresh.dataset.address);
  said.innerHTML = page.getElementById("said").innerHTML;
  choose();
}

function say(text) {
  said.textContent = text;
}

const post = (one) => visit(one.action, { method: "POST", body: new URLSearchParams(new FormData(one)) });

/** To where a choice is made: the disagreement's heading, from which every key works. */
function choose() {
  const place = document.getElementById("place");
  place.focus({ preventScroll: true });
  scrollTo(0, 0);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-stay]")) return;
  event.preventDefault();
  post(event.target);
});

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  visit(step.href);
});

addEventListener("popstate", () => visit(location.href, {}, { keep: false }));

// --- Deciding ---------------------------------------------------------------------------------------------

function decide(value) {
  const choice = form()?.querySelector(`[name=choice][value="${value}"]`);
  if (!choice) return;
  choice.checked = true;
  if (value === "other") askForCode();
  else field("reason").focus();
}

/** The field for codes of the coding page; the list beside it holds what was found. */
function askForCode() {
  const define = (id) => (document.getElementById("other-definition").textContent = codes.find((one) => one.id === id).definition);
  const line = new Line(document.getElementById("asking"), { codes: { matching: (text) => matching(codes, text) }, define });
  line.onClose = choose;
  line.ask(words("whichCode"), (id) => {
    line.onClose = null;
    line.close();
    field("code").value = id;
    field("reason").focus();
  });
}

function writeRule() {
  if (!form()) return;
  document.getElementById("rule").open = true;
  field("rule_text").focus();
}

// --- Keys -------------------------------------------------------------------------------------------------

const ACTS = {
  j: () => document.querySelector("[rel=next]")?.click(),
  k: () => document.querySelector("[rel=prev]")?.click(),
  r: writeRule,
  u: () => post(undo()),
  "?": () => location.assign("/help#meeting"),
};

addEventListener("keydown", (event) => {
  if (event.altKey || event.isComposing || event.target.closest("dialog")) return;
  if (busy) return event.preventDefault();
  const act = event.target.matches(WRITTEN) ? whileWriting(event) : event.ctrlKey || event.metaKey ? withControl(event) : single(event);
  if (!act) return;
  event.preventDefault();
  act();
});

function whileWriting(event) {
  if (!form()?.contains(event.target)) return null;
  if (event.key === "Escape") return choose;
  const saves = event.ctrlKey || event.metaKey || (event.target.id === "reason" && !event.shiftKey);
  return event.key === "Enter" && saves ? save : null;
}

function withControl(event) {
  if (event.key === "Enter" && form()) return save;
  return event.key.toLowerCase() === "z" && !event.shiftKey ? ACTS.u : null;
}

function single(event) {
  const step = { ArrowRight: ACTS.j, ArrowLeft: ACTS.k }[event.key];
  if (step && !event.target.matches("input")) return step;
  if (!shortcuts.checked) return null;
  const name = event.key.toLowerCase();
  const value = CHOICES[name] ?? (/^[1-9]$/.test(name) ? name : null);
  return value ? () => decide(value) : ACTS[name] ?? null;
}

const save = () => form().requestSubmit();

shortcuts.addEventListener("change", () => call("PUT", "/preferences", { shortcuts: shortcuts.checked }).catch((error) => say(error.message)));

choose();
