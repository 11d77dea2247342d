package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.livekit.testkit.ApiCall;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What runs in a process of its own: the stand-in for a LiveKit server, with a viewer who stays. It tells which calls come, and
 * when asked, what became of the egress.
 */
final class DemoLiveKit {
    static final String WEBHOOKS = "DEMO_WEBHOOKS";
    static final String STOPS = "DEMO_STOPS";

    /** What becomes of the orders to end an egress. */
    enum Stops {
        /** They are carried out. */
        WORK,
        /** They are not: each is answered with a time-out. */
        FAIL
    }

    static final String ROOM = "my-show";
    static final String HOST = "host";

    static final String URL = "url";
    static final String STOP_CALL = "stop-call";
    static final String LISTED = "listed";
    static final String HOST_LOST = "host-lost";
    static final String VERDICT = "verdict";

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final int FAILING_STOPS = 1_000;

    private final LiveKitDouble server;
    private final PrintStream out;
    private int seen;
    private boolean wasEarly;

    DemoLiveKit(LiveKitDouble server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Runs until standard input ends.
     *
     * @param args none
     * @throws IOException if standard input breaks
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> environment = System.getenv();
        LiveKitDouble server = LiveKitDouble.builder()
                .webhookTo(URI.create(environment.getOrDefault(WEBHOOKS, "")))
                .start();
        if (environment.getOrDefault(STOPS, "").equals(Stops.FAIL.name())) {
            for (int i = 0; i < FAILING_STOPS; i++) {
                server.script("StopEgress", Fault.timedOut());
            }
        }
        server.join(ROOM, "viewer");
        DemoLiveKit demo = new DemoLiveKit(server, System.out);
        Thread calls = new Thread(demo::tellCalls, "calls");
        calls.setDaemon(true);
        calls.start();
        demo.say(URL, server.url());
        demo.answer(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        Runtime.getRuntime().halt(0);
    }

    private synchronized void say(String word, String rest) {
        out.println(DemoProcess.MARK + word + " " + rest);
        out.flush();
    }

    /** Answers each line: that the host will be lost now, or a question for the verdict. */
    void answer(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(HOST_LOST)) {
                wasEarly = orders() > 0 || hasEnded();
                say(HOST_LOST, "");
            } else {
                say(VERDICT, new Verdict(orders(), end()).text());
            }
        }
    }

    private int orders() {
        return server.calls("StopEgress").size();
    }

    private boolean hasEnded() {
        return tells("egress_ended");
    }

    private Verdict.End end() {
        if (wasEarly) {
            return Verdict.End.TOO_EARLY;
        }
        return hasEnded() ? Verdict.End.ENDED : Verdict.End.RUNS;
    }

    private void tellCalls() {
        while (true) {
            List<ApiCall> calls = server.calls();
            calls.subList(seen, calls.size()).forEach(this::tell);
            seen = calls.size();
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A participant that left is listed no longer from the moment on at which the webhook is sent. */
    private void tell(ApiCall call) {
        if (call.method().equals("StopEgress")) {
            say(STOP_CALL, call.egressId());
        } else if (call.method().equals("ListParticipants")) {
            say(LISTED, tells("participant_left", HOST) ? "no" : "yes");
        }
    }

    private boolean tells(String... words) {
        return server.webhooks().stream()
                .anyMatch(body -> List.of(words).stream().allMatch(word -> body.contains('"' + word + '"')));
    }
}
