package io.github.streamlifecycle.livekit.api;

import java.util.Optional;
import java.util.OptionalInt;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;

/**
 * A failed call to LiveKit: {@link #kind} says what that means for the caller.
 *
 * <p>It carries what the server said about the call, never what the call carried: no token, no key, and not the body of
 * a 401, into which LiveKit copies the whole token.
 *
 * @since 0.1.0
 */
public final class LiveKitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String NOT_FOUND = "not_found";

    /**
     * The meaning of a failure, decided by HTTP status and Twirp code and never by the text, which differs between
     * versions of the server.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /**
         * The server knows no such egress or room, or it has ended: for a stop that is success, for a start it is the
         * room that does not exist.
         */
        ALREADY_ENDED,
        /**
         * The server may have done it, may still do it, or may do it if asked again: there was no answer, there were too
         * many requests, or the server failed.
         */
        AMBIGUOUS,
        /** The server did not do it and will not if asked again: the URL, the key, a grant or the request is wrong. */
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
     * Makes the exception of a {@link ServerApi} that answers calls itself, instead of a server.
     *
     * @param status the HTTP status of the answer; 0 for no answer
     * @param code the Twirp code of the answer; empty for none
     * @param message the description of the failure, without anything secret
     * @return the exception
     */
    public static LiveKitException of(int status, String code, String message) {
        return new LiveKitException(status, code, message, null);
    }

    /**
     * Returns any error as a {@link LiveKitException}: unchanged if it is one, otherwise as the cause of an AMBIGUOUS
     * one.
     *
     * @param error the error
     * @return the exception; its cause is left out if it shows a secret
     */
    public static LiveKitException of(Throwable error) {
        return error instanceof LiveKitException known
                ? known
                : caused("unexpected " + error.getClass().getName() + ": ", error);
    }

    /**
     * Makes the exception of an egress that took its stop and runs on.
     *
     * @param egressId the egress
     * @param status its latest status
     * @return the exception, AMBIGUOUS
     */
    public static LiveKitException notEnded(String egressId, EgressStatus status) {
        return new LiveKitException(0, "", egressId + " was told to stop and is still " + status, null);
    }

    /**
     * Makes the exception of an answer that never came.
     *
     * @param call the call
     * @param cause the reason, such as an IOException; left out if it shows a secret
     * @return the exception, AMBIGUOUS
     */
    public static LiveKitException unreachable(String call, Throwable cause) {
        return caused(call + " got no answer: " + cause.getClass().getSimpleName() + ": ", cause);
    }

    static LiveKitException answered(String call, int status, String code, String text) {
        String said = code.isEmpty()
                ? "no Twirp error; is the URL that of a LiveKit server?"
                : Redaction.ofDefaults().shown(code + ": " + text);
        return of(status, code, call + " answered " + status + ", " + said);
    }

    static LiveKitException malformed(String call, Throwable cause) {
        return caused(call + " was answered with something that is not from LiveKit: ", cause);
    }

    static LiveKitException malformed(String call, String what) {
        return new LiveKitException(
                0, "", call + " was answered with something that is not from LiveKit: " + what, null);
    }

    /**
     * Returns an exception, with its cause unless that quotes a secret: OkHttp quotes what it cannot read, such as a
     * status line.
     */
    private static LiveKitException caused(String what, Throwable cause) {
        Redaction rule = Redaction.ofDefaults();
        return new LiveKitException(0, "", what + rule.messageOf(cause), rule.allows(cause) ? cause : null);
    }

    /**
     * Returns what the failure means.
     *
     * @return the kind; AMBIGUOUS if there was no answer
     */
    public Kind kind() {
        return status == 0 ? Kind.AMBIGUOUS : TwirpErrors.kind(status, code);
    }

    /**
     * Returns whether the server said that it knows no such egress or room. A 404 of a proxy, or of a wrong path, is not
     * that.
     *
     * @return true for Twirp's code {@code not_found}
     */
    public boolean isNotFound() {
        return code.equals(NOT_FOUND);
    }

    /**
     * Returns the HTTP status of the answer.
     *
     * @return the status; empty if there was no answer
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * Returns the Twirp error code of the answer, such as {@code not_found}.
     *
     * @return the code; empty if there was no answer or it did not come from Twirp
     */
    public Optional<String> code() {
        return code.isEmpty() ? Optional.empty() : Optional.of(code);
    }
}
