package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import java.util.function.Consumer;
import livekit.LivekitEgress.WebEgressRequest;

/**
 * A web egress: a page as a browser on the egress worker shows it.
 *
 * <p>It belongs to no room: the room it is started for is not sent. So it never ends by itself, it is not listed among
 * the egress of a room, and a later stream in that room does not take it over. If the answer to its start is lost, it is
 * recognised by its page and outputs among the egress of all rooms.
 *
 * @since 0.1.0
 */
public final class WebEgress extends EgressSource {
    private final WebEgressRequest message;

    private WebEgress(WebEgressRequest message) {
        this.message = message;
    }

    /**
     * Makes an egress of a page. Its path and query are kept out of descriptions and messages: they may carry a token.
     *
     * @param url an {@code http://} or {@code https://} URL
     * @return the egress
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only
     */
    public static WebEgress at(String url) {
        String scheme = TargetUrl.scheme("a web page", url, "http", "https");
        if (TargetUrl.schemeAndHost(url).isEmpty()) {
            throw new IllegalArgumentException("a web page must name a host: " + scheme + "://...");
        }
        return new WebEgress(WebEgressRequest.newBuilder().setUrl(url).build());
    }

    /**
     * Sets further options of LiveKit's own request, such as the encoding. What identifies the egress is set here and
     * need not be repeated; outputs are added by {@link #to}.
     *
     * @param options sets options on a copy of the request so far
     * @return a source with these options
     */
    public WebEgress with(Consumer<WebEgressRequest.Builder> options) {
        WebEgressRequest.Builder copy = message.toBuilder();
        options.accept(copy);
        return new WebEgress(copy.build());
    }

    @Override
    Message.Builder builder() {
        return message.toBuilder();
    }

    @Override
    EgressRequest request(Message request) {
        return EgressRequest.of((WebEgressRequest) request);
    }

    @Override
    public String toString() {
        return Description.of(EgressKind.WEB, message);
    }
}
