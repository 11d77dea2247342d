// What the server says, in plain words.

export const LANES = ['FUSED', 'MEDIA_WATCH', 'LEASE', 'WEBHOOK', 'POLLING'];

const SOURCES = {
  FUSED: 'host', MEDIA_WATCH: 'watch', LEASE: 'lease', WEBHOOK: 'webhook', POLLING: 'polling',
  GUARD: 'guard', OPERATOR: 'you', LIVEKIT: 'LiveKit',
};

const REASONS = {
  NOTHING_KNOWN: 'knows nothing',
  RULE_FAILED: 'the rule for who is a host failed',
  CONNECTED: 'connected, publishes nothing',
  PUBLISHES: 'publishes',
  JOINED_AGAIN: 'joined again',
  MEDIA_FLOWS: 'media arrive',
  LEASE_RENEWED: 'lease is renewed',
  MEDIA_STALLED: 'media have stopped arriving',
  QUALITY_LOST: 'LiveKit calls the connection lost',
  LEASE_SILENT: 'lease was not renewed in time',
  LEASE_SOCKET_CLOSED: 'connection of the lease closed without a goodbye',
  LEASE_MEDIA_DOWN: 'says that its media do not get out',
  HAS_TO_RECONNECT: 'was told to connect again and has not',
  LEFT: 'left or was removed',
  CONNECTION_LOST: 'LiveKit lost the connection',
  NOT_LISTED: 'is missing in the list of participants',
  ROOM_FINISHED: 'the room is over',
  GOODBYE: 'said goodbye',
};

const DROPS = {
  CLEAN_LEAVE: 'host left',
  CONNECTION_LOST: 'connection lost',
  MEDIA_STALLED: 'media stalled',
  LEASE_SILENT: 'lease silent',
  IDLE: 'published nothing',
  FLAPPING: 'dropped too often',
  ORPHAN: 'no host in the room',
};

const STAGES = { STARTING: 'starting', ACTIVE: 'live', ENDING: 'ending', OVER: 'over' };

const RECEIPTS = {
  stopped: 'the egress was seen to end',
  already_ended: 'it had ended already',
  host_returned: 'withdrawn, since the host is back',
  dead_record: 'it is only a record that a dead worker left',
  not_started: 'it was never started',
  gave_up: 'not confirmed; the egress may still run',
};

const known = (table, key) => table[key] ?? String(key ?? '').toLowerCase().replaceAll('_', ' ');

export const source = name => known(SOURCES, name);
export const reason = name => known(REASONS, name);
export const drop = name => known(DROPS, name);
export const stage = name => known(STAGES, name);
export const receipt = name => known(RECEIPTS, name);

const two = number => String(number).padStart(2, '0');

/** The local time of day with milliseconds. */
export function clock(millis) {
  const date = new Date(millis);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.`
    + String(date.getMilliseconds()).padStart(3, '0');
}

/** A length of time as people say it. */
export function span(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${two(seconds % 60)} s`;
  }
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** A short length of time, exact. */
export function exact(millis) {
  if (millis === null || millis === undefined) {
    return '–';
  }
  return Math.abs(millis) < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(2)} s`;
}

export function tenths(millis) {
  return `${(Math.max(0, millis) / 1000).toFixed(1)} s`;
}

/** What becomes of a room's egress: a tone, a headline and the reason. */
export function outlook(room, now) {
  const egress = worst(room);
  if (!egress) {
    const last = room.ended[0];
    if (!last) {
      return { tone: 'quiet', head: 'no egress', why: '' };
    }
    return last.by === 'GUARD'
      ? { tone: 'stopped', head: `stopped ${span(now - last.at)} ago`, why: `by the guard, at ${clock(last.at)}` }
      : { tone: 'quiet', head: `ended ${span(now - last.at)} ago`, why: 'not by the guard' };
  }
  const next = egress.outlook;
  if (next.kind === 'stops_at') {
    const left = next.at - now;
    return {
      tone: 'suspect',
      head: left > 0 ? `stops in ${tenths(left)}` : 'stops now',
      why: `unless the host returns · ${drop(next.drop)}`,
    };
  }
  if (next.kind === 'being_stopped') {
    const again = next.againAt === null ? 'asking LiveKit to stop it' : `tried again in ${tenths(next.againAt - now)}`;
    return {
      tone: 'stopping',
      head: 'being stopped',
      why: next.failures > 0 ? `${next.failures} tries failed · ${again}` : `${drop(next.drop)} · ${again}`,
    };
  }
  const presence = egress.host.presence;
  if (presence === 'UP') {
    return { tone: 'up', head: 'goes on', why: 'the host is there' };
  }
  return { tone: 'quiet', head: 'goes on', why: presence ? reason(egress.host.reason) : 'no host is known yet' };
}

const RANK = { being_stopped: 0, stops_at: 1, goes_on: 2 };

/** The egress of a room that needs attention first. */
export function worst(room) {
  let found = null;
  for (const egress of room.egress) {
    if (!found || RANK[egress.outlook.kind] < RANK[found.outlook.kind]) {
      found = egress;
    }
  }
  return found;
}

export const TONES = {
  up: 'Host is there', suspect: 'Host suspected', stopping: 'Stopping', stopped: 'Stopped', quiet: 'Quiet',
};

export function owner(of) {
  if (of.kind === 'participant') {
    return `participant ${of.identity}`;
  }
  return of.kind === 'publisher' ? `publisher of ${of.tracks.join(', ')}` : 'the host of the room';
}
