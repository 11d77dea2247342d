package io.github.streamlifecycle.livekit.webrtc;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session description by its ICE part (RFC 8839), or a fragment of one as WHIP exchanges them (RFC 8840).
 *
 * @param text the description, lines ended by CR LF or LF
 */
record Sdp(String text) {
    private static final String CANDIDATE = "a=candidate:";
    private static final String END_OF_CANDIDATES = "a=end-of-candidates";
    private static final String UFRAG = "a=ice-ufrag:";
    private static final String PWD = "a=ice-pwd:";
    private static final String MID = "a=mid:";

    /** Returns the addresses of its UDP candidates for RTP, in order, each once. */
    List<InetSocketAddress> udpCandidates() {
        return lines(CANDIDATE)
                .map(line -> line.split(" "))
                .filter(part -> part.length > 5 && part[1].equals("1") && part[2].equalsIgnoreCase("udp"))
                .map(part -> new InetSocketAddress(part[4], Integer.parseInt(part[5])))
                .distinct()
                .toList();
    }

    /**
     * Returns the description without candidates, so that the other side sends nothing until it has received something.
     */
    Sdp withoutCandidates() {
        return join(lines().filter(isCandidate().negate()));
    }

    /** Returns the description with its UDP candidates moved, and without any other candidates. */
    Sdp withUdpCandidates(UnaryOperator<InetSocketAddress> moved) {
        return join(lines().flatMap(line -> {
            String[] part = line.split(" ");
            if (!line.startsWith(CANDIDATE)) {
                return Stream.of(line);
            }
            if (part.length < 6 || !part[2].equalsIgnoreCase("udp")) {
                return Stream.empty();
            }
            InetSocketAddress to = moved.apply(new InetSocketAddress(part[4], Integer.parseInt(part[5])));
            part[4] = to.isUnresolved() ? to.getHostString() : to.getAddress().getHostAddress();
            part[5] = Integer.toString(to.getPort());
            return Stream.of(String.join(" ", part));
        }));
    }

    /** Returns the fragment of an ICE restart: credentials and candidates in the first media section, for LiveKit. */
    Sdp iceFragment() {
        return join(Stream.of(
                        lines("m=").limit(1),
                        lines(MID).limit(1),
                        lines(UFRAG).limit(1),
                        lines(PWD).limit(1),
                        lines(CANDIDATE).distinct(),
                        Stream.of(END_OF_CANDIDATES))
                .flatMap(part -> part));
    }

    /** Returns the description after an ICE restart: with the credentials and candidates of {@code fragment}. */
    Sdp restartedBy(Sdp fragment) {
        String ufrag = fragment.lines(UFRAG).findFirst().orElse("");
        String pwd = fragment.lines(PWD).findFirst().orElse("");
        Sdp renamed = join(lines().map(line -> line.startsWith(UFRAG) ? ufrag : line.startsWith(PWD) ? pwd : line));
        return renamed.withCandidates(
                fragment.lines().filter(isCandidate()).distinct().toList());
    }

    /** Returns the user name fragment of its ICE credentials, if it has any. */
    Optional<String> iceUfrag() {
        return lines(UFRAG).findFirst().map(line -> line.substring(UFRAG.length()));
    }

    /** Returns a name without the text, which holds the ICE password. */
    @Override
    public String toString() {
        return "Sdp[" + text.length() + " characters]";
    }

    private Sdp withCandidates(List<String> candidates) {
        List<String> result = new ArrayList<>();
        boolean inMedia = false;
        for (String line : withoutCandidates().lines().toList()) {
            if (line.startsWith("m=")) {
                if (inMedia) {
                    result.addAll(candidates);
                }
                inMedia = true;
            }
            result.add(line);
        }
        if (inMedia) {
            result.addAll(candidates);
        }
        return join(result.stream());
    }

    private Stream<String> lines() {
        return text.lines().filter(line -> !line.isBlank());
    }

    private Stream<String> lines(String prefix) {
        return lines().filter(line -> line.startsWith(prefix));
    }

    private static Predicate<String> isCandidate() {
        return line -> line.startsWith(CANDIDATE) || line.startsWith(END_OF_CANDIDATES);
    }

    private static Sdp join(Stream<String> lines) {
        return new Sdp(lines.collect(Collectors.joining("\r\n", "", "\r\n")));
    }
}
