package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomLedgerTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    private final RoomLedger ledger = new RoomLedger("p");
    private long millis = 1_000;

    private void look(String... names) {
        ledger.look(Stream.of(names).map(name -> RoomGuard.of(name, RULES)).toList(), millis++);
    }

    private JsonObject since(@Nullable String mark) {
        JsonObject news = new JsonObject();
        ledger.addSince(mark, news);
        return news;
    }

    private static String mark(JsonObject news) {
        return news.get("mark").getAsString();
    }

    private static List<String> rooms(JsonObject news) {
        return StreamSupport.stream(news.getAsJsonArray("rooms").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(room -> room.get("room").getAsString())
                .toList();
    }

    private static List<String> gone(JsonObject news) {
        return StreamSupport.stream(news.getAsJsonArray("gone").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    @Test
    void withoutAMarkAllRoomsAreNew() {
        look("a", "b");
        JsonObject news = since(null);
        assertThat(news.get("full").getAsBoolean()).isTrue();
        assertThat(rooms(news)).containsExactly("a", "b");
    }

    @Test
    void sameRoomsAreNoNews() {
        look("a");
        String mark = mark(since(null));
        look("a");
        JsonObject news = since(mark);
        assertThat(news.get("full").getAsBoolean()).isFalse();
        assertThat(rooms(news)).isEmpty();
        assertThat(gone(news)).isEmpty();
    }

    @Test
    void roomsComeAndGoAndComeAgain() {
        look("a");
        String mark = mark(since(null));
        look("b");
        JsonObject news = since(mark);
        assertThat(rooms(news)).containsExactly("b");
        assertThat(gone(news)).containsExactly("a");
        look("a", "b");
        news = since(mark(news));
        assertThat(rooms(news)).containsExactly("a");
        assertThat(gone(news)).isEmpty();
    }

    @Test
    void markOfAnotherProcessOrTimeBeginsAnew() {
        look("a");
        for (String mark : List.of("q-1", "p-99", "p-x", "", "p--1")) {
            JsonObject news = since(mark);
            assertThat(news.get("full").getAsBoolean()).as(mark).isTrue();
            assertThat(rooms(news)).containsExactly("a");
        }
    }

    @Test
    void whoMissedTooManyGoneRoomsBeginsAnew() {
        look("a");
        String mark = mark(since(null));
        look(IntStream.rangeClosed(0, RoomLedger.MOST_GONE)
                .mapToObj(Integer::toString)
                .toArray(String[]::new));
        String later = mark(since(null));
        look("b");
        assertThat(since(mark).get("full").getAsBoolean()).isTrue();
        assertThat(since(later).get("full").getAsBoolean()).isTrue();
        assertThat(gone(since(mark(since(null))))).isEmpty();
    }

    @Test
    void roomHasALaneForEachSource() {
        look("a");
        JsonObject room = ledger.room("a");
        assertThat(room).isNotNull();
        assertThat(room.getAsJsonObject("history").keySet())
                .containsExactlyInAnyOrder("FUSED", "WEBHOOK", "POLLING", "MEDIA_WATCH", "LEASE");
        assertThat(ledger.room("b")).isNull();
    }
}
