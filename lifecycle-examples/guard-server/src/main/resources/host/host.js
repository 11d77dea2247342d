// A host in a browser: publishes over WHIP, asks its backend for an egress, and keeps a lease unless it is told not to.

import { change, session, state } from './backend.js';
import { say, set } from './dom.js';
import { source } from './source.js';
import { publish, sample } from './whip.js';
import { connectionWords, egressWords, endOf, graceWords, sentWords } from './words.js';

const LOOK_EVERY = 500;

const at = id => document.getElementById(id);
const chosen = () => document.querySelector('input[name=source]:checked').value;

let own = null; // what the backend gave this page
let sending = null; // the source, the connection and the lease, while there are any
let stage = 'off'; // off, joining, live, ending
let frozen = false;
let told = null;
let samples = [];

function show(now, why = '') {
  say(at('now'), now);
  say(at('why'), why);
}

function draw() {
  const isOff = stage === 'off';
  at('live').hidden = !isOff;
  at('live').disabled = own === null;
  at('end').hidden = stage !== 'live';
  at('freeze').hidden = stage !== 'live';
  set(at('freeze'), 'aria-pressed', frozen);
  say(at('freeze'), frozen ? 'Thaw my picture' : 'Freeze my picture');
  at('options').disabled = !isOff;
  const connection = sending?.host?.connection.connectionState;
  const isLive = stage === 'live' && told?.room?.egress.some(one => one.stage === 'ACTIVE');
  const isTrouble = frozen || (stage === 'live' && connection !== 'connected');
  set(document.body, 'data-air', isTrouble ? 'trouble' : isLive ? 'live' : 'off');
  say(at('tally'), isTrouble ? 'Not getting out' : isLive ? 'On air' : 'Off air');
  say(at('connection'), connectionWords(connection ?? (stage === 'joining' ? 'connecting' : 'new')));
  say(at('sent'), sentWords(samples.at(-1), samples.at(-2), frozen));
  say(at('lease'), sending?.lease ? 'renewed every second' : at('bare').checked ? 'none: this host runs none of our code' : 'none');
  say(at('egress'), egressWords(told, told?.at ?? 0));
}

async function goLive() {
  stage = 'joining';
  told = null;
  samples = [];
  frozen = false;
  show('Connecting to the room…');
  draw();
  try {
    const from = await source(chosen());
    sending = { from };
    at('preview').srcObject = from.stream;
    own = await session();
    sending.host = await publish(from.stream, { endpoint: own.whip, token: own.token, changed: draw });
    if (!at('bare').checked) {
      const { keepLease } = await import('/lease.js');
      sending.lease = keepLease({ url: '/lease', token: async () => (await session()).token,
        connection: sending.host.connection });
    }
    show('Your picture is in the room. Asking for an egress…');
    await change('live', own);
    stage = 'live';
  } catch (failed) {
    await leave();
    stage = 'off';
    show('You are not live.', `It did not work: ${failed.message}`);
  }
  draw();
}

async function leave() {
  const { from, host, lease } = sending ?? {};
  sending = null;
  lease?.close();
  await host?.leave();
  from?.end();
  at('preview').srcObject = null;
}

/** The host's own stop: the egress first, so that nobody takes what follows for a drop. */
async function end() {
  stage = 'ending';
  show('Ending your show…');
  draw();
  try {
    await change('end', own);
    while ((told = await state(own.room)).request === 'ENDING') {
      await new Promise(next => setTimeout(next, LOOK_EVERY));
    }
    show('You are not live.', told.request === 'FAILED' ? `The egress may still run: ${told.text}` : '');
    if (told.request !== 'FAILED') {
      show('Your show is over. You ended it yourself.');
    }
  } catch (failed) {
    show('You are not live.', `The egress may still run: ${failed.message}`);
  }
  await leave();
  stage = 'off';
  frozen = false;
  draw();
}

async function freeze() {
  frozen = !frozen;
  await sending.host.freeze(frozen);
  draw();
}

async function look() {
  if (stage === 'live') {
    try {
      samples = [...samples.slice(-1), await sample(sending.host.connection)];
      told = await state(own.room);
      words();
    } catch (failed) {
      show('The guard server does not answer.', 'Your picture goes on, if the network lets it. This page keeps asking.');
    }
  }
  draw();
  setTimeout(look, LOOK_EVERY);
}

function words() {
  if (stage !== 'live') {
    return;
  }
  const by = endOf(told);
  if (told.request === 'FAILED') {
    show('Your picture is in the room, but nothing sends it on.', `LiveKit did not start an egress: ${told.text}.`
      + (/unavailable/.test(told.text) ? ' Has it an egress worker?' : ''));
  } else if (by) {
    show(by === 'GUARD' ? 'The guard ended your egress.' : 'Your egress was ended by somebody else.',
      by === 'GUARD' ? 'Nothing had arrived from you for longer than it waits.' : '');
  } else if (frozen) {
    show('You are connected, but send nothing.');
  } else if (told.room?.egress.some(one => one.stage === 'ACTIVE')) {
    show(told.request === 'GOES_ON' ? 'You are live again. Your egress went on.' : 'You are live.');
  } else {
    show(told.request === 'STARTING' ? 'Your picture is in the room. Asking for an egress…'
      : 'Your picture is in the room. The egress is starting…');
  }
}

at('live').addEventListener('click', goLive);
at('end').addEventListener('click', end);
at('freeze').addEventListener('click', freeze);
at('bare').addEventListener('change', draw);

try {
  own = await session();
  say(at('room'), own.room);
  say(at('identity'), own.identity);
  say(at('grace'), graceWords(own.graceMillis));
  say(at('server'), own.server === 'DOUBLE' ? '…to a room on a server. Here a stand-in plays its part.'
    : `…to a room on the server at ${own.livekit}.`);
  document.title = `${own.room} · a host`;
  const room = new URL(`http://${location.hostname}:${own.adminPort}/`);
  room.hash = `#/room/${encodeURIComponent(own.room)}`;
  at('console').href = room.href;
} catch (failed) {
  show('You cannot go live.', `The guard server does not answer: ${failed.message}`);
}
look();
