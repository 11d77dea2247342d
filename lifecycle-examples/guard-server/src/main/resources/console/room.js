// The page of one room.

import { h, say, set } from './dom.js';
import { hostOf } from './list.js';
import { post } from './live.js';
import { bugReport, figures, timeline } from './report.js';
import { serverTime } from './state.js';
import { strip } from './strip.js';
import { clock, outlook, owner, reason, source, span, stage, TONES } from './words.js';

const PRESENCE = { UP: 'there', SUSPECT: 'suspected', DOWN: 'gone' };

function readings(egress) {
  return h('table', { class: 'readings' },
    h('caption', {}, `What each source says of ${egress.host.identity || 'the host'}`),
    h('thead', {}, h('tr', {}, ...['Source', 'Host', 'Because', 'Since'].map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...egress.readings.map(said => h('tr', { 'data-presence': said.presence ?? 'NONE' },
      h('th', { scope: 'row' }, source(said.source)), h('td', {}, said.presence ? PRESENCE[said.presence] : 'unknown'),
      h('td', {}, reason(said.reason)), h('td', {}, said.at === null ? '–' : clock(said.at))))));
}

/** An egress that runs. It is changed where it stands: a button that is replaced takes no click that has begun. */
function card(id, stop) {
  const age = h('span', {});
  const needs = h('span', {});
  const button = h('button', { type: 'button', class: 'danger', click: () => stop(id) }, 'Stop this egress');
  const told = h('div', {});
  let drawn = null;
  let written = null;
  return {
    element: h('section', { class: 'card', 'aria-label': `Egress ${id}` },
      h('div', { class: 'cardhead' }, h('h3', {}, h('code', {}, id)), age, needs, button), told),
    draw(egress, at) {
      drawn = { egress, at };
      say(needs, `needs ${owner(egress.owner)}`);
      const text = JSON.stringify([egress.host.identity, egress.readings]);
      if (text !== written) {
        written = text;
        told.replaceChildren(readings(egress));
      }
      this.tick(at);
    },
    tick(at) {
      const { egress, at: seenAt } = drawn;
      const since = egress.startedAt === null ? egress.ageMillis + at - seenAt : at - egress.startedAt;
      say(age, `${stage(egress.stage)} for ${span(since)}`);
    },
  };
}

function figureTable(found) {
  if (!found) {
    return h('p', { class: 'hint' }, 'Nothing was stopped here lately.');
  }
  return h('div', {}, h('table', { class: 'figures' },
    h('thead', {}, h('tr', {}, h('th', {}), h('th', { scope: 'col' }, 'At'), h('th', { scope: 'col' }, 'Here'),
      h('th', { scope: 'col' }, 'LiveKit alone, measured'))),
    h('tbody', {}, ...found.rows.map(row => h('tr', {}, h('th', { scope: 'row' }, row.what),
      h('td', {}, row.at === null ? '–' : clock(row.at)), h('td', {}, row.here), h('td', { class: 'alone' }, row.alone))))),
  h('p', { class: 'hint' }, `The grace period is part of these times. ${found.webhook}`));
}

export function roomPage(name, store) {
  const badge = h('span', { class: 'badge' });
  const host = h('span', { class: 'host' });
  const head = h('p', { class: 'head' });
  const why = h('p', { class: 'why' });
  const picture = strip();
  const none = h('p', { class: 'hint' }, 'No egress is running here.');
  const cards = h('div', {}, none);
  const shownCards = new Map();
  const table = h('div', {});
  const lines = h('ol', { class: 'timeline', 'aria-label': 'Timeline, the latest first' });
  const said = h('span', { role: 'status', class: 'hint' });
  const ask = h('dialog', { 'aria-labelledby': 'ask-title' });
  const copy = h('button', { type: 'button', click: () => copyReport() }, 'Copy as a bug report');
  const ago = h('div', { class: 'axis', 'aria-hidden': 'true' },
    ...['5 min ago', '4', '3', '2', '1', 'now'].map(text => h('span', {}, text)));
  const element = h('article', { class: 'room' },
    h('p', {}, h('a', { href: '#/', class: 'back' }, '← All rooms')),
    h('div', { class: 'roomhead' }, h('h2', {}, name), badge, host),
    h('div', { class: 'outlook' }, head, why),
    h('section', { class: 'big', 'aria-label': 'The last five minutes' }, picture.element, ago),
    h('section', { 'aria-label': 'Egress' }, cards),
    h('section', { 'aria-label': 'Figures' }, h('h2', {}, 'The latest stop'), table),
    h('section', { 'aria-label': 'Timeline' }, h('div', { class: 'tools' }, h('h2', {}, 'Timeline'), copy, said), lines),
    ask);
  let shown = null;
  let written = null;

  async function copyReport() {
    const text = bugReport(name, store().page ?? { room: null, events: [] }, Date.now());
    try {
      await navigator.clipboard.writeText(text);
      say(said, 'Copied.');
    } catch (refused) {
      // by plain HTTP beyond localhost there is no clipboard: the text is shown to be copied by hand
      const area = h('textarea', { readonly: true, rows: 12, 'aria-label': 'Bug report' });
      area.value = text;
      said.replaceChildren(area);
      area.select();
    }
  }

  function stop(egress) {
    const failed = h('p', { class: 'failed', role: 'alert' });
    const sure = h('button', { type: 'button', class: 'danger', click: async () => {
      sure.disabled = true;
      try {
        await post(`/api/egress/${encodeURIComponent(egress)}/stop`, store().csrf);
        ask.close();
      } catch (refused) {
        say(failed, `Not stopped: ${refused.message}`);
        sure.disabled = false;
      }
    } }, store().dryRun ? 'Note it' : 'Stop it');
    ask.replaceChildren(h('h2', { id: 'ask-title' }, 'Stop this egress?'),
      h('p', {}, h('code', {}, egress), ' in room ', h('b', {}, name), store().dryRun
        ? ' goes on: this is a dry run, which sends no stop, not even yours. The timeline notes that you asked.'
        : ' ends for good, whether its host is there or not. A recording is closed, a stream goes off the air.'),
      failed, h('div', { class: 'buttons' },
        h('button', { type: 'button', autofocus: true, click: () => ask.close() }, 'Leave it running'), sure));
    ask.showModal();
  }

  /** Shows the egress that run. Whoever has the focus on one that has ended gets it on the whole page. */
  function drawCards(running, now) {
    const hadFocus = cards.contains(document.activeElement);
    for (const [id, one] of shownCards) {
      if (!running.some(egress => egress.egress === id)) {
        one.element.remove();
        shownCards.delete(id);
      }
    }
    running.forEach(egress => {
      if (!shownCards.has(egress.egress)) {
        shownCards.set(egress.egress, card(egress.egress, stop));
        cards.append(shownCards.get(egress.egress).element);
      }
      shownCards.get(egress.egress).draw(egress, now);
    });
    none.hidden = running.length > 0;
    if (hadFocus && !cards.contains(document.activeElement)) {
      document.getElementById('main').focus({ preventScroll: true });
    }
  }

  function content(page, now) {
    const room = page.room;
    drawCards(room?.egress ?? [], now);
    const told = timeline(room, page.events);
    const text = JSON.stringify(told);
    if (text === written) {
      return; // what somebody has selected to copy stays selected
    }
    written = text;
    table.replaceChildren(figureTable(figures(room, page.events)));
    lines.replaceChildren(...told.map(line => h('li', { 'data-tone': line.tone, 'data-by': line.by },
      h('time', { datetime: new Date(line.at).toISOString() }, clock(line.at)), h('span', { class: 'by' }, source(line.by)),
      h('span', {}, line.text))));
  }

  return {
    element,
    draw(state, at) {
      const now = serverTime(state, at);
      const page = state.page;
      if (page && page !== shown) {
        shown = page;
        content(page, now);
        if (page.room) {
          say(host, hostOf(page.room) + (page.replica ? ` · guarded at ${page.replica}` : ''));
          picture.draw(page.room, now);
        }
      }
      this.tick(state, at);
    },
    tick(state, at) {
      const now = serverTime(state, at);
      const room = shown?.room;
      const next = room ? outlook(room, now)
        : { tone: 'quiet', head: shown ? 'This room has no egress, nor had one within the last hour.' : 'Loading…', why: '' };
      set(element, 'data-tone', next.tone);
      say(badge, TONES[next.tone]);
      say(head, next.head);
      say(why, next.why);
      shownCards.forEach(one => one.tick(now));
    },
    pictures(state, at) {
      if (shown?.room) {
        picture.draw(shown.room, serverTime(state, at));
      }
    },
  };
}
