// A file goes as soon as it is chosen, with its progress. When it did not arrive it can be sent again;
// what was typed beside it stays. Without this the form takes the file along.

/** The parts of a field for a file. */
const parts = box => name => box.querySelector(`[data-${name}]`);

/** Says in the field what is wrong, or that nothing is. */
function tell(part, input, text) {
  part('error').textContent = text;
  part('error').hidden = !text;
  if (text) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
}

/** What is on its way for a field: a file that is chosen later takes its place. */
const sending = new WeakMap();

function send(box) {
  const part = parts(box), input = part('file'), [file] = input.files;
  if (!file) return;
  const before = sending.get(box);
  sending.delete(box);
  before?.abort();
  part('again').hidden = true;
  if (file.size > input.dataset.max) {
    input.value = '';
    return tell(part, input, input.dataset.large);
  }
  const form = new FormData(), request = new XMLHttpRequest();
  form.append('csrf', input.form.elements.csrf.value);
  form.append('intent', 'upload');
  form.append(input.name, file);
  tell(part, input, '');
  part('progress').hidden = false;
  sending.set(box, request);
  request.open('POST', location.href);
  request.setRequestHeader('X-Part', '1');
  request.responseType = 'json';
  request.upload.addEventListener('progress', event => { part('progress').value = event.loaded / event.total; });
  request.addEventListener('loadend', () => {
    if (sending.get(box) !== request) return;
    part('progress').hidden = true;
    const answer = request.response;
    if (answer?.handle) {
      part('handle').value = answer.handle;
      part('held').textContent = answer.shown;
      part('held').hidden = false;
      input.required = false;
    } else {
      tell(part, input, answer?.error ?? input.dataset.lost);
      part('again').hidden = !!answer?.error;
    }
    // What did not arrive stays chosen, to be sent again.
    if (answer) input.value = '';
  });
  request.send(form);
}

for (const box of document.querySelectorAll('[data-upload]')) {
  parts(box)('file').addEventListener('change', () => send(box));
  parts(box)('again').addEventListener('click', () => send(box));
}
