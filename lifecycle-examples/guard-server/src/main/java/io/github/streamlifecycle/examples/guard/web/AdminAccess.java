package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.examples.guard.config.AdminToken;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and change what the admin port has to say.
 *
 * <table>
 *   <caption>Who is let in</caption>
 *   <tr><th>listens on<th>token<th>
 *   <tr><td>loopback<td>none<td>whoever is on this machine, by a loopback name: a page whose own name resolves to
 *   127.0.0.1 is kept out
 *   <tr><td>anything<td>set<td>those who have it, as a header or by the cookie of the login
 *   <tr><td>beyond loopback<td>none<td>nobody
 * </table>
 *
 * <p>A request that changes something needs a value besides that only pages of this origin can read, since browsers add cookies
 * to the requests of other pages too.
 */
final class AdminAccess {
    static final String COOKIE = "guard_console";
    static final String FORGERY_HEADER = "X-CSRF-Token";

    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Optional<AdminToken> token;
    private final boolean isLoopback;
    private final String forgeryToken = hex(random());

    AdminAccess(Address admin, Optional<AdminToken> token) {
        this.token = token;
        this.isLoopback = isLoopback(admin.host());
    }

    /** Returns the value that a request of a page has to bring to change something. */
    String forgeryToken() {
        return forgeryToken;
    }

    boolean needsLogin() {
        return token.isPresent();
    }

    /** Refuses a request that may not read. */
    void admit(Context request) {
        if (token.isPresent()) {
            if (!isAdmitted(request)) {
                throw new HttpResponseException(UNAUTHORIZED, "the token of GUARD_ADMIN_TOKEN is needed");
            }
        } else if (!isLoopback) {
            throw new HttpResponseException(FORBIDDEN, "beyond loopback this needs GUARD_ADMIN_TOKEN to be set");
        } else if (!isLoopbackName(request.header("Host"))) {
            throw new HttpResponseException(FORBIDDEN, "without GUARD_ADMIN_TOKEN only localhost is served");
        }
    }

    /** Tests whether a request brings the token, or the cookie of a login. */
    boolean isAdmitted(Context request) {
        return token.map(known -> hasBearer(request, known) || hasCookie(request, known))
                .orElse(true);
    }

    /** Refuses a request that may read, but not change anything. */
    void admitChange(Context request) {
        if (token.map(known -> hasBearer(request, known)).orElse(false)) {
            return; // no browser adds this header by itself
        }
        String presented = Optional.ofNullable(request.header(FORGERY_HEADER)).orElse("");
        if (!isEqual(forgeryToken, presented) || !isOwnOrigin(request)) {
            throw new HttpResponseException(FORBIDDEN, "this request does not come from the console");
        }
    }

    /** Logs somebody in who presents the token. */
    boolean login(Context request, String presented) {
        if (token.isEmpty() || !token.get().is(presented) || !isOwnOrigin(request)) {
            return false;
        }
        String origin = Optional.ofNullable(request.header("Origin")).orElse("");
        String secure = origin.startsWith("https://") ? "; Secure" : "";
        request.header("Set-Cookie", cookie(new Login(token.get()).until(now()), Login.SECONDS) + secure);
        return true;
    }

    void logout(Context request) {
        request.header("Set-Cookie", cookie("", 0));
    }

    private static String cookie(String value, int seconds) {
        return COOKIE + "=" + value + "; Max-Age=" + seconds + "; Path=/; HttpOnly; SameSite=Strict";
    }

    private static boolean hasBearer(Context request, AdminToken known) {
        String header = request.header("Authorization");
        return header != null
                && header.startsWith(BEARER)
                && known.is(header.substring(BEARER.length()).strip());
    }

    private static boolean hasCookie(Context request, AdminToken known) {
        String cookie = request.cookie(COOKIE);
        return cookie != null && new Login(known).holds(cookie, now());
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    /** A browser names the origin of each page that posts; other clients name none. */
    private static boolean isOwnOrigin(Context request) {
        String origin = request.header("Origin");
        String host = request.header("Host");
        return origin == null
                || (host != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host));
    }

    private static boolean isLoopbackName(@Nullable String host) {
        try {
            String name = host == null ? null : URI.create("http://" + host).getHost();
            return name != null
                    && (name.equalsIgnoreCase("localhost") || name.matches("127\\.[0-9.]+") || name.equals("[::1]"));
        } catch (IllegalArgumentException nonsense) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    static boolean isEqual(String known, String presented) {
        return MessageDigest.isEqual(
                known.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
