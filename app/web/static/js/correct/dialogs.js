// Small questions: whose voice, which item, what to replace, what was there before.
const HITS = 200;

function option(value, text) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = text;
  return element;
}

/** Ask with a dialog that the page holds; gives the form's values, or null where it was closed. */
function ask(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      const form = dialog.querySelector("form");
      resolve(dialog.returnValue === "ok" ? Object.fromEntries(new FormData(form)) : null);
    }, { once: true });
  });
}

for (const dialog of document.querySelectorAll("dialog.ask")) {
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-do=close]")) dialog.close();
  });
}

export async function askSpeaker(store, line, say) {
  const dialog = document.getElementById("ask-speaker");
  const choices = dialog.querySelector("datalist");
  const names = new Set([...store.people, ...store.speakers.map((one) => one.name).filter(Boolean)]);
  const unnamed = store.speakers.filter((one) => !one.name).map((one) => `${say.unknown} ${one.id}`);
  choices.replaceChildren(...[...names, ...unnamed].map((name) => option(name, "")));
  const field = dialog.querySelector("[name=name]");
  field.value = store.speaker(line.speaker)?.name ?? "";
  queueMicrotask(() => field.select());
  const told = await ask(dialog);
  if (!told) return null;
  const name = told.name.trim();
  const voice = store.speakers.find((one) => one.name === name || `${say.unknown} ${one.id}` === name);
  if (told.where === "all" && line.speaker) {
    if (voice && voice.id !== line.speaker) return [{ op: "merge-speakers", speaker: line.speaker, into: voice.id }];
    return [{ op: "rename-speaker", speaker: line.speaker, name: name || null }];
  }
  const place = store.places.get(line.id);
  const utterances = [line.id];
  if (told.where === "from") {
    for (const other of store.lines.slice(place + 1)) if (other.speaker === line.speaker) utterances.push(other.id);
  }
  const whom = voice ? { speaker: voice.id } : { name: name || null };
  return [{ op: "set-speaker", utterances, ...whom }];
}

export async function askItem(store, line, say) {
  const dialog = document.getElementById("ask-item");
  const list = dialog.querySelector("select");
  list.replaceChildren(option("", say.no_item), ...store.items.map((one) => option(one.number, `${one.number} ${one.title}`)));
  list.value = line.item ?? "";
  const told = await ask(dialog);
  if (!told) return null;
  const item = told.item || null;
  if (told.where === "one") return [{ op: "set-item", utterances: [line.id], item }];
  return [{ op: "begin-item", utterance: line.id, item }];
}

/** Search, show every place as it would read, and give the corrections that were chosen. */
export async function askReplace(store, say, reveal) {
  const dialog = document.getElementById("ask-replace");
  const [find, by] = ["find", "by"].map((name) => dialog.querySelector(`[name=${name}]`));
  const hits = dialog.querySelector(".hits");
  const count = dialog.querySelector(".hits__count");
  const [letters, whole] = ["letters", "whole"].map((name) => dialog.querySelector(`[name=${name}]`));
  let found = [];
  const pattern = () => {
    const said = find.value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const bounded = whole.checked ? `(?<![\\p{L}\\p{N}])${said}(?![\\p{L}\\p{N}])` : said;
    return new RegExp(bounded, letters.checked ? "gu" : "giu");
  };
  function search() {
    found = find.value ? store.lines.filter((line) => pattern().test(line.text)) : [];
    count.textContent = find.value ? say.hits.replace("{n}", found.length) : "";
    hits.replaceChildren(...found.slice(0, HITS).map((line) => {
      const row = document.createElement("li");
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "hit", value: line.id, checked: true });
      const text = document.createElement("span");
      let last = 0;
      for (const match of line.text.matchAll(pattern())) {
        const [before, old] = [document.createTextNode(line.text.slice(last, match.index)), document.createElement("mark")];
        old.textContent = match[0];
        text.append(before, old);
        if (by.value) {
          const fresh = document.createElement("ins");
          fresh.textContent = by.value;
          text.append(fresh);
        }
        last = match.index + match[0].length;
      }
      text.append(line.text.slice(last));
      const go = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: say.show });
      go.addEventListener("click", () => { dialog.close(); reveal(line.id); });
      label.append(box, text);
      row.append(label, go);
      return row;
    }));
  }
  for (const field of [find, by, letters, whole]) field.oninput = search;
  search();
  queueMicrotask(() => find.select());
  if (!(await ask(dialog)) || !find.value) return null;
  const shown = new Set(found.slice(0, HITS).map((line) => line.id));
  const chosen = new Set([...hits.querySelectorAll("[name=hit]:checked")].map((box) => box.value));
  return found
    .filter((line) => chosen.has(line.id) || !shown.has(line.id))
    .map((line) => ({ op: "set-text", utterance: line.id, text: line.text.replace(pattern(), () => by.value) }));
}

export async function showHistory(store, line, say, undo) {
  const dialog = document.getElementById("ask-history");
  const list = dialog.querySelector("ol");
  list.replaceChildren();
  dialog.showModal();
  const answer = await fetch(`${store.api}/edits?${new URLSearchParams({ utterance: line.id })}`);
  const made = answer.ok ? (await answer.json()).items : [];
  dialog.querySelector(".none").hidden = made.length > 0;
  list.replaceChildren(...made.map((one) => {
    const row = document.createElement("li");
    const text = document.createElement("p");
    const who = `${one.by || say.machine}, ${new Date(one.at).toLocaleString(document.documentElement.lang)}`;
    text.textContent = `${who}: ${say[`op_${one.edit.op}`] ?? one.edit.op}`;
    row.append(text);
    if (one.before.length) {
      const before = document.createElement("p");
      before.className = "muted";
      before.textContent = `${say.before} ${one.before.join(" / ")}`;
      row.append(before);
    }
    if (one.by) {
      const back = Object.assign(document.createElement("button"), { type: "button", className: "linkish", textContent: say.undo });
      back.setAttribute("aria-label", `${say.undo}: ${one.seq}`);
      back.addEventListener("click", () => { dialog.close(); undo(one.seq); });
      row.append(back);
    }
    return row;
  }));
}
