package io.github.streamlifecycle.livekit.presence;

import io.github.streamlifecycle.livekit.checks.Checks;
import java.time.Duration;

/**
 * The thresholds from which a {@link DropDetector} suspects a drop. Part of the expert layer of this package. The defaults
 * were measured against a real LiveKit server; {@code docs/figures.md} says what they cost and catch.
 *
 * @param silence the time in which nothing comes in while media goes out: 1.6 s. A server's RTCP comes every 0.2 to
 *     1.0 s, and at most 1.13 s apart in a quarter of an hour with both cores loaded; after a hiccup of a second it comes
 *     at once, and a drop is to be seen within 1.8 s
 * @param unanswered the time in which a connectivity check is seen without an answer: 150 ms, so that more than one of
 *     the samples shows it. In a quarter of an hour one or two single samples of 4,500 did on a healthy connection
 * @param thinPackets the number of packets within two seconds that is too small to vouch for an unanswered check: 2. A
 *     server whose publisher has fallen silent sends one a second; one that receives media sends four to seven
 * @param checks the number of checks in a row that stay unanswered on a path that loses packets or has no media on
 *     it: 8. At 10 % loss both ways one in five checks is lost, and eight in a row once in years; when nothing comes in
 *     for 2.7 s libwebrtc sends twenty a second, so that a real cut is still seen within 3.2 s
 * @since 0.1.0
 */
public record DropThresholds(Duration silence, Duration unanswered, int thinPackets, int checks) {
    private static final DropThresholds DEFAULTS =
            new DropThresholds(Duration.ofMillis(1_600), Duration.ofMillis(150), 2, 8);

    /**
     * Checks the thresholds.
     *
     * @param silence the time in which nothing comes in
     * @param unanswered the time in which a check is unanswered
     * @param thinPackets the number of packets that is too small to vouch for it
     * @param checks the number of checks in a row that are unanswered on a poor path
     * @throws IllegalArgumentException if one is not positive; only {@code thinPackets} may be zero
     */
    public DropThresholds {
        Checks.positive("silence", silence);
        Checks.positive("unanswered", unanswered);
        Checks.positive("checks", checks);
        if (thinPackets < 0) {
            throw new IllegalArgumentException("thinPackets must not be negative: " + thinPackets);
        }
    }

    /**
     * Returns the measured thresholds.
     *
     * @return the defaults
     */
    public static DropThresholds ofDefaults() {
        return DEFAULTS;
    }
}
