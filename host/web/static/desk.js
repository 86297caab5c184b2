// desk.js - what a desk has besides paper: a quiet sound when somebody writes.
// Off until it is chosen on the page "Your account"; each browser remembers.
'use strict';
(() => {
  const chosen = () => { try { return localStorage.sound === '1'; } catch { return false; } };
  let audio = null;

  // A browser lets a page sound once somebody has touched it.
  function ready() {
    if (!chosen()) return;
    audio ??= new AudioContext();
    audio.resume();
  }
  for (const kind of ['pointerdown', 'keydown'])
    document.addEventListener(kind, ready, { passive: true, capture: true });
  if (navigator.userActivation?.hasBeenActive) ready();

  // Two notes of a fifth, each swelling and fading: heard at the desk, not in the
  // next room.
  function sound() {
    if (!chosen() || !audio) return;
    for (const [i, hertz] of [523, 784].entries()) {
      const at = audio.currentTime + i * .18, note = audio.createOscillator(), loud = audio.createGain();
      note.frequency.value = hertz;
      loud.gain.setValueAtTime(0, at);
      loud.gain.linearRampToValueAtTime(.06, at + .03);
      loud.gain.linearRampToValueAtTime(0, at + .5);
      note.connect(loud).connect(audio.destination);
      note.start(at);
      note.stop(at + .5);
    }
  }
  document.addEventListener('wrote', sound);  // live.js: one tab of a browser tells

  const box = document.getElementById('sound');
  if (box) {
    box.closest('section').hidden = false;
    box.checked = chosen();
    box.addEventListener('change', () => {
      try { localStorage.sound = box.checked ? '1' : '0'; } catch { /* not remembered */ }
      ready();
      sound();
    });
  }
})();
