// Who speaks when, as a strip along the meeting: a colour for each voice, a mark where an item begins.
import { colourOf } from "./lines.js";

export function createStrip(canvas, store, { length, seek }) {
  const style = getComputedStyle(canvas);
  const colour = (number) => style.getPropertyValue(`--voice-${number}`).trim() || "gray";

  function draw() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const paper = canvas.getContext("2d");
    paper.scale(ratio, ratio);
    const whole = length() || store.lines.at(-1)?.end || 1;
    let item;
    for (const line of store.lines) {
      if (line.start === undefined || line.end === undefined) continue;
      const at = (line.start / whole) * width;
      paper.fillStyle = colour(colourOf(store, line.speaker));
      paper.fillRect(at, height * 0.35, Math.max(0.5, ((line.end - line.start) / whole) * width), height * 0.65);
      if (line.item !== item) {
        item = line.item;
        paper.fillStyle = style.color;
        paper.fillRect(at, 0, 1, height);
      }
      if (store.doubtful(line)) {
        paper.fillStyle = colour("doubt");
        paper.fillRect(at, height * 0.1, 1.5, height * 0.2);
      }
    }
  }
  canvas.addEventListener("click", (event) => {
    const whole = length() || store.lines.at(-1)?.end || 0;
    seek((event.offsetX / canvas.clientWidth) * whole);
  });
  addEventListener("resize", draw);
  let waiting = null;
  return () => {
    waiting ??= setTimeout(() => { waiting = null; draw(); }, 300);
  };
}
