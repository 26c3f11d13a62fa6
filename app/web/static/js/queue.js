// The live queue: the server sends the finished piece of the page after each change. Whoever is on a button
// with the keyboard stays there: the same button of the new piece gets the focus back.
const box = document.getElementById("queue");
const said = document.getElementById("queue-said");

if (box?.dataset.events) {
  const source = new EventSource(box.dataset.events);
  let last = "";
  source.addEventListener("queue", (event) => {
    if (event.data === last) return;
    last = event.data;
    const focused = box.contains(document.activeElement) ? document.activeElement.id : "";
    box.innerHTML = event.data;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const text = box.querySelector("[data-said]")?.dataset.said ?? "";
    if (said.textContent !== text) said.textContent = text; // read aloud only when the numbers change
  });
  addEventListener("pagehide", () => source.close());
}
