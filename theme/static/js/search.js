// The search: the one script of the site, on the one page that needs it.  Whatever comes out of the
// index is other people's text: it becomes text nodes, never markup.
const form = document.querySelector("#_search");
const status = document.querySelector("#_found");
const list = document.querySelector("#_results");
const more = document.querySelector("#_more");
const filters = ["topics", "outlets", "years"];
const bundle = form.dataset.bundle;
const AT_ONCE = 10;

let parts;
let shown = 0;
let hits = [];
let asked = 0;

function load() {
  parts ??= Promise.all([
    import(`${bundle}pagefind.js`),
    fetch(`${bundle}facets.json`).then((answer) => answer.json()),
  ]);
  return parts;
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// An excerpt comes as HTML with <mark> in it: keep the text and the marks.
function excerpt(html) {
  const made = document.createElement("p");
  const read = new DOMParser().parseFromString(html, "text/html");
  for (const node of read.body.childNodes) {
    const marked = node.nodeName === "MARK";
    made.append(marked ? element("mark", node.textContent) : node.textContent);
  }
  return made;
}

function entry(data) {
  const item = document.createElement("li");
  const title = element("p", "", "title");
  const link = element("a", data.meta.title);
  const { pathname, hash } = new URL(data.meta.path, location.origin);
  link.href = pathname + hash;
  title.append(link);
  item.append(element("p", data.meta.place, "kicker"), title, excerpt(data.excerpt));
  return item;
}

function passes(id, facets) {
  const record = facets.records[id];
  return filters.every((name, place) => {
    const wanted = form.elements[name].value;
    return !wanted || record?.[place].includes(facets[name].indexOf(wanted));
  });
}

async function show(focus) {
  const turn = asked;
  const next = hits.slice(shown, shown + AT_ONCE);
  const entries = (await Promise.all(next.map((hit) => hit.data()))).map(entry);
  if (turn !== asked) return;
  list.append(...entries);
  shown += entries.length;
  more.hidden = shown >= hits.length;
  if (focus) entries[0]?.querySelector("a").focus();
}

async function search() {
  const turn = ++asked;
  const query = form.elements.q.value.trim();
  const chosen = filters.filter((name) => form.elements[name].value);
  remember(query, chosen);
  if (!query && !chosen.length) {
    hits = [];
    list.replaceChildren();
    status.textContent = "";
    more.hidden = true;
    return;
  }
  try {
    const [engine, facets] = await load();
    const answer = await engine.search(query || null);
    if (turn !== asked) return;
    hits = answer.results.filter((hit) => passes(hit.id, facets));
  } catch (error) {
    parts = undefined;
    status.textContent = form.dataset.failed;
    throw error;
  }
  shown = 0;
  list.replaceChildren();
  status.textContent = hits.length
    ? form.dataset.some.replace("{number}", hits.length)
    : form.dataset.none;
  await show(false);
}

function remember(query, chosen) {
  const words = new URLSearchParams(query ? { q: query } : {});
  for (const name of chosen) words.set(name, form.elements[name].value);
  const address = words.size ? `?${words}` : location.pathname;
  history.replaceState(null, "", address);
}

let waiting;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(search, 250);
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.elements[name];
  if (field && "value" in field) field.value = value;
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.elements.q.addEventListener("input", soon);
for (const name of filters) form.elements[name].addEventListener("change", search);
more.addEventListener("click", () => show(true));
if (location.search) search();
