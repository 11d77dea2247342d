package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import io.github.streamlifecycle.livekit.server.rooms.simulation.Guard.Program;
import io.github.streamlifecycle.livekit.server.rooms.simulation.Guard.Surroundings;
import io.github.streamlifecycle.livekit.server.rooms.simulation.Terms.GuardSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A mechanism that is taken away from the guards, by their settings or by what they are connected with. */
@SuppressWarnings("ImmutableEnumChecker") // the operators have no state
enum Ablation {
    // The guards as they are.
    NONE,
    // A drop is acted on at once.
    GRACE(settings -> new GuardSettings(Duration.ZERO, settings.poll(), settings.sweep(), settings.orphanLimit())),
    // An egress is told of a host that left, so that it need not be seen before it can be missed.
    LATCH {
        @Override
        Program start(Surroundings real, GuardSettings promised) {
            return new Unlatched(RealProgram.start(real, promised), real.process());
        }
    },
    // All stays of an identity have the same sid and no beginning.
    SID_ORDER {
        @Override
        Surroundings around(Surroundings real) {
            return real.with(new Seams.OneSid(real.api()));
        }

        @Override
        String webhook(String json) {
            return Seams.OneSid.in(json);
        }
    },
    // Egress are listed once, when a guard starts.
    SWEEPER(settings -> new GuardSettings(settings.grace(), settings.poll(), Times.NEVER, settings.orphanLimit())),
    // Participants are listed only when an egress is found.
    POLLING(settings -> new GuardSettings(settings.grace(), Times.NEVER, settings.sweep(), settings.orphanLimit())),
    // The store is empty after every restart.
    STORE {
        @Override
        Surroundings around(Surroundings real) {
            return real.with(GuardStore.inMemory());
        }
    },
    // What ran when a guard came is no orphan, ever.
    ORPHAN_LIMIT(settings -> new GuardSettings(settings.grace(), settings.poll(), settings.sweep(), Times.NEVER)),
    // A source that fails says that nobody is there.
    BLIND_IS_UNKNOWN {
        @Override
        Surroundings around(Surroundings real) {
            return real.with(new Seams.EmptyOnError(real.api()));
        }
    },
    // A StopEgress is sent once; later ones are not, though the guard thinks so.
    RETRY {
        @Override
        Surroundings around(Surroundings real) {
            return real.with(new Seams.StopsOnce(real.api()));
        }
    },
    // Each delivery of a webhook has an id of its own, so that none is a repetition.
    SEEN_EVENTS {
        @Override
        String webhook(String json) {
            return json.replaceFirst("\"id\":\"EV_\\d+\"", "\"id\":\"\"");
        }
    },
    // Rooms of one name cannot be told apart.
    ROOM_IDS {
        @Override
        Surroundings around(Surroundings real) {
            return real.with(new Seams.Nameless(real.api()));
        }

        @Override
        String webhook(String json) {
            return json.replaceAll(
                    "\"(sid\":\"RM_|roomId\":\"|creationTimeMs\":\"|creationTime\":\")[^\"]*\"", "\"gone\":\"\"");
        }
    },
    // Leases that cannot be heard are silent.
    LEASE_REACH {
        @Override
        Observation told(Observation real) {
            Observation.Origin origin = real.origin();
            return real instanceof Observation.Blind
                    ? new Observation.Lease(origin, "host1@" + origin.room().name(), LeaseSign.SILENT)
                    : real;
        }
    },
    // In place of the guards: stop once when the host's webhook says that it left.
    NAIVE_EDGE {
        @Override
        Program start(Surroundings real, GuardSettings promised) {
            return new NaiveEdge(real.api());
        }
    };

    /** Durations that never pass. */
    private static final class Times {
        private static final Duration NEVER = Duration.ofDays(10_000);
    }

    private final UnaryOperator<GuardSettings> settings;

    Ablation() {
        this(promised -> promised);
    }

    Ablation(UnaryOperator<GuardSettings> settings) {
        this.settings = settings;
    }

    /** Returns what the guards are connected with instead of what there is. */
    Surroundings around(Surroundings real) {
        return real;
    }

    /** Returns what a guard reads instead of a webhook. */
    String webhook(String json) {
        return json;
    }

    /** Returns what a guard is told instead of what a receiver of leases says. */
    Observation told(Observation real) {
        return real;
    }

    Program start(Surroundings real, GuardSettings promised) {
        return RealProgram.start(around(real), settings.apply(promised));
    }
}
