package consumer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A host that renews its lease over a WebSocket, as {@code lease.js} does. */
final class Host implements WebSocket.Listener {
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final WebSocket socket;

    private Host(URI endpoint) {
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(endpoint, this).join();
    }

    /** Returns once the first renewal was answered. */
    static Host renewing(URI endpoint, String token) throws Exception {
        Host host = new Host(endpoint);
        host.send("{\"token\": \"" + token + "\", \"lease\": \"page\", \"state\": \"publishing\"}");
        String answer = host.answer.get(60, TimeUnit.SECONDS);
        if (!answer.equals("204")) {
            throw new AssertionError("the lease was answered with " + answer);
        }
        host.renewals.scheduleWithFixedDelay(
                () -> host.send("{\"state\": \"publishing\"}"), 500, 500, TimeUnit.MILLISECONDS);
        return host;
    }

    private void send(String message) {
        socket.sendText(message, true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        answer.complete(text.toString());
        from.request(1);
        return null;
    }

    /** The host's machine dies. */
    void die() {
        renewals.shutdownNow();
        socket.abort();
    }
}
