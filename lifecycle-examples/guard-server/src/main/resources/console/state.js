// What the console knows, as a value. reduce() is pure: a state and what happened in, the next state out.

import { worst } from './words.js';

const RECENT = 10 * 60 * 1000;
const STALE_AFTER = 5000;

export function initial() {
  return {
    rooms: new Map(),
    order: [],
    mark: null,
    csrf: null,
    login: false,
    dryRun: false,
    figures: null,
    health: null,
    replicas: null,
    offset: 0,
    heardAt: null,
    events: 'connecting',
    search: '',
    route: null,
    page: null,
  };
}

export function reduce(state, action) {
  switch (action.type) {
    case 'news': return withNews(state, action.news, action.at);
    case 'events': return { ...state, events: action.status };
    case 'search': return ordered({ ...state, search: action.text });
    case 'route': return { ...state, route: action.room, page: null };
    case 'page': return action.page.name === state.route ? { ...state, page: action.page } : state;
    default: throw new Error(`no such action: ${action.type}`);
  }
}

function withNews(state, news, at) {
  const rooms = news.full ? new Map() : new Map(state.rooms);
  news.gone.forEach(name => rooms.delete(name));
  news.rooms.forEach(room => rooms.set(room.room, room));
  const next = {
    ...state,
    rooms,
    mark: news.mark,
    csrf: news.csrf,
    login: news.login,
    dryRun: news.dryRun === true,
    figures: news.figures,
    health: news.health,
    replicas: news.replicas ?? null,
    offset: news.at - at,
    heardAt: at,
  };
  const isNew = news.full || news.gone.length > 0 || news.rooms.length > 0;
  return isNew ? ordered(next) : next;
}

function ordered(state) {
  const now = (state.heardAt ?? 0) + state.offset;
  const text = state.search.trim().toLowerCase();
  const ranked = [];
  for (const room of state.rooms.values()) {
    if (text === '' || matches(room, text)) {
      ranked.push({ room, ...rank(room, now) });
    }
  }
  ranked.sort((a, b) => a.rank - b.rank || a.by - b.by || (a.room.room < b.room.room ? -1 : 1));
  return { ...state, order: ranked.map(one => one.room) };
}

function matches(room, text) {
  return room.room.toLowerCase().includes(text)
    || room.hosts.some(host => host.identity.toLowerCase().includes(text))
    || room.egress.some(egress => egress.egress.toLowerCase().includes(text))
    || room.ended.some(egress => egress.egress.toLowerCase().includes(text));
}

/** Those that are about to lose their egress first, then those that just have, then all others by name. */
function rank(room, now) {
  const egress = worst(room);
  if (egress && egress.outlook.kind === 'being_stopped') {
    return { rank: 0, by: egress.outlook.since };
  }
  if (egress && egress.outlook.kind === 'stops_at') {
    return { rank: 1, by: egress.outlook.at };
  }
  const stopped = room.ended.find(end => end.by === 'GUARD' && now - end.at < RECENT);
  if (stopped) {
    return { rank: 2, by: -stopped.at };
  }
  return { rank: egress ? 3 : 4, by: 0 };
}

/** The time at the server, as far as this browser's clock goes on evenly. */
export const serverTime = (state, at) => at + state.offset;

/** Whether what is shown may be out of date. */
export function link(state, at) {
  if (state.heardAt === null) {
    return { tone: 'wait', text: 'Connecting…' };
  }
  const age = at - state.heardAt;
  if (age > STALE_AFTER) {
    return { tone: 'stale', text: `Stale: nothing heard for ${Math.round(age / 1000)} s, reconnecting…` };
  }
  return state.events === 'open'
    ? { tone: 'live', text: 'Live' }
    : { tone: 'wait', text: 'Reconnecting to events…' };
}

export function totals(state) {
  let guarded = 0;
  let live = 0;
  let suspected = 0;
  const blind = { WEBHOOK: 0, POLLING: 0, MEDIA_WATCH: 0, LEASE: 0 };
  for (const room of state.rooms.values()) {
    if (room.egress.length > 0) {
      guarded++;
      room.blind.forEach(source => blind[source]++);
    }
    live += room.egress.filter(egress => egress.stage === 'ACTIVE').length;
    suspected += room.egress.some(egress => egress.outlook.kind !== 'goes_on') ? 1 : 0;
  }
  return { guarded, live, suspected, blind };
}
