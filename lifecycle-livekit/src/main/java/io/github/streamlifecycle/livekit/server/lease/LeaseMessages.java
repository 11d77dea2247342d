package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostToken.Checked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the messages of hosts, checks whose they are, and passes them on to the room. */
final class LeaseMessages {
    private final ApiKeys keys;
    private final LeaseRooms rooms;
    private final InstantSource wallClock;

    /** Whose lease it is, once a token and a name were shown. */
    record Said(HostToken token, String lease) {}

    /** What a message came to. */
    record Result(LeaseReply reply, Optional<Said> identified) {}

    LeaseMessages(ApiKeys keys, LeaseRooms rooms, InstantSource wallClock) {
        this.keys = keys;
        this.rooms = rooms;
        this.wallClock = wallClock;
    }

    /** Judges a message that came over a channel on which something was said before, or not. */
    Result judge(String text, Optional<Said> before, long channel) {
        if (text.length() > LeaseMessage.LONGEST) {
            return refused(LeaseReply.TOO_LARGE);
        }
        Optional<LeaseMessage> read = LeaseMessage.in(text);
        if (read.isEmpty()) {
            return refused(LeaseReply.MALFORMED);
        }
        LeaseMessage message = read.get();
        Instant now = wallClock.instant();
        HostToken token = before.map(Said::token).orElse(null);
        if (message.token() != null) {
            Checked checked = checked(message.token(), token, now);
            if (checked instanceof Checked.Invalid invalid) {
                return refused(invalid.reply());
            }
            token = ((Checked.Valid) checked).token();
        }
        String lease = message.lease() != null
                ? message.lease()
                : before.map(Said::lease).orElse(null);
        if (token == null || lease == null) {
            return refused(token == null ? LeaseReply.UNAUTHORIZED : LeaseReply.MALFORMED);
        }
        LeaseReply reply = rooms.on(token.host(), new Heard(lease, message, channel, token.mayBegin(now)));
        return new Result(reply, Optional.of(new Said(token, lease)));
    }

    /** A connection is one host's: the token of another is refused. */
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
