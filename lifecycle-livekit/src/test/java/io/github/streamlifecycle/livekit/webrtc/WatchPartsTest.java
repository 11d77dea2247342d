package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The parts of a watch that decide when it asks and what it tells. */
class WatchPartsTest {
    private static final ParticipantKey HOST = new ParticipantKey("host", "PA_host", 1);
    private static final ParticipantKey GUEST = new ParticipantKey("guest", "PA_guest", 1);

    private final TestScheduler time = new TestScheduler();
    private final List<ReceivedPackets> counted = new ArrayList<>();
    private final PacketCounts counts = new PacketCounts(time.createWorker()::schedule, counted::add);

    @Test
    void slowCountIsLateAndNotLost() {
        AtomicInteger asked = new AtomicInteger();
        MaybeSubject<ReceivedPackets> slow = MaybeSubject.create();
        Maybe<ReceivedPackets> question = slow.doOnSubscribe(begun -> asked.incrementAndGet());
        for (long now = 0; now < 1_000; now += 200) {
            counts.ask(question, now);
        }
        assertThat(asked).hasValue(1);
        slow.onSuccess(new ReceivedPackets(Map.of(), 1, 1));
        time.triggerActions();
        assertThat(counted).hasSize(1);
        counts.ask(question, 1_200);
        assertThat(asked).hasValue(2);
    }

    @Test
    void countThatNeverComesIsTrouble() {
        counts.ask(Maybe.empty(), 0);
        time.triggerActions();
        assertThat(counts.isOverdue(60_000)).isFalse();
        counts.ask(Maybe.never(), 60_000);
        assertThat(counts.isOverdue(65_000)).isFalse();
        assertThat(counts.isOverdue(65_001)).isTrue();
    }

    @Test
    void hostThatIsWatchedNoLongerLeavesNoSign() {
        ToldSigns told = new ToldSigns(Map.of(HOST, MediaSign.FLOWS, GUEST, MediaSign.NO_SIGN));
        assertThat(told.changesTo(Map.of())).containsOnly(Map.entry(HOST, MediaSign.NO_SIGN));
        assertThat(told.changesTo(Map.of(HOST, MediaSign.FLOWS, GUEST, MediaSign.STALLED)))
                .containsOnly(Map.entry(GUEST, MediaSign.STALLED));
    }
}
