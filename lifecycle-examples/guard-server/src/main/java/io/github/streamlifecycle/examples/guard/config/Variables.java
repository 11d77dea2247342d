package io.github.streamlifecycle.examples.guard.config;

import io.github.streamlifecycle.examples.guard.config.HostChoice.Any;
import io.github.streamlifecycle.examples.guard.config.HostChoice.Attribute;
import io.github.streamlifecycle.examples.guard.config.HostChoice.Identity;
import io.github.streamlifecycle.examples.guard.config.HostChoice.IdentityPrefix;
import io.github.streamlifecycle.livekit.api.ServerConnection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Environment variables, read one by one. A wrong one is noted and its default returned, so that all that are wrong can be
 * told at once. A variable that is blank is one that is not set.
 */
final class Variables {
    private static final String PREFIX = "GUARD_";
    /** The variables that Kubernetes sets in every pod beside a service named {@code guard-server}. */
    private static final String KUBERNETES = "GUARD_SERVER_";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LAST_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<String> value(String name) {
        known.add(name);
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    void wrong(String name, String needed, String value) {
        problems.add(name + " " + needed + ", not " + shown(value));
    }

    /** Returns a value to be shown, unless it is a secret in the wrong place. */
    private String shown(String value) {
        String secret = environment.getOrDefault("LIVEKIT_API_SECRET", "").strip();
        return !secret.isEmpty() && value.contains(secret) ? "the API secret" : "\"" + value + "\"";
    }

    String text(String name, String ifNotSet) {
        return value(name).orElse(ifNotSet);
    }

    String secret(String name) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            problems.add(name + " is not set");
        }
        return value.orElse("");
    }

    String url(String name) {
        String url = secret(name);
        if (!url.isEmpty()) {
            try {
                ServerConnection.builder(url, "key", "secret").build();
            } catch (IllegalArgumentException wrong) {
                problems.add(name + ": " + wrong.getMessage());
            }
        }
        return url;
    }

    int port(String name, int ifNotSet) {
        return number(name, ifNotSet, 0, LAST_PORT);
    }

    int number(String name, int ifNotSet, int least, int most) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return ifNotSet;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // told below
        }
        wrong(name, "has to be a number from " + least + " to " + most, value.get());
        return ifNotSet;
    }

    /** Returns the token; one that is wrong is not repeated. */
    Optional<AdminToken> token(String name) {
        try {
            return value(name).map(AdminToken::new);
        } catch (IllegalArgumentException tooShort) {
            problems.add(name + ": " + tooShort.getMessage());
            return Optional.empty();
        }
    }

    boolean isOn(String name) {
        return choice(name, Switch.OFF) == Switch.ON;
    }

    private enum Switch {
        ON,
        OFF
    }

    <E extends Enum<E>> E choice(String name, E ifNotSet) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return ifNotSet;
        }
        E[] all = ifNotSet.getDeclaringClass().getEnumConstants();
        for (E one : all) {
            if (named(one).equals(value.get().toLowerCase(Locale.ROOT))) {
                return one;
            }
        }
        String names = Arrays.stream(all).map(Variables::named).collect(Collectors.joining(", "));
        wrong(name, "has to be one of " + names, value.get());
        return ifNotSet;
    }

    private static String named(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Duration grace(String name, Duration ifNotSet) {
        return value(name).map(value -> duration(name, value)).orElse(ifNotSet);
    }

    Duration limit(String name, Duration ifNotSet) {
        Duration limit = grace(name, ifNotSet);
        if (limit.isZero()) {
            wrong(name, "has to be longer", value(name).orElse(""));
        }
        return limit;
    }

    Optional<Duration> limitOrOff(String name) {
        return value(name).filter(value -> !value.equalsIgnoreCase("off")).map(value -> limit(name, Duration.ZERO));
    }

    /** Returns the duration; of a wrong one, one that is good for everything. */
    private Duration duration(String name, String value) {
        Matcher matcher = DURATION.matcher(value);
        Optional<Duration> duration = matcher.matches()
                ? Optional.of(of(Long.parseLong(matcher.group(1)), matcher.group(2)))
                        .filter(read -> read.compareTo(LONGEST) <= 0)
                : Optional.empty();
        if (duration.isEmpty()) {
            wrong(name, "has to be a duration such as 500ms, 5s, 1m or 1h, at most 24h", value);
        }
        return duration.orElse(LONGEST);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    HostChoice host(String name) {
        String value = value(name).orElse("any");
        String kind = value.contains("=") ? value.substring(0, value.indexOf('=')) : value;
        String argument = value.substring(Math.min(value.length(), kind.length() + 1));
        int colon = argument.indexOf(':');
        if (value.equals("any")) {
            return new Any();
        } else if (kind.equals("identity") && !argument.isEmpty()) {
            return new Identity(argument);
        } else if (kind.equals("identity-prefix") && !argument.isEmpty()) {
            return new IdentityPrefix(argument);
        } else if (kind.equals("attribute") && colon > 0) {
            return new Attribute(argument.substring(0, colon), argument.substring(colon + 1));
        }
        wrong(name, "has to be any, identity=NAME, identity-prefix=TEXT or attribute=KEY:VALUE", value);
        return new Any();
    }

    Optional<Path> file(String name) {
        Optional<String> value = value(name);
        try {
            return value.map(Path::of);
        } catch (InvalidPathException wrong) {
            wrong(name, "has to be a file", value.orElse(""));
            return Optional.empty();
        }
    }

    /** Refuses what was found wrong, and variables that nothing has asked for: a typing error must not go unnoticed. */
    void refuseIfWrong() throws WrongConfiguration {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX) && !name.startsWith(KUBERNETES) && !known.contains(name)) {
                problems.add(name + " is not a variable of guard-server");
            }
        }
        if (!problems.isEmpty()) {
            throw new WrongConfiguration(problems);
        }
    }
}
