package io.github.streamlifecycle.livekit.webrtc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server's offer of which webrtc-java is told less, so that it counts the packets of video and decodes none.
 *
 * <p>Nobody looks at a watcher's pictures, but webrtc-java decodes all that it can, which costs more than everything else.
 * It tells streams by their SSRC, and counts their packets before it looks at the payload type. So it is told of one codec,
 * of a payload type that the server does not use, while the server is told that all of its codecs are welcome. Each packet
 * then belongs to a known stream and to no codec: nothing is decoded, sent again or requested, nor are key frames, which
 * would burden the host.
 *
 * <p>Sound stays as it is, since webrtc-java does not count packets of sound of an unknown payload type.
 *
 * @param offer the server's offer
 */
record Undecoded(Sdp offer) {
    private static final String SECTION = "m=";
    private static final String VIDEO = "m=video ";
    /** The words of a media line before its payload types: media, port and protocol. */
    private static final int WORDS_BEFORE_TYPES = 3;

    private static final List<String> CODECS = List.of("a=rtpmap:", "a=fmtp:");
    /** What the receiver of a codec would ask for: feedback, extensions of headers, retransmission. */
    private static final List<String> DEMANDS = List.of("a=rtcp-fb:", "a=extmap:", "a=ssrc-group:");

    /** Returns the offer as webrtc-java is told it. */
    Sdp told() {
        String type = unusedType();
        List<String> codec = List.of("a=rtpmap:" + type + " VP8/90000");
        return join(sections(offer).stream()
                .map(section -> isVideo(section) ? withCodecs(section, List.of(type), codec) : section));
    }

    /** Returns webrtc-java's answer as the server is told it. */
    Sdp accepted(Sdp answer) {
        Iterator<List<String>> offered = sections(offer).iterator();
        return join(sections(answer).stream().map(section -> {
            List<String> asked = offered.hasNext() ? offered.next() : section;
            return isVideo(section) && isVideo(asked)
                    ? withCodecs(section, types(asked), lines(asked, CODECS))
                    : section;
        }));
    }

    /** WebRTC takes dynamic payload types from 96 on, and from 63 down. */
    private String unusedType() {
        Set<String> used = sections(offer).stream()
                .flatMap(section -> types(section).stream())
                .collect(Collectors.toSet());
        return IntStream.concat(IntStream.rangeClosed(40, 63), IntStream.rangeClosed(96, 127))
                .mapToObj(Integer::toString)
                .filter(type -> !used.contains(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an offer that uses all payload types"));
    }

    /** Returns the lines of the session, and those of each media section. */
    private static List<List<String>> sections(Sdp sdp) {
        List<List<String>> sections = new ArrayList<>();
        sections.add(new ArrayList<>());
        for (String line : sdp.text().lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith(SECTION)) {
                sections.add(new ArrayList<>());
            }
            sections.get(sections.size() - 1).add(line);
        }
        return sections;
    }

    private static boolean isVideo(List<String> section) {
        return !section.isEmpty() && section.get(0).startsWith(VIDEO);
    }

    private static List<String> types(List<String> section) {
        return section.isEmpty() || !section.get(0).startsWith(SECTION)
                ? List.of()
                : Stream.of(section.get(0).split(" ")).skip(WORDS_BEFORE_TYPES).toList();
    }

    private static List<String> withCodecs(List<String> section, List<String> types, List<String> codecs) {
        String media = Stream.concat(Stream.of(section.get(0).split(" ")).limit(WORDS_BEFORE_TYPES), types.stream())
                .collect(Collectors.joining(" "));
        List<String> result = new ArrayList<>(section);
        result.set(0, media);
        result.removeAll(lines(section, CODECS));
        result.removeAll(lines(section, DEMANDS));
        result.addAll(codecs);
        return result;
    }

    private static List<String> lines(List<String> section, Collection<String> prefixes) {
        return section.stream()
                .filter(line -> prefixes.stream().anyMatch(line::startsWith))
                .toList();
    }

    private static Sdp join(Stream<List<String>> sections) {
        return new Sdp(sections.flatMap(List::stream).collect(Collectors.joining("\r\n", "", "\r\n")));
    }
}
