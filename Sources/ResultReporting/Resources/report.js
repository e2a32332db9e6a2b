"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = byId("data");
  if (!data) return;
  // A row: record, line, action, outcome, username, email, external id, codes, messages, detail.
  const RECORD = 0, LINE = 1, ACTION = 2, OUTCOME = 3, USERNAME = 4, EMAIL = 5, EXTERNAL = 6;
  const CODES = 7, MESSAGES = 8, DETAIL = 9;

  // ---- The results file, as it stands there

  const names = [
    "record", "line", "action", "outcome", "username", "email", "external_id", "codes", "messages",
    "detail",
  ];
  const fromJSON = (line) => {
    const object = JSON.parse(line);
    return names.map((name) => object[name] ?? "");
  };
  const fromCSV = (line) => {
    if (line.includes("\\")) line = line.replaceAll("\\u003c", "<").replaceAll("\\u005c", "\\");
    if (!line.includes('"')) return line.split(",");
    const cells = [];
    for (let start = 0; start <= line.length;) {
      let end = start, text;
      if (line[start] === '"') {
        end++;
        while (end < line.length && (line[end] !== '"' || line[++end] === '"')) end++;
        text = line.slice(start + 1, end - 1).replaceAll('""', '"');
      } else {
        end = line.indexOf(",", start);
        if (end < 0) end = line.length;
        text = line.slice(start, end);
      }
      cells.push(text);
      start = end + 1;
    }
    return cells;
  };
  const read = data.dataset.format === "csv" ? fromCSV : fromJSON;
  const rows = [];
  for (const line of data.textContent.split("\n")) {
    if (!line) continue;
    let row;
    try {
      row = read(line);
    } catch {
      continue; // The last line of a page that was cut off.
    }
    row[RECORD] = Number(row[RECORD]);
    row[LINE] = Number(row[LINE]);
    rows.push(row);
  }
  const hasKeys = "keys" in data.dataset;
  data.remove();
  if (!rows.length) return;

  const cell = (row, column) => row[column] ?? "";

  // Characters that do not show, or change what stands beside them, are shown by their number.
  const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
  const shown = (text) => String(text).replace(
    hidden, (c) => "\\u{" + c.codePointAt(0).toString(16).toUpperCase() + "}");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const add = (parent, name, className, text) => {
    const child = document.createElement(name);
    if (className) child.className = className;
    if (text !== undefined) child.textContent = shown(text);
    parent.append(child);
    return child;
  };

  const columns = {
    record: { of: (row) => row[RECORD] || Infinity },
    outcome: { of: (row) => cell(row, OUTCOME) },
    action: { of: (row) => cell(row, ACTION) },
    username: { of: (row) => cell(row, USERNAME).toLowerCase() },
    email: { of: (row) => cell(row, EMAIL).toLowerCase() },
    external_id: { of: (row) => cell(row, EXTERNAL).toLowerCase() },
    finding: { of: (row) => cell(row, CODES) || cell(row, DETAIL) },
  };

  // ---- Which rows, in which order

  const state = { sort: "record", isDescending: false, words: [], outcome: "", code: "" };
  const orders = new Map();
  let texts;
  let visible = [];

  const order = () => {
    const known = orders.get(state.sort);
    if (known) return known;
    const values = rows.map(columns[state.sort].of);
    const sorted = rows.map((_, index) => index);
    // Empty cells come last; equal ones stay in the order of the file.
    sorted.sort((a, b) => {
      const [x, y] = [values[a], values[b]];
      if (x === y) return a - b;
      if (x === "") return 1;
      if (y === "") return -1;
      return x < y ? -1 : 1;
    });
    orders.set(state.sort, sorted);
    return sorted;
  };

  const textOf = (index) => {
    texts ??= new Array(rows.length);
    return texts[index] ??= rows[index].join("\n").toLowerCase();
  };

  const matches = (index) => {
    const row = rows[index];
    if (state.outcome && row[OUTCOME] !== state.outcome) return false;
    if (state.code && !(";" + cell(row, CODES) + ";").includes(";" + state.code + ";")) return false;
    return state.words.every((word) => textOf(index).includes(word));
  };

  // ---- The list: only rows in view are in the document

  const scroller = byId("scroller"), table = byId("table"), body = byId("rows");
  const inView = new Map();
  const spare = 6;
  let rowHeight = 0;
  let selected = -1;

  const makeRow = (place) => {
    const row = rows[visible[place]];
    const element = document.createElement("tr");
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", place + 2);
    element.dataset.place = place;
    element.style.top = place * rowHeight + "px";
    if (visible[place] === selected) element.setAttribute("aria-current", "true");
    const td = (className) => {
      const made = add(element, "td", className);
      made.setAttribute("role", "cell");
      return made;
    };
    const first = td("c-record");
    const name = row[RECORD] ? "Record " + grouped(row[RECORD]) : "Leaver";
    const button = add(first, "button", "", row[RECORD] ? grouped(row[RECORD]) : "leaver");
    button.type = "button";
    button.setAttribute("aria-label", name + ": show all of it");
    if (row[RECORD]) add(first, "span", "faint", "line " + grouped(row[LINE]));
    add(td("c-outcome"), "span", "mark m-" + cell(row, OUTCOME), cell(row, OUTCOME));
    add(td("c-action"), "span", "", cell(row, ACTION));
    if (hasKeys) {
      add(td("c-username"), "span", "", cell(row, USERNAME));
      add(td("c-email"), "span", "", cell(row, EMAIL));
      add(td("c-external"), "span", "", cell(row, EXTERNAL));
    }
    const finding = add(td("c-finding"), "div", "clamp");
    const codes = cell(row, CODES).split(";").filter(Boolean);
    if (codes.length) {
      add(finding, "code", "", codes.length > 1 ? codes[0] + " +" + (codes.length - 1) : codes[0]);
      finding.append(" ");
    }
    finding.append(shown(cell(row, MESSAGES) || cell(row, DETAIL)));
    return element;
  };

  const draw = () => {
    const head = table.tHead.offsetHeight;
    const top = Math.max(0, scroller.scrollTop - head);
    const first = Math.max(0, Math.floor(top / rowHeight) - spare);
    const last = Math.min(
      visible.length, Math.ceil((top + scroller.clientHeight) / rowHeight) + spare);
    for (const [place, element] of inView) {
      if (place >= first && place < last) continue;
      if (element.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      element.remove();
      inView.delete(place);
    }
    for (let place = first; place < last; place++) {
      if (inView.has(place)) continue;
      const element = makeRow(place);
      inView.set(place, element);
      const next = inView.get(place + 1);
      if (next) next.before(element); else body.append(element);
    }
  };

  const redraw = () => {
    for (const element of inView.values()) element.remove();
    inView.clear();
    rowHeight = parseFloat(getComputedStyle(body).getPropertyValue("--row")) || 48;
    body.style.height = visible.length * rowHeight + "px";
    table.setAttribute("aria-rowcount", visible.length + 1);
    draw();
  };

  const found = byId("found");
  const update = () => {
    visible = order().filter(matches);
    if (state.isDescending) visible.reverse();
    scroller.scrollTop = 0;
    found.textContent = visible.length === rows.length
      ? grouped(rows.length) + (rows.length === 1 ? " record" : " records") + " listed"
      : grouped(visible.length) + " of " + grouped(rows.length) + " listed records";
    redraw();
  };

  let isDue = false;
  scroller.addEventListener("scroll", () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; draw(); });
  }, { passive: true });
  addEventListener("resize", redraw);

  // ---- Filters

  const search = byId("search"), outcome = byId("outcome"), code = byId("code");
  const fill = (select, counts, all) => {
    add(select, "option", "", all).value = "";
    for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
      add(select, "option", "", value + " (" + grouped(count) + ")").value = value;
    }
  };
  const count = (counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1);
  const outcomes = new Map(), codes = new Map();
  for (const row of rows) {
    count(outcomes, cell(row, OUTCOME));
    const word = cell(row, CODES);
    if (word) for (const code of new Set(word.split(";"))) count(codes, code);
  }
  fill(outcome, outcomes, "All outcomes");
  fill(code, codes, "All codes");

  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      update();
    }, 120);
  });
  outcome.addEventListener("change", () => { state.outcome = outcome.value; update(); });
  code.addEventListener("change", () => { state.code = code.value; update(); });
  const form = search.form;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    clearTimeout(timer);
    Object.assign(state, { words: [], outcome: "", code: "" });
    setTimeout(update);
  });
  for (const link of document.querySelectorAll("a.filter")) {
    if (!codes.has(link.dataset.code)) {
      link.parentElement.remove();
      continue;
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.reset();
      code.value = state.code = link.dataset.code;
      const section = byId("records");
      section.scrollIntoView();
      code.focus({ preventScroll: true });
      setTimeout(() => { state.code = code.value = link.dataset.code; update(); });
    });
  }

  // ---- Sorting

  const headings = [...table.tHead.querySelectorAll("button")];
  const showSort = () => {
    for (const button of headings) {
      const isSorted = button.dataset.key === state.sort;
      button.parentElement.setAttribute(
        "aria-sort", !isSorted ? "none" : state.isDescending ? "descending" : "ascending");
    }
  };
  for (const button of headings) {
    button.addEventListener("click", () => {
      const key = button.dataset.key;
      state.isDescending = state.sort === key && !state.isDescending;
      state.sort = key;
      showSort();
      update();
    });
  }

  // ---- One record

  const detail = byId("detail"), facts = byId("facts"), title = byId("detail-title");
  let opener = -1;
  const fact = (name, text) => {
    if (!text) return;
    const pair = add(facts, "div");
    add(pair, "dt", "", name);
    add(pair, "dd", "", text);
  };
  const open = (place) => {
    const row = rows[visible[place]];
    selected = visible[place];
    opener = place;
    for (const [other, element] of inView) {
      if (other === place) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
    title.textContent = row[RECORD]
      ? "Record " + grouped(row[RECORD]) + ", line " + grouped(row[LINE]) : "Leaver";
    facts.replaceChildren();
    fact("Outcome", cell(row, OUTCOME));
    fact("Action", cell(row, ACTION));
    fact("Username", cell(row, USERNAME));
    fact("E-mail", cell(row, EMAIL));
    fact("External id", cell(row, EXTERNAL));
    fact("Codes", cell(row, CODES).split(";").join("; "));
    fact("Messages", cell(row, MESSAGES));
    fact("Detail", cell(row, DETAIL));
    detail.hidden = false;
    title.focus({ preventScroll: true });
  };
  const close = () => {
    detail.hidden = true;
    selected = -1;
    for (const element of inView.values()) element.removeAttribute("aria-current");
    focusRow(opener);
  };
  const focusRow = (place) => {
    if (place < 0 || place >= visible.length) return;
    const head = table.tHead.offsetHeight;
    const top = place * rowHeight;
    const room = scroller.clientHeight - head;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + room) {
      scroller.scrollTop = top + rowHeight - room;
    }
    draw();
    inView.get(place)?.querySelector("button")?.focus({ preventScroll: true });
  };
  body.addEventListener("click", (event) => {
    const element = event.target.closest("tr");
    if (element && !String(getSelection())) open(Number(element.dataset.place));
  });
  body.addEventListener("keydown", (event) => {
    const element = event.target.closest("tr");
    if (!element) return;
    const place = Number(element.dataset.place);
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 1);
    const moves = {
      ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + page, PageUp: place - page,
      Home: 0, End: visible.length - 1,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    focusRow(Math.min(visible.length - 1, Math.max(0, moves[event.key])));
  });
  byId("close").addEventListener("click", close);
  detail.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  // What went wrong is what people come for.
  if (outcomes.has("rejected") && outcomes.size > 1) outcome.value = state.outcome = "rejected";
  document.documentElement.classList.add("live");
  byId("browser").hidden = false;
  showSort();
  update();
})();
