// What matters of all rooms together.

import { h, svg, say, set } from './dom.js';
import { totals } from './state.js';
import { drop, exact, span } from './words.js';

const DOTS = 60;

function tile(label, ...content) {
  return h('section', { class: 'tile', 'aria-label': label }, h('h2', {}, label), ...content);
}

function number(label, hint) {
  const value = h('p', { class: 'number' }, '–');
  return { value, element: tile(label, value, h('p', { class: 'hint' }, hint)) };
}

/** A dot for each of the latest stops, the longest time at the top. */
function plot() {
  const dots = svg('path', { class: 'dots' });
  const median = svg('path', { class: 'median' });
  const picture = svg('svg', { viewBox: '-3 -3 186 46', role: 'img', 'aria-label': 'No stops yet' },
    svg('path', { class: 'track', d: 'M0 40h180' }), median, dots);
  return {
    element: picture,
    draw({ millis, p50, p95 }) {
      const latest = millis.slice(-DOTS);
      const top = Math.max(1, ...latest);
      const y = value => (40 - value / top * 38).toFixed(1);
      const step = 180 / Math.max(12, latest.length);
      set(dots, 'd', latest.map((value, index) => `M${(180 - (latest.length - 1 - index) * step).toFixed(1)} ${y(value)}h0`).join(''));
      set(median, 'd', p50 === null || p50 > top ? '' : `M0 ${y(p50)}h180`);
      set(picture, 'aria-label', latest.length === 0 ? 'No stops yet'
        : `The latest ${latest.length} stops took up to ${exact(top)}; half of them ${exact(p50)} at most, p95 ${exact(p95)}`);
    },
  };
}

/** Each source with a tone and what there is to say of it. */
export function sources(health, blind, guarded, now) {
  const ago = at => at === null ? 'nothing yet' : `${span(now - at)} ago`;
  const seeing = source => guarded === 0 ? 'no rooms'
    : blind[source] === guarded ? 'sees no room' : `sees ${guarded - blind[source]} of ${guarded} rooms`;
  const tone = source => guarded === 0 || blind[source] === guarded ? 'off' : blind[source] > 0 ? 'partly' : 'well';
  const refused = health.webhooks.refused + health.webhooks.clock + health.webhooks.unreadable;
  const calls = (name, calls) => calls.error
    ? { name, tone: 'bad', text: `fails: ${calls.error}` }
    : { name, tone: calls.at === null ? 'off' : 'well', text: `answered ${ago(calls.at)}` };
  return [
    { name: 'Webhooks', tone: health.webhooks.at === null ? 'off' : 'well',
      text: ago(health.webhooks.at) + (refused > 0 ? `, ${refused} refused` : '') },
    { name: 'Media watch', tone: tone('MEDIA_WATCH'),
      text: seeing('MEDIA_WATCH') + (health.watchFailures > 0 ? `, ${health.watchFailures} failures` : '') },
    calls('Polling', health.polling),
    { name: 'Leases', tone: health.leases > 0 ? 'well' : 'off',
      text: health.leases === 0 ? 'none' : health.leases === 1 ? '1 host' : `${health.leases} hosts` },
    calls('LiveKit API', health.api),
  ];
}

/** The replicas that guard together, if there are several: how many, whether they are reached, and what has moved. */
export function replicas(view) {
  if (!view) {
    return [];
  }
  const lost = view.members.filter(member => member.reach === 'out_of_reach').map(member => member.address);
  const each = view.members.map(member => `${member.address}${member.reach === 'here' ? ' (this one)' : ''} ${member.status}, ${member.rooms} rooms`);
  const moved = `${view.arrived} rooms moved here, ${view.departed} away`;
  const parted = lost.length > 0 ? `part of the cluster is out of reach: ${lost.join(', ')}. ` : '';
  return [{ name: 'Replicas', tone: lost.length > 0 ? 'bad' : view.members.length > 1 ? 'well' : 'partly', wraps: true,
    text: `${parted}${view.members.length}: ${each.join('; ')}. ${moved}` }];
}

const TONE_WORDS = { well: 'good', partly: 'in part', off: 'off', bad: 'failing' };

export function overview() {
  const guarded = number('Rooms guarded', 'with a running egress');
  const live = number('Egress live', 'recordings and streams');
  const suspected = number('Hosts suspected now', 'stopped unless they return');
  const stops = h('p', { class: 'number' }, '–');
  const reasons = h('ul', { class: 'reasons' });
  const median = h('b', {});
  const most = h('b', {});
  const quantiles = h('p', { class: 'quantiles' }, h('span', {}, 'p50 ', median), h('span', {}, 'p95 ', most));
  const dots = plot();
  const health = h('ul', { class: 'health' });
  const element = h('div', { class: 'overview' },
    guarded.element, live.element, suspected.element,
    tile('Stopped today', stops, reasons),
    tile('Drop → stop', quantiles, dots.element),
    tile('Sources', health));
  let healthShown = '';
  let reasonsShown = '';
  return {
    element,
    draw(state, now) {
      if (!state.figures) {
        return;
      }
      const sum = totals(state);
      say(guarded.value, String(sum.guarded));
      say(live.value, String(sum.live));
      say(suspected.value, String(sum.suspected));
      set(suspected.element, 'data-alarm', sum.suspected > 0);
      const byDrop = Object.entries(state.figures.stopsToday).sort((a, b) => b[1] - a[1]);
      say(stops, String(byDrop.reduce((all, [, count]) => all + count, 0)));
      const reasonsNow = byDrop.map(([name, count]) => `${count} ${drop(name)}`);
      if (reasonsShown !== reasonsNow.join()) {
        reasonsShown = reasonsNow.join();
        reasons.replaceChildren(...reasonsNow.map(text => h('li', {}, text)));
      }
      const { p50, p95 } = state.figures.dropToStop;
      say(median, exact(p50));
      say(most, exact(p95));
      dots.draw(state.figures.dropToStop);
      const lines = [...sources(state.health, sum.blind, sum.guarded, now), ...replicas(state.replicas)];
      if (healthShown !== JSON.stringify(lines)) {
        healthShown = JSON.stringify(lines);
        health.replaceChildren(...lines.map(line => h('li', { 'data-tone': line.tone, 'data-wraps': line.wraps, title: line.text },
          h('b', {}, line.name), h('span', { class: 'unseen' }, TONE_WORDS[line.tone]), h('span', {}, line.text))));
      }
    },
  };
}
