package io.github.streamlifecycle.livekit.server.lease;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host says by its lease: <code>{"token": "eyJ...", "lease": "...", "state": "down", "reason": "silence"}</code>.
 * Fields that are not known are ignored.
 *
 * @param token the host's LiveKit token; null where the connection has shown it already
 * @param lease the host's own name for this lease, one for each page or process; null where the connection has said it
 * @param state what the host says
 * @param reason why its media are down; empty if it says nothing of that
 */
record LeaseMessage(@Nullable String token, @Nullable String lease, State state, String reason) {
    /** In UTF-16 units or bytes. LiveKit tokens have a few hundred, with attributes a few thousand. */
    static final int LONGEST = 16 * 1024;

    private static final int LONGEST_LEASE = 64;

    /** The states that a host may say, in JSON in lower case. */
    enum State {
        /** Its media get out. */
        PUBLISHING,
        /** It is there and connecting. */
        WAITING,
        /** Its media do not get out any more. */
        DOWN,
        /** It stops. */
        GOODBYE;

        private static Optional<State> named(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(name))
                    .findAny();
        }
    }

    /** The message in a text; empty if there is none in it. */
    static Optional<LeaseMessage> in(String json) {
        Fields fields = new Fields();
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.beginObject();
            while (in.hasNext()) {
                fields.read(in.nextName(), in);
            }
            in.endObject();
            return in.peek() == JsonToken.END_DOCUMENT ? fields.message() : Optional.empty();
        } catch (IOException | IllegalStateException | NumberFormatException notJson) {
            return Optional.empty();
        }
    }

    /** What has been read so far. */
    private static final class Fields {
        private @Nullable String token;
        private @Nullable String lease;
        private String state = "";
        private String reason = "";

        void read(String name, JsonReader in) throws IOException {
            if (in.peek() != JsonToken.STRING) {
                in.skipValue();
                return;
            }
            String value = in.nextString();
            switch (name) {
                case "token" -> token = value;
                case "lease" -> lease = value;
                case "state" -> state = value;
                case "reason" -> reason = value;
                default -> {
                    // of a newer lease.js
                }
            }
        }

        Optional<LeaseMessage> message() {
            if (lease != null && (lease.isEmpty() || lease.length() > LONGEST_LEASE)) {
                return Optional.empty();
            }
            return State.named(state).map(known -> new LeaseMessage(token, lease, known, reason));
        }
    }

    @Override
    public String toString() {
        return "LeaseMessage[" + state + " " + reason + "]";
    }
}
