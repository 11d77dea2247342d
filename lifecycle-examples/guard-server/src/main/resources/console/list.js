// The list of rooms. Only the rows in sight exist; each is kept for as long as its room is in sight, and then takes another one.

import { h, say, set } from './dom.js';
import { serverTime } from './state.js';
import { strip } from './strip.js';
import { outlook, span, stage, TONES, worst } from './words.js';

const AROUND = 4;

export const address = name => `#/room/${encodeURIComponent(name)}`;

export function hostOf(room) {
  const egress = worst(room);
  const identity = egress?.host.identity || room.hosts[0]?.identity;
  return identity ? `host ${identity}` : 'no host yet';
}

export function egressLine(room, now, fetchedAt) {
  const egress = worst(room);
  if (!egress) {
    return { id: room.ended[0]?.egress ?? '', text: room.ended.length > 0 ? 'egress ended' : '' };
  }
  const age = egress.startedAt === null ? egress.ageMillis + now - fetchedAt : now - egress.startedAt;
  const more = room.egress.length > 1 ? `, and ${room.egress.length - 1} more` : '';
  return { id: egress.egress, text: `${stage(egress.stage)} for ${span(age)}${more}` };
}

function row() {
  const badge = h('span', { class: 'badge' });
  const name = h('a', { class: 'name' });
  const host = h('span', { class: 'host' });
  const picture = strip();
  const egress = h('span', { class: 'status' });
  const id = h('code', {});
  const head = h('b', { class: 'head' });
  const why = h('span', { class: 'why' });
  const element = h('li', { class: 'row' },
    h('div', { class: 'who' }, name, host, badge), picture.element,
    h('div', { class: 'egress' }, egress, id), h('div', { class: 'next' }, head, why));
  let drawn = null;
  return {
    element,
    link: name,
    draw(room, now, seenAt) {
      if (drawn !== room) {
        drawn = room;
        say(name, room.room);
        set(name, 'href', address(room.room));
        say(host, hostOf(room));
        picture.draw(room, now);
      }
      this.tick(now, seenAt);
    },
    picture: now => picture.draw(drawn, now),
    tick(now, seenAt) {
      const next = outlook(drawn, now);
      set(element, 'data-tone', next.tone);
      say(badge, TONES[next.tone]);
      say(head, next.head);
      say(why, next.why);
      const line = egressLine(drawn, now, seenAt);
      say(egress, line.text);
      say(id, line.id);
    },
  };
}

export function list(onSearch) {
  const search = h('input', {
    type: 'search', id: 'search', placeholder: 'Search room, host or egress  ( / )', 'aria-label': 'Search rooms',
    autocomplete: 'off', spellcheck: 'false', input: () => onSearch(search.value),
  });
  const count = h('span', { class: 'count', role: 'status' });
  const empty = h('p', { class: 'empty' });
  const rows = h('ul', { class: 'rows', 'aria-label': 'Rooms' });
  const element = h('section', { 'aria-label': 'Rooms' },
    h('div', { class: 'tools' }, h('h2', {}, 'Rooms'), search, count,
      h('p', { class: 'legend' }, h('span', {}, 'Last 5 minutes:'),
        ...[['up', 'there'], ['suspect', 'suspected'], ['down', 'gone'], ['end', 'egress ended']]
          .map(([kind, text]) => h('span', {}, h('i', { class: kind }), text)))),
    empty, rows);
  const shown = new Map();
  let height = 0;

  /** Asked of the style sheet, since it differs on a phone. */
  function rowHeight() {
    return height || (height = parseFloat(getComputedStyle(rows).getPropertyValue('--row')) || 96);
  }

  function sight(total) {
    const top = rows.getBoundingClientRect().top;
    const first = Math.floor(-top / rowHeight()) - AROUND;
    const last = Math.ceil((innerHeight - top) / rowHeight()) + AROUND;
    return [Math.max(0, first), Math.min(total, last)];
  }

  function draw(state, at) {
    const now = serverTime(state, at);
    const seenAt = serverTime(state, state.heardAt ?? at);
    say(count, state.order.length === state.rooms.size ? `${state.rooms.size} rooms`
      : `${state.order.length} of ${state.rooms.size} rooms`);
    say(empty, state.heardAt === null || state.order.length > 0 ? ''
      : state.rooms.size > 0 ? 'No room matches.' : 'No room has an egress. As soon as one starts, its room is here.');
    rows.style.height = `${state.order.length * rowHeight()}px`;
    const [first, last] = sight(state.order.length);
    const inSight = state.order.slice(first, last);
    const free = release(new Set(inSight.map(room => room.room)), state.rooms);
    inSight.forEach((room, offset) => {
      const index = first + offset;
      let one = shown.get(room.room);
      if (!one) {
        one = free.pop() ?? row();
        shown.set(room.room, one);
        if (!one.element.isConnected) {
          rows.append(one.element);
        }
      }
      if (one.index !== index) {
        one.index = index;
        one.element.style.transform = `translateY(${index * rowHeight()}px)`;
      }
      set(one.element, 'aria-setsize', state.order.length);
      set(one.element, 'aria-posinset', index + 1);
      one.draw(room, now, seenAt);
    });
    free.forEach(one => one.element.remove());
    settle();
  }

  /** Takes the rows off their rooms that are out of sight, but for one that has the focus while its room exists. */
  function release(names, rooms) {
    const free = [];
    for (const [name, one] of shown) {
      if (!names.has(name) && (one.link !== document.activeElement || !rooms.has(name))) {
        shown.delete(name);
        free.push(one);
      }
    }
    return free;
  }

  /** Keeps the order of the elements the one in which they are seen, for the keyboard and for readers of screens. */
  function settle() {
    const wanted = [...shown.values()].sort((a, b) => a.index - b.index).map(one => one.element);
    if (document.activeElement && rows.contains(document.activeElement)) {
      return; // moving it would take the focus away
    }
    wanted.forEach((one, index) => {
      if (rows.children[index] !== one) {
        rows.insertBefore(one, rows.children[index] ?? null);
      }
    });
  }

  rows.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = [...shown.values()].find(one => one.link === document.activeElement);
    const there = step && here && [...shown.values()].find(one => one.index === here.index + step);
    if (there) {
      event.preventDefault();
      there.link.focus();
      there.element.scrollIntoView({ block: 'nearest' });
    }
  });

  return {
    element,
    search,
    draw,
    resized() {
      height = 0;
      shown.forEach(one => {
        one.index = null;
      });
    },
    tick: (state, at) => shown.forEach(one =>
      one.tick(serverTime(state, at), serverTime(state, state.heardAt ?? at))),
    pictures: (state, at) => shown.forEach(one => one.picture(serverTime(state, at))),
  };
}
