// The line to the server: events say that something is new, and then what is new is fetched. Whatever fails is tried again.

const AT_MOST_EVERY = 250;
const AT_LEAST_EVERY = 2000;
const TIMEOUT = 8000;
const REOPEN_FIRST = 1000;
const REOPEN_LAST = 10000;

export function live({ mark, news, status, events }) {
  let isAsking = false;
  let isWanted = false;
  let timer = null;
  let isSoon = false;
  let reopen = REOPEN_FIRST;
  let stream = null;

  async function ask() {
    isAsking = true;
    isWanted = false;
    try {
      const since = mark();
      const answer = await get('/api/console' + (since ? `?since=${encodeURIComponent(since)}` : ''));
      news(answer);
    } catch (failed) {
      // said by the age of what is shown
    } finally {
      isAsking = false;
      isSoon = isWanted;
      timer = setTimeout(ask, isWanted ? AT_MOST_EVERY : AT_LEAST_EVERY);
    }
  }

  /** Asks soon, and not once for each event. */
  function soon() {
    if (isAsking) {
      isWanted = true;
    } else if (!isSoon) {
      isSoon = true; // events that keep coming must not put it off for ever
      clearTimeout(timer);
      timer = setTimeout(ask, AT_MOST_EVERY);
    }
  }

  function listen() {
    if (document.hidden) {
      return;
    }
    stream?.close();
    status('connecting');
    stream = new EventSource('/api/events');
    stream.onopen = () => {
      reopen = REOPEN_FIRST;
      status('open');
      soon();
    };
    stream.addEventListener('batch', message => {
      events(JSON.parse(message.data));
      soon();
    });
    stream.addEventListener('missed', soon);
    stream.onerror = () => {
      status('connecting');
      // a refusal ends the stream for good; everything else the browser repeats by itself
      if (stream.readyState === EventSource.CLOSED) {
        setTimeout(listen, reopen);
        reopen = Math.min(REOPEN_LAST, reopen * 2);
      }
    };
  }

  // a browser opens six connections at most to a server: tabs that nobody looks at must not take them all
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      stream?.close();
      status('connecting');
    } else {
      listen();
      soon();
    }
  });
  listen();
  ask();
}

/** Reads JSON, within a time. A login that has ended leads to the page that asks for it. */
export async function get(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT), cache: 'no-store' });
  if (answer.status === 401) {
    location.reload();
  }
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

export async function post(path, csrf) {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'X-CSRF-Token': csrf ?? '' }, signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) {
    throw new Error(`the server answered ${answer.status}`);
  }
}
