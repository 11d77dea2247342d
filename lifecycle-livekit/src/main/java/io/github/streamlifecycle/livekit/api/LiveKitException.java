package io.github.streamlifecycle.livekit.api;

import java.util.Optional;
import java.util.OptionalInt;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;

/**
 * A call to LiveKit that did not succeed.
 *
 * <p>It carries what the server said about the call, never what the call carried: no token, no key, and not the body of
 * a 401, into which LiveKit copies the whole token.
 *
 * @since 0.1.0
 */
public final class LiveKitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Kind {
        /** Nobody knows whether the server did it: no answer, too many requests, or an error of the server. */
        AMBIGUOUS,
        /** The server refused, and will again: wrong URL, key, grant or request. */
        REFUSED
    }

    /** The HTTP status; 0 without an answer. */
    private final int status;

    /** The Twirp code; empty without one. */
    private final String code;

    private LiveKitException(int status, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    /**
     * For those who answer calls themselves, instead of a server.
     *
     * @param status the HTTP status of the answer; 0 for no answer
     * @param code the Twirp code of the answer; empty for none
     * @param message what went wrong, without anything secret
     * @return the exception
     */
    public static LiveKitException of(int status, String code, String message) {
        return new LiveKitException(status, code, message, null);
    }

    static LiveKitException answered(String call, int status, String code, String text) {
        String said = code.isEmpty()
                ? "no Twirp error; is the URL that of a LiveKit server?"
                : ServerText.shown(code + ": " + text);
        return of(status, code, call + " answered " + status + ", " + said);
    }

    public static LiveKitException unreachable(String call, Throwable cause) {
        return caused(call + " got no answer: " + cause.getClass().getSimpleName() + ": ", cause);
    }

    public static LiveKitException notEnded(String egressId, EgressStatus status) {
        return new LiveKitException(0, "", egressId + " was told to stop and is still " + status, null);
    }

    /** Any error as one of ours; what is none of them is nobody's fault that could be named. */
    public static LiveKitException of(Throwable error) {
        return error instanceof LiveKitException known
                ? known
                : caused("unexpected: " + error.getClass().getName() + ": ", error);
    }

    public static LiveKitException malformed(String call, Throwable cause) {
        return caused(call + " was answered with something that is not LiveKit's: ", cause);
    }

    /** OkHttp quotes what it cannot read, such as a status line. */
    private static LiveKitException caused(String what, Throwable cause) {
        String said = ServerText.shown(String.valueOf(cause.getMessage()));
        return new LiveKitException(0, "", what + said, ServerText.mayBeShown(cause) ? cause : null);
    }

    public Answer answer() {
        return status == 0 ? Answer.AMBIGUOUS : Answer.of(status, code);
    }

    /**
     * What a caller can do about it.
     *
     * @return the kind
     */
    public Kind kind() {
        return answer() == Answer.AMBIGUOUS ? Kind.AMBIGUOUS : Kind.REFUSED;
    }

    /**
     * The HTTP status of the answer.
     *
     * @return the status; empty if there was no answer
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * The Twirp error code of the answer, such as {@code not_found}.
     *
     * @return the code; empty if there was no answer or it did not come from Twirp
     */
    public Optional<String> code() {
        return code.isEmpty() ? Optional.empty() : Optional.of(code);
    }
}
