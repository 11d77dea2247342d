package io.github.streamlifecycle.livekit.webrtc;

import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import livekit.LivekitModels.ParticipantInfo;
import org.jspecify.annotations.Nullable;

/**
 * The participants that one client's own sessions made or may have made, as opposed to those of other devices under the
 * same identity.
 *
 * <p>An offer whose answer was lost may have made a participant: a ghost, whose sid is not known here. LiveKit lists it
 * before ICE begins, so that it is never ACTIVE, and removes it within a minute. For twice as long, a participant that
 * is not ACTIVE may be that ghost, so it does not prove another device.
 */
final class OwnParticipants {
    static final Duration GHOST_WITHIN = Duration.ofMinutes(2);

    private final String identity;
    private final Single<List<ParticipantInfo>> participants;
    private final LongSupplier nanoTime;
    private final Set<String> sids = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Long> answerLostAt = new AtomicReference<>();

    OwnParticipants(String identity, Single<List<ParticipantInfo>> participants, LongSupplier nanoTime) {
        this.identity = identity;
        this.participants = participants;
        this.nanoTime = nanoTime;
    }

    /** Returns the participants of a WHIP server that cannot list them. */
    static OwnParticipants unknown() {
        return new OwnParticipants("", Single.just(List.of()), System::nanoTime);
    }

    /** Records the participant of a session: LiveKit names a session after its participant. */
    void answered(WhipResource session) {
        String path = session.location().getPath();
        sids.add(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Records an offer that failed. A server that refused it (4xx) has made no participant; any other may have. */
    void failed(Throwable error) {
        boolean refused = error instanceof WhipException known && known.status().orElse(0) / 100 == 4;
        if (!refused) {
            answerLostAt.set(nanoTime.getAsLong());
        }
    }

    Single<Boolean> isReplaced() {
        return participants.map(all -> all.stream().anyMatch(this::isAnotherDevice));
    }

    private boolean isAnotherDevice(ParticipantInfo one) {
        return one.getIdentity().equals(identity)
                && one.getState() != ParticipantInfo.State.DISCONNECTED
                && !sids.contains(one.getSid())
                && !mayBeGhost(one);
    }

    private boolean mayBeGhost(ParticipantInfo one) {
        Long lostAt = answerLostAt.get();
        return one.getState() != ParticipantInfo.State.ACTIVE
                && lostAt != null
                && nanoTime.getAsLong() - lostAt < GHOST_WITHIN.toNanos();
    }
}
