"use strict";
(() => {
const $ = id => document.getElementById(id);
const root = document.documentElement;
const words = JSON.parse($("words").textContent);
const data = JSON.parse($("data").textContent);
const PAGE = 100;
let lang = root.lang;
const t = key => words[lang][key] ?? key;
root.classList.add("scripted");

// Everything of the package is set as text: nothing of it is ever read as markup.
function el(tag, props, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props || {})) k in e ? e[k] = v : e.setAttribute(k, v);
  e.append(...children);
  return e;
}
const bdi = s => el("bdi", null, s);

// Language.
function speak(to) {
  lang = to;
  root.lang = to;
  for (const b of document.querySelectorAll("[data-set-lang]")) b.setAttribute("aria-pressed", b.dataset.setLang === to);
  for (const e of document.querySelectorAll("[data-aria-label]")) e.setAttribute("aria-label", t(e.dataset.ariaLabel) + (e.dataset.ariaRest || ""));
  for (const e of document.querySelectorAll("option[data-text]")) e.textContent = t(e.dataset.text);
  show();
}
for (const b of document.querySelectorAll("[data-set-lang]")) b.addEventListener("click", () => speak(b.dataset.setLang));
$("print").addEventListener("click", () => window.print());
// Paper does not unfold: the first screen is printed with all that it has to say.
const folded = [];
addEventListener("beforeprint", () => {
  for (const d of document.querySelectorAll("#verdict > details:not([open])")) { d.open = true; folded.push(d); }
});
addEventListener("afterprint", () => { for (const d of folded.splice(0)) d.open = false; });

// Evidence.
const groups = [...document.querySelectorAll(".group")];
const cards = document.querySelectorAll(".card").length;
function sift() {
  const org = $("by-org").value, cls = $("by-class").value;
  let n = 0;
  for (const g of groups) {
    g.hidden = org !== "" && g.dataset.org !== org || cls !== "" && g.dataset.class !== cls;
    if (!g.hidden) n += g.querySelectorAll(".card").length;
  }
  $("cards-shown").textContent = n + " / " + cards;
}
if (groups.length) {
  $("by-org").addEventListener("change", sift);
  $("by-class").addEventListener("change", sift);
  $("by-org").value = groups[0].dataset.org;
  sift();
}
for (const b of document.querySelectorAll(".crop")) b.addEventListener("click", () => {
  $("picture").replaceChildren(b.querySelector("svg").cloneNode(true));
  $("caption").replaceChildren(bdi(b.closest(".card").querySelector(".place bdi").textContent));
  $("viewer").showModal();
});
$("viewer").addEventListener("click", e => { if (e.target === $("viewer")) $("viewer").close(); });

