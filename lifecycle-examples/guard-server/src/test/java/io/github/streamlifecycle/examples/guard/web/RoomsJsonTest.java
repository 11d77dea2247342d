package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomsJsonTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    @Test
    void roomsAreWhatEachIsAlone() throws IOException {
        List<RoomGuard> rooms = List.of(RoomGuard.of("a", RULES), RoomGuard.of("<b>", RULES));
        StringWriter text = new StringWriter();
        new RoomsJson("p-1", 7, rooms, Optional.empty()).write(text, 5);
        JsonObject json = JsonParser.parseString(text.toString()).getAsJsonObject();
        assertThat(json.get("at").getAsLong()).isEqualTo(5);
        assertThat(json.get("after").getAsString()).isEqualTo("p-1");
        assertThat(json.get("total").getAsInt()).isEqualTo(7);
        assertThat(json.getAsJsonArray("rooms"))
                .containsExactly(GuardJson.room(rooms.get(0), 5), GuardJson.room(rooms.get(1), 5));
    }

    @Test
    void readerThatGoesAwayCostsOnlyWhatItHasRead() {
        int[] asked = new int[1];
        List<RoomGuard> many = new AbstractList<>() {
            @Override
            public RoomGuard get(int index) {
                asked[0]++;
                return RoomGuard.of("room-" + index, RULES);
            }

            @Override
            public int size() {
                return 10_000;
            }
        };
        Writer gone = new BufferedWriter(Writer.nullWriter()) {
            @Override
            public void write(String text) throws IOException {
                if (text.contains("room-100")) {
                    throw new IOException("the reader has gone");
                }
            }

            @Override
            public void write(String text, int from, int length) throws IOException {
                write(text.substring(from, from + length));
            }
        };
        assertThatThrownBy(() -> new RoomsJson("p-1", 10_000, many, Optional.empty()).write(gone, 5))
                .isInstanceOf(Exception.class);
        assertThat(asked[0]).isEqualTo(101);
    }
}
