package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Lets in browsers of this machine only, whatever address a port listens on, and keeps out pages of other origins and whoever
 * comes through a proxy.
 */
final class ThisMachine {
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");
    private static final int FORBIDDEN = 403;

    private final AdminAccess access = new AdminAccess(new Address("127.0.0.1", 0), Optional.empty());

    /** Returns the value that a request of a page has to bring to change something. */
    String forgeryToken() {
        return access.forgeryToken();
    }

    /** Refuses a request that may not read. */
    void admit(Context request) {
        if (!isHere(request.req().getRemoteAddr())
                || OF_PROXIES.stream().anyMatch(name -> request.header(name) != null)) {
            throw new HttpResponseException(FORBIDDEN, "only browsers of this machine are served");
        }
        access.admit(request);
    }

    /** Refuses a request that may not change anything. */
    void admitChange(Context request) {
        admit(request);
        access.admitChange(request);
    }

    /** Tests an address, which is no name, so that nobody is asked for it. */
    private static boolean isHere(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException nonsense) {
            return false;
        }
    }
}
