package io.github.streamlifecycle.examples.guard.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Measures how smooth the console is with a thousand rooms of which more than a hundred change each second. It is no test that
 * {@code verify} runs, since it says something about the machine too; {@code docs/figures.md} has the command and what it said.
 */
class ConsoleFigures {
    private static final long SECONDS = Long.getLong("seconds", 60);

    @Test
    void framesOfAThousandRooms() throws Exception {
        Optional<ConsoleBrowser> found = ConsoleBrowser.start();
        assumeTrue(found.isPresent(), "no Chromium is installed");
        StubRooms rooms = StubRooms.many(1_000);
        try (ConsoleBrowser browser = found.get();
                StubServer server = new StubServer(rooms)) {
            browser.size(1280, 800);
            browser.open(server.url());
            browser.awaitText(".row:first-child .badge", "Host suspected");
            int asked = server.asked.get();
            browser.run("""
                    window.frames = []; window.tasks = [];
                    new PerformanceObserver(list => tasks.push(...list.getEntries().map(task => task.duration)))
                        .observe({ type: 'longtask' });
                    let last = performance.now();
                    requestAnimationFrame(function next(now) {
                        frames.push(now - last);
                        last = now;
                        requestAnimationFrame(next);
                    });""");
            browser.countProcessorTime();
            Map<String, Double> before = browser.mainThread();
            TimeUnit.SECONDS.sleep(SECONDS);
            Map<String, Double> after = browser.mainThread();
            int updates = server.asked.get() - asked;
            System.out.println(browser.run("""
                    const sorted = frames.slice(1).sort((a, b) => a - b);
                    const at = share => sorted[Math.floor(share * (sorted.length - 1))].toFixed(0);
                    return `${sorted.length} frames: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, `
                        + `${sorted.filter(frame => frame > 50).length} over 50 ms; `
                        + `${tasks.length} tasks over 50 ms, the longest ${Math.max(0, ...tasks).toFixed(0)} ms`"""));
            System.out.println(updates + " updates, " + (long) updates * StubRooms.CHANGED / SECONDS
                    + " rooms changed a second; processor time of the page for each: "
                    + Stream.of("TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
                            .map(name -> name + " "
                                    + Math.round((after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0))
                                            * 1_000
                                            / updates)
                                    + " ms")
                            .collect(Collectors.joining(", ")));
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
