package io.github.streamlifecycle.livekit.server.webhook;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import livekit.LivekitWebhook.WebhookEvent;

/** Webhook events from protobuf JSON, also of servers that are newer than this library's schema. */
final class EventJson {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final char REPLACEMENT = '\uFFFD';

    private EventJson() {}

    /**
     * An event.
     *
     * @throws IOException if the bytes are not one
     */
    static WebhookEvent read(byte[] body) throws IOException {
        String json = text(body);
        WebhookEvent.Builder event = WebhookEvent.newBuilder();
        try {
            PARSER.merge(NewerEnums.unrecognized(json, WebhookEvent.getDescriptor()), event);
        } catch (InvalidProtocolBufferException | RuntimeException wrong) {
            throw new IOException("not a webhook event in JSON", wrong);
        }
        return event.build();
    }

    /** Replaces nothing: a text with bytes that are not UTF-8 would name another room or participant. */
    private static String text(byte[] body) throws CharacterCodingException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
