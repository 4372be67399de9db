// The desk's whole script: parts of a page that come later, keys, copying, the palette, live cards.
// Without it every page still works: links lead somewhere, forms are posted, tabs have addresses.

const policy = window.trustedTypes?.createPolicy('ui', { createHTML: html => html }) ?? { createHTML: html => html };
const texts = document.body.dataset;
const byId = id => document.getElementById(id);

/** Tells a screen reader, and shows for a moment. */
function say(text) {
  const live = byId('live');
  live.textContent = '';
  requestAnimationFrame(() => { live.textContent = text; });
}

/** @param {string} html @returns {DocumentFragment} */
function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

// Parts

/** Puts content into a place. Focus stays: on the control of the same id, or on the place itself. */
function put(place, content) {
  const active = document.activeElement;
  const had = place.contains(active), id = active?.id, name = active?.name, value = active?.value;
  const caret = had && 'selectionStart' in active ? active.selectionStart : null;
  place.replaceChildren(content);
  place.removeAttribute('aria-busy');
  if (!had) return;
  const again = (id && byId(id)) || (name && place.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`));
  const to = again || place;
  if (!again) place.tabIndex = -1;
  to.focus({ preventScroll: true });
  if (caret !== null && again?.setSelectionRange) try { again.setSelectionRange(caret, caret); } catch { /* not a text field */ }
}

/** Every `<template for>` under a root goes to its place; one that is still being parsed waits. */
function place(root) {
  for (const template of root.querySelectorAll('template[for]')) {
    if (root === document && document.readyState === 'loading' && !template.nextSibling) continue;
    const to = byId(template.getAttribute('for'));
    template.remove();
    if (to) put(to, template.content);
  }
}

// While the page streams, browsers without native places need a hand.
place(document);
const watching = new MutationObserver(() => place(document));
watching.observe(document.body, { childList: true });
const stop = () => { place(document); watching.disconnect(); };
if (document.readyState === 'complete') stop(); else addEventListener('load', stop);

/** Fetches a part and puts it in its place. A newer fetch for the same place cancels the older. */
const fetching = new Map();
async function fetchPart(url, busy) {
  const key = busy?.id ?? url;
  fetching.get(key)?.abort();
  const control = new AbortController();
  fetching.set(key, control);
  busy?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(url, { headers: { 'X-Part': '1' }, signal: control.signal });
    if (answer.status === 401) return location.assign('/sign-in?next=' + encodeURIComponent(location.pathname + location.search));
    place(parse(await answer.text()));
  } catch (error) {
    if (error.name !== 'AbortError') say(texts.silent);
  } finally {
    if (fetching.get(key) === control) { fetching.delete(key); busy?.removeAttribute('aria-busy'); }
  }
}

const plain = event => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

addEventListener('click', event => {
  const link = event.target.closest?.('a[data-part]');
  if (!link || !plain(event)) return;
  event.preventDefault();
  history.replaceState(null, '', link.href);
  fetchPart(link.dataset.part, link.closest('.body'));
});

// Forms: a query draws its card; anything else is sent once.
let dirty = false;
addEventListener('submit', event => {
  const form = event.target;
  if (form.dataset.part) {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form, event.submitter));
    history.replaceState(null, '', `${form.getAttribute('action')}?${query}`);
    return fetchPart(`${form.dataset.part}?${query}`, form.closest('.body'));
  }
  if (form.method !== 'post') return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  dirty = false;
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent));
addEventListener('input', event => { if (event.target.form?.hasAttribute('data-guard')) dirty = true; });
addEventListener('beforeunload', event => { if (dirty) event.preventDefault(); });

// What waits for a plugin says so after three seconds, and can be cancelled.
customElements.define('ui-wait', class extends HTMLElement {
  connectedCallback() {
    const start = Date.now();
    this.timer = setInterval(() => {
      const seconds = Math.round((Date.now() - start) / 1000);
      if (seconds < 3) return;
      if (!this.words) {
        const cancel = Object.assign(document.createElement('button'), { type: 'button', textContent: this.dataset.cancel });
        cancel.addEventListener('click', () => put(this.parentElement, document.createTextNode(texts.cancelled)));
        this.words = document.createElement('p');
        this.prepend(this.words, cancel);
      }
      this.words.textContent = `${this.dataset.text} ${seconds} s`;
    }, 1000);
  }
  disconnectedCallback() { clearInterval(this.timer); }
});

// Live cards: one stream for the browser. Whoever holds the lock listens, and tells the other tabs.
customElements.define('ui-live', class extends HTMLElement {
  connectedCallback() {
    const request = this.closest('[data-request]').dataset.request;
    const channel = new BroadcastChannel('desk');
    const heard = ({ type, redraw }) => {
      if (type === 'lost' || type === 'found') this.connected(type === 'found');
      else if (type === 'all' || redraw.request === request) this.redraw(type === 'all' ? null : redraw.cards);
    };
    const tell = message => { heard(message); channel.postMessage(message); };
    channel.onmessage = event => heard(event.data);
    const listen = () => new Promise(() => {
      const source = new EventSource('/events');
      source.addEventListener('redraw', event => tell({ type: 'redraw', redraw: JSON.parse(event.data) }));
      source.addEventListener('all', () => tell({ type: 'all' }));
      let lost = false;
      source.onerror = () => { if (!lost) { lost = true; tell({ type: 'lost' }); } };
      source.onopen = () => { if (lost) { lost = false; tell({ type: 'found' }); tell({ type: 'all' }); } };
    });
    if (navigator.locks) navigator.locks.request('desk-events', listen); else listen();
  }
  connected(yes) {
    const bar = byId('offline');
    bar.textContent = yes ? '' : texts.offline;
    bar.hidden = yes;
  }
  redraw(cards) {
    // A card that somebody is filling in is not drawn over.
    const busy = body => body.querySelector('form.query')?.contains(document.activeElement);
    for (const body of document.querySelectorAll('.grid .body')) {
      const card = body.id.slice('card-'.length);
      if ((!cards || cards.includes(card)) && !busy(body)) fetchPart(`/attendance/${this.parentElement.dataset.request}/card/${card}`, body);
    }
    const outside = document.querySelector('#outside[data-part]');
    if (outside) fetchPart(outside.dataset.part, outside);
  }
});

// Copying, printing, pressing what the palette names.
async function copy(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); } catch {
    // No clipboard without TLS: select it, so that Ctrl+C does.
    const shown = button.previousElementSibling;
    return shown && getSelection().selectAllChildren(shown);
  }
  say(texts.copied);
  const title = button.title;
  button.title = texts.copied;
  setTimeout(() => { button.title = title; }, 2000);
}
addEventListener('click', event => {
  const at = selector => event.target.closest?.(selector);
  const button = at('[data-copy]');
  if (button) copy(button);
  if (at('[data-print]')) print();
  const press = at('[data-press]');
  if (press) { byId('palette').close(); byId(press.dataset.press)?.click(); }
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});

// The palette: typing filters, arrows pick, Enter does it; nothing picked searches people.
const palette = byId('palette'), command = byId('command');
if (palette) {
  const lines = [...palette.querySelectorAll('li')];
  const shown = () => lines.filter(line => !line.hidden);
  const plainText = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const pick = line => lines.forEach(other => other.classList.toggle('picked', other === line));
  command.addEventListener('input', () => {
    const words = plainText(command.value).split(/\s+/).filter(Boolean);
    lines.forEach(line => { line.hidden = !words.every(word => plainText(line.textContent).includes(word)); });
    pick(null);
  });
  palette.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = shown(), at = all.findIndex(line => line.classList.contains('picked'));
    if (step && all.length) {
      event.preventDefault();
      const line = all[(at + step + all.length) % all.length];
      pick(line);
      line.scrollIntoView({ block: 'nearest' });
      say(line.textContent);
    } else if (event.key === 'Enter' && at >= 0 && event.target === command) {
      event.preventDefault();
      all[at].firstElementChild.click();
    }
  });
  palette.addEventListener('close', () => { command.value = ''; lines.forEach(line => { line.hidden = false; }); pick(null); });
}

// Keys. Single ones can be switched off (WCAG 2.1.4), and never act while somebody types.
const single = byId('single-keys');
if (single) {
  single.checked = localStorage.getItem('single-keys') !== 'off';
  single.addEventListener('change', () => localStorage.setItem('single-keys', single.checked ? 'on' : 'off'));
}
const open = id => { const dialog = byId(id); if (dialog && !document.querySelector('dialog[open]')) dialog.showModal(); };
addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    return open('palette');
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !single?.checked) return;
  if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
  const keys = {
    '/': () => (byId('q') ?? byId('search'))?.focus(),
    '?': () => open('keys'),
    t: () => location.assign('/tasks'),
    '.': () => document.querySelector('[data-copies=protocol]')?.click(),
  };
  const act = keys[event.key] ?? (/^[1-9]$/.test(event.key) && (() => document.querySelector(`[data-tab="${event.key}"]`)?.click()));
  if (act) { event.preventDefault(); act(); }
});
