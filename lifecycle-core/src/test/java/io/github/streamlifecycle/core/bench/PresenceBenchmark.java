package io.github.streamlifecycle.core.bench;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The levels of {@link FeedBenchmark} through {@link AutoStop#whenPresence}, without the translation of booleans. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Script.LEVELS)
public class PresenceBenchmark {
    private final FlowableProcessor<Presence> host = PublishProcessor.create();
    private final FlowableProcessor<Boolean> streaming = PublishProcessor.create();

    @Setup
    public void subscribe(Blackhole blackhole) {
        AutoStop.whenPresence(host, streaming).stops().subscribe(blackhole::consume);
    }

    @Benchmark
    public void presence() {
        Script.tellPresence(host, streaming);
    }
}
