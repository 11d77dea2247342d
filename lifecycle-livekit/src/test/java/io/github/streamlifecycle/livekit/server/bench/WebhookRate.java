package io.github.streamlifecycle.livekit.server.bench;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.webhook.Fused;
import io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many webhooks one thread verifies and fuses in a second: the recorded ones, each with an id of its own, over and over by a new
 * receiver. Prints a figure for each round; the first ones warm up. Seconds are those of the thread's own
 * time on a core, so that other programs count little.
 */
public final class WebhookRate {
    private static final int ROUNDS = 10;
    private static final int COPIES = 300;

    private record Request(String body, String authorization) {}

    private WebhookRate() {}

    public static void main(String[] args) {
        Instant now = Instant.now();
        List<Request> requests = requests(now);
        for (int round = 1; round <= ROUNDS; round++) {
            WebhookReceiver receiver = WebhookReceiver.with(Signed.KEYS, () -> now);
            Fused fused = new Fused();
            long begin = cpuNanos();
            for (Request request : requests) {
                WebhookVerdict verdict =
                        receiver.receive(request.body().getBytes(StandardCharsets.UTF_8), request.authorization());
                if (!(verdict instanceof WebhookVerdict.Accepted accepted)) {
                    throw new IllegalStateException("not accepted: " + verdict);
                }
                fused.on(accepted, now.toEpochMilli());
            }
            double seconds = (cpuNanos() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
            System.out.printf("round %d: %,.0f events a second%n", round, requests.size() / seconds);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<Request> requests(Instant now) {
        List<Request> requests = new ArrayList<>();
        List<JsonObject> webhooks = Recorded.webhooks();
        for (int copy = 0; copy < COPIES; copy++) {
            for (JsonObject webhook : webhooks) {
                webhook.addProperty("id", "EV_" + requests.size());
                webhook.addProperty("createdAt", Long.toString(now.getEpochSecond()));
                String body = webhook.toString();
                requests.add(new Request(body, Signed.webhook(body.getBytes(StandardCharsets.UTF_8), now)));
            }
        }
        return requests;
    }
}
