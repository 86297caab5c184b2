// desk.js - what a desk has besides paper: a quiet sound when somebody writes, off
// until it is chosen on the page "Your account" (each browser remembers); keys for
// who answers many; a pad that grows with what is written; and a tray for what cannot go now, since the
// computer does not answer.
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

  // --- keys -----------------------------------------------------------------
  // For who answers many. A single letter does nothing while somebody types, and
  // who does not want them turns them off where they are shown (WCAG 2.1.4).
  const shown = document.getElementById('keys'), opens = document.getElementById('keys-open'),
    wanted = document.getElementById('keys-on');
  const works = () => { try { return localStorage.keys !== '0'; } catch { return true; } };
  if (shown) {
    opens.hidden = false;
    opens.addEventListener('click', () => shown.showModal());
    wanted.checked = works();
    wanted.addEventListener('change', () => {
      try { localStorage.keys = wanted.checked ? '1' : '0'; } catch { /* until this page is left */ }
    });
  }

  /** The next row of the list, or the one before; from the conversation that is open. */
  function step(by) {
    const rows = [...document.querySelectorAll('.threads > li > a')];
    if (!rows.length) rows.push(...document.querySelectorAll('main .rows > li > a, main .row-button'));
    const at = rows.findIndex(row => row.contains(document.activeElement));
    const here = at < 0 ? rows.findIndex(row => row.matches('[aria-current]')) : at;
    rows[here < 0 && by < 0 ? rows.length - 1 : here + by]?.focus();
  }
  const field = id => document.getElementById(id);
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    r: () => field('text')?.focus(),
    n: () => field('new-text')?.click(),
    '/': () => { field('find-all')?.focus(); field('find-all')?.select(); },
    '?': () => shown?.showModal(),
  };
  // What the first text to look at answers, by one key (page of a question). When
  // the page was brought up to date and another text is first now, the key only
  // shows which one it would answer; pressed again it answers.
  const answer = name => /^\d$/.test(name) && document.querySelector(`button[data-key="${name}"]`);
  const asked = button => button?.form.getAttribute('action');
  let first = asked(answer('0'));
  const press = button => {
    if (asked(button) === first) { button.click(); return; }
    first = asked(button);
    button.focus();
  };
  document.addEventListener('keydown', event => {
    const sends = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
      && event.target.closest('form')?.querySelector('button[aria-keyshortcuts]');
    const key = !event.ctrlKey && !event.altKey && !event.metaKey && works() && !document.querySelector('dialog[open]')
      && !event.target.closest('input, textarea, select, [contenteditable]')
      && (keys[event.key] || (!event.repeat && answer(event.key) && (() => press(answer(event.key)))));
    if (!sends && !key) return;
    event.preventDefault();
    if (sends) sends.click();
    else key();
  });

  // --- one conversation -----------------------------------------------------
  // A box of the composer goes by Escape, and when one clicks elsewhere.
  const lines = document.querySelector('.compose textarea');
  if (lines && !CSS.supports('field-sizing', 'content')) {
    const grow = () => { lines.style.height = 'auto'; lines.style.height = `${lines.scrollHeight}px`; };
    lines.addEventListener('input', grow);
    grow();
  }
  document.addEventListener('keydown', event => {
    const box = event.key === 'Escape' && event.target.closest('.tool[open]');
    if (!box) return;
    box.open = false;
    box.querySelector('summary').focus();
  });
  document.addEventListener('click', event => {
    for (const box of document.querySelectorAll('.tool[open]')) if (!box.contains(event.target)) box.open = false;
  });

  // --- held -----------------------------------------------------------------
  // A form that must not do its work twice (page_once()) goes once somebody is
  // there to take it: it stays on its page until then, key and all.
  const answers = () => fetch('/here', { signal: AbortSignal.timeout(10000) }).then(() => true, () => false);
  const going = new WeakSet();

  function hold(form, again) {
    const says = document.getElementById('live').dataset, fields = [...form.elements];
    const note = Object.assign(document.createElement('p'), { className: 'notice warn held' });
    const stop = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet small', textContent: says.unhold });
    const shut = held => {
      for (const e of fields) if (/^(submit|button)$/.test(e.type)) e.disabled = held; else e.readOnly = held;
    };
    let timer = 0;
    const end = () => { clearTimeout(timer); note.remove(); shut(false); };
    const look = async () => {
      if (!await answers()) timer = setTimeout(look, 2000);
      else if (note.isConnected) { end(); again(); }
    };
    note.setAttribute('role', 'status');
    note.append(says.held, ' ', stop);
    form.append(note);
    shut(true);
    stop.addEventListener('click', () => { end(); going.delete(form); });
    timer = setTimeout(look, 2000);
  }

  window.addEventListener('submit', event => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !form.querySelector('[name=once]')) return;
    if (going.has(form)) {
      if (form.dataset.goes) delete form.dataset.goes;  // this time it does
      else { event.preventDefault(); event.stopImmediatePropagation(); }
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    going.add(form);
    const go = () => { form.dataset.goes = '1'; form.requestSubmit(submitter); };
    answers().then(there => { if (there) go(); else hold(form, go); });
  }, true);
  window.addEventListener('pageshow', event => {
    if (event.persisted) for (const form of document.forms) going.delete(form);
  });
})();
