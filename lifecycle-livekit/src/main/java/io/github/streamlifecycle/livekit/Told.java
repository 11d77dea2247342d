package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import livekit.LivekitEgress.EgressInfo;

/**
 * What webhooks say, for whom it concerns. By egress, since one list of all listeners would be copied whenever one comes
 * or goes, and walked for every webhook.
 */
final class Told {
    private final Map<String, List<FlowableEmitter<EgressInfo>>> listeners = new ConcurrentHashMap<>();

    void tell(EgressInfo info) {
        listeners.getOrDefault(info.getEgressId(), List.of()).forEach(listener -> listener.onNext(info));
    }

    /** What is said of an egress, from now on. */
    Flowable<EgressInfo> of(String egressId) {
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
