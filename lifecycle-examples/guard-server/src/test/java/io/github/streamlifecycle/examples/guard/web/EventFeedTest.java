package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private final EventFeed feed = new EventFeed("p", 3);

    private void add(int events) {
        for (int i = 0; i < events; i++) {
            feed.add(new JsonObject());
        }
    }

    private static List<Long> ids(EventFeed.Page page) {
        JsonArray events = page.events().orElseThrow();
        return StreamSupport.stream(events.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(event -> event.get("id").getAsLong())
                .toList();
    }

    @Test
    void readerGetsWhatCameSinceItsMark() {
        add(1);
        String mark = feed.mark();
        add(2);
        EventFeed.Page page = feed.since(mark, 100);
        assertThat(ids(page)).containsExactly(2L, 3L);
        assertThat(page.mark()).isEqualTo("p-3");
        assertThat(feed.since(page.mark(), 100).isEmpty()).isTrue();
    }

    @Test
    void longPagesAreCut() {
        add(3);
        EventFeed.Page page = feed.since("p-0", 2);
        assertThat(ids(page)).containsExactly(1L, 2L);
        assertThat(ids(feed.since(page.mark(), 2))).containsExactly(3L);
    }

    @Test
    void readerThatFellBehindIsTold() {
        add(4);
        assertThat(feed.since("p-0", 100)).isEqualTo(new EventFeed.Page("p-4", Optional.empty()));
        assertThat(ids(feed.since("p-1", 100))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void markOfAnotherProcessOrTimeIsToldToo() {
        add(1);
        for (String mark : List.of("q-1", "p-2", "p-x", "p--1", "", "p-99999999999999999999")) {
            assertThat(feed.since(mark, 100).events()).as(mark).isEmpty();
        }
    }

    @Test
    void waitEndsByAnEventTheEndOrTheTime() throws InterruptedException {
        add(1);
        feed.await("p-0", Duration.ofDays(1));
        feed.await("p-1", Duration.ofMillis(1));
        feed.close();
        feed.await("p-1", Duration.ofDays(1));
        assertThat(feed.isClosed()).isTrue();
    }
}
