// Dragging in the profile editor, with whatever points: from a title to before or behind another, or
// onto a tab. What is dropped presses a button, as if by hand.

let drag;
const at = (event, selector) => document.elementFromPoint(event.clientX, event.clientY)?.closest(selector);

/** Shows where it would go. */
function mark(target, side) {
  document.querySelector('[data-side]')?.removeAttribute('data-side');
  if (target) target.dataset.side = side;
}
function stop() {
  mark();
  drag?.what.classList.remove('dragged');
  drag = null;
}

document.addEventListener('pointerdown', event => {
  const what = event.button ? null : event.target.closest('[data-drag]')?.closest('.item, [data-place]');
  if (!what) return;
  event.preventDefault();
  what.focus({ preventScroll: true });
  drag = { what, x: event.clientX, y: event.clientY };
});

document.addEventListener('pointermove', event => {
  if (!drag || !drag.on && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
  const { what } = drag, { kind } = what.dataset, here = document.getElementById('editor').dataset.tab;
  drag.on = true;
  what.classList.add('dragged');
  mark();
  drag.to = null;
  const tab = at(event, '[data-drop]'), item = at(event, '.item'), zone = at(event, `[data-zone=${kind}]`);
  if (tab) {
    drag.to = [tab.dataset.drop, ''];
    mark(tab, 'in');
  } else if (item && item !== what && item.dataset.kind === kind) {
    const box = item.getBoundingClientRect(), across = item.classList.contains('full');
    const before = across ? event.clientY < box.y + box.height / 2 : event.clientX < box.x + box.width / 2;
    drag.to = [here, before ? item.dataset.item : item.nextElementSibling?.dataset.item ?? ''];
    mark(item, (across ? 'row-' : '') + (before ? 'before' : 'after'));
  } else if (zone && !item) {
    drag.to = [here, ''];
    mark(zone, 'in');
  }
});

document.addEventListener('pointerup', () => {
  const { what, to } = drag ?? {};
  stop();
  if (!to) return;
  const drop = document.getElementById('drop'), { item, place } = what.dataset;
  drop.value = [item ? 'carry' : 'place', item ?? place, ...to].join(':');
  drop.click();
});
document.addEventListener('pointercancel', stop);
document.addEventListener('keydown', event => { if (event.key === 'Escape') stop(); });
