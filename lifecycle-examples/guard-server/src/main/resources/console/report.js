// A room's timeline and figures, made of what the server kept. Pure.

import { clock, drop, exact, owner, reason, receipt, source } from './words.js';

const SOURCES = ['MEDIA_WATCH', 'LEASE', 'WEBHOOK', 'POLLING'];
const PRESENCE = { UP: 'is there', SUSPECT: 'is suspected to be gone', DOWN: 'is gone' };

function eventLine(event) {
  const who = event.evidence?.identity ? `Host ${event.evidence.identity}` : 'The host';
  switch (event.type) {
    case 'Guarding': return ['GUARD', `Guards egress ${event.egress}, which needs ${owner(event.owner)}.`];
    case 'HostChanged':
      return ['GUARD', `${who} ${PRESENCE[event.presence]}: ${reason(event.evidence.reason)}`
        + (event.evidence.source ? ` (${source(event.evidence.source)}).` : '.')];
    case 'StopDecided': return ['GUARD', `Stops egress ${event.egress}: ${drop(event.drop)}.`];
    case 'StopEnded':
      return ['GUARD', `The stop of ${event.egress} ended ${exact(event.sinceDropMillis)} after the drop: ${receiptLine(event.receipt)}.`];
    case 'StopWithdrawn': return ['GUARD', `Lets egress ${event.egress} go on: the host is back.`];
    case 'EgressEnded':
      return ['LIVEKIT', `Egress ${event.egress} has ended, ${event.by === 'GUARD' ? 'stopped by the guard' : 'not by the guard'}.`];
    case 'HostReturned': return ['GUARD', `${who} is back after its egress was stopped. Nothing is started again.`];
    case 'OperatorStop':
      return ['OPERATOR', event.dryRun ? `An operator asks to stop egress ${event.egress}. This is a dry run: nothing is sent.`
        : `An operator stops egress ${event.egress}.`];
    case 'OperatorStopEnded': return ['OPERATOR', `The stop of ${event.egress} by the operator: ${receiptLine(event.receipt)}.`];
    default: return ['GUARD', `${event.type} of egress ${event.egress}.`];
  }
}

function receiptLine(of) {
  const calls = `${of.callsAnswered} of ${of.callsMade} calls answered`;
  return receipt(of.name) + (of.tookMillis === null ? '' : ` after ${exact(of.tookMillis)}`) + ` (${calls})`
    + (of.error ? `, ${of.error}` : '');
}

/** All that is known to have happened, the latest first. */
export function timeline(room, events) {
  const lines = events.map(event => {
    const [by, text] = eventLine(event);
    return { at: event.at, by, text, tone: event.type };
  });
  for (const name of SOURCES) {
    for (const [at, presence, why] of room?.history[name] ?? []) {
      if (presence) {
        lines.push({ at, by: name, text: `Host: ${reason(why)}.`, tone: presence });
      }
    }
  }
  return lines.map((line, index) => ({ ...line, index }))
    .sort((a, b) => b.at - a.at || b.index - a.index);
}

/** What LiveKit alone was measured to need when a browser is gone without a word; docs/figures.md has the runs. */
const ALONE = {
  seen: '15.5 to 16.9 s after the loss',
  sent: 'never',
  ended: 'never while a viewer stays',
};

/** When the latest drop was seen, the stop was on the wire and the egress ended; null if nothing was stopped. */
export function figures(room, events) {
  const decided = events.findLast(event => event.type === 'StopDecided');
  if (!decided) {
    return null;
  }
  const of = type => events.find(event => event.type === type && event.egress === decided.egress && event.at >= decided.at);
  const suspected = events.findLast(event => event.type === 'HostChanged' && event.egress === decided.egress
    && event.presence === 'SUSPECT' && event.at <= decided.at);
  const seen = suspected ?? decided;
  const ended = of('EgressEnded') ?? of('StopEnded');
  const told = (room?.history.WEBHOOK ?? []).find(([at, presence]) => at >= seen.at - 2000 && presence && presence !== 'UP');
  const after = event => event ? `${exact(event.at - seen.at)} later` : 'not yet';
  return {
    rows: [
      { what: 'Drop seen', at: seen.at,
        here: `by ${seen.evidence.source ? source(seen.evidence.source) : 'the guard'}`, alone: ALONE.seen },
      { what: 'Stop on the wire', at: decided.at, here: after(decided), alone: ALONE.sent },
      { what: 'Egress ended', at: ended?.at ?? null, here: after(ended), alone: ALONE.ended },
    ],
    webhook: told ? `LiveKit's webhook told of this drop at ${clock(told[0])}.`
      : "LiveKit's webhooks had not told of this drop by then.",
  };
}

/** The timeline as text, for somebody who has to find out what went wrong. */
export function bugReport(name, page, at) {
  const lines = [`Room: ${JSON.stringify(name)}`, `Copied: ${new Date(at).toISOString()}`];
  for (const egress of page.room?.egress ?? []) {
    lines.push(`Egress: ${egress.egress} ${egress.stage} ${egress.state} ${JSON.stringify(egress.outlook)}`);
    egress.readings.forEach(said => lines.push(
      `  ${source(said.source)}: ${said.presence ?? 'unknown'} ${said.reason}${said.at === null ? '' : ` at ${new Date(said.at).toISOString()}`}`));
  }
  (page.room?.ended ?? []).forEach(end =>
    lines.push(`Ended: ${end.egress} by ${end.by} at ${new Date(end.at).toISOString()}`));
  const table = figures(page.room, page.events);
  if (table) {
    table.rows.forEach(row => lines.push(`${row.what}: ${row.at === null ? '' : `${new Date(row.at).toISOString()} `}${row.here}`));
    lines.push(table.webhook);
  }
  lines.push('', 'Timeline (UTC):');
  timeline(page.room, page.events).reverse().forEach(line =>
    lines.push(`${new Date(line.at).toISOString()} [${source(line.by)}] ${line.text.replace(/[\u0000-\u001f\u007f]/g, ' ')}`));
  return lines.join('\n');
}
