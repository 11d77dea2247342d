package io.github.streamlifecycle.livekit.presence;

import io.github.streamlifecycle.core.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sees a drop in the statistics of a publisher's transport, seconds before its states change. A value: {@link #on}
 * gives the next one, and time comes with the samples.
 *
 * <p>It takes about five samples a second and knows two signs, both measured against a real LiveKit server:
 *
 * <ul>
 *   <li><b>Silence</b>: nothing came in for {@value #SILENT_MILLIS} ms although packets went out. A server sends RTCP
 *       every 0.4 to 1.0 s; the longest gap in 15 minutes with both cores loaded was 1.13 s. Seen 1.5 to 1.8 s after
 *       the network was cut both ways or from the server.
 *   <li><b>Unanswered</b>: a connectivity check has no answer after {@value #LOOKS} samples and twice the time that
 *       the latest answer took, and no more than {@value #THIN_PACKETS} packets came in within the last {@value #THIN_MILLIS} ms. A cut towards the server alone
 *       lets its RTCP through, once a second. A lost check alone is no sign: one in five is lost at 10 % loss.
 * </ul>
 *
 * <p>Counters never reset, and after an outage some checks stay unanswered for good: what counts are checks since the
 * last answer. A gap between samples, such as of a suspended laptop, says nothing: both signs begin anew. Once suspected,
 * the host is back with the first sample in which packets came in and no check waits for its answer.
 *
 * @since 0.1.0
 */
public final class DropDetector {
    static final int SILENT_MILLIS = 1_500;
    static final int THIN_MILLIS = 2_000;
    static final int THIN_PACKETS = 2;
    static final int LOOKS = 2;
    private static final Duration LONGEST_SAMPLE_GAP = Duration.ofSeconds(1);

    private static final DropDetector INITIAL = new DropDetector(List.of(), 0, 0, 0, 0, 0, false);

    /** The samples of the last {@link #THIN_MILLIS}, and the one before them; oldest first. */
    private final List<TransportSample> recent;
    /** The first of the samples since which nothing came in. */
    private final long silentSinceMillis;

    private final long sentBeforeSilence;
    private final int unansweredLooks;
    private final long unansweredSinceMillis;
    private final boolean suspected;
    private final long requestsAtLastAnswer;

    private DropDetector(
            List<TransportSample> recent,
            long silentSinceMillis,
            long sentBeforeSilence,
            long requestsAtLastAnswer,
            int unansweredLooks,
            long unansweredSinceMillis,
            boolean suspected) {
        this.recent = recent;
        this.silentSinceMillis = silentSinceMillis;
        this.sentBeforeSilence = sentBeforeSilence;
        this.requestsAtLastAnswer = requestsAtLastAnswer;
        this.unansweredLooks = unansweredLooks;
        this.unansweredSinceMillis = unansweredSinceMillis;
        this.suspected = suspected;
    }

    /**
     * A detector that has seen nothing.
     *
     * @return the initial detector
     */
    public static DropDetector initial() {
        return INITIAL;
    }

    /**
     * Looks at a sample.
     *
     * @param now the next sample
     * @return the detector after it
     */
    public DropDetector on(TransportSample now) {
        if (recent.isEmpty() || isAfterAGap(now)) {
            return new DropDetector(
                    List.of(now), now.atMillis(), now.packetsSent(), now.requestsSent(), 0, 0, suspected);
        }
        TransportSample before = latest();
        boolean cameIn = now.packetsReceived() > before.packetsReceived();
        boolean answered = now.responsesReceived() > before.responsesReceived();
        long silentSince = cameIn ? now.atMillis() : silentSinceMillis;
        long sentBefore = cameIn ? now.packetsSent() : sentBeforeSilence;
        long requestsAtAnswer = answered ? now.requestsSent() : requestsAtLastAnswer;
        int looks = now.requestsSent() > requestsAtAnswer ? unansweredLooks + 1 : 0;
        long unansweredSince = looks > 1 ? unansweredSinceMillis : now.atMillis();

        boolean silent = now.atMillis() - silentSince >= SILENT_MILLIS && now.packetsSent() > sentBefore;
        boolean unanswered =
                looks >= LOOKS && now.atMillis() - unansweredSince >= 2 * now.roundTripMillis() && isThin(now);
        boolean notBackYet = suspected && (looks > 0 || !cameIn);
        return new DropDetector(
                remembered(now),
                silentSince,
                sentBefore,
                requestsAtAnswer,
                looks,
                unansweredSince,
                silent || unanswered || notBackYet);
    }

    /**
     * What the samples mean for the host.
     *
     * @return UP or SUSPECT, never DOWN: statistics can always recover; empty before the first sample
     */
    public Optional<Presence> presence() {
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(suspected ? Presence.SUSPECT : Presence.UP);
    }

    private TransportSample latest() {
        return recent.get(recent.size() - 1);
    }

    private boolean isAfterAGap(TransportSample now) {
        return now.atMillis() - latest().atMillis() > LONGEST_SAMPLE_GAP.toMillis();
    }

    /** Whether too little came in; not known before the window is full. */
    private boolean isThin(TransportSample now) {
        TransportSample oldest = recent.get(0);
        return now.atMillis() - oldest.atMillis() >= THIN_MILLIS
                && now.packetsReceived() - oldest.packetsReceived() <= THIN_PACKETS;
    }

    private List<TransportSample> remembered(TransportSample now) {
        List<TransportSample> kept = new ArrayList<>(recent);
        kept.add(now);
        while (kept.size() > 1 && now.atMillis() - kept.get(1).atMillis() >= THIN_MILLIS) {
            kept.remove(0);
        }
        return List.copyOf(kept);
    }
}
