package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import livekit.LivekitEgress.EgressSourceType;

/**
 * The five things that an egress can record, and how long their workers take, as measured. A Chrome records the first
 * two and leaves its room only when it is missed; LiveKit's own SDK records the others and says goodbye.
 */
enum EgressType {
    //             field              ready joins starts stops closes
    ROOM_COMPOSITE("room_composite", 900, 2_500, 500, 300, 300),
    WEB("web", 900, 2_500, 500, 300, 300),
    PARTICIPANT("participant", 300, 380, 1_150, 3_200, 240),
    TRACK_COMPOSITE("track_composite", 300, 380, 1_150, 3_200, 240),
    TRACK("track", 300, 380, 250, 200, 10);

    /** The field of an egress record that has the request. */
    final String field;

    /** From the request until the worker can be asked to stop. */
    final Duration ready;

    /** From the request until the recorder is there. */
    final Duration joins;

    /** From then, with something to record, until ACTIVE. */
    final Duration starts;

    /** From ENDING to the end, when stopped. */
    final Duration stops;

    /** The same when the source has closed. */
    final Duration closes;

    EgressType(String field, long ready, long joins, long starts, long stops, long closes) {
        this.field = field;
        this.ready = Duration.ofMillis(ready);
        this.joins = Duration.ofMillis(joins);
        this.starts = Duration.ofMillis(starts);
        this.stops = Duration.ofMillis(stops);
        this.closes = Duration.ofMillis(closes);
    }

    boolean isChrome() {
        return this == ROOM_COMPOSITE || this == WEB;
    }

    EgressSourceType sourceType() {
        return isChrome() ? EgressSourceType.EGRESS_SOURCE_TYPE_WEB : EgressSourceType.EGRESS_SOURCE_TYPE_SDK;
    }
}
