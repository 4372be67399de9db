// The profile editor: its changes without loading the page anew, and by Alt and arrows. Without this
// each button posts its form.

const byId = id => document.getElementById(id);
const items = () => [...document.querySelectorAll('.item')];

/** Puts the answer's editor in the place of this one. What moved glides; the focus stays. */
function show(page, address, at) {
  if (!page.getElementById('editor')) return location.assign(address);
  const places = new Map(items().map(item => [item.id, item.getBoundingClientRect()]));
  const { activeElement: active } = document, item = active.closest('.item')?.id;
  const query = byId('shelf-search').value;
  for (const part of ['main .heading', '#editor']) {
    document.querySelector(part).replaceWith(document.importNode(page.querySelector(part), true));
  }
  history.replaceState(null, '', address);
  byId('shelf-search').value = query;
  filter();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const item of items()) {
    const was = places.get(item.id), is = item.getBoundingClientRect();
    if (still || !was || was.x === is.x && was.y === is.y) continue;
    item.animate([{ transform: `translate(${was.x - is.x}px, ${was.y - is.y}px)` }, {}], { duration: 160, easing: 'ease-out' });
  }
  const same = active.id && byId(active.id);
  const focus = byId('problem') ?? (same && !same.disabled && same.checkVisibility() ? same : byId(item) ?? byId(`at-${at}`) ?? items().find(item => !places.has(item.id)));
  (focus ?? document.querySelector('#editor nav a[aria-current]') ?? byId('main')).focus({ preventScroll: !!same });
  byId('live').textContent = document.querySelector('[data-said]').textContent;
}

/** One after the other: each form carries what the one before it left. */
let last = Promise.resolve();
function send(form, button) {
  const data = new URLSearchParams(new FormData(form, button));
  last = last.then(() => new Promise(done => {
    // Whoever was told that somebody else was faster looks first.
    if (!byId('edit').isConnected || byId('problem') && data.get('revision') !== byId('edit').elements.revision.value) return done();
    data.set('revision', byId('edit').elements.revision.value);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.responseType = 'document';
    request.addEventListener('loadend', () => {
      if (request.response) show(request.response, request.responseURL, data.get('do').split(':')[1]); else location.reload();
      done();
    });
    request.send(data);
  }));
}
document.addEventListener('submit', event => {
  if (!byId('editor').contains(event.target) || event.submitter?.name !== 'do') return;
  event.preventDefault();
  event.stopPropagation();
  send(event.target, event.submitter);
});

document.addEventListener('keydown', event => {
  const item = event.target.closest('.item'), { key } = event;
  const verb = event.altKey ? { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }[key] : key === 'Delete' && 'remove';
  const button = verb && item && byId(`${verb}-${item.dataset.item}`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Typing filters the shelf.
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
function filter() {
  const words = plain(byId('shelf-search').value).split(/\s+/);
  for (const line of document.querySelectorAll('.shelf li')) line.hidden = !words.every(word => line.dataset.words.includes(word));
}
document.addEventListener('input', event => { if (event.target.id === 'shelf-search') filter(); });
