package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostToken.Checked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reader of hosts' messages: it checks their tokens and passes them on to the room. */
final class LeaseMessages {
    private final ApiKeys keys;
    private final LeaseRooms rooms;
    private final InstantSource wallClock;

    /** The owner and the name of a lease, once both were presented. */
    record LeaseOwner(HostToken token, String lease) {}

    /** The result of a message. */
    record Result(LeaseReply reply, Optional<LeaseOwner> identified) {}

    LeaseMessages(ApiKeys keys, LeaseRooms rooms, InstantSource wallClock) {
        this.keys = keys;
        this.rooms = rooms;
        this.wallClock = wallClock;
    }

    /** Judges a message, given what an earlier one on its channel said, if there was one. */
    Result judge(String text, Optional<LeaseOwner> before, long channel) {
        if (text.length() > LeaseMessage.LONGEST) {
            return refused(LeaseReply.TOO_LARGE);
        }
        Optional<LeaseMessage> read = LeaseMessage.in(text);
        if (read.isEmpty()) {
            return refused(LeaseReply.MALFORMED);
        }
        LeaseMessage message = read.get();
        Instant now = wallClock.instant();
        HostToken token = before.map(LeaseOwner::token).orElse(null);
        if (message.token() != null) {
            Checked checked = checked(message.token(), token, now);
            if (checked instanceof Checked.Invalid invalid) {
                return refused(invalid.reply());
            }
            token = ((Checked.Valid) checked).token();
        }
        String lease = message.lease() != null
                ? message.lease()
                : before.map(LeaseOwner::lease).orElse(null);
        if (token == null || lease == null) {
            return refused(token == null ? LeaseReply.UNAUTHORIZED : LeaseReply.MALFORMED);
        }
        LeaseReply reply = rooms.on(token.host(), new Heard(lease, message, channel, token.mayBegin(now)));
        return new Result(reply, Optional.of(new LeaseOwner(token, lease)));
    }

    /** Checks a token. A connection belongs to one host: the token of another is refused. */
    private Checked checked(String shown, @Nullable HostToken before, Instant now) {
        Checked checked = HostToken.check(shown, keys, now);
        boolean isAnothers = before != null
                && checked instanceof Checked.Valid valid
                && !valid.token().host().equals(before.host());
        return isAnothers ? new Checked.Invalid(LeaseReply.FORBIDDEN) : checked;
    }

    private static Result refused(LeaseReply reply) {
        return new Result(reply, Optional.empty());
    }
}
