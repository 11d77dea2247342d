/** Tells a backend once a second that this page publishes to LiveKit. Types: lease.d.ts. Protocol: docs/lease.md. */
const TICK = 250, EVERY = 950, ANSWER_WITHIN = 1600, DEAD_AFTER = 5000, LONGEST_WAIT = 2000;
const GAP = 1000, WINDOW = 2000, SILENCE = 1600, PACKETS = 10, LOSSY = 10000; // as in DropDetector
const BAD = ['disconnected', 'failed', 'closed'], GOOD = ['connected', 'completed'], ended = new WeakSet();
const note = ({ target }) => ended.add(target), isScreen = (it) => !!it.getSettings?.().displaySurface; // ends idle
const hasEnded = (it) => !isScreen(it) && (it.addEventListener('ended', note) ?? ended.has(it));
const newName = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
const now = () => performance.now(), valueOf = (given) => (typeof given === 'function' ? given() : given);
const retries = (tries = 0, at = 0) => ({ due: () => now() >= at, ok: () => { tries = 0; },
  failed: () => { at = now() + Math.min(LONGEST_WAIT, 250 * 2 ** tries++) * (0.5 + Math.random()); } });
async function sampleOf(connection) {
  const all = [...(await connection.getStats()).values()], of = (type) => all.filter((each) => each.type === type);
  const path = of('transport').find((each) => each.selectedCandidatePairId) ?? {};
  const pair = of('candidate-pair').find((it) => it.id === path.selectedCandidatePairId || it.nominated) ?? {};
  const lost = of('remote-inbound-rtp').reduce((sum, each) => sum + (each.packetsLost ?? 0), 0);
  const received = path.packetsReceived ?? pair.bytesReceived, sent = path.packetsSent ?? pair.bytesSent / 1000;
  return { at: now(), dtls: path.dtlsState, received, sent, lost };
}
/** Silence while media goes out is a cut, unless the path has lost packets lately or this page's timer was late. */
export function cutDetector(samples = [], heardAt = 0, lossyUntil = 0, cut = false) {
  return (next) => {
    const last = samples.at(-1);
    if (!last || next.at - last.at > GAP) [samples, heardAt, lossyUntil] = [[], next.at, 0];
    else if (next.received > last.received) [heardAt, cut] = [next.at, false];
    if (samples.length && next.lost > last.lost) lossyUntil = next.at + LOSSY;
    samples = [...samples.filter((_, i) => next.at - (samples[i + 1] ?? next).at < WINDOW), next];
    const sends = next.sent - samples[0].sent >= PACKETS, silent = next.at - heardAt >= SILENCE;
    return (cut ||= silent && sends && next.at >= lossyUntil);
  };
}
export function keepLease({ url, token, connection }) {
  const http = new URL(url, location.href), ws = new URL(http), socketTries = retries(), postTries = retries();
  [http.protocol, ws.protocol] = /^(https|wss):$/.test(http.protocol) ? ['https:', 'wss:'] : ['http:', 'ws:'];
  let lease = newName(), credential, socket, askedAt, said, saidAt, away = false;
  let watched, detect, lately = {}, sampling, asking, published = false;
  const askForToken = () => (asking ??= Promise.resolve().then(() => valueOf(token)).then((it) => { credential = it; })
    .catch(() => {}).finally(() => setTimeout(() => { asking = undefined; }, EVERY)));
  const message = (state) => JSON.stringify({ token: credential, lease, ...state });
  const answered = (status, tries) => {
    if (status === 204) return tries.ok();
    tries.failed();
    if (status === 410) lease = newName(); else if (status === 401) askForToken();
  };
  const drop = () => { if (socket) socket.onclose = null; socket?.close(); socket = askedAt = undefined; };
  function open() {
    try { socket = new WebSocket(ws); } catch { return socketTries.failed(); } // such as of mixed content
    socket.onopen = () => { saidAt = 0; }; // the next tick identifies it
    socket.onmessage = ({ data }) => { askedAt = undefined; answered(Number(data), socketTries); };
    socket.onclose = ({ code }) => { socket = askedAt = undefined; answered(code - 4000, socketTries); };
  }
  const post = (body) => fetch(http, { method: 'POST', body, signal: AbortSignal.timeout?.(ANSWER_WITHIN) })
    .then(({ status }) => answered(status, postTries), () => answered(0, postTries));
  function observe() {
    const current = valueOf(connection), states = [current?.connectionState, current?.iceConnectionState];
    if (current !== watched) [watched, detect, lately, sampling] = [current, cutDetector(), {}, undefined];
    sampling ??= current && sampleOf(current).then((it) => current === watched && (lately = { ...it, cut: detect(it) }))
      .catch(() => {}).finally(() => { sampling = undefined; });
    const ends = current?.getSenders?.().flatMap(({ track }) => (track ? hasEnded(track) : [])) ?? [];
    const sign = BAD.includes(lately.dtls) ? 'dtls' : lately.cut ? 'silence'
      : ends[0] && !ends.includes(false) ? 'track ended' : undefined; // stop() fires no event: a host means it
    const reason = current ? states.find((each) => BAD.includes(each)) ?? sign : 'no connection';
    const up = !reason && states.every((each) => GOOD.includes(each)) && (published = true);
    return reason && published ? { state: 'down', reason } : { state: up ? 'publishing' : 'waiting' };
  }
  function tick() {
    const state = observe();
    if (away || (state.state === said && now() - saidAt < EVERY)) return; if (!credential) return void askForToken();
    [said, saidAt] = [state.state, now()];
    if (now() - askedAt >= DEAD_AFTER) { drop(); socketTries.failed(); }
    if (!socket && globalThis.WebSocket && socketTries.due()) open();
    const answers = socket?.readyState === 1 && !(now() - askedAt >= ANSWER_WITHIN);
    if (answers) { askedAt ??= now(); socket.send(message(state)); } else if (postTries.due()) post(message(state));
  }
  const timer = setInterval(tick, TICK), ends = new AbortController();
  const goodbye = () => credential && navigator.sendBeacon(http, message({ state: 'goodbye' }));
  const leave = () => { if (!away) goodbye(); away = true; drop(); };
  addEventListener('pagehide', leave, ends);
  addEventListener('pageshow', () => { if (away) [lease, away] = [newName(), false]; }, ends);
  return { close() { clearInterval(timer); ends.abort(); leave(); } };
}
