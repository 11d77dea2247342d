package io.github.streamlifecycle.examples.replay;

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

/**
 * The connections by which a host publishes, with signals and answers that go through a loop. In a replay no real
 * connection is behind them.
 */
public final class RecordedConnections {
    private final EventLoop loop;
    private final Single<? extends HostConnection> publish;
    private final Map<Integer, HostConnection> real = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    /**
     * Makes connections of a loop.
     *
     * @param loop the loop
     * @param publish makes a real connection for each subscriber; never subscribed to in a replay
     */
    public RecordedConnections(EventLoop loop, Single<? extends HostConnection> publish) {
        this.loop = loop;
        this.publish = publish;
    }

    /**
     * Returns a source that makes a connection for each subscriber.
     *
     * @return the connection; fails with a {@link CallFailure}
     */
    public Single<HostConnection> connect() {
        return loop.call("publish", new Numbers(), publish.map(HostConnection.class::cast));
    }

    /** Writes a connection as the number by which its signals name it. */
    private final class Numbers implements JsonCodec<HostConnection> {
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
                    JsonCodec.flag(),
                    behind.map(HostConnection::isReplaced).orElse(Single.never()));
        }

        @Override
        public Completable leave() {
            return done("leave", behind.map(HostConnection::leave));
        }

        private Completable done(String name, Optional<Completable> call) {
            return loop.call(
                            name,
                            JsonCodec.flag(),
                            call.map(real -> real.toSingleDefault(true)).orElse(Single.never()))
                    .ignoreElement();
        }

        @Override
        public void abandon() {
            behind.ifPresent(HostConnection::abandon);
        }
    }
}
