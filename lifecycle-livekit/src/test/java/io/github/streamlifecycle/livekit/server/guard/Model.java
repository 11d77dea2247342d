package io.github.streamlifecycle.livekit.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a guard may do by the messages that have arrived: nothing but the latest sign for the host and the latest one against it,
 * with when the doubt arrived. It knows neither tables nor machines.
 */
final class Model {
    private final Set<String> endedByUser = new HashSet<>();
    private final Map<String, Integer> allowed = new HashMap<>();
    private long latestPresence;
    private long latestAbsence;
    private long doubtArrived;
    private long firstListWithout;
    private long latestListWithout;
    private boolean isListed;
    private int stops;

    int stops() {
        return stops;
    }

    void present(long at) {
        latestPresence = Math.max(latestPresence, at);
        // what is against it and comes at the same moment came after it
        if (latestPresence > latestAbsence) {
            doubtArrived = 0;
        }
        if (at > firstListWithout) {
            firstListWithout = 0;
        }
    }

    void absent(long at, long arrived) {
        latestAbsence = Math.max(latestAbsence, at);
        if (latestAbsence >= latestPresence && doubtArrived == 0) {
            doubtArrived = arrived;
        }
    }

    void listedWithout(long askedAt, long arrived) {
        absent(askedAt, arrived);
        latestListWithout = Math.max(latestListWithout, askedAt);
        if (firstListWithout == 0 || askedAt < firstListWithout) {
            firstListWithout = askedAt;
        }
    }

    void listed() {
        isListed = true;
    }

    void endedByUser(String id) {
        endedByUser.add(id);
    }

    void restarted() {
        isListed = false;
        allowed.replaceAll((id, count) -> count + 1);
    }

    void forgot() {
        allowed.replaceAll((id, count) -> count + 1);
        endedByUser.clear();
        firstListWithout = 0;
        latestListWithout = 0;
        latestPresence = 0;
        latestAbsence = 0;
        doubtArrived = 0;
        isListed = false;
    }

    void withdrawn(String id) {
        allowed.merge(id, 1, Integer::sum);
    }

    void receipt(String id, boolean isOver) {
        if (!isOver) {
            allowed.merge(id, 1, Integer::sum);
        }
    }

    void stopAsked(String id) {
        stops++;
        allowed.putIfAbsent(id, 1);
        assertThat(allowed.merge(id, -1, Integer::sum))
                .as("stops of %s that nothing asked for", id)
                .isNotNegative();
        assertThat(isListed).as("a list since the guard began").isTrue();
        assertThat(endedByUser).as("egress that the user ended").doesNotContain(id);
        assertThat(latestAbsence)
                .as("a sign against the host newer than any for it")
                .isGreaterThan(latestPresence);
    }

    void stopDecided(String id, Drop drop, long now) {
        if (drop == Drop.ORPHAN) {
            assertThat(latestListWithout - firstListWithout)
                    .as("time between two lists without a host, for %s", id)
                    .isGreaterThanOrEqualTo(RandomWorld.RULES.orphanLimit().toMillis());
        } else {
            assertThat(now - doubtArrived)
                    .as("grace of %s after %s", id, drop)
                    .isGreaterThanOrEqualTo(RandomWorld.RULES.graceMillis(drop));
        }
    }
}
