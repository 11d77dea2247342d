package io.github.streamlifecycle.livekit.webrtc;

import java.net.URI;

/** A WHIP session on its server: its URL, its ICE session (RFC 9725's ETag), and the answer to the offer. */
record WhipResource(URI location, String iceSession, Sdp answer) {}
