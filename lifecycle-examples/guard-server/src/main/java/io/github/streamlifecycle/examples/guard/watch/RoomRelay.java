package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Left;
import io.github.streamlifecycle.livekit.room.Observation.Media;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.Observation.Sees;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the guard of a room is told of it, while one watcher process after another watches.
 *
 * <p>At any time at most one process has the word. What another one sees is kept, and said once it has the word; that a host
 * left is a fact and passed on at once. The times of observations are made to ascend, so that what is said again, or comes
 * late out of a process that was frozen, counts as it should. As {@link Observation} demands, media that flow are said to do so
 * once more right before the room becomes unknown: a lease that they have refuted must not count again.
 */
final class RoomRelay {
    private final String room;
    private final Map<Long, Memory> memories = new HashMap<>();
    /** What the guard was told, by whichever process. */
    private final Memory told;

    private OptionalLong speaker = OptionalLong.empty();
    private boolean hushed = true;
    private long lastMillis;

    RoomRelay(String room) {
        this.room = room;
        this.told = new Memory(room);
    }

    /** What a process sees of the room now. */
    private static final class Memory {
        private RoomKey room;
        private boolean sees;
        private final Map<ParticipantKey, MediaSign> signs = new LinkedHashMap<>();

        Memory(String room) {
            this.room = RoomKey.named(room);
        }

        void take(Observation observation) {
            room = observation.origin().room();
            sees = !(observation instanceof Blind);
            if (observation instanceof Blind) {
                signs.clear();
            } else if (observation instanceof Media media) {
                signs.put(media.participant(), media.sign());
            } else if (observation instanceof Left left) {
                signs.remove(left.participant().key());
            }
        }

        boolean doubts() {
            return signs.containsValue(MediaSign.STALLED) || signs.containsValue(MediaSign.QUALITY_LOST);
        }
    }

    /** Returns whether an observation is about this room. */
    boolean isAbout(Observation observation) {
        return observation.origin().room().name().equals(room);
    }

    /** Takes in what a process sees, and returns what the guard is told. */
    List<Observation> seen(long run, Observation observation, long nowMillis) {
        memory(run).take(observation);
        if (!hasTheWord(run) && !(observation instanceof Left)) {
            return List.of();
        }
        long at = Math.min(observation.origin().atMillis(), nowMillis);
        Origin origin = new Origin(Source.MEDIA_WATCH, observation.origin().room(), ascending(at));
        return List.of(tell(at(origin, observation)));
    }

    /** Gives a process the word. What the guard knew before does not hold any more; what this process sees does. */
    List<Observation> speak(long run, long nowMillis) {
        List<Observation> said = new ArrayList<>();
        if (!hushed) {
            said.addAll(unknown("another process watches", nowMillis));
        }
        speaker = OptionalLong.of(run);
        hushed = false;
        Memory memory = memory(run);
        if (memory.sees) {
            said.add(tell(new Sees(origin(memory.room, nowMillis))));
            memory.signs.forEach((participant, sign) ->
                    said.add(tell(new Media(origin(memory.room, nowMillis), participant, sign))));
        }
        return said;
    }

    /** Takes the word from whichever process has it. */
    List<Observation> hush(String why, long nowMillis) {
        hushed = true;
        return unknown(why, nowMillis);
    }

    private List<Observation> unknown(String why, long nowMillis) {
        List<Observation> said = new ArrayList<>();
        told.signs.forEach((participant, sign) -> {
            if (sign == MediaSign.FLOWS) {
                said.add(new Media(origin(told.room, nowMillis), participant, sign)); // until now
            }
        });
        said.add(tell(new Blind(origin(RoomKey.named(room), nowMillis), why)));
        return said;
    }

    private Observation tell(Observation observation) {
        told.take(observation);
        return observation;
    }

    /** Forgets a process that does not watch any more. */
    void forget(long run) {
        memories.remove(run);
    }

    /** Returns whether a process sees media flow, while the one that has the word has no doubt. */
    boolean isSteady(long run) {
        boolean doubt = speaker.isPresent() && memory(speaker.getAsLong()).doubts();
        return memory(run).signs.containsValue(MediaSign.FLOWS) && !doubt;
    }

    private boolean hasTheWord(long run) {
        return !hushed && speaker.isPresent() && speaker.getAsLong() == run;
    }

    private Memory memory(long run) {
        return memories.computeIfAbsent(run, number -> new Memory(room));
    }

    private Origin origin(RoomKey key, long nowMillis) {
        return new Origin(Source.MEDIA_WATCH, key, ascending(nowMillis));
    }

    private long ascending(long atMillis) {
        lastMillis = Math.max(lastMillis + 1, atMillis);
        return lastMillis;
    }

    private static Observation at(Origin origin, Observation observation) {
        if (observation instanceof Media media) {
            return new Media(origin, media.participant(), media.sign());
        } else if (observation instanceof Left left) {
            return new Left(origin, left.participant(), left.reason());
        } else if (observation instanceof Blind blind) {
            return new Blind(origin, blind.why());
        }
        return new Sees(origin);
    }
}
