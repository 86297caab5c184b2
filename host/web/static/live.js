// live.js - keeps a page current and what is typed safe. Every page works
// without it: it asks the same server for the same pages.
//
//   data-live="threads queue"  on an element with an id: fetched again when
//                              one of these topics changed (web/events.h)
//   data-save="/address"       on a form: sent there while typing; the answer
//                              replaces the element that data-shows names
//   data-check="/address"      on a form: what is typed is asked about there; the
//                              answer fills the next element with id "known"
//   data-more="id"             on a button: puts its data-text into that field
//   data-auto                  on a form: sent at once
//   data-idle="300"            on the sign-out form: seconds without a touch
//                              after which the server locks the session; 0 none
'use strict';
(() => {
  const $$ = (sel, in_ = document) => [...in_.querySelectorAll(sel)];
  const status = document.getElementById('live');
  const say = text => { if (status && status.textContent !== text) status.textContent = text; };
  const signOut = document.getElementById('sign-out');
  const me = signOut?.querySelector('.me').textContent;
  const byItself = { headers: { 'X-By-Itself': '1' } };
  const saves = [];
  let ended = false;
  // A form that is sent leads where its answer says, and this page nowhere else
  // meanwhile: it would take what was written from it. A file may be its answer.
  let leaving = 0;
  window.addEventListener('submit', event => {
    if (event.defaultPrevented) return;
    clearTimeout(leaving);
    leaving = setTimeout(() => { leaving = 0; }, 30000);
  });

  async function get(address, options = {}) {
    const answer = await fetch(address, { ...options, credentials: 'same-origin',
      headers: { 'HX-Request': 'true', ...options.headers } });
    if (!leaving && (answer.status === 401 || answer.status === 403)) {
      const before = ended;
      ended = true;
      stop();
      if (answer.status === 401 && signOut && !before) leave();
      say(status?.dataset.ended ?? '');
    }
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  }

  // The session is locked: shows nothing more, and comes back here after the
  // sign-in. Words that could not be kept as a draft stay on the page; those of
  // forms that have none wait in this tab for who wrote them.
  async function leave() {
    try { await Promise.all(saves.map(save => save())); } catch { return; }
    holdWords();
    location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
  }

  function holdWords(sent) {
    const words = $$('main form:not([data-save]) :is(textarea, input[type=text])[id]')
      .filter(e => e.form !== sent && e.value !== e.defaultValue).map(e => [e.id, e.value]);
    if (words.length) try {
      sessionStorage.words = JSON.stringify([me, location.pathname, words]);
    } catch { /* a browser that keeps nothing */ }
  }
  // One form is sent, and its answer may be this page again: the others go on.
  document.addEventListener('submit', event => holdWords(event.target));

  if (signOut) try {
    const [who, path, words] = JSON.parse(sessionStorage.words ?? '[]');
    delete sessionStorage.words;
    if (who === me && path === location.pathname)
      for (const [id, text] of words) document.getElementById(id).value = text;
  } catch { /* nothing was kept */ }

  // What has the focus, in words that hold after its element was replaced.
  function focused(within) {
    const e = document.activeElement;
    if (!e || e === document.body || !within.contains(e)) return null;
    if (e.id) return `#${CSS.escape(e.id)}`;
    if (e.hasAttribute('href')) return `a[href="${CSS.escape(e.getAttribute('href'))}"]`;
    if (e.name && e.form) {
      const form = `form[action="${CSS.escape(e.form.getAttribute('action') ?? '')}"]`;
      return `${form} [name="${CSS.escape(e.name)}"]`;
    }
    if (e.tagName !== 'SUMMARY') return null;
    return e.parentElement.id ? `#${CSS.escape(e.parentElement.id)} > summary` : 'summary';
  }

  const busy = e => e.contains(document.activeElement)
    && /^(TEXTAREA|INPUT|SELECT)$/.test(document.activeElement.tagName);

  // Makes old's children those of fresh and touches only what differs: a button
  // that is being pressed, or a text that is being marked, stays where it is.
  function patch(old, fresh) {
    const from = [...old.childNodes], to = [...fresh.childNodes];
    const most = Math.min(from.length, to.length);
    let start = 0, end = 0;
    while (start < most && from[start].isEqualNode(to[start])) start++;
    while (end < most - start && from.at(-1 - end).isEqualNode(to.at(-1 - end))) end++;
    const before = from[from.length - end] ?? null;
    const gone = from.slice(start, from.length - end), come = to.slice(start, to.length - end);
    if (gone.length !== come.length) {
      for (const e of gone) e.remove();
      for (const e of come) old.insertBefore(e, before);
    } else gone.forEach((e, i) => {
      if (e.isEqualNode(come[i])) return;
      if (e.nodeType === 1 && e.cloneNode(false).isEqualNode(come[i].cloneNode(false))) patch(e, come[i]);
      else e.replaceWith(come[i]);
    });
  }

  function put(old, fresh) {
    if (!fresh || old.innerHTML === fresh.innerHTML || busy(old)) return;
    const focus = focused(old);
    const open = $$('details[open][id]', old).map(d => d.id);
    const scroller = old.closest('[data-bottom]') ?? document.scrollingElement;
    const back = scroller.hasAttribute('data-bottom');  // counts from its end
    const height = scroller.scrollHeight;
    const top = scroller.scrollTop;
    patch(old, fresh);
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    scroller.scrollTop = !back ? top : top > -60 && !focus ? 0 : top - (scroller.scrollHeight - height);
    if (focus && !old.contains(document.activeElement))
      old.querySelector(focus)?.focus({ preventScroll: true });
  }

  // --- what others change ---------------------------------------------------
  // What is new and how the box is stand on every page (pages/news.html, dot.html,
  // health.html): where there is nothing else to fetch, or nobody looks, they are
  // asked for alone.
  const parts = () => $$('[data-live][id]');
  const isMore = e => !['news', 'dot', 'health'].includes(e.id);
  const fresh = () => Number(document.querySelector('#news [data-fresh]')?.dataset.fresh ?? 0);
  let stream = null, timer = 0, running = false, again = false, full = false;
  const inView = e => {
    const at = e.getBoundingClientRect(), around = e.closest('[data-bottom]')?.getBoundingClientRect();
    return at.bottom > Math.max(0, around?.top ?? 0)
      && at.top < Math.min(window.innerHeight, around?.bottom ?? Infinity);
  };

  async function refresh() {
    timer = 0;
    if (running) { again = true; return; }
    running = true;
    try {
      const before = fresh(), all = full && !document.hidden && parts().some(isMore);
      full = false;
      const page = await get(all ? location.href : '/news', byItself);
      const seen = document.activeElement !== document.body && inView(document.activeElement);
      for (const old of parts()) put(old, page.getElementById(old.id));
      // A head that grew by a line pushes nobody out of sight.
      if (seen && !inView(document.activeElement)) document.activeElement.scrollIntoView({ block: 'nearest' });
      const n = fresh(), title = page.title || document.title;
      document.title = `${n ? `(${n}) ` : ''}${title.replace(/^\(\d+\) /, '')}`;
      if (n > before && stream) document.dispatchEvent(new Event('wrote'));
      say('');
    } catch { /* the stream tells when it is worth trying again */ }
    running = false;
    if (again) { again = false; soon(full); }
  }
  function soon(more = true) {
    full ||= more;
    if (!timer && !ended) timer = setTimeout(refresh, 200 + Math.random() * 300);
  }
  function hear(topic) {
    const name = topic === 'message' ? 'threads' : topic;
    if (name === 'lost') say(status?.dataset.lost ?? '');
    else if (name === 'again') soon();
    else {
      const touched = parts().filter(e => e.dataset.live.split(' ').includes(name));
      if (touched.length) soon(touched.some(isMore));
    }
  }

  // A browser keeps six connections to one host, and ten tabs may be open: the
  // oldest of those that are seen holds the stream and passes on what it hears;
  // where none is seen, the oldest of all. A new one opens its own at once, and
  // closes it when one that goes before it answers.
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('notehome') : null;
  const wanted = () => !ended && parts().length > 0;
  const hiddenLater = 1e13;             // ms: behind all that are seen
  const rank = () => since + (document.hidden ? hiddenLater : 0);
  let since = 0, holder = 0, absent = 0, beat = 0, whole = false;
  const tell = what => others?.postMessage(what);
  const tellAll = topic => { hear(topic); tell({ topic }); };

  function listen() {
    clearTimeout(absent);
    if (stream || !wanted()) return;
    let first = !holder;        // since the page was loaded
    whole = false;
    since = Date.now() + Math.random();
    holder = 0;
    stream = new EventSource('/api/v1/events');
    stream.addEventListener('hello', event => {
      // The same turn as when the page was made: nothing happened in between.
      say('');
      if (!first) tellAll('again');
      else if (String(JSON.parse(event.data).turn) !== status?.dataset.turn) soon();
      first = false;
      whole = true;
    });
    for (const topic of ['message', 'threads', 'queue', 'people', 'modems', 'requests'])
      stream.addEventListener(topic, () => tellAll(topic));
    stream.onerror = () => {
      tellAll('lost');
      if (stream?.readyState !== EventSource.CLOSED) return;
      stop();
      setTimeout(() => { refresh(); listen(); }, 5000);
    };
    tell({ since: rank() });
    beat = setInterval(() => tell({ since: rank() }), 15000);
  }
  function stop() {
    if (stream) tell({ gone: [since, since + hiddenLater] });
    clearInterval(beat);
    clearTimeout(absent);
    stream?.close();
    stream = null;
  }
  function follow(one) {
    if (holder && one > holder) return;         // it will give way
    if (holder !== one && !(stream && whole)) soon();   // between the two was nobody
    stream?.close();
    clearInterval(beat);
    stream = null;
    holder = one;
    clearTimeout(absent);
    absent = setTimeout(listen, patience());
  }
  // The timers of a tab that nobody sees run once a minute.
  const patience = () => (document.hidden ? 150000 : 40000) + Math.random() * 5000;
  const soonOrLater = () => (document.hidden ? 2000 : 0) + Math.random() * 1000;
  if (others) others.onmessage = ({ data }) => {
    if (!wanted()) return;
    if (data.topic) hear(data.topic);
    else if (data.gone?.includes(holder)) {
      clearTimeout(absent);
      absent = setTimeout(listen, soonOrLater());
      holder = Infinity;
    } else if (data.since && stream && data.since > rank()) tell({ since: rank() });
    else if (data.since) follow(data.since);
  };
  // Somebody signed in in another tab: this one goes on where it was.
  if (!signOut && location.pathname === '/sign-in') {
    const look = async () => { if ((await fetch('/here')).status === 204) location.reload(); };
    document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
    if (others) others.onmessage = look;
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      const held = stream !== null;
      stop();
      absent = setTimeout(listen, held ? soonOrLater() : patience());
    } else if (parts().length) { soon(); listen(); }
  });
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', () => { leaving = 0; listen(); });
  listen();
  // Ages and proofs grow old without any event.
  setInterval(() => { if (!document.hidden && parts().length) soon(); }, 60000);

  // --- what is typed --------------------------------------------------------
  // Saves overtake each other, and the text that was sent: each tells its form
  // and its turn, and the server takes none that is older than one it has. What
  // it does not have yet waits in this tab, for the next page with this form.
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('notehome-typed') : null;
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map(b => b.toString(16).padStart(2, '0')).join('');

  // gone: a save of it was on its way when its page was left, so that only the
  // very next page could have been made too early.
  function take(to) {
    let found = null;
    try {
      for (const [slot, text] of Object.entries(sessionStorage)) {
        const kept = slot.startsWith('typed ') ? JSON.parse(text) : null;
        const here = kept?.who === me && slot === `typed ${to}`;
        if (here) found = kept;
        if (here || kept?.gone || (kept && kept.who !== me)) delete sessionStorage[slot];
      }
    } catch { /* nothing was kept */ }
    return found;
  }
  function fill(form, text) {
    const words = new URLSearchParams(text);
    for (const e of $$('textarea, select, input:not([type=hidden])', form)) {
      const all = words.getAll(e.name);
      if (/^(checkbox|radio)$/.test(e.type)) e.checked = all.includes(e.value);
      else if (all.length && (!e.options || [...e.options].some(o => o.value === all[0]))) e.value = all[0];
    }
  }

  for (const form of $$('form[data-check]')) {
    let wait = 0;
    form.addEventListener('input', () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const typed = new URLSearchParams(new FormData(form));
        typed.delete('csrf');
        typed.delete('by');
        try {
          const known = (await get(`${form.dataset.check}?${typed}`)).getElementById('known');
          let show = form.querySelector('#known, .known');
          if (!show) form.append(show = Object.assign(document.createElement('div'), { className: 'known' }));
          show.replaceChildren(...known?.childNodes ?? []);
        } catch { /* it is said once it is sent */ }
      }, 400);
    });
  }

  if (signOut && !document.querySelector('form[data-save]')) take('');
  for (const form of $$('form[data-save]')) {
    const to = form.dataset.save, kept = take(to), slot = `typed ${to}`;
    const key = kept?.key ?? random();
    let turn = kept?.turn ?? 0;
    let wait = 0, over = false;
    let sent = null;            // what the server has; null: that is not known
    const touched = new Set();  // since then; a field may be again as it was shown
    form.addEventListener('formdata', ({ formData }) => {
      formData.set('form', key);
      formData.set('turn', ++turn);
      formData.set('typed', [...touched].join(' '));
    });
    const read = () => {
      const body = new URLSearchParams(new FormData(form)), words = new URLSearchParams(body);
      for (const name of ['csrf', 'by', 'once', 'form', 'turn', 'typed', 'was', 'language', 'back']) words.delete(name);
      return { body, words: words.toString() };
    };
    const hold = gone => {
      const { words } = read();
      try {
        if (over || words === sent) delete sessionStorage[slot];
        else sessionStorage[slot] = JSON.stringify({ who: me, key, turn, words, typed: [...touched], gone });
      } catch { /* a browser that keeps nothing */ }
    };
    const keep = async () => {
      const { body, words } = read();
      if (over || words === sent) return;
      sent = null;
      const fresh = await get(to, { method: 'POST', body, keepalive: true });
      if (over || words !== read().words) return;
      sent = words;
      hold();
      tabs?.postMessage({ who: me, to, words });
      const old = document.getElementById(form.dataset.shows);
      const from = fresh.getElementById(form.dataset.shows);
      if (old && from) old.replaceChildren(...from.childNodes);
      touched.clear();
    };
    const save = async () => {
      clearTimeout(wait);
      wait = 0;
      try { await keep(); } catch { if (!ended && !over) { say(status?.dataset.lost ?? ''); wait = setTimeout(save, 3000); } }
    };
    saves.push(keep);
    const later = () => { hold(); clearTimeout(wait); wait = setTimeout(save, 400); };
    form.addEventListener('input', ({ target }) => { touched.add(target.name); later(); });
    // From here on the words are with what was sent.
    form.addEventListener('submit', () => { clearTimeout(wait); wait = 0; over = true; hold(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden && wait) save(); });
    // A page that is busy may be ended before it hears that it is hidden.
    window.addEventListener('beforeunload', () => { if (wait) save(); });
    window.addEventListener('pagehide', () => { if (wait) save(); hold(!ended); });
    window.addEventListener('pageshow', event => { if (event.persisted) over = false; });
    sent = read().words;
    // Another tab went on with it, and this one has nothing of its own.
    tabs?.addEventListener('message', ({ data }) => {
      if (data.who !== me || data.to !== to || over || read().words !== sent) return;
      fill(form, data.words);
      sent = read().words;
    });
    if (kept) {
      fill(form, kept.words);
      for (const name of kept.typed ?? []) touched.add(name);
      later();
    } else tabs?.postMessage({ who: me, to, words: sent });
  }
  // What was opened has been seen; without this there is a button.
  for (const form of $$('form[data-auto]')) if (!document.hidden) {
    form.hidden = true;
    get(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      .catch(() => { form.hidden = false; });
  }
  document.addEventListener('click', event => {
    const b = event.target.closest('[data-more]');
    const field = b && document.getElementById(b.dataset.more);
    if (!field) return;
    event.preventDefault();
    field.setRangeText(b.dataset.text, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // --- a computer that everybody walks past ---------------------------------
  // The server locks the session. It hears here that somebody reads or types,
  // and says whether another tab was used meanwhile.
  const limit = Number(signOut?.dataset.idle) * 1000;
  let touched = Date.now(), told = touched;
  for (const kind of ['pointerdown', 'keydown', 'scroll', 'touchstart'])
    window.addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
  if (limit) setInterval(() => {
    const now = Date.now(), there = touched > told;
    if (ended || now - told < 20000 || (!there && now - touched < limit)) return;
    told = now;
    get('/here', there ? {} : byItself).catch(() => {});
  }, 5000);
  // A conversation opens at its end; on a phone it is the page that scrolls.
  for (const e of $$('[data-bottom]')) {
    const last = e.querySelector('.message:last-child');
    if (last && !/^#m\d/.test(location.hash) && last.getBoundingClientRect().top > window.innerHeight)
      last.scrollIntoView({ block: 'center' });
  }
})();
