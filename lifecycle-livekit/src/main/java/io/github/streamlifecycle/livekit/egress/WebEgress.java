package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.EgressControl;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * A web egress: a page as a browser on the egress worker shows it.
 *
 * <p>It belongs to no room: the room it is started for is not sent. So it never ends by itself, it is not among what
 * {@link EgressControl#active} finds in a room, and a later stream in that room does not take it over. If the answer to
 * its start is lost, nobody can tell which egress it was.
 *
 * @since 0.1.0
 */
public final class WebEgress extends EgressSource {
    private final String url;
    private final String shown;

    private WebEgress(String url, String shown) {
        this.url = url;
        this.shown = shown;
    }

    /**
     * A page. Its path and query are kept out of descriptions and messages: they may carry a token.
     *
     * @param url an {@code http://} or {@code https://} URL
     * @return the page
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only
     */
    public static WebEgress at(String url) {
        String scheme = TargetUrl.scheme("a web page", url, "http", "https");
        @Nullable HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw new IllegalArgumentException("a web page must name a host: " + scheme + "://...");
        }
        return new WebEgress(url, scheme + "://" + parsed.host());
    }

    @Override
    public boolean isInARoom() {
        return false;
    }

    @Override
    Call<EgressInfo> start(EgressServiceClient client, String room, EncodedOutputs outputs) {
        return client.startWebEgress(url, outputs);
    }

    @Override
    Optional<? extends Message> requestIn(EgressInfo info) {
        return Optional.of(info)
                .filter(EgressInfo::hasWeb)
                .map(EgressInfo::getWeb)
                .filter(started -> started.getUrl().equals(url));
    }

    @Override
    public String toString() {
        return "web page (" + shown + ")";
    }
}
