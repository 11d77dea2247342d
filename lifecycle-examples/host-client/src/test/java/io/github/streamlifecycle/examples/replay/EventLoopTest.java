package io.github.streamlifecycle.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private static final JsonObject HEADER = new JsonObject();

    private static JsonObject begin(long at) {
        return Journal.stamped(at, Journal.begin("server"));
    }

    /** A guard in small: a timer on the loop decides, and tells on the loop. */
    private static void guard(EventLoop loop, Runnable then) {
        UnicastProcessor<String> decided = UnicastProcessor.create();
        loop.onBegin(server -> {
            decided.observeOn(loop.scheduler()).doOnNext(loop::note).subscribe(event -> {
                loop.say("heard " + event);
                then.run();
            });
            Flowable.timer(20, TimeUnit.MILLISECONDS, loop.scheduler()).subscribe(due -> decided.onNext("stop"));
        });
    }

    @Test
    void liveRunIsReplayedWithItsEvents() throws Exception {
        List<JsonObject> recorded = new CopyOnWriteArrayList<>(List.of(HEADER));
        CompletableFuture<Thread> heardOn = new CompletableFuture<>();
        try (LiveEventLoop loop = new LiveEventLoop(recorded::add, heardOn::completeExceptionally)) {
            guard(loop, () -> heardOn.complete(Thread.currentThread()));
            loop.start("server");
            assertThat(heardOn.get(60, TimeUnit.SECONDS).getName()).isEqualTo("host-client");
        }
        assertThat(recorded).anySatisfy(entry -> assertThat(entry.toString()).contains("\"event\":\"stop\""));
        ReplayEventLoop replay = new ReplayEventLoop(recorded);
        guard(replay, () -> {});
        replay.run();
        assertThat(replay.difference()).isEmpty();
    }

    @Test
    void eventThatIsNotToldIsADifference() {
        ReplayEventLoop replay = new ReplayEventLoop(List.of(HEADER, begin(0), Journal.event(10, "stop")));
        guard(replay, () -> {});
        replay.run();
        assertThat(replay.difference().orElseThrow())
                .isEqualTo("recorded was {\"at\":10,\"event\":\"stop\"}, replayed is nothing more");
    }

    @Test
    void otherEventIsADifference() {
        ReplayEventLoop replay = new ReplayEventLoop(List.of(HEADER, begin(0), Journal.event(20, "start")));
        guard(replay, () -> {});
        replay.run();
        assertThat(replay.difference().orElseThrow())
                .isEqualTo("recorded was {\"at\":20,\"event\":\"start\"}, replayed is {\"at\":20,\"event\":\"stop\"}");
    }

    @Test
    void callIsAnsweredByItsEntry() {
        List<Boolean> answers = new ArrayList<>();
        JsonObject answer = Journal.answer("look 2", new JsonPrimitive(true));
        ReplayEventLoop replay =
                new ReplayEventLoop(List.of(HEADER, begin(0), Journal.stamped(5, answer), Journal.said(5, "end")));
        replay.onBegin(server -> {
            replay.call("look", JsonCodec.flag(), Single.just(true)).subscribe(first -> answers.add(false));
            replay.call("look", JsonCodec.flag(), Single.just(true)).subscribe(second -> answers.add(second));
        });
        replay.run();
        assertThat(answers).containsExactly(true);
    }
}
