// Keys of the page: one table, shown on a sheet, changed there and kept on this device.
export const KEYS = {
  next: "ArrowDown", previous: "ArrowUp", edit: "Enter", play: " ", back: "j", forward: "l", loop: "w", skip: "p",
  speaker: "s", item: "t", check: "g", doubtful: "n", overlap: "o", remove: "Delete", mute: "m", find: "f",
  undo: "z", history: "v", slower: ",", faster: ".", sheet: "?",
};
const KEPT = "transcript-keys";

export function createKeys(actions, names, sheet) {
  const keys = { ...KEYS, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  let asking = null;

  const shown = (key) => ({ " ": names.space, ArrowDown: "↓", ArrowUp: "↑", Delete: names.del }[key] ?? key);

  function draw() {
    const list = sheet.querySelector("dl");
    list.replaceChildren(...Object.keys(KEYS).filter((name) => actions[name]).map((name) => {
      const row = document.createElement("div");
      const [term, value, change] = ["dt", "dd", "button"].map((tag) => document.createElement(tag));
      const key = document.createElement("kbd");
      key.textContent = asking === name ? names.press : shown(keys[name]);
      term.append(key);
      value.textContent = names[`key_${name}`];
      change.type = "button";
      change.className = "linkish";
      change.textContent = names.change_key;
      change.setAttribute("aria-label", `${names.change_key}: ${names[`key_${name}`]}`);
      change.addEventListener("click", () => { asking = name; draw(); sheet.querySelector(`[data-key=${name}]`)?.focus(); });
      change.dataset.key = name;
      value.append(" ", change);
      row.append(term, value);
      return row;
    }));
  }
  sheet.addEventListener("keydown", (event) => {
    if (!asking || ["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const name = asking;
    asking = null;
    if (event.key !== "Escape") {
      const other = Object.keys(keys).find((one) => keys[one] === event.key);
      if (other) keys[other] = keys[name]; // the two change places, so that nothing is without a key
      keys[name] = event.key;
      localStorage.setItem(KEPT, JSON.stringify(keys));
    }
    draw();
    sheet.querySelector(`[data-key=${name}]`)?.focus();
  }, true);
  sheet.querySelector("[data-do=reset-keys]").addEventListener("click", () => {
    localStorage.removeItem(KEPT);
    Object.assign(keys, KEYS);
    draw();
  });
  draw();

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("dialog, input:not([type=range]), textarea, select, [contenteditable]")) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey);
    const wanted = plain ? event.key : (event.ctrlKey || event.metaKey) && { z: keys.undo, f: keys.find }[event.key];
    const name = Object.keys(keys).find((one) => keys[one] === wanted);
    if (!name || !actions[name]) return;
    event.preventDefault();
    actions[name]();
  });
}
