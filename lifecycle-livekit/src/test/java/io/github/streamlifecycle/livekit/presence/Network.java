package io.github.streamlifecycle.livekit.presence;

import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A worse network, which changes a healthy recording packet by packet and reproducibly. */
final class Network {
    /** A check that has no answer is followed by another one this much later, as libwebrtc does. */
    private static final long NEXT_CHECK_MILLIS = 1_000;

    private final Random random;

    Network(long seed) {
        this.random = new Random(seed);
    }

    private boolean isLost() {
        return random.nextInt(10) == 0;
    }

    /** One packet in ten is lost on either way, from the first second on. The peer reports once a second. */
    List<TransportSample> losingTenPercent(List<TransportSample> healthy) {
        List<TransportSample> lossy = new ArrayList<>();
        long received = 0;
        long lost = 0;
        long unreported = 0;
        long sent = 0;
        long answered = 0;
        long nextCheck = 0;
        TransportSample before = healthy.get(0);
        for (TransportSample now : healthy) {
            for (long i = before.packets().received(); i < now.packets().received(); i++) {
                if (!isLost()) {
                    received++;
                    lost += unreported;
                    unreported = 0;
                }
            }
            for (long i = before.packets().sent(); i < now.packets().sent(); i++) {
                unreported += isLost() ? 1 : 0;
            }
            boolean due = now.checks().sent() > before.checks().sent();
            boolean again = sent > answered && nextCheck > 0 && now.atMillis() >= nextCheck;
            if (due || again) {
                sent++;
                boolean requestLost = isLost();
                boolean answerLost = isLost();
                boolean through = !requestLost && !answerLost;
                answered += through ? 1 : 0;
                nextCheck = through ? 0 : now.atMillis() + NEXT_CHECK_MILLIS;
            }
            lossy.add(new TransportSample(
                    now.atMillis(),
                    new Packets(received, now.packets().sent(), lost),
                    new Checks(sent, answered, 1),
                    now.dtls()));
            before = now;
        }
        return lossy;
    }

    /** Each packet takes up to 300 ms on each way. */
    List<TransportSample> delayingUpTo300Millis(List<TransportSample> healthy) {
        List<Long> arrivals = new ArrayList<>();
        List<Long> answers = new ArrayList<>();
        List<TransportSample> jittery = new ArrayList<>();
        TransportSample before = healthy.get(0);
        long roundTrip = 1;
        for (TransportSample now : healthy) {
            for (long i = before.packets().received(); i < now.packets().received(); i++) {
                arrivals.add(now.atMillis() + random.nextInt(300));
            }
            for (long i = before.checks().sent(); i < now.checks().sent(); i++) {
                roundTrip = (long) random.nextInt(300) + random.nextInt(300);
                answers.add(now.atMillis() + roundTrip);
            }
            jittery.add(new TransportSample(
                    now.atMillis(),
                    new Packets(arrived(arrivals, now), now.packets().sent(), 0),
                    new Checks(now.checks().sent() - healthy.get(0).checks().sent(), arrived(answers, now), roundTrip),
                    now.dtls()));
            before = now;
        }
        return jittery;
    }

    private static long arrived(List<Long> arrivals, TransportSample now) {
        return arrivals.stream().filter(at -> at <= now.atMillis()).count();
    }
}
