package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.livekit.Outcome;
import io.github.streamlifecycle.livekit.StopReceipt;

/**
 * Whether the show ended as it should: after a drop the egress was stopped exactly once, without one it was not stopped
 * but by the user.
 *
 * @param exitCode 0 if it did
 * @param words the reason, in one line
 */
record Verdict(int exitCode, String words) {
    static Verdict of(Outcome outcome, int stopsSent) {
        if (outcome instanceof Outcome.HostDropped dropped) {
            return ofStop(dropped.receipt(), stopsSent, "the host dropped and its egress was stopped exactly once");
        }
        if (outcome instanceof Outcome.UserStopped stopped) {
            return ofStop(stopped.receipt(), stopsSent, "its user ended the show, and the guard stopped nothing");
        }
        if (outcome instanceof Outcome.EgressEnded ended) {
            return wrong("the egress ended by itself: " + ended.status()
                    + ended.error().map(why -> ", " + why).orElse(""));
        }
        if (outcome instanceof Outcome.NeverLive never) {
            return wrong("the egress never got live: " + never.receipt());
        }
        if (outcome instanceof Outcome.StartFailed failed) {
            return wrong("the egress was not started: " + failed.cause().getMessage());
        }
        throw new IllegalStateException("an outcome of a newer version: " + outcome);
    }

    private static Verdict ofStop(StopReceipt receipt, int stopsSent, String words) {
        if (receipt instanceof StopReceipt.Stopped && stopsSent == 1) {
            return right(words);
        }
        if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            return wrong("the egress may still run: " + gaveUp.cause().getMessage());
        }
        if (receipt instanceof StopReceipt.NotStarted never) {
            return wrong("there was no egress to stop"
                    + never.cause().map(why -> ": " + why.getMessage()).orElse(""));
        }
        return wrong("not stopped exactly once: " + stopsSent + " stops sent, " + receipt);
    }

    /** The same, once the host has come back from drops before, each of which was stopped for exactly once. */
    Verdict after(int drops) {
        return exitCode == 0 && drops > 0
                ? right("an egress was stopped exactly once for each drop before (" + drops + "); " + words)
                : this;
    }

    static Verdict right(String words) {
        return new Verdict(0, words);
    }

    static Verdict wrong(String words) {
        return new Verdict(1, words);
    }
}
