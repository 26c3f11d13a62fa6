// One line of the transcript as elements: time, voice, words; above it the item that begins there.
import { clock } from "../player.js";

const UNSURE = 0.5;
const COLOURS = 12;

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(className, doing, text, label) {
  const element = make("button", className, text);
  element.type = "button";
  element.tabIndex = -1;
  element.dataset.do = doing;
  if (label) element.setAttribute("aria-label", label);
  return element;
}

/** Number of the colour of a voice: the same voice always has the same. */
export function colourOf(store, speaker) {
  const place = store.speakers.findIndex((one) => one.id === speaker);
  return place < 0 ? 0 : (place % COLOURS) + 1;
}

function words(line) {
  const text = make("p", "line__text");
  text.lang = document.getElementById("correct").dataset.language;
  if (!line.text) {
    text.classList.add("line__text--gone");
    return text;
  }
  const pieces = line.text.split(" ");
  const timed = line.words?.length === pieces.length;
  pieces.forEach((piece, place) => {
    const word = make("span", "", piece);
    if (timed) {
      word.dataset.start = line.words[place][0];
      if (line.words[place][2] < UNSURE && !line.checked) word.className = "unsure";
    }
    text.append(word, place + 1 < pieces.length ? " " : "");
  });
  return text;
}

export function createRenderer(store, words_, current) {
  const say = words_;
  return (line, place) => {
    const row = make("li", "line");
    row.dataset.line = line.id;
    row.tabIndex = line.id === current() ? 0 : -1;
    row.setAttribute("aria-setsize", store.total);
    row.setAttribute("aria-posinset", place + 1);
    row.classList.toggle("line--here", line.id === current());
    row.classList.toggle("line--checked", Boolean(line.checked));
    const before = store.lines[place - 1];
    if (!before || before.item !== line.item) {
      const item = store.item(line.item);
      const head = make("p", "line__item");
      head.append(make("strong", "", line.item ?? say.no_item), item ? ` ${item.title}` : "");
      if (item && !item.public) head.append(" ", make("span", "line__closed", say.nonpublic));
      row.append(head);
    }
    const name = store.nameOf(line.speaker, say.unknown);
    const side = make("div", "line__side");
    side.append(button("line__time", "play", clock(line.start ?? 0), `${say.play} ${clock(line.start ?? 0)}`));
    const voice = button(`line__voice voice--${colourOf(store, line.speaker)}`, "speaker", name, `${say.speaker}: ${name}`);
    if (!store.speaker(line.speaker)?.name) voice.classList.add("line__voice--unknown");
    side.append(voice);
    const body = make("div", "line__body");
    body.append(line.text ? words(line) : Object.assign(words(line), { textContent: say.gone }));
    const notes = make("p", "line__notes");
    for (const flag of line.flags ?? []) if (say[`flag_${flag}`]) notes.append(make("span", `flag flag--${flag}`, say[`flag_${flag}`]));
    if (line.checked) notes.append(make("span", "flag flag--checked", say.checked));
    if (notes.children.length) body.append(notes);
    row.append(side, body);
    const told = [clock(line.start ?? 0), name, line.text || say.gone, ...[...notes.children].map((one) => one.textContent)];
    row.setAttribute("aria-label", told.join(", "));
    return row;
  };
}
