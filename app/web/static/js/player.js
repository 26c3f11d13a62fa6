// Buttons, seek bar, speed and keys of the audio element.
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP = 3; // seconds of one jump
const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=true]";
const PRESSABLE = "button, a, summary, input, select";

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function createPlayer(sound, { moved, keys: own = true }) {
  const box = document.getElementById("player");
  const now = document.getElementById("player-now");
  const seek = document.getElementById("player-seek");
  const length = document.getElementById("player-length");
  const speed = document.getElementById("player-speed");
  const follow = document.getElementById("player-follow");
  const shortcuts = document.getElementById("player-shortcuts");
  const error = document.getElementById("player-error");
  const play = box.querySelector("[data-do=play]");

  box.classList.add("player--ready");
  box.querySelector(".player__bar").hidden = false;
  sound.preservesPitch = true;
  shortcuts.checked = localStorage.getItem("shortcuts") !== "off";
  shortcuts.addEventListener("change", () => localStorage.setItem("shortcuts", shortcuts.checked ? "on" : "off"));

  const start = () => sound.play().catch((reason) => reason.name !== "AbortError" && broken());
  const toggle = () => (sound.paused ? start() : sound.pause());
  const jump = (seconds) => {
    sound.currentTime = Math.min(Math.max(0, sound.currentTime + seconds), sound.duration || Infinity);
  };
  function rate(step) {
    const index = RATES.indexOf(sound.playbackRate) + step;
    if (RATES[index]) setRate(RATES[index]);
  }
  function setRate(value) {
    sound.playbackRate = value;
    speed.value = String(value);
  }
  function broken() {
    error.textContent = box.dataset.broken;
    error.hidden = false;
  }
  function paint(jumped) {
    const seconds = sound.currentTime;
    now.textContent = clock(seconds);
    seek.value = seconds;
    seek.setAttribute("aria-valuetext", clock(seconds));
    moved(seconds, jumped);
  }
  function tick() {
    paint(false);
    if (!sound.paused) requestAnimationFrame(tick);
  }

  const actions = { play: toggle, back: () => jump(-STEP), forward: () => jump(STEP) };
  box.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
  seek.addEventListener("input", () => { sound.currentTime = Number(seek.value); });
  speed.addEventListener("change", () => setRate(Number(speed.value)));
  sound.addEventListener("error", broken);
  sound.addEventListener("seeked", () => paint(true));
  sound.addEventListener("durationchange", () => {
    if (!Number.isFinite(sound.duration)) return;
    seek.max = sound.duration;
    length.textContent = clock(sound.duration);
  });
  for (const kind of ["play", "pause", "ended"]) {
    sound.addEventListener(kind, () => {
      box.classList.toggle("playing", !sound.paused);
      play.setAttribute("aria-label", sound.paused ? box.dataset.play : box.dataset.pause);
      if (kind === "play") requestAnimationFrame(tick);
    });
  }

  const keys = { " ": toggle, k: toggle, j: actions.back, l: actions.forward, ",": () => rate(-1), ".": () => rate(1) };
  document.addEventListener("keydown", (event) => {
    if (!own || !shortcuts.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || (event.key === " " && event.target.closest(PRESSABLE))) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  return {
    following: () => follow.checked,
    rate,
    playFrom(seconds) {
      sound.currentTime = seconds;
      start();
    },
  };
}
