package io.github.streamlifecycle.livekit.presence;

import java.time.Duration;

/**
 * From when on a {@link DropDetector} suspects a drop. The defaults were measured against a real LiveKit server; what
 * they cost and catch is in {@code docs/figures.md}.
 *
 * @param silence for how long nothing may come in while media goes out: 1.6 s. A server's RTCP comes every 0.2 to
 *     1.0 s, and at most 1.13 s apart in a quarter of an hour with both cores loaded; after a hiccup of a second it comes
 *     at once, and a drop is to be seen within 1.8 s
 * @param unanswered for how long a connectivity check may be seen without an answer: 150 ms, so that more than one of
 *     the samples shows it. In a quarter of an hour one or two single samples of 4,500 did on a healthy connection
 * @param thinPackets how many packets within two seconds are too few to vouch for a check without an answer: 2. A
 *     server whose publisher has fallen silent sends one a second; one that receives media sends four to seven
 * @param checks how many checks in a row must stay without an answer on a path that loses packets or has no media on
 *     it: 8. At 10 % loss both ways one in five checks is lost, and eight in a row once in years; when nothing comes in
 *     for 2.7 s libwebrtc sends twenty a second, so that a real cut is seen within 3.2 s all the same
 * @since 0.1.0
 */
public record DropThresholds(Duration silence, Duration unanswered, int thinPackets, int checks) {
    private static final DropThresholds DEFAULTS =
            new DropThresholds(Duration.ofMillis(1_600), Duration.ofMillis(150), 2, 8);

    /**
     * Thresholds.
     *
     * @param silence for how long nothing may come in
     * @param unanswered for how long a check may be without an answer
     * @param thinPackets how many packets are too few to vouch for it
     * @param checks how many checks in a row must be without an answer on a poor path
     * @throws IllegalArgumentException if one is not positive; only {@code thinPackets} may be zero
     */
    public DropThresholds {
        positive("silence", silence);
        positive("unanswered", unanswered);
        if (checks < 1) {
            throw new IllegalArgumentException("checks must be positive: " + checks);
        }
        if (thinPackets < 0) {
            throw new IllegalArgumentException("thinPackets must not be negative: " + thinPackets);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    /**
     * The measured ones.
     *
     * @return the defaults
     */
    public static DropThresholds ofDefaults() {
        return DEFAULTS;
    }
}
