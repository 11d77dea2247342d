package io.github.streamlifecycle.examples.guard.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The address of a client, which with proxies in front is what the outermost of them added to X-Forwarded-For. */
final class ClientAddress {
    private ClientAddress() {}

    static String of(Context request, int proxies) {
        List<String> headers = Collections.list(request.req().getHeaders("X-Forwarded-For"));
        return of(request.req().getRemoteAddr(), headers, proxies);
    }

    /** Returns the address; whatever is left of what our own proxies added may be invented by the client. */
    static String of(String peer, List<String> forwarded, int proxies) {
        List<String> path = new ArrayList<>();
        for (String header : forwarded) {
            for (String address : header.split(",", -1)) {
                path.add(address.strip());
            }
        }
        path.add(peer);
        return path.get(Math.max(0, path.size() - 1 - proxies));
    }
}
