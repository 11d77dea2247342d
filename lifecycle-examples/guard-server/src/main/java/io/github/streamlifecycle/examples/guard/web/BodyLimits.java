package io.github.streamlifecycle.examples.guard.web;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/**
 * Reads bodies before anybody else sees a request, so that a client that sends slowly occupies no thread, and bounds how much
 * memory they take together. A path that is not named here takes no body.
 */
final class BodyLimits extends Handler.Wrapper {
    private final Map<String, Limit> limits;

    /** The limit of a path: of a single body, and of all that are read at the same time. */
    static final class Limit {
        private final int bytes;
        private final Semaphore all;
        private final Runnable whenTurnedAway;

        /**
         * Creates a limit.
         *
         * @param bytes of a single body
         * @param all of all bodies that are read or answered at the same time
         * @param whenTurnedAway told of each request that is turned away for the sake of others
         */
        Limit(int bytes, int all, Runnable whenTurnedAway) {
            this.bytes = bytes;
            this.all = new Semaphore(all);
            this.whenTurnedAway = whenTurnedAway;
        }
    }

    BodyLimits(Map<String, Limit> limits) {
        this.limits = Map.copyOf(limits);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean isEmpty = request.getLength() == 0
                || (request.getLength() < 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
        if (isEmpty) {
            return super.handle(request, response, callback);
        }
        Limit limit = limits.get(Request.getPathInContext(request));
        if (limit == null || request.getLength() > limit.bytes) {
            return refuse(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
        }
        int claim = request.getLength() < 0 ? limit.bytes : (int) request.getLength();
        if (!limit.all.tryAcquire(claim)) {
            limit.whenTurnedAway.run();
            return refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
        }
        Request.addCompletionListener(request, failure -> limit.all.release(claim));
        Content.Source.asByteArrayAsync(
                request,
                limit.bytes,
                Promise.Invocable.from(
                        InvocationType.BLOCKING,
                        body -> pass(request, body, response, callback),
                        tooLargeOrGone -> refuse(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413)));
        return true;
    }

    private void pass(Request request, byte[] body, Response response, Callback callback) {
        try {
            if (!super.handle(new Read(request, body), response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable thrown) {
            Response.writeError(request, response, callback, thrown);
        }
    }

    private static boolean refuse(Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.setStatus(status);
        callback.succeeded();
        return true;
    }

    /** A request whose body was read. */
    private static final class Read extends Request.Wrapper {
        private final Content.Source body;

        Read(Request request, byte[] body) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
            super.fail(failure);
        }
    }
}
