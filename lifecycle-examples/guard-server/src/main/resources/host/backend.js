// The backend of this host: it signs the token, and starts and ends the egress. A product has one of its own.

const KEY = 'guard-demo-room';
const TIMEOUT = 8000;

/** The room of this tab, which stays the same when the page is loaded again. */
export async function session() {
  const asked = new URLSearchParams(location.search);
  const wanted = new URLSearchParams();
  const room = asked.get('room') ?? sessionStorage.getItem(KEY);
  if (room) {
    wanted.set('room', room);
  }
  if (asked.get('identity')) {
    wanted.set('identity', asked.get('identity'));
  }
  const found = await read(`/host/session?${wanted}`);
  sessionStorage.setItem(KEY, found.room);
  return found;
}

export const state = room => read(`/host/state?room=${encodeURIComponent(room)}`);

export async function change(what, { room, csrf }) {
  const answer = await fetch(`/host/${what}?room=${encodeURIComponent(room)}`, {
    method: 'POST', headers: { 'X-CSRF-Token': csrf }, signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) {
    throw new Error(`the host's backend answered ${answer.status}`);
  }
}

async function read(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT), cache: 'no-store' });
  if (!answer.ok) {
    throw new Error(`the host's backend answered ${answer.status}`);
  }
  return answer.json();
}
