package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.RoomParticipant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** The questions of a watcher process that only the guard server can answer. They wait for the answer, but not for long. */
final class Questions {
    private static final long ANSWERED_WITHIN_MILLIS = 2_000;

    private final ReportWriter reports;
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, CompletableFuture<Command>> open = new ConcurrentHashMap<>();

    Questions(ReportWriter reports) {
        this.reports = reports;
    }

    /**
     * Returns a token with which the room of a watch can be joined.
     *
     * @throws IllegalStateException if there is no answer in time
     */
    String token(long watch) {
        return ask(question -> new Report.TokenWanted(question, watch))
                .filter(Command.Token.class::isInstance)
                .map(answer -> ((Command.Token) answer).text())
                .orElseThrow(() -> new IllegalStateException("no token came in time"));
    }

    /** Returns whether a participant's media matter. Without an answer they do: to watch too many does no harm. */
    boolean isHost(long watch, RoomParticipant participant) {
        return ask(question -> new Report.HostAsked(question, watch, participant))
                .filter(Command.Verdict.class::isInstance)
                .map(answer -> ((Command.Verdict) answer).isHost())
                .orElse(true);
    }

    private Optional<Command> ask(LongFunction<Report> question) {
        long number = asked.incrementAndGet();
        CompletableFuture<Command> answer = new CompletableFuture<>();
        open.put(number, answer);
        try {
            reports.send(question.apply(number));
            return Optional.of(answer.get(ANSWERED_WITHIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException unanswered) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            open.remove(number);
        }
    }

    /** Takes in an answer; one that comes late is dropped. */
    void answered(long question, Command answer) {
        CompletableFuture<Command> waiting = open.get(question);
        if (waiting != null) {
            waiting.complete(answer);
        }
    }
}
