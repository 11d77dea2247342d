package io.github.streamlifecycle.examples.guard.web;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events of {@code GET /api/events}: a batch five times a second at most, and a comment where nothing happens.
 * A reader that is too slow misses no event silently: it is told to begin anew, or cut if it takes nothing at all.
 */
final class EventStreams {
    static final int MOST = 16;

    private static final Duration BATCH_EVERY = Duration.ofMillis(200);
    private static final Duration COMMENT_AFTER = Duration.ofSeconds(10);
    private static final int MOST_IN_A_BATCH = 1_000;
    private static final int UNAVAILABLE = 503;

    private final EventFeed feed;
    private final Semaphore places = new Semaphore(MOST);

    EventStreams(EventFeed feed) {
        this.feed = feed;
    }

    /** Serves a reader on the thread of its request, for as long as it stays. */
    void serve(Context request) throws InterruptedException {
        if (feed.isClosed() || !places.tryAcquire()) {
            request.status(UNAVAILABLE).result("too many readers of events");
            return;
        }
        try {
            request.contentType("text/event-stream; charset=utf-8").header("Cache-Control", "no-store");
            write(request.res().getOutputStream(), mark(request));
        } catch (IOException gone) {
            // the reader has left, or has not taken anything for as long as a connection may be idle
        } finally {
            places.release();
        }
    }

    /** The browser's own mark when it connects anew, before the one that the page began with. */
    private static @Nullable String mark(Context request) {
        String last = request.header("Last-Event-ID");
        return last != null ? last : request.queryParam("after");
    }

    private void write(ServletOutputStream out, @Nullable String from) throws IOException, InterruptedException {
        String mark = from == null ? feed.mark() : from;
        send(out, ": events of guard-server\nid: " + line(mark) + "\n\n");
        while (!feed.isClosed()) {
            EventFeed.Page page = feed.since(mark, MOST_IN_A_BATCH);
            if (page.events().isEmpty()) {
                send(out, "event: missed\nid: " + page.mark() + "\ndata: {}\n\n");
            } else if (!page.isEmpty()) {
                send(
                        out,
                        "event: batch\nid: " + page.mark() + "\ndata: "
                                + page.events().get() + "\n\n");
            } else {
                send(out, ": still here\n\n");
            }
            mark = page.mark();
            Thread.sleep(BATCH_EVERY.toMillis());
            feed.await(mark, COMMENT_AFTER);
        }
    }

    /** A reader's own mark is sent back to it, but not with a line end that it may have been given. */
    private static String line(String mark) {
        return mark.replaceAll("\\p{Cntrl}", "");
    }

    private static void send(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    int readers() {
        return MOST - places.availablePermits();
    }
}
