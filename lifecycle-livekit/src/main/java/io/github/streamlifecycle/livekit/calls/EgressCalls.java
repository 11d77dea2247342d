package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.reactivex.rxjava3.core.Scheduler;

/**
 * The ways to one server that stops, looks and starts share.
 *
 * @param api the calls, made by nobody else
 * @param reads the reads among them
 * @param updates the updates that webhooks bring
 * @param gates the order in which calls are made
 */
public record EgressCalls(ServerApi api, EgressReads reads, EgressUpdates updates, CallGates gates) {
    /**
     * Returns the ways to a server.
     *
     * @param api the calls to it, which may break every rule
     * @param callsAtOnce how many stops may be on their way at the same time; looks take less
     * @param scheduler the timer of calls that are not answered
     * @return the ways, all through the same gates
     */
    public static EgressCalls of(ServerApi api, int callsAtOnce, Scheduler scheduler) {
        ServerApi bounded = new BoundedApi(ServerApi.strict(api), scheduler);
        return new EgressCalls(bounded, new EgressReads(bounded), new EgressUpdates(), new CallGates(callsAtOnce));
    }
}
