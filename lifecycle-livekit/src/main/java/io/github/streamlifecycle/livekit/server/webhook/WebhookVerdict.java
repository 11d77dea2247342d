package io.github.streamlifecycle.livekit.server.webhook;

import livekit.LivekitWebhook.WebhookEvent;

/**
 * The result of a request to the webhook endpoint, with the HTTP status to answer.
 *
 * <p>LiveKit sends an event again after a 5xx, up to four times within 15 s, and never again after a 4xx: that event is
 * lost. So only a request that certainly is not LiveKit's gets a 4xx.
 *
 * @since 0.1.0
 */
public sealed interface WebhookVerdict {
    /**
     * Returns the answer to the request.
     *
     * @return the HTTP status
     */
    int status();

    /**
     * An event of LiveKit's that was not seen before. It may be one of a newer server: enum values that this library
     * does not know are {@code UNRECOGNIZED} in it, and an unknown {@code event} has its own name.
     *
     * @param event the event
     */
    record Accepted(WebhookEvent event) implements WebhookVerdict {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * An event of LiveKit's that was accepted before: a delivery sent again, or a replay. Nothing is to be done.
     *
     * @param event the event
     */
    record Duplicate(WebhookEvent event) implements WebhookVerdict {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * A request that LiveKit signed, with a body that is not a webhook event in JSON. It is answered as if all were
     * well: sent again it would be the same, and the room's next events would wait for it.
     *
     * @param bytes the size of the body
     */
    record Unreadable(int bytes) implements WebhookVerdict {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * A request that is not LiveKit's.
     *
     * @param reason the test that it failed
     */
    record Refused(Refusal reason) implements WebhookVerdict {
        @Override
        public int status() {
            return reason.status();
        }
    }

    /**
     * A request that may be LiveKit's and cannot be taken for a reason on our side.
     *
     * @param reason the kind of reason
     * @param detail the reason in words; nothing of the request's content
     */
    record OwnFault(Fault reason, String detail) implements WebhookVerdict {
        @Override
        public int status() {
            return 503;
        }
    }

    /** The tests that every request of LiveKit's passes. */
    enum Refusal {
        /** There is no {@code Authorization} header, or it is empty. */
        NO_TOKEN(401),
        /** The header is not a JWT signed with HS256 that names a time at which it ends. */
        MALFORMED_TOKEN(401),
        /** The token's issuer is not one of our API keys. */
        UNKNOWN_KEY(401),
        /** The token was not signed with the secret of its API key. */
        WRONG_SIGNATURE(401),
        /** The token has no hash of a body, such as a participant's, or that of another body. */
        OTHER_BODY(401),
        /** The body is larger than {@link WebhookReceiver#LONGEST_BODY}, a multiple of what LiveKit sends. */
        TOO_LARGE(413);

        private final int status;

        Refusal(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The kinds of own fault. */
    enum Fault {
        /**
         * LiveKit signed the request, but long ago or in the future: a replay, or a clock that is wrong, here or there.
         * Since it cannot be told which, it is no reason to lose the event.
         */
        CLOCK,
        /** An error here, such as memory that has run out. */
        INTERNAL
    }
}
