package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Function;

/** Feeds with as many stopped streaming sessions as the TCK wants elements. */
final class TckSessions {
    static final long TIMEOUT_MILLIS = 100;
    /** Receipts are buffered without bound, so the TCK must not ask for two billion of them. */
    static final long MOST = 10_000;

    private enum Event {
        ON,
        UP,
        DOWN,
        OFF
    }

    private TckSessions() {}

    static <T> Flowable<T> guarded(long sessions, Function<AutoStop, Flowable<T>> operator) {
        return Flowable.defer(() -> {
            Flowable<Event> script = Flowable.fromArray(Event.values())
                    .repeat(sessions)
                    .publish()
                    .autoConnect(2);
            Flowable<Boolean> streaming = script.filter(event -> event == Event.ON || event == Event.OFF)
                    .map(event -> event == Event.ON);
            Flowable<Presence> host = script.filter(event -> event == Event.UP || event == Event.DOWN)
                    .map(event -> event == Event.UP ? Presence.UP : Presence.DOWN);
            return operator.apply(AutoStop.whenPresence(host, streaming));
        });
    }

    static <T> Flowable<T> failed(Function<AutoStop, Flowable<T>> operator) {
        return operator.apply(AutoStop.whenPresence(Flowable.error(new Exception("no feed")), Flowable.never()));
    }
}
