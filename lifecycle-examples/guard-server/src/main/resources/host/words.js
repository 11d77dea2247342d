// What this host's state is called. Pure.

const seconds = millis => `${(millis / 1000).toFixed(1).replace(/\.0$/, '')} s`;

export const graceWords = millis => millis === 1000 ? '1 second'
  : millis < 120000 ? seconds(millis).replace(' s', ' seconds') : `${Math.round(millis / 60000)} minutes`;

const STAGES = { STARTING: 'starting', ACTIVE: 'live', ENDING: 'ending', OVER: 'over' };

/** The egress as the guard server has it, and what the guard is about to do. */
export function egressWords(told, now) {
  if (!told) {
    return 'none';
  }
  const running = told.room?.egress[0];
  if (running) {
    const next = running.outlook;
    const what = STAGES[running.stage] ?? running.stage.toLowerCase();
    if (next.kind === 'stops_at') {
      return `${what}; the guard suspects that you are gone, and ends it in ${seconds(Math.max(0, next.at - now))} unless you are back`;
    }
    return next.kind === 'being_stopped' ? `${what}; the guard is ending it` : `${what} (${running.egress})`;
  }
  if (told.request === 'STARTING') {
    return 'asked for';
  }
  if (told.request === 'STARTED' || told.request === 'GOES_ON') {
    return told.room?.ended.some(end => end.egress === told.text) ? 'over' : 'started';
  }
  return 'none';
}

/** Who ended the egress that this page started; null while it runs. */
export function endOf(told) {
  const end = told?.room?.ended.find(one => one.egress === told.text);
  return end && !told.room.egress.some(one => one.egress === told.text) ? end.by : null;
}

export function connectionWords(state) {
  return { new: 'none', connecting: 'connecting', connected: 'connected', disconnected: 'interrupted',
    failed: 'lost', closed: 'closed' }[state] ?? 'none';
}

export function sentWords(last, before, frozen) {
  if (!last) {
    return 'nothing';
  }
  const rate = before && last.at > before.at ? (last.bytes - before.bytes) * 8 / (last.at - before.at) : 0;
  return `${last.packets.toLocaleString('en')} packets, ${Math.round(rate)} kbit/s${frozen ? ' (frozen)' : ''}`;
}
