// The desk's script: parts that come later, drafts, keys, the palette, live parts.
// Without it every page works: links lead somewhere, forms are posted, tabs have addresses.

const createHTML = html => html;
const policy = window.trustedTypes?.createPolicy('ui', { createHTML }) ?? { createHTML };
const texts = document.body.dataset;
const byId = id => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, act) => addEventListener(type, act);

/** Tells a screen reader. */
function say(text) {
  const live = byId('live');
  live.textContent = '';
  requestAnimationFrame(() => { live.textContent = text; });
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

/** Fills a place. Focus stays: on the control of the same id, or on the place itself. */
function put(place, content) {
  const active = document.activeElement, { id, name, value } = active;
  const had = place.contains(active);
  const caret = had && 'selectionStart' in active ? active.selectionStart : null;
  place.replaceChildren(content);
  place.removeAttribute('aria-busy');
  if (!had) return;
  const again = (id && byId(id)) || (name && place.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`));
  if (!again) place.tabIndex = -1;
  (again || place).focus({ preventScroll: true });
  if (caret !== null && again?.setSelectionRange) try { again.setSelectionRange(caret, caret); } catch { /* not a text field */ }
}

/** Each `<template for>` goes to its place; one that is still being parsed waits. */
function place(root) {
  for (const template of all('template[for]', root)) {
    if (root === document && document.readyState === 'loading' && !template.nextSibling) continue;
    const to = byId(template.getAttribute('for'));
    template.remove();
    if (to) 'more' in template.dataset ? to.append(template.content) : put(to, template.content);
  }
}

// While the page streams, browsers without native places need a hand.
place(document);
const watching = new MutationObserver(() => place(document));
watching.observe(document.body, { childList: true });
const stop = () => { place(document); watching.disconnect(); };
if (document.readyState === 'complete') stop(); else on('load', stop);

/** Puts a part in its place. A newer fetch for the same place cancels the older. */
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
    // A live card comes in parts, each ended by a mark.
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = '', read; !read?.done;) {
      read = await reader.read();
      text += read.value ?? '\x1e';
      const end = text.lastIndexOf('\x1e') + 1;
      place(parse(text.slice(0, end)));
      text = text.slice(end);
    }
  } catch (error) {
    if (error.name !== 'AbortError') say(texts.silent);
  } finally {
    if (fetching.get(key) === control) { fetching.delete(key); busy?.removeAttribute('aria-busy'); }
  }
}

on('click', event => {
  const link = event.target.closest?.('a[data-part]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  history.replaceState(null, '', link.href);
  fetchPart(link.dataset.part, link.closest('.body'));
});

/** Posts a form and stays on the page. */
const post = (url, form, signal) => fetch(url, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { 'X-Part': '1' }, keepalive: true, signal });

/** The answer takes the form's place; a secret for 30 s. */
async function swap(form, spot) {
  put(spot, parse(await (await post(form.action, form)).text()));
  if (spot.querySelector('[data-shown]')) setTimeout(put, 3e4, spot, form);
}

// Forms: a query draws its card; anything else is sent once. What is typed is kept on the server.
let dirty = false, typing, keeping;
async function keep(form) {
  typing = clearTimeout(typing);
  keeping?.abort();
  const { signal } = keeping = new AbortController();
  const answer = await post(form.dataset.draft, form, signal).catch(() => null);
  if (signal.aborted) return;
  form.querySelector('[data-kept]').textContent = answer?.ok ? texts.kept : texts.silent;
  if (!typing) dirty = !answer?.ok;
}
on('submit', event => {
  const form = event.target, { part, sent } = form.dataset;
  if (part) {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form, event.submitter));
    history.replaceState(null, '', `${form.getAttribute('action')}?${query}`);
    return fetchPart(`${part}?${query}`, form.closest('.body'));
  }
  if ('swap' in form.dataset) {
    event.preventDefault();
    return swap(form, form.parentElement).catch(() => say(texts.silent));
  }
  if (form.method !== 'post') return;
  if (sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  typing = clearTimeout(typing);
  keeping?.abort();
  dirty = false;
});
on('pageshow', () => all('form[data-sent]').forEach(form => delete form.dataset.sent));
on('input', ({ target: { form } }) => {
  if (form?.hasAttribute('data-guard')) dirty = true;
  if (!form?.dataset.draft) return;
  clearTimeout(typing);
  typing = setTimeout(keep, 700, form);
});
on('visibilitychange', () => { if (document.hidden && typing) keep(document.querySelector('[data-draft]')); });
on('beforeunload', event => { if (dirty) event.preventDefault(); });

// What waits for a plugin says so after three seconds, and can be cancelled.
customElements.define('ui-wait', class extends HTMLElement {
  connectedCallback() {
    const start = Date.now();
    this.timer = setInterval(() => {
      const seconds = Math.round((Date.now() - start) / 1000);
      if (seconds < 3) return;
      if (!this.words) {
        const cancel = Object.assign(document.createElement('button'), { type: 'button', textContent: this.dataset.cancel });
        cancel.onclick = () => put(this.parentElement, texts.cancelled);
        this.words = document.createElement('p');
        this.prepend(this.words, cancel);
      }
      this.words.textContent = `${this.dataset.text} ${seconds} s`;
    }, 1000);
  }
  disconnectedCallback() { clearInterval(this.timer); }
});

// Live parts: one stream for the browser. Whoever holds the lock listens, and tells the other tabs.
customElements.define('ui-live', class extends HTMLElement {
  connectedCallback() {
    const { request } = this.closest('[data-request]').dataset;
    const channel = new BroadcastChannel('desk');
    const heard = ({ type, redraw }) => {
      const bar = byId('offline');
      bar.textContent = type === 'lost' ? texts.offline : '';
      bar.hidden = !bar.textContent;
      if (type === 'all' || redraw?.request === request) this.redraw(redraw?.places);
    };
    const tell = message => { heard(message); channel.postMessage(message); };
    channel.onmessage = event => heard(event.data);
    const listen = () => new Promise(() => {
      const source = new EventSource('/events');
      source.addEventListener('redraw', event => tell({ redraw: JSON.parse(event.data) }));
      source.addEventListener('all', () => tell({ type: 'all' }));
      let lost;
      source.onerror = () => { if (!lost) tell({ type: lost = 'lost' }); };
      // What came before it was open.
      source.onopen = () => { if (lost) tell({ type: 'all' }); else this.redraw(['outside']); lost = ''; };
    });
    if (navigator.locks) navigator.locks.request('desk-events', listen); else listen();
    // Whoever looks says so again before it is taken back.
    setInterval(() => document.hidden || this.redraw(['presence', 'outside']), 12e3);
  }
  redraw(places) {
    for (const part of all('[data-live]')) {
      // What somebody is filling in is not drawn over.
      if (places && !places.includes(part.id) || part.querySelector('form.query')?.contains(document.activeElement)) continue;
      const before = part.textContent, drawn = fetchPart(part.dataset.live, part);
      if (part.id === 'presence') drawn.then(() => part.textContent === before || say(part.textContent));
    }
  }
});

// Copying, printing, inserting, pressing.
async function copy(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); } catch {
    // No clipboard without TLS: select it, so that Ctrl+C does.
    const shown = button.previousElementSibling;
    return shown && getSelection().selectAllChildren(shown);
  }
  say(texts.copied);
}
on('click', event => {
  const at = selector => event.target.closest?.(selector);
  const button = at('[data-copy]'), press = at('[data-press]'), insert = at('[data-insert]');
  if (button) copy(button);
  if (at('[data-print]')) print();
  if (press) { byId('palette').close(); byId(press.dataset.press)?.click(); }
  if (insert) {
    event.preventDefault();
    const text = byId(insert.dataset.insert), chosen = insert.form.module.selectedOptions[0];
    text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, 'end');
    text.focus();
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});

// The palette: typing filters, arrows pick, Enter does it; nothing picked searches people.
const palette = byId('palette'), command = byId('command');
if (palette) {
  const lines = all('li', palette);
  const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const pick = line => lines.forEach(other => other.classList.toggle('picked', other === line));
  const filter = () => {
    const words = plain(command.value).split(/\s+/);
    lines.forEach(line => { line.hidden = !words.every(word => plain(line.textContent + line.dataset.words).includes(word)); });
    pick();
  };
  command.addEventListener('input', filter);
  palette.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = lines.filter(line => !line.hidden), at = shown.findIndex(line => line.classList.contains('picked'));
    if (step && shown.length) {
      event.preventDefault();
      const line = shown.at(at < 0 && step > 0 ? 0 : (Math.max(at, 0) + step) % shown.length);
      pick(line);
      line.scrollIntoView({ block: 'nearest' });
      say(line.textContent);
    } else if (event.key === 'Enter' && at >= 0 && event.target === command) {
      event.preventDefault();
      shown[at].firstElementChild.click();
    }
  });
  palette.addEventListener('close', () => { command.value = ''; filter(); });
}

// Keys. Single ones can be switched off (WCAG 2.1.4), and never act on typing.
const single = byId('single-keys');
single?.addEventListener('change', () => post(single.form.action, single.form).catch(() => say(texts.silent)));
const open = id => { const dialog = byId(id); if (dialog && !document.querySelector('dialog[open]')) dialog.showModal(); };
on('keydown', event => {
  const { key, code, shiftKey, target } = event, command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && key.toLowerCase() === 'k') {
    event.preventDefault();
    return open('palette');
  }
  if (command || event.altKey || !single?.checked || target.closest('input, textarea, select, dialog')) return;
  const press = selector => () => document.querySelector(selector)?.click();
  const acts = {
    '/': () => (byId('q') ?? byId('search'))?.focus(),
    '?': () => open('keys'),
    t: () => location.assign('/tasks'),
    '.': press('[data-copies=protocol]'),
  };
  const digit = /^[1-9]$/.test(key) ? `[data-tab="${key}"]` : shiftKey && /^Digit[1-9]$/.test(code) && `[data-open="${code[5]}"]`;
  const act = acts[key] ?? (digit && press(digit));
  if (act) { event.preventDefault(); act(); }
});
