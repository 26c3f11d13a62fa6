// The page on which the transcript is corrected: list, sound, keys, and corrections on their way to the server.
import { askItem, askReplace, askSpeaker, showHistory } from "./correct/dialogs.js";
import { createEditor } from "./correct/edit.js";
import { createKeys } from "./correct/keys.js";
import { createRenderer } from "./correct/lines.js";
import { List } from "./correct/list.js";
import { Sender } from "./correct/sender.js";
import { Store } from "./correct/store.js";
import { createStrip } from "./correct/strip.js";
import { createPlayer } from "./player.js";

const page = document.getElementById("correct");
const texts = JSON.parse(page.dataset.texts);
const state = document.getElementById("correct-state");
const message = document.getElementById("correct-message");
const sound = document.getElementById("sound");
const store = new Store(page.dataset.api);
let here = null;
const on = { loop: false, skip: false };
/** Seconds without speech that are left out, and that are kept before speech goes on. */
const PAUSE = 0.6;
const LEAD = 0.15;
let sounding = null;

const render = createRenderer(store, texts, () => here);
const list = new List(document.getElementById("lines"), store, render, () => here);
const player = sound && createPlayer(sound, { moved: follow, keys: false });
const strip = createStrip(document.getElementById("strip"), store, {
  length: () => sound?.duration,
  seek: (second) => { if (player) sound.currentTime = second; select(store.lines[Math.max(0, store.at(second))]?.id); },
});

const sender = new Sender(store, {
  say(name, data = {}) {
    state.textContent = texts[name].replace("{n}", data.n ?? "");
    state.classList.toggle("correct__state--bad", name === "failed" || name === "offline");
  },
  refused(text) {
    message.textContent = text;
    message.hidden = false;
  },
  present(others) {
    const box = document.getElementById("correct-present");
    box.textContent = others.length ? texts.present.replace("{names}", others.map((one) => one.name).join(", ")) : "";
    for (const row of list.rows.children) {
      row.classList.toggle("line--other", others.some((one) => one.utterance === row.dataset.line));
    }
  },
  here: () => here,
});

const editor = createEditor({ list, store, push, moved: select, texts });

function push(edits, guarded) {
  message.hidden = true;
  return sender.push(edits, guarded);
}

function line() {
  return store.line(here) ?? store.lines[0];
}

/** Go to a line. */
function select(id, { focus = true } = {}) {
  if (!id || !store.places.has(id)) return;
  const before = here;
  here = id;
  list.reveal(id);
  if (before && before !== id) list.redraw(before);
  list.redraw(id);
  if (focus) list.row(id)?.focus({ preventScroll: true });
}

function step(by) {
  const place = store.places.get(here) ?? -1;
  select(store.lines[Math.min(store.lines.length - 1, Math.max(0, place + by))]?.id);
}

function follow(second, jumped) {
  const current = store.lines[store.at(second)];
  if (!sound.paused && !jumped) leap(second, current);
  const row = current && list.row(current.id);
  if (current?.id !== sounding) {
    list.row(sounding)?.classList.remove("line--sounding");
    list.rows.querySelector(".now")?.classList.remove("now");
    sounding = current?.id ?? null;
    if (player?.following() && !sound.paused && !on.loop && !editor.line && !jumped && current) {
      if (current.id !== here) select(current.id, { focus: document.activeElement?.closest?.("#lines") !== null });
    }
  }
  if (!row) return;
  row.classList.add("line--sounding");
  const words = row.querySelectorAll(".line__text span");
  let at = -1;
  while (at + 1 < words.length && Number(words[at + 1].dataset.start) <= second + 0.02) at++;
  const marked = row.querySelector(".now");
  if (marked === words[at]) return;
  marked?.classList.remove("now");
  words[at]?.classList.add("now");
}

/** Go back to where a repeated place begins, or over a pause. */
function leap(second, current) {
  const repeated = on.loop && here ? line() : null;
  if (repeated?.end && second > repeated.end) sound.currentTime = repeated.start;
  const next = store.lines[store.at(second) + 1];
  if (repeated || !on.skip || !next?.start || second < (current?.end ?? 0)) return;
  if (next.start - second > PAUSE) sound.currentTime = next.start - LEAD;
}

function toggle(name) {
  on[name] = !on[name];
  page.querySelector(`[data-do=${name}]`).setAttribute("aria-pressed", on[name]);
}

function play(from = line()?.start) {
  if (!player || from === undefined) return;
  player.playFrom(from);
}

