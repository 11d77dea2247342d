package io.github.streamlifecycle.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.livekit.host.HostConnection;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections whose every word and answer goes through a loop. In a replay there is nothing behind them. */
final class Uplink {
    private final Loop loop;
    private final Single<? extends HostConnection> publish;
    private final Map<Integer, HostConnection> real = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    Uplink(Loop loop, Single<? extends HostConnection> publish) {
        this.loop = loop;
        this.publish = publish;
    }

    Single<HostConnection> connect() {
        return loop.call("publish", new Numbers(), publish.map(HostConnection.class::cast));
    }

    /** A connection as its number. */
    private final class Numbers implements Codec<HostConnection> {
        @Override
        public JsonElement encode(HostConnection connection) {
            int number = made.incrementAndGet();
            real.put(number, connection);
            return new JsonPrimitive(number);
        }

        @Override
        public HostConnection decode(JsonElement json) {
            return new Numbered(json.getAsInt());
        }
    }

    private final class Numbered implements HostConnection {
        private final int number;
        private final Optional<HostConnection> behind;

        Numbered(int number) {
            this.number = number;
            this.behind = Optional.ofNullable(real.get(number));
        }

        @Override
        public Flowable<PublisherSignal> signals() {
            return loop.signals(number, behind.map(HostConnection::signals).orElse(Flowable.never()));
        }

        @Override
        public Completable restartIce() {
            return done("restartIce", behind.map(HostConnection::restartIce));
        }

        @Override
        public Single<Boolean> isReplaced() {
            return loop.call(
                    "isReplaced",
                    Codec.flag(),
                    behind.map(HostConnection::isReplaced).orElse(Single.never()));
        }

        @Override
        public Completable leave() {
            return done("leave", behind.map(HostConnection::leave));
        }

        private Completable done(String name, Optional<Completable> call) {
            return loop.call(
                            name,
                            Codec.flag(),
                            call.map(real -> real.toSingleDefault(true)).orElse(Single.never()))
                    .ignoreElement();
        }

        @Override
        public void abandon() {
            behind.ifPresent(HostConnection::abandon);
        }
    }
}
