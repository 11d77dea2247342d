package io.github.streamlifecycle.examples.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of the host client, and the server that its environment names.
 *
 * @param server the LiveKit server; empty for the embedded double
 * @param scenario the scenario of the run
 * @param connectWithin for how long to wait for the WebRTC connection
 * @param record the file to record the run to; empty for none
 * @param replay the recording to replay instead of a live run; empty for none
 */
record Options(
        Optional<Server> server,
        Scenario scenario,
        Duration connectWithin,
        Optional<Path> record,
        Optional<Path> replay) {
    static final String USAGE = """
            Publishes a test picture over WebRTC, starts an egress, stops it when the host's network drops, and comes back.

              --drop-after 5s       cut the network 5 s after the "hosting" line (default: never)
              --heal-after 3s       mend it 3 s after the cut (default: never)
              --grace 2s            how long a drop may last before the egress is stopped (default: 2s)
              --connect-within 15s  how long the WebRTC connection may take to come about (default: 15s)
              --record FILE         write all signals, answers and decisions to a new file, one JSON object a line
              --replay FILE         replay a recording on a virtual clock, and compare the decisions
              --help                show this text

            Without LIVEKIT_URL it runs against an embedded LiveKit double. Against a real server, set
              LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET
              LIVEKIT_OUTPUT    the destination of the egress: an rtmp:// or rtmps:// URL, or a file path
              LIVEKIT_ROOM      the room to publish to (default: my-room)

            Ctrl-C stops the egress and ends the run. The exit code is 0 if the egress was stopped exactly once for each
            drop that lasted and otherwise ran until its user ended it, 1 if not, and 2 for a wrong command line.""";

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");

    /** The URL of a LiveKit server, and a key for it. */
    record Server(String url, String apiKey, String apiSecret) {
        @Override
        public String toString() {
            return url;
        }
    }

    static boolean askForHelp(String[] args) {
        return List.of(args).contains("--help") || List.of(args).contains("-h");
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it is wrong; the message says where
     */
    static Options parse(String[] args, Map<String, String> environment) {
        Optional<Duration> dropAfter = Optional.empty();
        Optional<Duration> healAfter = Optional.empty();
        Duration grace = Duration.ofSeconds(2);
        Duration connectWithin = Duration.ofSeconds(15);
        Optional<Path> record = Optional.empty();
        Optional<Path> replay = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--drop-after" -> dropAfter = Optional.of(duration(args[i], value));
                case "--heal-after" -> healAfter = Optional.of(duration(args[i], value));
                case "--grace" -> grace = duration(args[i], value);
                case "--connect-within" -> connectWithin = duration(args[i], value);
                case "--record" -> record = Optional.of(file(args[i], value));
                case "--replay" -> replay = Optional.of(file(args[i], value));
                default -> throw new IllegalArgumentException("unknown option: " + args[i]);
            }
        }
        if (healAfter.isPresent() && dropAfter.isEmpty()) {
            throw new IllegalArgumentException("--heal-after needs --drop-after");
        }
        if (replay.isPresent() && args.length > 2) {
            throw new IllegalArgumentException("--replay repeats what was recorded and takes no other option");
        }
        Optional<Server> server = server(environment);
        String output = server.isPresent() && replay.isEmpty()
                ? required(environment, "LIVEKIT_OUTPUT")
                : environment.getOrDefault("LIVEKIT_OUTPUT", "rtmp://127.0.0.1/live/demo-stream-key");
        String room = environment.getOrDefault("LIVEKIT_ROOM", "my-room");
        Scenario scenario = new Scenario(room, output, dropAfter, healAfter, grace);
        scenario.egress(); // refuses a wrong output before anything is started
        return new Options(server, scenario, connectWithin, record, replay);
    }

    private static Path file(String option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " needs a file, not \"" + value + "\"");
        }
        return Path.of(value);
    }

    private static Optional<Server> server(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("LIVEKIT_URL"))
                .filter(url -> !url.isBlank())
                .map(url -> new Server(
                        url, required(environment, "LIVEKIT_API_KEY"), required(environment, "LIVEKIT_API_SECRET")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("LIVEKIT_URL is set, but " + name + " is not");
        }
        return value;
    }

    private static Duration duration(String option, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    option + " needs a duration such as 500ms, 5s or 1m, not \"" + value + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
