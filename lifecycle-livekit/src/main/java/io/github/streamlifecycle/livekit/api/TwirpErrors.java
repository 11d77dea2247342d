package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of what an error answer means: by its Twirp code, and by its HTTP status if the code is none of Twirp's. */
final class TwirpErrors {
    /** Statuses below 500 with which a proxy may answer and the same call may succeed later. */
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 409, 429);

    private static final Map<String, Kind> KINDS = table();

    private TwirpErrors() {}

    private static Map<String, Kind> table() {
        Map<String, Kind> kinds = new TreeMap<>();
        kinds.put("failed_precondition", Kind.ALREADY_ENDED);
        kinds.put("not_found", Kind.ALREADY_ENDED);

        kinds.put("aborted", Kind.AMBIGUOUS);
        // of a start: it is starting
        kinds.put("already_exists", Kind.AMBIGUOUS);
        kinds.put("canceled", Kind.AMBIGUOUS);
        kinds.put("dataloss", Kind.AMBIGUOUS);
        kinds.put("deadline_exceeded", Kind.AMBIGUOUS);
        // also of a server without Redis, which is permanent, but known by its text alone
        kinds.put("internal", Kind.AMBIGUOUS);
        kinds.put("resource_exhausted", Kind.AMBIGUOUS);
        kinds.put("unavailable", Kind.AMBIGUOUS);
        // of a server whose Redis does not answer
        kinds.put("unknown", Kind.AMBIGUOUS);

        kinds.put("bad_route", Kind.REFUSED);
        kinds.put("invalid_argument", Kind.REFUSED);
        kinds.put("malformed", Kind.REFUSED);
        kinds.put("out_of_range", Kind.REFUSED);
        kinds.put("permission_denied", Kind.REFUSED);
        kinds.put("unauthenticated", Kind.REFUSED);
        kinds.put("unimplemented", Kind.REFUSED);
        return Map.copyOf(kinds);
    }

    static Set<String> codes() {
        return KINDS.keySet();
    }

    static Kind kind(int status, String code) {
        Kind kind = KINDS.get(code);
        if (kind != null) {
            return kind;
        }
        return status >= 500 || WORTH_ANOTHER_TRY.contains(status) ? Kind.AMBIGUOUS : Kind.REFUSED;
    }
}