const actions = {
  next: () => step(1),
  previous: () => step(-1),
  edit: () => { select(here ?? store.lines[0]?.id); editor.open(here); },
  play: () => { if (sound && !sound.paused) sound.pause(); else play(); },
  back: () => { if (sound) sound.currentTime -= 3; },
  forward: () => { if (sound) sound.currentTime += 3; },
  loop: () => { toggle("loop"); if (on.loop) play(); },
  skip: () => toggle("skip"),
  slower: () => player?.rate(-1),
  faster: () => player?.rate(1),
  speaker: async () => { const edits = await askSpeaker(store, line(), texts); if (edits) push(edits); list.row(here)?.focus(); },
  item: async () => { const edits = await askItem(store, line(), texts); if (edits) push(edits); list.row(here)?.focus(); },
  check: () => { push([{ op: "mark", utterances: [line().id], checked: !line().checked }]); step(1); },
  overlap: () => push([{ op: "mark", utterances: [line().id], overlap: !(line().flags ?? []).includes("overlap") }]),
  remove: () => push([{ op: "set-text", utterance: line().id, text: "" }], [line().id]),
  mute: () => {
    const words = editor.selection() ?? { utterance: line().id, first: 0, last: line().text.split(" ").length - 1 };
    if (!line().text || !confirm(texts.mute_sure)) return;
    editor.close(false);
    push([{ op: "mute", ...words }], [words.utterance]);
  },
  doubtful: () => {
    const from = (store.places.get(here) ?? -1) + 1;
    const found = [...store.lines.slice(from), ...store.lines.slice(0, from)].find((one) => store.doubtful(one));
    if (found) { select(found.id); play(found.start); } else state.textContent = texts.no_doubt;
  },
  find: async () => { const edits = await askReplace(store, texts, select); if (edits?.length) push(edits); },
  history: () => showHistory(store, line(), texts, (seq) => sender.undo(seq)),
  undo: () => { if (sender.last) { sender.undo(sender.last); sender.last = null; } },
  sheet: () => document.getElementById("keys-sheet").showModal(),
};

createKeys(actions, texts, document.getElementById("keys-sheet"));

document.addEventListener("click", (event) => {
  const doing = event.target.closest("[data-do]")?.dataset.do;
  const row = event.target.closest("[data-line]");
  if (row && !event.target.closest("textarea")) {
    if (editor.line && editor.line !== row.dataset.line) editor.close(true);
    const word = event.target.closest(".line__text span");
    const second = word?.dataset.start;
    select(row.dataset.line);
    if (doing === "play") play();
    else if (doing === "speaker") actions.speaker();
    else if (second !== undefined && player) sound.currentTime = Number(second);
  } else if (doing && actions[doing]) actions[doing]();
});
document.getElementById("lines").addEventListener("focusin", (event) => {
  const id = event.target.dataset.line; // reached with the Tab key or by a screen reader
  if (id && id !== here) select(id);
});
document.getElementById("lines").addEventListener("dblclick", (event) => {
  const row = event.target.closest("[data-line]");
  if (row && event.target.closest(".line__text")) { select(row.dataset.line); editor.open(row.dataset.line); }
});
document.getElementById("lines").addEventListener("mousedown", (event) => {
  if (editor.line && event.target.closest("[data-do=mute]")) event.preventDefault();
});

let telling = null;

/** Progress and strip follow in a quiet moment: they look at every line of the meeting. */
function tell() {
  telling ??= setTimeout(() => { telling = null; tellNow(); }, 250);
}

function tellNow() {
  const bar = document.getElementById("correct-progress");
  bar.max = store.total || 1;
  bar.value = store.checked;
  const left = store.lines.filter((one) => store.doubtful(one)).reduce((sum, one) => sum + ((one.end ?? 0) - (one.start ?? 0)), 0);
  document.getElementById("correct-left").textContent = texts.progress
    .replace("{n}", store.checked).replace("{all}", store.total).replace("{minutes}", Math.ceil(left / 60));
  document.getElementById("correct-draft").hidden = store.drafted;
  strip();
}

store.addEventListener("loaded", () => {
  if (!here && store.lines.length) here = location.hash.slice(1) && store.places.has(location.hash.slice(1)) ? location.hash.slice(1) : here;
  list.refresh();
  tell();
  if (store.complete) { page.dataset.ready = "yes"; page.setAttribute("aria-busy", "false"); }
});
store.addEventListener("changed", () => { list.refresh(); tell(); });
store.load().then(() => {
  const asked = location.hash.slice(1);
  select(store.places.has(asked) ? asked : here ?? store.lines[0]?.id, { focus: Boolean(asked) });
  sender.send(); // what waits on this device since an earlier visit
}).catch(() => { state.textContent = texts.unreadable; state.classList.add("correct__state--bad"); });
