package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import java.time.Duration;
import java.util.List;

/**
 * Measures the media watch, one figure per command, and prints a table of {@code docs/figures.md}: against the server
 * that LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET name, or against the embedded double.
 *
 * <p>Exits with 1 if a figure misses its goal.
 */
public final class WatchFigures {
    private static final String USAGE = """
            usage: WatchFigures stall [HOSTS=100]
                   WatchFigures quiet [MINUTES=60] [ROOMS_PER_CONDITION=4] [CONDITION...]
                   WatchFigures cost  [ROOMS=16] [SECONDS=60] [CONDITION=CLEAR]
                   WatchFigures leak  [WATCHES=1000]""";

    private WatchFigures() {}

    /**
     * Measures one figure.
     *
     * @param args the figure and its numbers
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (words.isEmpty() || !List.of("stall", "quiet", "cost", "leak").contains(words.get(0))) {
            System.err.println(USAGE);
            System.exit(2);
        }
        boolean isGoalMet;
        try (FigureServer server = FigureServer.fromEnvironment()) {
            System.out.println("Against " + server + ".");
            System.out.println();
            isGoalMet = measure(words, server, HeadlessWebRtc.factory());
        }
        System.exit(isGoalMet ? 0 : 1);
    }

    private static boolean measure(List<String> words, FigureServer server, PeerConnectionFactory factory)
            throws InterruptedException {
        return switch (words.get(0)) {
            case "stall" -> new StallFigures(server, factory).measure(number(words, 1, 100));
            case "quiet" ->
                new QuietFigures(server, factory)
                        .measure(Duration.ofMinutes(number(words, 1, 60)), number(words, 2, 4), conditions(words));
            case "cost" ->
                new CostFigures(server, factory)
                        .measure(
                                number(words, 1, 16),
                                Duration.ofSeconds(number(words, 2, 60)),
                                words.size() > 3 ? Condition.valueOf(words.get(3)) : Condition.CLEAR);
            default -> new LeakFigures(server, factory).measure(number(words, 1, 1_000));
        };
    }

    private static List<Condition> conditions(List<String> words) {
        return words.size() <= 3
                ? List.of(Condition.values())
                : words.stream().skip(3).map(Condition::valueOf).toList();
    }

    private static int number(List<String> words, int index, int otherwise) {
        int number = index < words.size() ? Integer.parseInt(words.get(index)) : otherwise;
        if (number <= 0) {
            throw new IllegalArgumentException("must be positive: " + number);
        }
        return number;
    }
}
