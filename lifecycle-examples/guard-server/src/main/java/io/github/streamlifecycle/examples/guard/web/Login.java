package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.examples.guard.config.AdminToken;

/**
 * The login of somebody who has presented the token: a value that proves it until a time, and that every process with this token
 * knows. It ends by itself wherever it was kept, since its end is part of what is proved.
 *
 * @param token the token
 */
record Login(AdminToken token) {
    static final int SECONDS = 12 * 60 * 60;

    private static final String PURPOSE = "guard-server console, login until ";

    /** Returns the value of a login that begins now. */
    String until(long nowSeconds) {
        long end = nowSeconds + SECONDS;
        return end + "." + proof(end);
    }

    /** Tests a value. */
    boolean holds(String value, long nowSeconds) {
        int dot = value.indexOf('.');
        if (dot < 1 || !value.substring(0, dot).matches("[0-9]{1,18}")) {
            return false;
        }
        long end = Long.parseLong(value.substring(0, dot));
        return AdminAccess.isEqual(proof(end), value.substring(dot + 1)) && nowSeconds < end;
    }

    private String proof(long end) {
        return AdminAccess.hex(token.proof(PURPOSE + end));
    }
}
