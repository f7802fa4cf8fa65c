// The quotes of a report: approved, withheld, printed first, with the mouse or by keys. The page stays where it is.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const message = document.getElementById("message");
const said = document.getElementById("said");
const approved = document.getElementById("approved");
const list = document.getElementById("quotes");
const items = [...list.children];
const APPROVED = "godkendt";
const WITHHELD = "tilbageholdt";
const UNDECIDED = { verdict: null, rank: null };
const KEYS = { a: APPROVED, x: WITHHELD, f: "first" };

const tried = messenger(message);
undoByKey(tried);

const choose = (item, decided) => call("PUT", "/reports/quotes", { codings: item.dataset.codings.split(" "), ...decided });

/** Decide on a quote, or take the decision back when it stands already. */
function toggle(item, what) {
  const stands = item.querySelector(`[data-set="${what}"]`).getAttribute("aria-pressed") === "true";
  return decide(item, what === "first" ? { rank: stands ? null : 1 } : { verdict: stands ? null : what });
}

async function decide(item, change) {
  const { verdict, rank } = item.dataset;
  const decided = { verdict: verdict || null, rank: rank ? Number(rank) : null, ...change };
  if (!(await tried(async () => (await choose(item, decided), true), { reload: false }))) return;
  message.textContent = "";
  show(item, decided);
}

function show(item, { verdict, rank }) {
  approved.dataset.n = Number(approved.dataset.n) + (verdict === APPROVED) - (item.dataset.verdict === APPROVED);
  approved.textContent = Number(approved.dataset.n).toLocaleString(document.documentElement.lang);
  item.dataset.verdict = verdict ?? "";
  item.dataset.rank = rank ?? "";
  const stands = { [APPROVED]: verdict === APPROVED, [WITHHELD]: verdict === WITHHELD, first: Boolean(rank) };
  for (const button of item.querySelectorAll("[data-set]")) button.setAttribute("aria-pressed", stands[button.dataset.set]);
  const words = { [APPROVED]: list.dataset.approved, [WITHHELD]: list.dataset.withheld }[verdict] ?? list.dataset.undecided;
  item.querySelector(".state").textContent = rank ? `${words} · ${list.dataset.first}` : words;
  said.textContent = `${item.querySelector(".number").textContent} ${item.querySelector(".state").textContent}`;
}

for (const item of items) {
  for (const button of item.querySelectorAll("[data-set]")) button.addEventListener("click", () => toggle(item, button.dataset.set));
}
for (const button of document.querySelectorAll("[data-clear]")) {
  button.addEventListener("click", () => tried(() => choose(button.closest("li"), UNDECIDED)));
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const at = items.indexOf(document.activeElement.closest("#quotes > li"));
  if (event.key === "j" || event.key === "k") go(at + (event.key === "j" ? 1 : -1));
  else if (at >= 0 && event.key === "c") decide(items[at], UNDECIDED);
  else if (at >= 0 && KEYS[event.key]) toggle(items[at], KEYS[event.key]);
  else return;
  event.preventDefault();
});

function go(number) {
  const item = items[Math.max(0, Math.min(items.length - 1, number))];
  item?.focus();
  item?.scrollIntoView({ block: "nearest" });
}
