// Draws every figure[data-chart] with plotly.js, light or dark as the screen is, under the strict policy of our pages.
//
// Such a figure holds a div.drawing and a script of type application/json with {"data": …, "layout": …}.
//
// plotly.js writes inline styles, which `default-src 'self'` refuses. Three things make it go through the CSSOM, which
// is allowed: a stylesheet with the id under which it looks for its own, an element with the id of its map library's
// style (no maps here), and setAttribute("style") on SVG elements handed to .style.

const PLOTLY = "/static/plotly.min.js";
const RULES = "/static/charts.css";
const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const DARK = matchMedia("(prefers-color-scheme: dark)");
const CONFIG = { displayModeBar: false, responsive: true };

const setPlain = Element.prototype.setAttribute;
SVGElement.prototype.setAttribute = function setAttribute(name, value) {
  if (name === "style") this.style.cssText = value;
  else setPlain.call(this, name, value);
};

function added(name, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.addEventListener("load", () => resolve(element));
    element.addEventListener("error", () => reject(new Error(element.src || element.href)));
    document.head.append(element);
  });
}

async function loaded() {
  if (window.Plotly) return;
  document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLE }));
  await added("link", { rel: "stylesheet", id: "plotly.js-style-global", href: RULES });
  await added("script", { src: PLOTLY });
}

function coloured(text) {
  const figure = JSON.parse(text);
  const colours = figure.layout.meta?.dark;
  if (!DARK.matches || !colours) return figure;
  return JSON.parse(text.replace(/(?<=")#[0-9A-F]{6}(?=")/g, (colour) => colours[colour] ?? colour));
}

function draw(figure) {
  const { data, layout } = coloured(figure.querySelector("script").textContent);
  return window.Plotly.react(figure.querySelector(".drawing"), data, layout, CONFIG);
}

const figures = [...document.querySelectorAll("figure[data-chart]")];

async function drawAll() {
  await Promise.all(figures.map(draw));
  document.documentElement.dataset.charts = DARK.matches ? "dark" : "light"; // all is drawn
}

if (figures.length) {
  await loaded();
  await drawAll();
  DARK.addEventListener("change", drawAll);
}
