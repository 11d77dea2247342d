// The strip of a room: five minutes, a lane for what the guard makes of the host and one for each source.

import { svg, set, h } from './dom.js';
import { LANES, source } from './words.js';

export const MINUTES = 5;
const WINDOW = MINUTES * 60 * 1000;
const WIDTH = 300;
const FUSED = 14;
const LANE = 8;
const GAP = 3;
const SHARE = { UP: 1, SUSPECT: 0.6, DOWN: 0.3 };

export const HEIGHT = FUSED + 4 * (LANE + GAP);

/** The pieces of a lane within the window that ends now: where each begins and ends, and what was said. */
export function pieces(changes, now) {
  const from = now - WINDOW;
  const found = [];
  changes.forEach(([at, presence], index) => {
    const begin = Math.max(at, from);
    const end = index + 1 < changes.length ? Math.min(changes[index + 1][0], now) : now;
    if (presence && end > begin) {
      found.push({ begin: (begin - from) / WINDOW, end: (end - from) / WINDOW, presence });
    }
  });
  return found;
}

/** The outlines of all pieces with one presence. Those that are not UP are lower too, not only of another colour. */
export function outline(history, now, presence) {
  let top = 0;
  let path = '';
  for (const lane of LANES) {
    const height = lane === 'FUSED' ? FUSED : LANE;
    const drawn = height * SHARE[presence];
    for (const piece of pieces(history[lane] ?? [], now)) {
      if (piece.presence === presence) {
        const x = (piece.begin * WIDTH).toFixed(1);
        const width = Math.max(1, (piece.end - piece.begin) * WIDTH).toFixed(1);
        path += `M${x} ${(top + height - drawn).toFixed(1)}h${width}v${drawn.toFixed(1)}h-${width}z`;
      }
    }
    top += height + GAP;
  }
  return path;
}

function ends(room, now) {
  return room.ended
    .filter(end => now - end.at < WINDOW)
    .map(end => `M${((1 - (now - end.at) / WINDOW) * WIDTH).toFixed(1)} 0v${HEIGHT}`)
    .join('');
}

function tracks() {
  let top = 0;
  let path = '';
  for (const lane of LANES) {
    const height = lane === 'FUSED' ? FUSED : LANE;
    path += `M0 ${top + height - 0.5}h${WIDTH}`;
    top += height + GAP;
  }
  return path;
}

/** A strip that can be drawn again and again. */
export function strip() {
  const paths = { UP: svg('path', { class: 'up' }), SUSPECT: svg('path', { class: 'suspect' }),
    DOWN: svg('path', { class: 'down' }) };
  const end = svg('path', { class: 'end' });
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    svg('path', { class: 'track', d: tracks() }), paths.UP, paths.SUSPECT, paths.DOWN, end);
  const labels = h('div', { class: 'lanes', 'aria-hidden': 'true' },
    ...LANES.map(lane => h('span', { class: lane === 'FUSED' ? 'fused' : '' }, source(lane))));
  return {
    element: h('div', { class: 'strip' }, labels, picture),
    draw(room, now) {
      for (const [presence, path] of Object.entries(paths)) {
        set(path, 'd', outline(room.history, now, presence));
      }
      set(end, 'd', ends(room, now));
      set(picture, 'aria-label', describe(room));
    },
  };
}

/** What the strip shows, for those who do not see it. */
export function describe(room) {
  const words = { UP: 'there', SUSPECT: 'suspected', DOWN: 'gone' };
  return `The last ${MINUTES} minutes. Now: ` + LANES.map(lane => {
    const last = (room.history[lane] ?? []).at(-1);
    return `${source(lane)} ${last && last[1] ? words[last[1]] : 'unknown'}`;
  }).join(', ');
}
