package io.github.streamlifecycle.livekit;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A misdeed of a {@link HostileServer}, and the kind of failure that its caller is to make of it. */
public enum Deed {
    NEVER_ANSWERS(Kind.AMBIGUOUS, (said, out) -> pause(60_000)),
    CLOSES_AFTER_THE_REQUEST(Kind.AMBIGUOUS, (said, out) -> {}),
    CLOSES_WITHIN_THE_HEAD(Kind.AMBIGUOUS, (said, out) -> text(out, "HTTP/1.1 200 OK\r\nContent-")),
    CLOSES_WITHIN_THE_BODY(Kind.AMBIGUOUS, (said, out) -> text(out, head("200 OK", 50) + "\n\f")),
    HEAD_BYTE_BY_BYTE(Kind.AMBIGUOUS, (said, out) -> trickle(out, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(500))),
    BODY_BYTE_BY_BYTE(Kind.AMBIGUOUS, (said, out) -> {
        text(out, head("200 OK", 500) + "\n\u007f");
        trickle(out, "x".repeat(500));
    }),
    ERROR_BYTE_BY_BYTE(Kind.AMBIGUOUS, (said, out) -> {
        text(out, head("503 Unavailable", 500));
        trickle(out, "x".repeat(500));
    }),
    ENDLESS_HEAD(Kind.AMBIGUOUS, (said, out) -> {
        text(out, "HTTP/1.1 200 OK\r\n");
        flood(out, "X: " + "x".repeat(1_000) + "\r\n");
    }),
    NO_HTTP(Kind.AMBIGUOUS, (said, out) -> text(out, "220 mail.example.com ESMTP\r\n")),
    TRUNCATED(Kind.AMBIGUOUS, (said, out) -> text(out, head("200 OK", 5) + "\n\u000fEG_")),
    PAGE(Kind.AMBIGUOUS, (said, out) -> text(out, head("200 OK", 13) + "<html></html>")),
    PAGE_OF_A_BAD_GATEWAY(Kind.AMBIGUOUS, (said, out) -> text(out, head("502 Bad Gateway", 13) + "<html></html>")),
    PAGE_THAT_IS_NOT_FOUND(Kind.REFUSED, (said, out) -> text(out, head("404 Not Found", 13) + "<html></html>")),
    REDIRECT(
            Kind.REFUSED,
            (said, out) -> text(
                    out,
                    "HTTP/1.1 307 Elsewhere\r\nConnection: close\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
    NOTHING_TO_SAY(Kind.AMBIGUOUS, (said, out) -> text(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    ANNOUNCES_100_MEGABYTES(Kind.AMBIGUOUS, (said, out) -> {
        text(out, head("200 OK", 100_000_000));
        flood(out, "\0".repeat(1_000));
    }),
    ONE_FIELD_OF_100_MEGABYTES(Kind.AMBIGUOUS, (said, out) -> {
        // an id (a list: an item) of 100,000,000 bytes that are fields of three bytes each
        text(out, "HTTP/1.1 200 OK\r\n\r\n\n\u0080\u00c2\u00d7/");
        flood(out, "\n\1x".repeat(1_000));
    }),
    PACKED_100_MEGABYTES(Kind.AMBIGUOUS, (said, out) -> {
        byte[] packed = packed();
        text(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n");
        out.write(packed);
    }),
    ERROR_OF_100_MEGABYTES(Kind.REFUSED, (said, out) -> {
        text(out, head("404 Not Found", 100_000_000));
        flood(out, "x".repeat(1_000));
    }),
    NESTED_ERROR(Kind.REFUSED, (said, out) -> text(out, head("400 Bad Request", 16_000) + "[".repeat(16_000))),
    STATUS_LINE_SAYS_IT_BACK(Kind.AMBIGUOUS, (said, out) -> text(out, said.replaceAll("[\r\n]+", " ") + "\r\n\r\n")),
    REFUSAL_SAYS_IT_BACK(Kind.REFUSED, (said, out) -> sayBack(out, "401 Unauthorized", "invalid token: " + said)),
    TWIRP_ERROR_SAYS_IT_BACK(
            Kind.REFUSED, (said, out) -> sayBack(out, "400 Bad Request", error("invalid_argument", said))),
    TWIRP_FAILURE_SAYS_IT_BACK(
            Kind.AMBIGUOUS, (said, out) -> sayBack(out, "503 Unavailable", error("unavailable", said))),
    PAGE_SAYS_IT_BACK(Kind.AMBIGUOUS, (said, out) -> sayBack(out, "500 Internal Server Error", said));

    private interface Act {
        void answer(String said, OutputStream out) throws IOException;
    }

    private static final long BETWEEN_BYTES_MILLIS = 50;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    public final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // all of them are lambdas without a state
    private final Act act;

    Deed(Kind kind, Act act) {
        this.kind = kind;
        this.act = act;
    }

    void answer(String said, OutputStream out) throws IOException {
        act.answer(said, out);
    }

    /** Returns the time that a caller should wait: short for a deed that never ends, long enough for any other. */
    public Duration timeout() {
        return this == NEVER_ANSWERS || name().endsWith("BYTE_BY_BYTE")
                ? Duration.ofMillis(120)
                : Duration.ofMinutes(1);
    }

    private static String head(String status, int length) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String error(String code, String msg) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("msg", msg);
        return error.toString();
    }

    private static void sayBack(OutputStream out, String status, String body) throws IOException {
        text(out, head(status, body.getBytes(StandardCharsets.ISO_8859_1).length) + body);
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void flood(OutputStream out, String drop) throws IOException {
        byte[] bytes = drop.repeat(30).getBytes(StandardCharsets.ISO_8859_1);
        for (long left = 100_000_000; left > 0; left -= bytes.length) {
            out.write(bytes, 0, (int) Math.min(left, bytes.length));
        }
    }

    private static void trickle(OutputStream out, String text) throws IOException {
        for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
            out.write(one);
            out.flush();
            pause(BETWEEN_BYTES_MILLIS);
        }
    }

    private static void pause(long millis) {
        try {
            NEVER.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("closed", closed));
        }
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            text(zip, "\n\u0080\u00c2\u00d7/");
            flood(zip, "\n\1x".repeat(1_000));
        }
        return bytes.toByteArray();
    }
}
