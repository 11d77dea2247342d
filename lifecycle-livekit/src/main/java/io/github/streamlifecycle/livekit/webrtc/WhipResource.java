package io.github.streamlifecycle.livekit.webrtc;

import java.net.URI;

/** A WHIP session as the server names it: where it is, which ICE session it is in, and the answer to the offer. */
record WhipResource(URI location, String etag, Sdp answer) {}
