package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of one room that ask rather than are told: lists of its participants, one call at a time, and the watch of
 * its media. They run from {@link #begin} to {@link #end}; a single {@link #read} needs neither.
 */
final class RoomSources {
    private static final Logger log = LoggerFactory.getLogger(RoomSources.class);
    private static final Duration WATCH_AGAIN_AFTER = Duration.ofSeconds(5);

    private final EffectParts parts;
    private final Supplier<RoomGuard> guard;
    private final Consumer<Observation> listener;
    private final Noticed noticed;
    private final SerialDisposable pause = new SerialDisposable();
    private final SerialDisposable watching = new SerialDisposable();
    /** All below is guarded by this. */
    private boolean polling;

    private boolean reading;
    private boolean readAgain;
    /** How many reads in a row have failed. */
    private int failures;

    RoomSources(EffectParts parts, Supplier<RoomGuard> guard, Consumer<Observation> listener) {
        this.parts = parts;
        this.guard = guard;
        this.listener = listener;
        this.noticed = new Noticed(parts.clock());
    }

    void begin() {
        synchronized (this) {
            if (polling) {
                return;
            }
            polling = true;
        }
        parts.polling().roomBegins();
        read();
        parts.watch().ifPresent(this::watch);
    }

    void end() {
        synchronized (this) {
            if (!polling) {
                return;
            }
            polling = false;
        }
        parts.polling().roomEnds();
        pause.set(Disposable.disposed());
        if (parts.watch().isPresent()) {
            ForeignCode.run("the end of a watch", () -> watching.set(Disposable.disposed()));
            unwatched("nobody asks");
        }
    }

    /** Ends the sources for good. */
    void close() {
        end();
        pause.dispose();
        watching.dispose();
    }

    /** Reads the participants now, or once more after the answer that is awaited. */
    void read() {
        synchronized (this) {
            if (reading) {
                readAgain = true;
                return;
            }
            reading = true;
        }
        pause.set(Disposable.disposed());
        String room = guard.get().room();
        parts.polling()
                .timed(toldOfRoom().andThen(Single.defer(() -> {
                    long askedAt = parts.clock().millis();
                    return parts.server().calls().api().participants(room).map(all -> listed(all, askedAt));
                })))
                .onErrorReturn(this::unread)
                .subscribe(this::answered);
    }

    /** Tells the guard which room has the name, if it does not know that. A server that does not say it is read all the same. */
    private Completable toldOfRoom() {
        return Completable.defer(() -> guard.get().knowsItsRoom()
                        ? Completable.complete()
                        : parts.server()
                                .calls()
                                .api()
                                .rooms(key().name())
                                .doOnSuccess(this::found)
                                .ignoreElement())
                .doOnError(error -> log.debug(
                        "the id of room {} could not be read: {}",
                        key().name(),
                        LiveKitException.of(error).getMessage()))
                .onErrorComplete();
    }

    private void found(List<Room> rooms) {
        rooms.stream()
                .map(RoomModels::room)
                .filter(one -> one.name().equals(key().name()) && one.createdAtMillis() != 0)
                .map(one -> new Origin(Source.POLLING, one, parts.clock().millis()))
                .forEach(origin -> listener.accept(new Observation.RoomStarted(origin)));
    }

    private Observation listed(List<ParticipantInfo> all, long askedAt) {
        parts.health().polls.answered();
        return new Observation.Listed(
                new Origin(Source.POLLING, key(), askedAt),
                all.stream()
                        .filter(one -> one.getState() != ParticipantInfo.State.DISCONNECTED)
                        .filter(one ->
                                !one.getIdentity().isEmpty() && !one.getSid().isEmpty())
                        .map(RoomModels::participant)
                        .toList());
    }

    private Observation unread(Throwable error) {
        String why = Objects.toString(LiveKitException.of(error).getMessage());
        parts.health().polls.failed(why);
        log.debug(
                "the participants of room {} could not be read: {}", guard.get().room(), why);
        return new Observation.Blind(origin(Source.POLLING), why);
    }

    private void answered(Observation observation) {
        listener.accept(observation);
        boolean again;
        int failed;
        synchronized (this) {
            reading = false;
            again = readAgain;
            readAgain = false;
            failures = observation instanceof Observation.Blind ? failures + 1 : 0;
            failed = failures;
            if (!again && !polling) {
                return;
            }
        }
        if (again) {
            read();
        } else {
            Duration next =
                    failed == 0 ? parts.polling().next() : parts.polling().nextAfter(failed);
            pause.set(Delays.of(next, parts.scheduler()).subscribe(this::read));
        }
    }

    private void watch(RoomWatch watch) {
        RoomServer.Access access = parts.server().access();
        String room = guard.get().room();
        RoomWatch.Target target = new RoomWatch.Target(
                room,
                URI.create(access.url()),
                () -> access.watchTokens().apply(room, RoomParticipant.WATCHER_PREFIX + UUID.randomUUID()),
                participant -> guard.get().needs(participant));
        watching.set(signs(watch, target)
                .doOnError(error -> {
                    log.warn("the watch of room {} failed, it is tried again", room, error);
                    parts.health().watchFailed();
                    unwatched(error.getClass().getSimpleName());
                })
                .doOnComplete(() -> unwatched("it has ended"))
                .onErrorComplete()
                .repeatWhen(ends -> ends.concatMapSingle(
                        end -> Delays.of(parts.polling().jittered(WATCH_AGAIN_AFTER), parts.scheduler())
                                .toSingleDefault(end)))
                .subscribe(this::watched));
    }

    private void watched(Observation said) {
        listener.accept(noticed.now(said));
    }

    /** What a watch reports, which may be any code: RxJava would throw its LinkageErrors at whoever subscribes. */
    private static Flowable<Observation> signs(RoomWatch watch, RoomWatch.Target target) {
        return Flowable.create(
                emitter -> {
                    try {
                        emitter.setDisposable(Flowable.fromPublisher(watch.watch(target))
                                .subscribe(emitter::onNext, emitter::tryOnError, emitter::onComplete));
                    } catch (Throwable thrown) {
                        emitter.tryOnError(thrown);
                    }
                },
                BackpressureStrategy.BUFFER);
    }

    private void unwatched(String why) {
        noticed.gone(new Observation.Blind(origin(Source.MEDIA_WATCH), why)).forEach(listener);
    }

    private RoomKey key() {
        return RoomKey.named(guard.get().room());
    }

    private Origin origin(Source source) {
        return new Origin(source, key(), parts.clock().millis());
    }
}
