package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/** The watch of one process: hidden participants that see media a second after they stop, unless they are blind. */
final class Watch implements RoomWatch, Signs.Noticing {
    private static final long SEES_A_DROP_AFTER_MILLIS = 1_040;

    /** A watcher in one room. */
    private static final class Watcher {
        private final FlowableEmitter<Observation> told;
        private boolean connected;

        private Watcher(FlowableEmitter<Observation> told) {
            this.told = told;
        }
    }

    private final World world;
    private final Guard guard;
    private final Map<String, Watcher> watchers = new LinkedHashMap<>();

    Watch(World world, Guard guard) {
        this.world = world;
        this.guard = guard;
    }

    @Override
    public Publisher<Observation> watch(Target target) {
        return Flowable.create(
                told -> {
                    Watcher watcher = new Watcher(told);
                    watchers.put(target.room(), watcher);
                    told.setCancellable(() -> watchers.remove(target.room(), watcher));
                    connectLater(target.room(), watcher);
                },
                BackpressureStrategy.BUFFER);
    }

    private void connectLater(String room, Watcher watcher) {
        guard.after(world.net.between(300, 800), () -> {
            if (watcher.told.isCancelled()) {
                return;
            }
            if (world.weather.isCut(Weather.Way.WATCH, guard)) {
                connectLater(room, watcher);
                return;
            }
            watcher.connected = true;
            watcher.told.onNext(new Observation.Sees(origin(room)));
            world.hosts.stream().filter(host -> host.roomName.equals(room)).forEach(this::begins);
        });
    }

    /** Its own way is cut: it notices that after a while, and says so. */
    void goesBlind() {
        watchers.forEach((room, watcher) -> {
            if (watcher.connected) {
                watcher.connected = false;
                guard.after(world.net.between(100, 15_000), () -> {
                    world.oracle.blind(guard, Source.MEDIA_WATCH, room);
                    watcher.told.onNext(new Observation.Blind(origin(room), "simulated cut"));
                    connectLater(room, watcher);
                });
            }
        });
    }

    /** The process that it runs in is gone. */
    void fails() {
        Map.copyOf(watchers).forEach((room, watcher) -> {
            watcher.connected = false;
            world.oracle.blind(guard, Source.MEDIA_WATCH, room);
            watcher.told.tryOnError(new IllegalStateException("simulated crash of the watcher"));
        });
    }

    @Override
    public void begins(Host host) {
        Host.Stay stay = host.stay();
        if (stay != null && !stay.member.tracks.isEmpty()) {
            flows(host, stay, world.net.between(300, 500));
        }
    }

    private void flows(Host host, Host.Stay stay, long afterMillis) {
        guard.after(afterMillis, () -> {
            if (host.stay() == stay && !stay.member.tracks.isEmpty()) {
                say(host, stay.member, MediaSign.FLOWS);
            }
        });
    }

    @Override
    public void drops(Host host) {
        Host.Stay last = host.stays.get(host.stays.size() - 1);
        if (!last.member.tracks.isEmpty()) {
            guard.after(SEES_A_DROP_AFTER_MILLIS, () -> {
                if (!host.isThere()) {
                    say(host, last.member, MediaSign.STALLED);
                }
            });
        }
    }

    @Override
    public void leaves(Host host) {
        idles(host);
    }

    @Override
    public void idles(Host host) {
        Member member = host.stays.get(host.stays.size() - 1).member;
        guard.after(50, () -> say(host, member, MediaSign.NO_SIGN));
    }

    @Override
    public void errs(Host host, long millis) {
        Host.Stay stay = host.stay();
        if (stay != null && !stay.member.tracks.isEmpty()) {
            say(host, stay.member, MediaSign.STALLED);
            flows(host, stay, millis);
        }
    }

    private void say(Host host, Member member, MediaSign sign) {
        Watcher watcher = watchers.get(host.roomName);
        if (watcher == null || !watcher.connected || watcher.told.isCancelled()) {
            return;
        }
        world.say(guard.name, () -> "'s watch says " + host.identity + " " + sign);
        world.oracle.said(guard, host, member, sign);
        ParticipantKey key = new ParticipantKey(member.identity, member.sid, member.joinedAt);
        watcher.told.onNext(new Observation.Media(origin(host.roomName), key, sign));
    }

    private Origin origin(String room) {
        return new Origin(Source.MEDIA_WATCH, RoomKey.named(room), guard.wallMillis());
    }
}
