package io.github.streamlifecycle.livekit.media;

import java.util.List;
import java.util.stream.Stream;

/**
 * The server's answers to a watcher's questions: they show that it was there, and how slow it is.
 *
 * <p>A server that is short of time forwards media late, as it answers late. So a slow answer, or a question that is open
 * for long, makes silence count later.
 *
 * @param answeredMillis the time when the latest question that was answered had been sent
 * @param open the times when the questions were sent that are not answered yet, the oldest first
 * @param slowestMillis the longest wait for an answer that is remembered
 * @param slowUntilMillis the time until which it is remembered
 */
record ServerAnswers(long answeredMillis, List<Long> open, long slowestMillis, long slowUntilMillis) {
    static final ServerAnswers NONE = new ServerAnswers(Long.MIN_VALUE, List.of(), 0, Long.MIN_VALUE);

    /** An answer within this time is prompt: it allows for any network, and for a busy machine. */
    static final long PROMPT_MILLIS = 150;

    private static final long REMEMBERED_MILLIS = 60_000;
    private static final int MOST_OPEN = 16;
    /** The media may be as late as the answer in both directions, from the host and to the watcher. */
    private static final int WAYS = 2;

    ServerAnswers {
        open = List.copyOf(open);
    }

    ServerAnswers asked(long atMillis) {
        List<Long> more = Stream.concat(open.stream().limit(MOST_OPEN - 1L), Stream.of(atMillis))
                .toList();
        return new ServerAnswers(answeredMillis, more, slowestMillis, slowUntilMillis);
    }

    /** Answers come in the order of their questions. */
    ServerAnswers answered(long askedAtMillis, long atMillis) {
        long took = atMillis - askedAtMillis;
        boolean isSlower = took >= slowestMillis || atMillis > slowUntilMillis;
        return new ServerAnswers(
                Math.max(answeredMillis, askedAtMillis),
                open.stream().filter(asked -> asked > askedAtMillis).toList(),
                isSlower ? took : slowestMillis,
                isSlower ? atMillis + REMEMBERED_MILLIS : slowUntilMillis);
    }

    /** Returns for how long the oldest open question has been waiting for its answer. */
    long openMillis(long atMillis) {
        return open.isEmpty() ? 0 : atMillis - open.get(0);
    }

    /** Returns by how much later than usual media may arrive: nothing while answers are prompt. */
    long latenessMillis(long atMillis) {
        long slow = Math.max(openMillis(atMillis), atMillis <= slowUntilMillis ? slowestMillis : 0);
        return slow <= PROMPT_MILLIS ? 0 : WAYS * slow;
    }
}