// Items.
const items = data.items;
const collator = new Intl.Collator(undefined, {numeric: true});
const paths = new Map();
function path(i) {
  const names = [];
  for (let hops = 0; i >= 0 && hops < 200; i = items[i].u, hops++) if (items[i].u >= 0 || !names.length) names.unshift(items[i].n);
  return names;
}
const lower = i => {
  let s = paths.get(i);
  if (s === undefined) paths.set(i, s = path(i).join(" > ").toLowerCase());
  return s;
};
const size = n => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let u = 0;
  for (; n >= 1000 && u < 4; u++) n /= 1000;
  return (u ? n.toFixed(1) : n) + " " + units[u];
};
const status = ["status.read", "status.partly-read", "status.not-read"];
data.formats.map((f, i) => [f, i]).sort((a, b) => collator.compare(a[0], b[0])).forEach(([f, i]) => $("by-type").append(el("option", {value: i}, f)));
data.orgs.forEach((o, i) => $("by-marks").append(el("option", {value: i}, o)));
let order = items.map((_, i) => i), sorted = "", down = false, found = order, page = 0;
const open = new Set();
const keys = {
  n: (a, b) => collator.compare(lower(a), lower(b)),
  f: (a, b) => collator.compare(data.formats[items[a].f], data.formats[items[b].f]),
  s: (a, b) => items[a].s - items[b].s,
  r: (a, b) => (items[a].r || 0) - (items[b].r || 0),
  o: (a, b) => (items[a].o?.[0] ?? 99) - (items[b].o?.[0] ?? 99),
};
function filter() {
  const q = $("q").value.trim().toLowerCase(), st = $("by-status").value, ty = $("by-type").value, org = $("by-marks").value;
  found = order.filter(i => {
    const it = items[i];
    return (st === "" || (st === "p" ? it.p : (it.r || 0) === +st)) && (ty === "" || it.f === +ty) &&
      (org === "" || it.o?.includes(+org)) && (q === "" || lower(i).includes(q));
  });
  page = 0;
  show();
}
function list(values) { return el("ul", null, ...values.map(v => el("li", null, ...[v].flat()))); }
function details(i) {
  const it = items[i], d = it.d, dl = el("dl");
  const add = (key, ...v) => dl.append(el("dt", null, t(key)), el("dd", null, ...v));
  add("detail.path", bdi(path(i).join(" > ")));
  if (it.x) add("detail.aside", t("aside." + it.x));
  if (it.h) add("detail.sha256", it.h);
  if (it.e) add("detail.same", bdi(path(items.findIndex(x => x.i === it.e)).join(" > ")));
  if (d) {
    if (d.b) add("detail.basis", bdi(d.b));
    if (d.w) add("detail.warnings", list(d.w.map(bdi)));
    if (d.p) add("detail.problems", list(d.p.map(([k, w, s]) => [(data.kinds[k] ? t("kind." + data.kinds[k]) : "") + ": ", bdi((w ? w + ": " : "") + s)])));
    if (d.k) add("detail.marks", list(d.k.map(([c, v, s, o]) => {
      const out = [el("b", null, bdi(o >= 0 ? data.orgs[o] : v)), " " + (data.classes[c] ? t("class." + data.classes[c]) : "") + " "];
      const at = v ? s.indexOf(v) : -1;
      out.push(at < 0 ? bdi(s) : el("bdi", null, s.slice(0, at), el("mark", null, v), s.slice(at + v.length)));
      return out;
    })));
    if (d.m) add("detail.metadata", list(d.m.map(([n, v]) => [el("span", {className: "dim"}, bdi(n)), " ", bdi(v)])));
  }
  if (it.c) dl.append(el("dt"), el("dd", {className: "dim"}, t("detail.cut")));
  return el("tr", {className: "detail", id: "detail" + i, role: "row"}, el("td", {colSpan: 5, role: "cell"}, dl));
}
function row(i) {
  const it = items[i], where = path(i).slice(0, -1).join(" > ");
  const b = el("button", {type: "button", className: "open", "aria-expanded": open.has(i)}, bdi(it.n));
  if (open.has(i)) b.setAttribute("aria-controls", "detail" + i);
  b.addEventListener("click", () => {
    open.has(i) ? open.delete(i) : open.add(i);
    show();
    document.querySelector(`[data-row="${i}"]`).focus();
  });
  b.dataset.row = i;
  const name = el("td", {role: "cell"}, b);
  if (where) name.append(el("span", {className: "in"}, bdi(where)));
  const kinds = (it.p || []).map(k => t("kind." + data.kinds[k])).join(", ");
  const orgs = it.o || [], some = orgs.slice(0, 3);
  return el("tr", {role: "row"}, name, el("td", {role: "cell"}, data.formats[it.f]), el("td", {role: "cell", className: "num"}, size(it.s)),
    el("td", {role: "cell", className: "state" + (it.r || 0)}, t(status[it.r || 0]) + (kinds ? " (" + kinds + ")" : ""), ...(it.x ? [el("span", {className: "in alarm"}, t("aside." + it.x))] : [])),
    el("td", {role: "cell", className: "orgs"}, ...some.flatMap((o, n) => [el("span", null, bdi(data.orgs[o]), n < some.length - 1 ? "," : ""), " "]), orgs.length > 3 ? "+" + (orgs.length - 3) : ""));
}
function show() {
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  page = Math.min(page, pages - 1);
  const rows = [];
  for (const i of found.slice(page * PAGE, (page + 1) * PAGE)) {
    rows.push(row(i));
    if (open.has(i)) rows.push(details(i));
  }
  if (!rows.length) rows.push(el("tr", {role: "row"}, el("td", {colSpan: 5, role: "cell"}, t("items.none"))));
  $("rows").replaceChildren(...rows);
  $("where").textContent = `${t("items.page")} ${page + 1} ${t("items.of")} ${pages} · ${found.length} / ${items.length}`;
  $("prev").disabled = page === 0;
  $("next").disabled = page >= pages - 1;
}
for (const b of document.querySelectorAll("[data-sort]")) b.addEventListener("click", () => {
  down = sorted === b.dataset.sort ? !down : false;
  sorted = b.dataset.sort;
  for (const th of document.querySelectorAll("#table [aria-sort]")) th.setAttribute("aria-sort", "none");
  b.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
  const by = keys[sorted], sign = down ? -1 : 1;
  order = items.map((_, i) => i).sort((a, b) => sign * by(a, b) || a - b);
  filter();
});
let wait;
$("q").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(filter, 120); });
for (const id of ["by-status", "by-type", "by-marks"]) $(id).addEventListener("change", filter);
$("prev").addEventListener("click", () => { page--; show(); });
$("next").addEventListener("click", () => { page++; show(); });

speak(root.dataset.lang === "auto" && navigator.language.toLowerCase().startsWith("ja") ? "ja" : lang);
})();
