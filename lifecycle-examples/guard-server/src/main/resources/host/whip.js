// Publishes over WHIP (RFC 9725) with what every browser has, as a host does that uses no SDK.

const CONNECT_WITHIN = 15000;

/** Publishes a stream, and returns when it is connected. */
export async function publish(stream, { endpoint, token, changed }) {
  const connection = new RTCPeerConnection();
  connection.addEventListener('connectionstatechange', changed);
  let resource = null;
  const leave = async () => {
    connection.close();
    changed();
    if (resource) {
      await fetch(resource, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } }).catch(() => undefined);
    }
  };
  try {
    const senders = stream.getTracks().map(track =>
      connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] }).sender);
    await connection.setLocalDescription();
    await until(connection, 'icegatheringstatechange', () => connection.iceGatheringState === 'complete');
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
      body: connection.localDescription.sdp,
    });
    const text = await answer.text();
    if (answer.status !== 201) {
      throw new Error(refusal(answer.status, text));
    }
    resource = new URL(answer.headers.get('Location'), endpoint).href;
    await connection.setRemoteDescription({ type: 'answer', sdp: text });
    await until(connection, 'connectionstatechange', () => connection.connectionState === 'connected');
    const tracks = senders.map(sender => sender.track);
    return {
      connection,
      leave,
      /** Sends nothing any more, or sends again. The connection stays. */
      freeze: frozen => Promise.all(senders.map((sender, index) => sender.replaceTrack(frozen ? null : tracks[index]))),
    };
  } catch (failed) {
    await leave();
    throw failed;
  }
}

function refusal(status, text) {
  return status === 404 ? 'this LiveKit server has no WHIP at /whip/v1; a newer one has'
    : `LiveKit answered ${status} to WHIP: ${text.slice(0, 200)}`;
}

function until(target, event, condition) {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error('no connection came about within 15 s')), CONNECT_WITHIN);
    const look = () => {
      if (condition()) {
        clearTimeout(timer);
        target.removeEventListener(event, look);
        done();
      }
    };
    target.addEventListener(event, look);
    look();
  });
}

/** What has been sent and heard: packets, and the bits of a second. */
export async function sample(connection) {
  const all = [...(await connection.getStats()).values()];
  const sum = (type, name) => all.filter(one => one.type === type).reduce((total, one) => total + (one[name] ?? 0), 0);
  return { at: performance.now(), packets: sum('outbound-rtp', 'packetsSent'), bytes: sum('outbound-rtp', 'bytesSent') };
}
