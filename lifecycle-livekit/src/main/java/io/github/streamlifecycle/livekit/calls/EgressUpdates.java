package io.github.streamlifecycle.livekit.calls;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import livekit.LivekitEgress.EgressInfo;

/**
 * The updates that webhooks bring, passed on to those who listen for that egress. Listeners are kept by egress: one list
 * of all of them would be copied whenever one comes or goes, and walked for every webhook.
 */
public final class EgressUpdates {
    private final Map<String, List<FlowableEmitter<EgressInfo>>> listeners = new ConcurrentHashMap<>();

    /** Begins without a listener. */
    public EgressUpdates() {}

    /**
     * Passes an update on. A listener that throws keeps no other from hearing of it.
     *
     * @param info the egress as a webhook tells it
     */
    public void tell(EgressInfo info) {
        listeners
                .getOrDefault(info.getEgressId(), List.of())
                .forEach(listener -> ForeignCode.run("a listener for updates", () -> listener.onNext(info)));
    }

    /**
     * Returns the updates of an egress from the time of subscription on.
     *
     * @param egressId the egress
     * @return its updates; they never end by themselves
     */
    public Flowable<EgressInfo> of(String egressId) {
        return Flowable.create(
                unsafe -> {
                    FlowableEmitter<EgressInfo> listener = unsafe.serialize();
                    listeners.compute(egressId, (id, known) -> {
                        List<FlowableEmitter<EgressInfo>> all = known == null ? new CopyOnWriteArrayList<>() : known;
                        all.add(listener);
                        return all;
                    });
                    listener.setCancellable(() -> listeners.computeIfPresent(egressId, (id, known) -> {
                        known.remove(listener);
                        return known.isEmpty() ? null : known;
                    }));
                },
                BackpressureStrategy.BUFFER);
    }
}
