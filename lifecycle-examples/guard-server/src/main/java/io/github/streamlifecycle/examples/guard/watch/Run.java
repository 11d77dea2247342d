package io.github.streamlifecycle.examples.guard.watch;

import java.util.Optional;

/**
 * A watcher process, from its start to its end.
 *
 * @param id its number, which no other process has
 * @param phase where it is in its life
 * @param sinceMillis when it was started, and once it is ready, when that was
 * @param heardAtMillis when it was heard last
 * @param load what it has used up
 */
record Run(long id, Phase phase, long sinceMillis, long heardAtMillis, Load load) {
    /**
     * What a process has used up.
     *
     * @param connections the connections that it has made
     * @param residentBytes the memory that it occupies; 0 if that is not known
     */
    record Load(int connections, long residentBytes) {
        static final Load NONE = new Load(0, 0);
    }

    static Run started(long id, long nowMillis) {
        return new Run(id, Phase.STARTING, nowMillis, nowMillis, Load.NONE);
    }

    /** Whether it was told which rooms to watch. */
    boolean hasBegun() {
        return phase == Phase.WATCHING || phase == Phase.MUTE;
    }

    /** Whether its rooms should be moved to another process. */
    boolean isWorn(Limits.Size size) {
        return load.connections >= size.connections() || size.isNearlyOutgrownBy(load.residentBytes);
    }

    Run in(Phase next, long nowMillis) {
        long since = phase == Phase.STARTING && next == Phase.WATCHING ? nowMillis : sinceMillis;
        return new Run(id, next, since, heardAtMillis, load);
    }

    Run heard(long nowMillis) {
        return new Run(id, phase, sinceMillis, nowMillis, load);
    }

    /** Returns this process as if the time during which nobody listened had not been. */
    Run unheardFor(long millis) {
        return new Run(id, phase, sinceMillis, heardAtMillis + millis, load);
    }

    Run connected() {
        return with(new Load(load.connections + 1, load.residentBytes));
    }

    Run occupying(long residentBytes) {
        return with(new Load(load.connections, residentBytes));
    }

    private Run with(Load changed) {
        return new Run(id, phase, sinceMillis, heardAtMillis, changed);
    }

    /** Returns what its silence so far is a sign of. */
    Optional<Phase.Sign> silence(Limits.Times times, long nowMillis) {
        long silent = nowMillis - heardAtMillis;
        if (silent >= (phase == Phase.STARTING ? times.ready() : times.silent())) {
            return Optional.of(Phase.Sign.SILENT);
        }
        return silent >= times.quiet() ? Optional.of(Phase.Sign.QUIET) : Optional.empty();
    }
}
