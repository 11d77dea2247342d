package io.github.streamlifecycle.livekit.api;

import io.livekit.server.AccessToken;
import io.livekit.server.Agent;
import io.livekit.server.CanPublish;
import io.livekit.server.CanPublishData;
import io.livekit.server.CanSubscribe;
import io.livekit.server.Hidden;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import io.livekit.server.RoomRecord;
import io.livekit.server.VideoGrant;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The tokens of one API key, each with no more grants than its use needs. */
final class Tokens {
    private static final Duration WATCH_BEGINS_WITHIN = Duration.ofMinutes(10);

    private final String apiKey;
    private final String apiSecret;
    private final RenewedToken record;
    private final RenewedToken list;

    Tokens(String apiKey, String apiSecret, LongSupplier epochMillis) {
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.record = new RenewedToken(() -> sign(new RoomRecord(true)), epochMillis);
        this.list = new RenewedToken(() -> sign(new RoomList(true)), epochMillis);
    }

    /** Returns the header of calls about egress. */
    String authorizationToRecord() {
        return bearer(record.token());
    }

    /** Returns the header of a list of rooms. */
    String authorizationToList() {
        return bearer(list.token());
    }

    /** Returns the header of calls about one room; signed for each call, since there may be any number of rooms. */
    String authorizationToAdminister(String room) {
        return bearer(sign(new RoomAdmin(true), new RoomName(room)));
    }

    String publish(String room, String identity, Duration validFor) {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.setIdentity(identity);
        token.setName(identity);
        token.setTtl(validFor.toMillis());
        token.addGrants(new RoomJoin(true), new RoomName(room), new CanPublish(true), new CanSubscribe(false));
        return token.toJwt();
    }

    /**
     * Returns a watcher's token. {@code Agent} makes it a dependent participant, one that does not keep the room open.
     */
    String watch(String room, String identity) {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.setIdentity(identity);
        token.setTtl(WATCH_BEGINS_WITHIN.toMillis());
        token.addGrants(
                new RoomJoin(true),
                new RoomName(room),
                new CanPublish(false),
                new CanPublishData(false),
                new CanSubscribe(true),
                new Hidden(true),
                new Agent(true));
        return token.toJwt();
    }

    /** Returns a token that is valid for 6 h like the SDK's, since clocks differ. */
    private String sign(VideoGrant... grants) {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.addGrants(grants);
        return token.toJwt();
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }
}
