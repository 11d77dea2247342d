package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.SignedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host's own LiveKit token as the credential of its lease.
 *
 * @param host the host that it was made for
 * @param signed the token
 */
record HostToken(Host host, SignedToken signed) {
    /** A participant by the claims of its token. */
    record Host(String room, String identity) {}

    /** A token, or the answer to one that is not a host's. */
    sealed interface Checked {
        /** A host's token. */
        record Valid(HostToken token) implements Checked {}

        /** Not a host's token. */
        record Invalid(LeaseReply reply) implements Checked {}
    }

    static Checked check(String token, ApiKeys keys, Instant now) {
        SignedToken signed;
        try {
            signed = SignedToken.verified(token, keys);
        } catch (SignedToken.Refused notOurs) {
            return new Checked.Invalid(LeaseReply.UNAUTHORIZED);
        }
        String identity = signed.claims().getSubject();
        Map<String, Object> video = signed.claims().getClaim("video").asMap();
        if (isEmpty(identity) || video == null || signed.beginsIn(now).compareTo(Duration.ZERO) > 0) {
            return new Checked.Invalid(LeaseReply.UNAUTHORIZED);
        }
        if (!(video.get("room") instanceof String room)
                || room.isEmpty()
                || !Boolean.TRUE.equals(video.get("roomJoin"))) {
            return new Checked.Invalid(LeaseReply.UNAUTHORIZED);
        }
        if (Boolean.FALSE.equals(video.get("canPublish"))) {
            return new Checked.Invalid(LeaseReply.FORBIDDEN);
        }
        return new Checked.Valid(new HostToken(new Host(room, identity), signed));
    }

    /** Whether it may begin a lease. One that has expired may still renew. */
    boolean mayBegin(Instant now) {
        return !signed.hasExpired(now);
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
