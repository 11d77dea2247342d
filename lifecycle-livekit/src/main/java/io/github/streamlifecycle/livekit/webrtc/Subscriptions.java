package io.github.streamlifecycle.livekit.webrtc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;

/** The tracks that a watcher has asked the server for. */
final class Subscriptions {
    private Set<String> subscribed = Set.of();

    /** Returns the requests that make them {@code wanted}, by the sids of tracks; none if they are that already. */
    List<SignalRequest.Builder> changeTo(Set<String> wanted) {
        Set<String> gone = without(subscribed, wanted);
        Set<String> fresh = without(wanted, subscribed);
        subscribed = wanted;
        List<SignalRequest.Builder> requests = new ArrayList<>();
        if (!gone.isEmpty()) {
            requests.add(SignalRequest.newBuilder()
                    .setSubscription(UpdateSubscription.newBuilder().addAllTrackSids(gone)));
        }
        if (!fresh.isEmpty()) {
            requests.add(SignalRequest.newBuilder()
                    .setSubscription(UpdateSubscription.newBuilder()
                            .addAllTrackSids(fresh)
                            .setSubscribe(true)));
            // the least that a track with several layers can be had for
            requests.add(SignalRequest.newBuilder()
                    .setTrackSetting(UpdateTrackSettings.newBuilder()
                            .addAllTrackSids(fresh)
                            .setQuality(VideoQuality.LOW)
                            .setFps(1)));
        }
        return requests;
    }

    private static Set<String> without(Set<String> sids, Set<String> others) {
        Set<String> rest = new HashSet<>(sids);
        rest.removeAll(others);
        return rest;
    }
}
