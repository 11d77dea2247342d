package io.github.streamlifecycle.livekit.webrtc;

import java.net.URI;

/** A WHIP session as the server names it: where it is, its ICE session (RFC 9725's ETag), and the answer to the offer. */
record WhipResource(URI location, String iceSession, Sdp answer) {}
