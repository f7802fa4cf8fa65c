// Talk to the server. A refusal becomes an error with the server's own words.

export class Refused extends Error {
  constructor(status, { message, hint }) {
    super(message);
    this.status = status;
    this.hint = hint ?? "";
  }
}

export async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(`/api/v1${path}`, options).catch(() => {
    throw new Refused(0, { message: words("noServer"), hint: words("noServerHint") });
  });
  if (!answer.ok) throw new Refused(answer.status, await fault(answer));
  return answer.status === 204 ? null : answer.json();
}

async function fault(answer) {
  const text = await answer.text();
  return text.startsWith("{") ? JSON.parse(text) : { message: text.slice(0, 300) };
}

const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** A text of the page's language, with its values put in. */
export function words(name, values = {}) {
  const text = texts[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** The data that the page came with. */
export function pageData() {
  return JSON.parse(document.getElementById("data").textContent);
}

/** A new element with its class, text and listeners. */
export function element(tag, { className, text, on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children.filter(Boolean));
  return made;
}

/** Ctrl+Enter saves a form and Escape closes it. */
export function formKeys(form, { save, close }) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
