package io.github.streamlifecycle.livekit.api;

import java.security.CodeSource;
import java.util.stream.Stream;

/**
 * The check that the LiveKit SDK on the class path is no older than this library needs. Without it an older one, which
 * another dependency may have brought, would show as a NoSuchMethodError somewhere in the middle of a call.
 *
 * <p>Public for {@code .testkit} only; not part of the library's API.
 *
 * @since 0.1.0
 */
public final class MinimumSdk {
    /** The version, as the message names it. */
    static final String VERSION = "0.13.0";

    /** A method that came with that version. */
    private static final String CLASS = "livekit.LivekitModels$ParticipantInfo";

    private static final String METHOD = "getClientProtocol";

    private MinimumSdk() {}

    /**
     * Checks the SDK that this library sees.
     *
     * @throws IllegalStateException if it is older, naming the place where it was found, or if there is none
     */
    public static void check() {
        check(MinimumSdk.class.getClassLoader(), METHOD);
    }

    static void check(ClassLoader loader, String method) {
        Class<?> found;
        try {
            found = Class.forName(CLASS, false, loader);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new IllegalStateException("io.livekit:livekit-server is missing: " + needed(), missing);
        }
        if (Stream.of(found.getMethods()).noneMatch(one -> one.getName().equals(method))) {
            throw new IllegalStateException(
                    "io.livekit:livekit-server is too old: " + needed() + ", found " + placeOf(found));
        }
    }

    private static String needed() {
        return "version " + VERSION + " or newer is needed";
    }

    private static String placeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? "in an unknown place" : String.valueOf(source.getLocation());
    }
}
