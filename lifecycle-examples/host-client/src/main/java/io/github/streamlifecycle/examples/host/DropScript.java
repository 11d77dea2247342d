package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.examples.network.Network;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The drop of a scenario: the cut of the network, its mending, and the wait until the run has settled after it. */
final class DropScript {
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Scenario scenario;
    private final Network network;
    private final Timeline timeline;
    private final Scheduler scheduler;

    DropScript(Scenario scenario, Network network, Timeline timeline, Scheduler scheduler) {
        this.scenario = scenario;
        this.network = network;
        this.timeline = timeline;
        this.scheduler = scheduler;
    }

    /**
     * Returns the script, which begins once subscribed to.
     *
     * @param isSettled whether the host is hosting and its egress live
     * @return completes once the network was mended and the run has settled; never if it is not cut or not mended
     */
    Completable run(BooleanSupplier isSettled) {
        return after(scenario.dropAfter(), () -> {
                    timeline.sayCut();
                    network.cut();
                })
                .andThen(after(scenario.healAfter(), () -> {
                    timeline.say("network mended");
                    network.heal();
                }))
                .andThen(settled(isSettled));
    }

    private Completable after(Optional<Duration> pause, Runnable act) {
        return pause.map(time -> Completable.timer(time.toMillis(), TimeUnit.MILLISECONDS, scheduler)
                        .andThen(Completable.fromRunnable(act)))
                .orElse(Completable.never());
    }

    private Completable settled(BooleanSupplier isSettled) {
        return Flowable.interval(SETTLING.toMillis(), TimeUnit.MILLISECONDS, scheduler)
                .delaySubscription(scenario.grace().toMillis(), TimeUnit.MILLISECONDS, scheduler)
                .onBackpressureDrop()
                .filter(look -> isSettled.getAsBoolean())
                .firstElement()
                .ignoreElement();
    }
}
