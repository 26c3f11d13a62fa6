// Checking: the seconds of the evidence that were really played are measured and sent with the answer.
const claim = document.getElementById("check-claim");
const live = document.getElementById("check-live");
const sheet = document.getElementById("check-sheet");
const TYPING = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
const PRESSABLE = "button, a, summary, audio";
const STRIDE = 1.5; // seconds between two reports of the sound; more is a jump
const TICK = 0.25;
const AROUND = 0.6; // seconds played before and after a passage: a word torn out is hardly understood

document.getElementById("check-sheet-open").hidden = false;
document.getElementById("check-sheet-open").addEventListener("click", () => sheet.showModal());

let seconds = 0;
let sending = false;
const met = new Set();
const sound = document.getElementById("check-sound");
const passages = claim ? JSON.parse(claim.dataset.passages) : [];
const timed = passages.filter(([, start, end]) => start !== null && end !== null)
  .map(([id, start, end]) => [id, Math.max(0, start - AROUND), end + AROUND]);

function show() {
  const box = document.getElementById("check-heard");
  if (!box) return;
  const needed = Number(claim.dataset.needed);
  const format = (value) => (Math.floor(value * 10) / 10) // what is not quite enough must not read as enough
    .toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  box.textContent = box.dataset.text.replace("{heard}", format(seconds)).replace("{needed}", format(needed));
  box.classList.toggle("check__heard--enough", seconds >= needed);
}

function passageAt(time) {
  return timed.find(([, start, end]) => time >= start - 0.05 && time <= end + 0.3);
}

/** Play the passages one after the other and nothing between them; count what sounded, in seconds of the clock. */
function listen() {
  const play = document.getElementById("check-play");
  let last = null;
  let guided = false;
  play.hidden = false;
  const label = play.querySelector(".kern-label");
  const moved = () => {
    const now = sound.currentTime;
    const here = passageAt(now);
    if (last !== null && !sound.paused && !sound.muted && sound.volume > 0 && now > last && now - last < STRIDE && here) {
      seconds += (now - last) / sound.playbackRate;
      met.add(here[0]);
      show();
    }
    last = now;
    if (!guided || sound.paused || timed.some(([, start, end]) => now >= start - 0.05 && now < end)) return;
    const next = timed.find(([, start]) => start > now);
    if (next) {
      last = null;
      sound.currentTime = next[1];
    } else sound.pause();
  };
  sound.addEventListener("timeupdate", moved);
  sound.addEventListener("seeking", () => { last = null; });
  sound.addEventListener("seeked", () => { last = sound.paused ? null : sound.currentTime; });
  for (const kind of ["play", "pause"]) {
    sound.addEventListener(kind, () => {
      last = kind === "play" ? sound.currentTime : null;
      label.textContent = sound.paused ? play.dataset.play : play.dataset.pause;
    });
  }
  play.addEventListener("click", () => {
    if (!sound.paused) {
      sound.pause();
      return;
    }
    const now = sound.currentTime;
    if (!timed.some(([, start, end]) => now >= start && now < end - 0.1)) sound.currentTime = timed[0][1];
    guided = true;
    sound.play().catch((reason) => reason.name !== "AbortError" && say(live.dataset.offline));
  });
}

/** Without sound the words are read: the time that they lie open counts. */
function read() {
  for (const [id] of passages) met.add(id);
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    seconds += TICK;
    show();
  }, TICK * 1000);
}

function say(text) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

async function answer(form, choice) {
  if (sending) return;
  sending = true;
  const fields = new FormData(form);
  const wish = {
    claim: fields.get("claim"),
    answer: choice,
    client_id: fields.get("client_id"),
    heard: { utterances: [...met], seconds },
    without_listening: fields.get("without_listening") === "1",
  };
  try {
    const reply = await fetch(document.getElementById("check").dataset.api, {
      method: "POST",
      headers: { "content-type": "application/json", "accept-language": document.documentElement.lang },
      body: JSON.stringify(wish),
    });
    if (reply.ok) {
      const next = choice === "wrong" ? claim.dataset.here : claim.dataset.next;
      location.assign(next);
      return;
    }
    const problem = await reply.json();
    say(problem.detail || problem.title);
  } catch {
    say(live.dataset.offline);
  }
  sending = false;
}

function press(id) {
  document.getElementById(id)?.click();
}

function go(name) {
  if (claim.dataset[name]) location.assign(claim.dataset[name]);
}

if (claim) {
  if (sound && timed.length) listen();
  else if (passages.length) read();
  show();
  for (const form of [document.getElementById("check-form"), document.getElementById("check-unheard")]) {
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form, event.submitter?.value ?? "");
    });
  }
  const form = document.getElementById("check-form");
  const keys = {
    r: () => answer(form, "right"),
    w: () => answer(form, "wrong"),
    b: () => answer(form, "changed"),
    p: () => press("check-play"),
    " ": () => press("check-play"),
    c: () => press("check-editor"),
    t: () => press("check-desk"),
    Enter: () => press(document.getElementById("check-editor") ? "check-editor" : "check-desk"),
    j: () => go("following"),
    k: () => go("before"),
    "?": () => sheet.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || sheet.open || event.target.closest(TYPING)) return;
    if ((event.key === " " || event.key === "Enter") && event.target.closest(PRESSABLE)) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  claim.focus({ preventScroll: true });
  claim.dataset.ready = "yes";
}
