// Ties the parts together: what happens goes into the state, and the state is drawn.

import { say, set } from './dom.js';
import { list } from './list.js';
import { get, live, post } from './live.js';
import { overview } from './overview.js';
import { roomPage } from './room.js';
import { initial, link, reduce, serverTime } from './state.js';
import { source, reason } from './words.js';

const COUNTDOWN_EVERY = 100;
const PICTURES_EVERY = 1000;
const PAGE_AT_MOST_EVERY = 1000;

const main = document.getElementById('main');
const linked = document.getElementById('link');
const said = document.getElementById('said');
const logout = document.getElementById('logout');
const dry = document.getElementById('dry');

let state = initial();
let isDrawing = false;
let page = null;
let pageTimer = null;
const top = overview();
const rooms = list(text => happened({ type: 'search', text }));

function happened(action) {
  state = reduce(state, action);
  if (!isDrawing) {
    isDrawing = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  isDrawing = false;
  const at = Date.now();
  if (page) {
    page.draw(state, at);
  } else {
    rooms.draw(state, at); // it asks where it is: first, while nothing else has to be laid out for the answer
    top.draw(state, serverTime(state, at));
  }
  drawLink(at);
  logout.hidden = !state.login;
  dry.hidden = !state.dryRun;
}

function drawLink(at) {
  const now = link(state, at);
  set(linked, 'data-tone', now.tone);
  say(linked, now.text);
  set(document.body, 'data-link', now.tone);
}

/** Shows the page that the address names. */
function route() {
  const match = location.hash.match(/^#\/room\/(.+)$/);
  let name = null;
  try {
    name = match && decodeURIComponent(match[1]);
  } catch (nonsense) {
    // an address that nothing here has written
  }
  happened({ type: 'route', room: name });
  page = name === null ? null : roomPage(name, () => state);
  main.replaceChildren(...(page ? [page.element] : [top.element, rooms.element]));
  document.title = name === null ? 'guard-server' : `${name} · guard-server`;
  clearTimeout(pageTimer);
  pageTimer = null;
  if (page) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    loadPage();
  }
}

async function loadPage() {
  const name = state.route;
  if (name === null) {
    return;
  }
  try {
    const answer = await get(`/api/timeline?room=${encodeURIComponent(name)}`);
    happened({ type: 'page', page: { name, room: answer.room, events: answer.events, replica: answer.replica } });
  } catch (failed) {
    // tried again with the next news
  }
}

/** Reads the open room again, once for all that comes within a second. */
function pageSoon() {
  if (state.route !== null && pageTimer === null) {
    pageTimer = setTimeout(() => {
      pageTimer = null;
      loadPage();
    }, state.page ? PAGE_AT_MOST_EVERY : 0);
  }
}

/** Tells readers of screens what needs attention, the latest only. */
function announce(events) {
  const alarm = events.findLast(event => event.type === 'StopDecided'
    || (event.type === 'HostChanged' && event.presence === 'SUSPECT'));
  if (alarm) {
    const why = reason(alarm.evidence.reason);
    say(said, alarm.type === 'StopDecided' ? `The egress of room ${alarm.room} is being stopped: ${why}.`
      : `The host of room ${alarm.room} is suspected by ${source(alarm.evidence.source)}: ${why}.`);
  }
}

live({
  mark: () => state.mark,
  news: news => {
    happened({ type: 'news', news, at: Date.now() });
    pageSoon();
  },
  status: status => happened({ type: 'events', status }),
  events: announce,
});

setInterval(() => {
  const at = Date.now();
  drawLink(at);
  (page ?? rooms).tick(state, at);
}, COUNTDOWN_EVERY);
setInterval(() => {
  const at = Date.now();
  if (!page) {
    top.draw(state, serverTime(state, at));
  }
  (page ?? rooms).pictures(state, at);
}, PICTURES_EVERY);

function redraw() {
  if (!page && !isDrawing) {
    isDrawing = true;
    requestAnimationFrame(draw);
  }
}

addEventListener('hashchange', route);
addEventListener('scroll', redraw, { passive: true });
addEventListener('resize', () => {
  rooms.resized();
  redraw();
});
addEventListener('keydown', event => {
  const isTyping = /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !page && !isTyping) {
    event.preventDefault();
    rooms.search.focus();
  } else if (event.key === 'Escape' && page && !document.querySelector('dialog[open]')) {
    location.hash = '#/';
  }
});
document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
logout.addEventListener('click', async () => {
  await post('/logout', state.csrf).catch(() => undefined);
  location.reload();
});
route();
