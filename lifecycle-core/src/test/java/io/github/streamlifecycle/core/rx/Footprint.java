package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import java.util.List;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;

/** Sizes in the heap, measured by JOL. */
public final class Footprint {
    private Footprint() {}

    public static List<String> lines() {
        return List.of(
                "",
                "Whole machine, all states and transitions: "
                        + GraphLayout.parseInstance(EdgeTriggeredStopper.initial())
                                .totalSize() + " B, once.",
                "A stopper of one's own: a reference, or one byte kept.",
                "A thread-safe stopper: "
                        + GraphLayout.parseInstance(new SharedStopper()).totalSize() + " B.",
                "A subscription's loop, without what it shares: "
                        + ClassLayout.parseClass(GuardLoop.class).instanceSize() + " B and its parts.");
    }
}
