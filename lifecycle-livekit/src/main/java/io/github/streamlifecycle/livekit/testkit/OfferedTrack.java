package io.github.streamlifecycle.livekit.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;

/**
 * A track in the offer of a publisher.
 *
 * @param type audio or video
 * @param mid the media description that it is in
 * @param cid the publisher's own id of it
 */
record OfferedTrack(TrackType type, String mid, String cid) {
    private static final Pattern SECTIONS = Pattern.compile("(?=^m=)", Pattern.MULTILINE);
    private static final Pattern MEDIA = Pattern.compile("^m=(audio|video) ");
    private static final Pattern MID = Pattern.compile("^a=mid:(\\S+)", Pattern.MULTILINE);
    private static final Pattern MSID = Pattern.compile("^a=msid:\\S+ (\\S+)", Pattern.MULTILINE);

    /** The tracks of an offer, in its order. */
    static List<OfferedTrack> of(String sdp) {
        List<OfferedTrack> tracks = new ArrayList<>();
        for (String section : SECTIONS.splitAsStream(sdp).toList()) {
            Matcher media = MEDIA.matcher(section);
            if (media.find()) {
                TrackType type = media.group(1).equals("audio") ? TrackType.AUDIO : TrackType.VIDEO;
                tracks.add(new OfferedTrack(type, find(MID, section), find(MSID, section)));
            }
        }
        return List.copyOf(tracks);
    }

    private static String find(Pattern pattern, String section) {
        Matcher found = pattern.matcher(section);
        return found.find() ? found.group(1) : "";
    }

    boolean isAudio() {
        return type == TrackType.AUDIO;
    }

    /** The same track as it was published by this offer. */
    TrackInfo placed(TrackInfo track) {
        TrackInfo.Builder placed = track.toBuilder().setMid(mid);
        placed.getCodecsBuilderList().forEach(codec -> codec.setMid(mid).setCid(cid));
        return placed.build();
    }
}
