package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A room in which people come, go, publish and come again, as LiveKit would tell it, and the truth about them. */
final class RandomRoom {
    private static final LeftReason[] ENDINGS = {
        LeftReason.CLIENT_INITIATED,
        LeftReason.CONNECTION_TIMEOUT,
        LeftReason.PARTICIPANT_REMOVED,
        LeftReason.SIGNAL_CLOSE
    };

    private final Random random;
    private final List<Observation> webhooks = new ArrayList<>();
    private final List<Observation> others = new ArrayList<>();
    private final Map<String, Guest> present = new TreeMap<>();
    private final Map<String, Presence> truth = new TreeMap<>();
    private final Map<String, SeenRoom> publishedIn = new TreeMap<>();
    private SeenRoom room = SeenRoom.created();
    private double now;
    private int tracks;

    RandomRoom(long seed) {
        random = new Random(seed);
        int steps = 20 + random.nextInt(60);
        webhooks.add(room.started(0));
        for (int i = 0; i < steps; i++) {
            now += random.nextInt(4) == 0 ? 7 : 0.1 + random.nextInt(20) / 10.0;
            step();
        }
        now += 10;
    }

    /** In the order in which it happened, but for lists and signs, which come last. */
    List<Observation> observations() {
        List<Observation> all = new ArrayList<>(webhooks);
        all.addAll(others);
        return all;
    }

    List<Observation> webhooks() {
        return webhooks;
    }

    /** Two, because one alone may be stale. */
    List<Observation> listsAtTheEnd() {
        Guest[] guests = present.values().toArray(Guest[]::new);
        return List.of(room.listedWithId(now, guests), room.listedWithId(now + 10, guests));
    }

    /** The presence of everybody who ever published. */
    Optional<Presence> truth(String identity) {
        return Optional.ofNullable(truth.get(identity));
    }

    /** Whether somebody published in an earlier room of the name, and is not in this one. */
    boolean fellEarlier(String identity) {
        return publishedIn.containsKey(identity)
                && !room.equals(publishedIn.get(identity))
                && !present.containsKey(identity);
    }

    /** Whether an observation proves that somebody published in the last room in which they did. */
    boolean isProof(Observation observation, String identity) {
        SeenRoom last = publishedIn.get(identity);
        return last != null
                && observation.origin().room().id().equals(last.key().id())
                && publishers(observation).anyMatch(identity::equals);
    }

    private static Stream<String> publishers(Observation observation) {
        if (observation instanceof Observation.TrackPublished published) {
            return Stream.of(published.participant().identity());
        }
        if (observation instanceof Observation.TrackUnpublished unpublished) {
            return Stream.of(unpublished.participant().identity());
        }
        Stream<RoomParticipant> described = Stream.empty();
        if (observation instanceof Observation.Left left) {
            described = Stream.of(left.participant());
        } else if (observation instanceof Observation.Listed listed) {
            described = listed.participants().stream();
        }
        return described.filter(RoomParticipant::hasPublished).map(RoomParticipant::identity);
    }

    static List<String> identities() {
        return List.of("anna", "ben", "cleo", "dan");
    }

    private void step() {
        String identity = identities().get(random.nextInt(4));
        Guest guest = present.get(identity);
        switch (random.nextInt(20)) {
            case 0 -> roomAgain();
            case 1, 2, 3 -> others.add(room.listed(now, present.values().toArray(Guest[]::new)));
            case 4 -> watch(guest, oneOf(MediaSign.values()));
            case 5 -> others.add(room.lease(identity, now, oneOf(LeaseSign.values())));
            case 6 -> others.add(room.blind(random.nextBoolean() ? Source.LEASE : Source.MEDIA_WATCH, now));
            default -> act(identity, guest);
        }
    }

    private void watch(@Nullable Guest guest, MediaSign sign) {
        if (guest != null) {
            others.add(room.media(guest, now, sign));
        }
    }

    private void act(String identity, @Nullable Guest guest) {
        if (guest == null) {
            join(identity);
        } else if (random.nextInt(3) == 0) {
            leave(guest, oneOf(ENDINGS));
        } else if (random.nextInt(6) == 0) {
            unpublishAll(guest);
            webhooks.add(room.left(guest.withoutTracks(), now, LeftReason.DUPLICATE_IDENTITY));
            now += 0.1;
            join(identity);
        } else if (guest.tracks().isEmpty()) {
            publish(guest);
        } else {
            unpublishAll(guest);
            present.put(identity, guest.withoutTracks());
        }
    }

    private <T> T oneOf(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private void join(String identity) {
        Guest guest = Guest.of(identity, Math.round(now * 1000) / 1000.0);
        present.put(identity, guest);
        webhooks.add(room.joined(guest));
        told(identity, Presence.UP);
    }

    /** Who has not published in this room has no presence, once there. */
    private void told(String identity, Presence presence) {
        if (room.equals(publishedIn.get(identity))) {
            truth.put(identity, presence);
        } else {
            truth.remove(identity);
        }
    }

    private void publish(Guest guest) {
        String track = "TR_" + tracks++;
        present.put(guest.identity(), guest.publishing(track));
        webhooks.add(room.published(guest, now, track));
        publishedIn.put(guest.identity(), room);
        told(guest.identity(), Presence.UP);
    }

    private void unpublishAll(Guest guest) {
        guest.tracks().forEach(track -> webhooks.add(room.unpublished(guest, now, track)));
    }

    private void leave(Guest guest, LeftReason reason) {
        unpublishAll(guest);
        webhooks.add(room.left(guest.withoutTracks(), now, reason));
        present.remove(guest.identity());
        told(guest.identity(), Presence.DOWN);
    }

    private void roomAgain() {
        List.copyOf(present.values()).forEach(guest -> leave(guest, LeftReason.ROOM_CLOSED));
        webhooks.add(room.finished(now));
        now += 3;
        room = room.again(now);
        webhooks.add(room.started(now));
        publishedIn.keySet().forEach(identity -> truth.put(identity, Presence.DOWN));
    }
}
