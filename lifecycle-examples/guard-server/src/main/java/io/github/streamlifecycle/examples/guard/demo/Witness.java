package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.guard.demo.Comparison.Step;
import io.github.streamlifecycle.examples.guard.demo.Timeline.Teller;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Whoever has something to tell tells it here: it becomes lines of the timeline, and what the script waits for. */
final class Witness {
    private final Timeline timeline;
    private final Duration grace;
    private final Comparison comparison = new Comparison();
    private final CountDownLatch mediaFlow = new CountDownLatch(1);
    private final CountDownLatch stopDecided = new CountDownLatch(1);
    /** It has ended, and the guard server knows that. */
    private final CountDownLatch egressEnded = new CountDownLatch(2);

    private final AtomicReference<MediaSign> lastSign = new AtomicReference<>(MediaSign.NO_SIGN);
    private final AtomicInteger stopCalls = new AtomicInteger();
    private final Set<String> webhooksSaid = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean listedBefore = new AtomicBoolean();

    Witness(Timeline timeline, Duration grace) {
        this.timeline = timeline;
        this.grace = grace;
    }

    Comparison comparison() {
        return comparison;
    }

    /** Waits until the watch receives the host's media. */
    void awaitMedia(Duration atMost) throws InterruptedException {
        mediaFlow.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until a stop is decided. */
    void awaitDecision(Duration atMost) throws InterruptedException {
        stopDecided.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until LiveKit reports the egress's end, and the guard server has confirmed it. */
    void awaitEnd(Duration atMost) throws InterruptedException {
        egressEnded.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void took(Step step) {
        long millis = timeline.sinceKilledMillis();
        if (millis > 0) {
            comparison.took(step, millis);
        }
    }

    void onSign(MediaSign sign) {
        MediaSign before = lastSign.getAndSet(sign);
        if (sign == MediaSign.FLOWS && before != MediaSign.FLOWS) {
            timeline.say(Teller.WATCH, "receives the host's picture");
            mediaFlow.countDown();
        } else if (sign == MediaSign.STALLED) {
            timeline.say(Teller.WATCH, "nothing arrives from the host any more");
            took(Step.NOTICED);
        }
    }

    void onWebhook(WebhookTap.Report report) {
        boolean ofHost = report.participant().equals(DemoLiveKit.HOST);
        if (report.event().equals("participant_left") && ofHost) {
            took(Step.NOTICED);
        } else if (report.event().equals("egress_ended")) {
            took(Step.ENDED);
            egressEnded.countDown();
        }
        words(report, ofHost).filter(webhooksSaid::add).ifPresent(words -> timeline.say(Teller.WEBHOOK, words));
    }

    private static Optional<String> words(WebhookTap.Report report, boolean ofHost) {
        return switch (report.event()) {
            case "participant_joined" -> ofHost ? Optional.of("the host has joined the room") : Optional.empty();
            case "track_published" -> ofHost ? Optional.of("the host publishes a picture") : Optional.empty();
            case "participant_left" -> ofHost ? Optional.of("the host has left the room") : Optional.empty();
            case "egress_started" -> Optional.of("an egress is starting");
            case "egress_updated" ->
                switch (report.status()) {
                    case "EGRESS_ACTIVE" -> Optional.of("the egress is live");
                    case "EGRESS_ENDING" -> Optional.of("the egress is ending");
                    default -> Optional.empty();
                };
            case "egress_ended" -> Optional.of("the egress has ended");
            default -> Optional.empty();
        };
    }

    /** Takes a line of the stand-in for LiveKit: the calls that reach it. */
    void onLiveKit(String line) {
        switch (line) {
            case DemoLiveKit.LISTED + " yes" -> listed();
            case DemoLiveKit.LISTED + " no" -> {
                timeline.say(Teller.POLLING, "LiveKit no longer lists the host");
                took(Step.NOTICED);
            }
            default -> {
                if (line.startsWith(DemoLiveKit.STOP_CALL)) {
                    stopCall();
                }
            }
        }
    }

    /** Every five seconds the same: worth a line the first time, and once the host is gone. */
    private void listed() {
        boolean isFirst = listedBefore.compareAndSet(false, true);
        if (timeline.sinceKilledMillis() > 0) {
            timeline.say(Teller.POLLING, "LiveKit still lists the host");
        } else if (isFirst) {
            timeline.say(Teller.POLLING, "LiveKit lists the host");
        }
    }

    private void stopCall() {
        int number = stopCalls.incrementAndGet();
        String again = number == 1 ? "" : " again: order " + number;
        timeline.say(Teller.LIVEKIT, "is told to end the egress" + again);
        took(Step.ORDERED);
    }

    void onHost(String line) {
        if (line.startsWith(DemoHost.PUBLISHES)) {
            timeline.say(Teller.HOST, "sends its picture, and asks LiveKit for an egress");
        } else if (line.startsWith(DemoHost.LIVE)) {
            timeline.say(Teller.HOST, "is live");
        }
    }

    void onEvent(RoomGuardEvent event) {
        if (event instanceof RoomGuardEvent.Guarding) {
            timeline.say(Teller.GUARD, "has found the egress, and guards it from now on");
        } else if (event instanceof RoomGuardEvent.HostChanged changed) {
            onPresence(changed.presence());
        } else if (event instanceof RoomGuardEvent.StopDecided) {
            timeline.say(Teller.GUARD, "the host did not come back: the egress has to end");
            took(Step.NOTICED);
            stopDecided.countDown();
        } else if (event instanceof RoomGuardEvent.StopEnded end) {
            egressEnded.countDown();
            timeline.say(
                    Teller.GUARD,
                    end.receipt().isOver()
                            ? "the stop is confirmed: the egress has ended"
                            : "the stop could not be confirmed, and will be tried again");
        }
    }

    private void onPresence(Presence presence) {
        if (presence == Presence.UP) {
            timeline.say(Teller.GUARD, "the egress has its host");
        } else if (presence == Presence.SUSPECT) {
            timeline.say(Teller.GUARD, "waits " + grace.toSeconds() + " s, in case the host comes back");
        }
    }
}
