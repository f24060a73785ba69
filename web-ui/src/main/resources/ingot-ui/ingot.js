'use strict';
// The little the pages need beside htmx: no polling in a hidden tab, an open "Scale" stays open, and the live log.

document.addEventListener('htmx:beforeRequest', (event) => {
  const polls = event.detail.requestConfig.verb === 'get';
  const editing = event.detail.elt.querySelector('details.keep[open]');
  if (polls && (document.hidden || editing)) {
    event.preventDefault();
  }
});

// A refusal still has something to say: show it where the answer would go.
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.requestConfig.verb !== 'get') {
    event.detail.shouldSwap = true;
  }
});

const MAX_LINES = 2000;

function show(log, line) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const row = document.createElement('span');
  row.className = line.type === 'ERR' ? 'err' : 'out';
  const time = document.createElement('time');
  const when = new Date(Number(line.timestamp.slice(0, -6)));
  time.textContent = when.toLocaleTimeString();
  time.dateTime = when.toISOString();
  const source = document.createElement('b');
  source.textContent = line.source_type.split('/')[0] + (line.source_type.startsWith('APP') ? '/' + line.instance_id : '');
  row.append(time, ' ', source, ' ', line.message, '\n');
  log.append(row);
  while (log.childElementCount > MAX_LINES) {
    log.firstElementChild.remove();
  }
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

const log = document.getElementById('log');
if (log) {
  const state = document.getElementById('log-state');
  const stream = new EventSource(log.dataset.stream);
  stream.onopen = () => { state.textContent = 'live'; };
  stream.onerror = () => { state.textContent = stream.readyState === EventSource.CLOSED ? 'ended: reload the page' : 'reconnecting'; };
  stream.onmessage = (event) => show(log, JSON.parse(event.data));
  addEventListener('pagehide', () => stream.close());
}
