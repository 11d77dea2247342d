package io.github.streamlifecycle.core.bench;

import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One level through two processors into a pipeline. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Script.LEVELS)
public class FeedBenchmark {
    @Param({"AUTO_STOP", "COMBINE_LATEST", "WITH_LATEST_FROM", "MERGE_SCAN"})
    ByHand pipeline;

    private final FlowableProcessor<Boolean> hosting = PublishProcessor.create();
    private final FlowableProcessor<Boolean> streaming = PublishProcessor.create();

    @Setup
    public void subscribe(Blackhole blackhole) {
        pipeline.stops(hosting, streaming).subscribe(blackhole::consume);
    }

    @Benchmark
    public void level() {
        Script.tell(hosting, streaming);
    }
}
