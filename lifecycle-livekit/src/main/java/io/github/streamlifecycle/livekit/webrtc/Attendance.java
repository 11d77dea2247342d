package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.media.WatchedTrack;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.server.RoomModels;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.ParticipantInfo;

/**
 * The participants of a watched room, as the server announces them, and the hosts among them. Somebody else says who is a
 * host, and may be in another process: an announcement asks only about the participant that it names.
 */
final class Attendance {
    private final RoomWatch.Target target;
    private final Map<String, ParticipantInfo> participants = new LinkedHashMap<>();
    /** Whether they are hosts, by sid, as far as somebody was asked. */
    private final Map<String, Boolean> verdicts = new HashMap<>();

    Attendance(RoomWatch.Target target) {
        this.target = target;
    }

    /** Takes an announcement, and returns whether a host left. */
    boolean hasLeft(ParticipantInfo info) {
        verdicts.remove(info.getSid());
        if (info.getState() != ParticipantInfo.State.DISCONNECTED) {
            participants.put(info.getSid(), info);
            return false;
        }
        participants.remove(info.getSid());
        return isHost(info);
    }

    /** Asks about everybody anew, since who matters may change without an announcement. */
    void askAgain() {
        verdicts.clear();
    }

    /** Returns those who matter, each with the tracks it has now. */
    Map<ParticipantKey, List<WatchedTrack>> hosts() {
        Map<ParticipantKey, List<WatchedTrack>> hosts = new LinkedHashMap<>();
        participants.values().stream()
                .filter(info -> verdicts.computeIfAbsent(info.getSid(), sid -> isHost(info)))
                .forEach(info -> hosts.put(RoomModels.key(info), WatchedTracks.of(info)));
        return hosts;
    }

    private boolean isHost(ParticipantInfo info) {
        return !info.getIdentity().isEmpty() && target.hosts().test(RoomModels.participant(info));
    }
}
