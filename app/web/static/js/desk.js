// The result page: sound follows click, the playing word is marked, keys work the player.
import { createPlayer } from "./player.js";
import { createWords } from "./words.js";

const sound = document.getElementById("sound");
const transcript = document.getElementById("transcript");

// Where there is no sound, a time is only a time.
if (!sound) {
  for (const button of document.querySelectorAll("button.line__time")) {
    const time = document.createElement("span");
    time.className = button.className;
    time.textContent = button.textContent;
    button.replaceWith(time);
  }
}

if (sound && transcript) {
  const words = createWords(transcript);
  const player = createPlayer(sound, { moved: (seconds, jumped) => words.show(seconds, jumped, player.following()) });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-start]");
    if (!target) {
      for (const menu of document.querySelectorAll("details.menu[open], details.player__keys[open]")) {
        if (!menu.contains(event.target)) menu.open = false;
      }
      return;
    }
    if (target.parentElement.classList.contains("line__text") && !getSelection().isCollapsed) return; // text is being selected
    player.playFrom(Number(target.dataset.start));
    if (target.matches("a[href^='#']")) words.reveal(target.getAttribute("href").slice(1));
  });
}
