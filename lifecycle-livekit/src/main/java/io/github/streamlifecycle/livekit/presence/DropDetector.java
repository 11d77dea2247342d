package io.github.streamlifecycle.livekit.presence;

import io.github.streamlifecycle.core.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A detector of drops in the statistics of a publisher's transport, seconds before its states change. A value: {@link
 * #on} returns the next one, and time comes with the samples, five to ten a second. Part of the expert layer of this
 * package: {@code PeerConnectionPresence} uses it for you.
 *
 * <table>
 *   <caption>Suspicions by the state of the path</caption>
 *   <tr><th>sign<th>media goes out, no loss reported<th>anything else
 *   <tr><td><b>silence</b>: nothing comes in for {@link DropThresholds#silence}<td>suspect<td>no sign
 *   <tr><td><b>a check unanswered</b> for {@link DropThresholds#unanswered} and twice the round trip<td>suspect if
 *       little else comes in ({@link DropThresholds#thinPackets})<td>no sign
 *   <tr><td><b>{@link DropThresholds#checks} checks unanswered</b> in a row<td colspan="2">suspect if little else comes in
 *   <tr><td><b>DTLS closed</b> or failed: the peer said goodbye<td colspan="2">suspect, for good
 * </table>
 *
 * <p>Silence is a cut of the way back or of both; unanswered checks are a cut of the way out, which lets the server's
 * RTCP through, once a second. A path is lossy for {@value #LOSS_REMEMBERED_MILLIS} ms after the peer reported lost packets,
 * but for what it reports within {@value #OUTAGE_REPORTED_MILLIS} ms after an outage; media goes out if at least {@value #MEDIA_PACKETS} packets left within {@value #WINDOW_MILLIS} ms.
 *
 * <p>After an outage some checks stay unanswered for good: only checks since the last answer count. A gap between
 * samples of more than {@value #LONGEST_GAP_MILLIS} ms, such as of a suspended laptop or a thread that had to wait, says nothing: all signs
 * begin anew. Once suspected, the host is back with the first sample in which packets came in and no check waits.
 *
 * @since 0.1.0
 */
public final class DropDetector {
    static final int WINDOW_MILLIS = 2_000;
    static final int MEDIA_PACKETS = 10;
    static final int LOSS_REMEMBERED_MILLIS = 10_000;
    static final int OUTAGE_REPORTED_MILLIS = 3_000;
    static final int LONGEST_GAP_MILLIS = 1_000;

    private final DropThresholds thresholds;
    /** The samples of the last {@link #WINDOW_MILLIS}, and the one before them; oldest first. */
    private final List<TransportSample> recent;

    private final Marks marks;
    private final boolean suspected;

    /**
     * The samples from which a sign is counted.
     *
     * @param lastIn the latest in which packets came in
     * @param lastAnswer the latest in which a check was answered
     * @param firstUnanswered the first since then in which one was not; the latest sample if all are
     * @param waits true while a check is unanswered
     * @param lossyUntilMillis the time until which the path counts as lossy
     * @param outageUntilMillis the time until which losses are those of an outage that is over
     */
    private record Marks(
            TransportSample lastIn,
            TransportSample lastAnswer,
            TransportSample firstUnanswered,
            boolean waits,
            long lossyUntilMillis,
            long outageUntilMillis) {
        static Marks beginningWith(TransportSample first) {
            return new Marks(first, first, first, false, Long.MIN_VALUE, Long.MIN_VALUE);
        }

        /** Returns the marks after an outage, whose losses say nothing about the path once it is over. */
        Marks afterAnOutage(TransportSample now) {
            return new Marks(
                    lastIn,
                    lastAnswer,
                    firstUnanswered,
                    waits,
                    Long.MIN_VALUE,
                    now.atMillis() + OUTAGE_REPORTED_MILLIS);
        }

        Marks on(TransportSample before, TransportSample now) {
            boolean cameIn = now.packets().received() > before.packets().received();
            boolean answered = now.checks().answered() > before.checks().answered();
            boolean lost = now.packets().lost() > before.packets().lost() && now.atMillis() >= outageUntilMillis;
            TransportSample answer = answered ? now : lastAnswer;
            boolean waitsNow = now.checks().sent() > answer.checks().sent();
            return new Marks(
                    cameIn ? now : lastIn,
                    answer,
                    waitsNow && waits ? firstUnanswered : now,
                    waitsNow,
                    lost ? now.atMillis() + LOSS_REMEMBERED_MILLIS : lossyUntilMillis,
                    outageUntilMillis);
        }
    }

    private DropDetector(DropThresholds thresholds, List<TransportSample> recent, Marks marks, boolean suspected) {
        this.thresholds = thresholds;
        this.recent = recent;
        this.marks = marks;
        this.suspected = suspected;
    }

    /**
     * Returns a detector that has seen nothing.
     *
     * @param thresholds the thresholds from which it suspects
     * @return the initial detector
     */
    public static DropDetector with(DropThresholds thresholds) {
        TransportSample nothing = new TransportSample(
                0, new TransportSample.Packets(0, 0, 0), new TransportSample.Checks(0, 0, 0), DtlsState.NEW);
        return new DropDetector(thresholds, List.of(), Marks.beginningWith(nothing), false);
    }

    /**
     * Returns the detector after a sample.
     *
     * @param now the next sample
     * @return the detector after it
     */
    public DropDetector on(TransportSample now) {
        if (recent.isEmpty() || now.atMillis() - latest().atMillis() > LONGEST_GAP_MILLIS) {
            return new DropDetector(thresholds, List.of(now), Marks.beginningWith(now), suspected || isOver(now));
        }
        Marks marked = marks.on(latest(), now);
        boolean notBackYet = suspected && (marked.waits() || marked.lastIn().atMillis() < now.atMillis());
        boolean suspectedNow = isOver(now) || notBackYet || showsADrop(marked, now);
        boolean back = suspected && !suspectedNow;
        return new DropDetector(thresholds, remembered(now), back ? marked.afterAnOutage(now) : marked, suspectedNow);
    }

    private boolean showsADrop(Marks marked, TransportSample now) {
        boolean thin = isThin(now);
        if (thin && now.checks().sent() - marked.lastAnswer().checks().sent() >= thresholds.checks()) {
            return true;
        }
        if (now.atMillis() < marked.lossyUntilMillis() || !sendsMedia(now)) {
            return false;
        }
        long unansweredFor = now.atMillis() - marked.firstUnanswered().atMillis();
        boolean silent = now.atMillis() - marked.lastIn().atMillis()
                >= thresholds.silence().toMillis();
        boolean unanswered = unansweredFor >= thresholds.unanswered().toMillis()
                && unansweredFor >= 2 * now.checks().roundTripMillis();
        return silent || (unanswered && thin);
    }

    /**
     * Returns the presence of the host.
     *
     * @return UP or SUSPECT, never DOWN: another sample, or another connection, can always recover; empty before the
     *     first sample
     */
    public Optional<Presence> presence() {
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(suspected ? Presence.SUSPECT : Presence.UP);
    }

    /**
     * Returns whether this connection has ended for good. Its host may still be back with another one.
     *
     * @return true once DTLS is closed or has failed
     */
    public boolean isOver() {
        return !recent.isEmpty() && isOver(latest());
    }

    private static boolean isOver(TransportSample sample) {
        return sample.dtls() == DtlsState.CLOSED || sample.dtls() == DtlsState.FAILED;
    }

    private TransportSample latest() {
        return recent.get(recent.size() - 1);
    }

    /** Returns whether too little came in; false before the window is full. */
    private boolean isThin(TransportSample now) {
        TransportSample oldest = recent.get(0);
        return now.atMillis() - oldest.atMillis() >= WINDOW_MILLIS
                && now.packets().received() - oldest.packets().received() <= thresholds.thinPackets();
    }

    private boolean sendsMedia(TransportSample now) {
        return now.packets().sent() - recent.get(0).packets().sent() >= MEDIA_PACKETS;
    }

    private List<TransportSample> remembered(TransportSample now) {
        List<TransportSample> kept = new ArrayList<>(recent);
        kept.add(now);
        while (kept.size() > 1 && now.atMillis() - kept.get(1).atMillis() >= WINDOW_MILLIS) {
            kept.remove(0);
        }
        return List.copyOf(kept);
    }
}
