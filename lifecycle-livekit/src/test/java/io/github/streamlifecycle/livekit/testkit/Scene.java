package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What happens to a double, and what is asked of it, at moments of its own clock. All is planned at one moment, so that
 * no busy machine moves another.
 */
final class Scene implements AutoCloseable {
    private record Act(double seconds, Runnable task) {}

    final LiveKitDouble server = LiveKitDouble.builder().speed(500).start();
    private final List<Act> acts = new ArrayList<>();

    /** Adds what happens at a time of the scene. */
    void at(double seconds, Runnable task) {
        acts.add(new Act(seconds, task));
    }

    /** Lets it happen, from now on. */
    void play() {
        List<Act> all = List.copyOf(acts);
        acts.clear();
        server.world()
                .run(() -> all.forEach(act ->
                        server.world().after(Duration.ofNanos((long) (act.seconds() * 1e9)), act.task())));
    }

    /** What is so at a time of the scene. */
    <T> CompletableFuture<T> ask(double seconds, Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        at(seconds, () -> {
            try {
                answer.complete(question.call());
            } catch (Exception thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        return answer;
    }

    /** The answer, in a scene that is played. */
    static <T> T got(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.get(1, TimeUnit.MINUTES);
        } catch (TimeoutException stuck) {
            throw new AssertionError("the scene does not go on", stuck);
        }
    }

    Reply call(String path, String json) {
        try {
            return server.twirp().call(path, json);
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalStateException(json, malformed);
        }
    }

    boolean told(String text) {
        return server.webhooks().stream().anyMatch(json -> json.contains(text));
    }

    long times(String text) {
        return server.webhooks().stream().filter(json -> json.contains(text)).count();
    }

    @Override
    public void close() {
        server.close();
    }
}
