// The page on which the minutes are written: every field is saved as soon as it is left, in order, and what could
// not be sent waits on this device until there is a connection again.
import { createPlayer } from "./player.js";

const state = document.getElementById("write-state");
const waiting = `minutes-changes:${state.dataset.api}`;
const COUNT = /^\d{1,9}$/;
const RETRY = 5000; // milliseconds

/** What was typed into a field as the value that the minutes keep; the server says where it does not fit. */
function valueOf(control) {
  const text = control.value.trim();
  const kind = [...control.field.classList].find((name) => name.startsWith("write__field--")) ?? "";
  if (kind.endsWith("--names")) return text ? text.split(",").map((one) => one.trim()).filter(Boolean) : [];
  if (kind.endsWith("--known")) return text === "" ? null : text === "true";
  if (kind.endsWith("--count") && COUNT.test(text)) return Number(text);
  return text === "" && !kind.endsWith("--area") ? null : text;
}

function queued() {
  return JSON.parse(localStorage.getItem(waiting) ?? "[]");
}

function keep(list) {
  if (list.length) localStorage.setItem(waiting, JSON.stringify(list));
  else localStorage.removeItem(waiting);
}

function say(name, data = {}) {
  state.textContent = state.dataset[name].replace("{n}", data.n ?? "");
  state.classList.toggle("write__state--bad", name === "failed" || name === "offline");
}

function entryOf(wish) {
  const place = JSON.stringify(wish.change.path.slice(0, -1));
  for (const form of document.querySelectorAll("form[data-path]")) {
    if (JSON.stringify(JSON.parse(form.dataset.path)) === place) return form;
  }
  return null;
}

/** Tell at the entry that a change was refused; where somebody else was quicker, let the person choose. */
function refused(wish, problem) {
  const form = entryOf(wish);
  say("failed");
  if (!form) return;
  const message = form.querySelector(".write__message");
  message.textContent = `${problem.title ?? ""} ${problem.detail ?? ""}`.trim();
  message.hidden = false;
  if (problem.code !== "minutes-place-changed") return;
  const choice = document.createElement("button");
  choice.type = "button";
  choice.className = "kern-btn kern-btn--small kern-btn--secondary";
  choice.innerHTML = '<span class="kern-label"></span>';
  choice.firstChild.textContent = state.dataset.mine;
  choice.addEventListener("click", () => {
    message.hidden = true;
    const { seen, ...rest } = wish;
    push({ ...rest, client_id: crypto.randomUUID() });
  });
  message.append(" ", choice);
}

function push(wish) {
  keep([...queued(), wish]);
  send();
}

let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (let list = queued(); list.length; list = queued()) {
      const [wish] = list;
      say("saving");
      let answer;
      try {
        answer = await fetch(`${state.dataset.api}/changes`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(wish),
        });
      } catch {
        say("offline", { n: list.length });
        setTimeout(send, RETRY);
        return;
      }
      if (answer.status >= 500 || answer.status === 429) {
        say("offline", { n: list.length });
        setTimeout(send, RETRY);
        return;
      }
      keep(queued().filter((one) => one.client_id !== wish.client_id));
      if (answer.ok) say("saved");
      else refused(wish, await answer.json().catch(() => ({})));
    }
  } finally {
    sending = false;
  }
}

document.addEventListener("change", (event) => {
  const control = event.target;
  const form = control.closest("form[data-path]");
  if (!form || control.type === "hidden") return;
  const seen = form.elements[`seen-${control.name}`];
  if (seen.value === control.value) return;
  const field = control.closest(".write__field");
  const value = valueOf({ value: control.value, field });
  const before = valueOf({ value: seen.value, field });
  seen.value = control.value;
  form.querySelector(".write__message").hidden = true;
  push({
    client_id: crypto.randomUUID(),
    change: { op: "set", path: [...JSON.parse(form.dataset.path), control.name], value },
    seen: before,
  });
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-path]")) event.preventDefault(); // saved already when the field was left
});

document.documentElement.classList.add("scripted");
addEventListener("online", send);
send();

const sound = document.getElementById("sound");
if (sound) {
  const player = createPlayer(sound, { moved: () => {} });
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-start]");
    if (target) player.playFrom(Number(target.dataset.start));
  });
}
