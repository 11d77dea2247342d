package io.github.streamlifecycle.livekit.host;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.presence.ConnectionState;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.github.streamlifecycle.livekit.presence.DtlsState;
import io.github.streamlifecycle.livekit.presence.IceConnectionState;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.Sampled;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.StateChanged;
import io.github.streamlifecycle.livekit.presence.PublisherState;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.DefaultSubscriber;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host on connections that do what they are told, in virtual time. */
class ReturningHostTest {
    /** A connection that answers as the test says. */
    private final class Fake implements HostConnection {
        final PublishProcessor<PublisherSignal> said = PublishProcessor.create();
        final CompletableSubject restarted = CompletableSubject.create();
        SingleSubject<Boolean> replaced = SingleSubject.create();
        final List<String> calls = new ArrayList<>();
        CompletableSubject gone = CompletableSubject.create();
        private long samples;

        @Override
        public Flowable<PublisherSignal> signals() {
            return said;
        }

        @Override
        public Completable restartIce() {
            return restarted.doOnSubscribe(asked -> calls.add("restart"));
        }

        @Override
        public Single<Boolean> isReplaced() {
            return Single.defer(() -> {
                calls.add("ask");
                replaced = SingleSubject.create();
                return replaced;
            });
        }

        @Override
        public Completable leave() {
            calls.add("leave");
            return gone;
        }

        @Override
        public void abandon() {
            calls.add("abandon");
        }

        void up() {
            say(new StateChanged(new PublisherState(ConnectionState.CONNECTED, IceConnectionState.CONNECTED)));
            say(new Sampled(sample(DtlsState.CONNECTED)));
        }

        void lost() {
            say(new StateChanged(new PublisherState(ConnectionState.CONNECTED, IceConnectionState.DISCONNECTED)));
        }

        /** Closed by the peer; a replacement would show within a second. */
        void over() {
            say(new Sampled(sample(DtlsState.CLOSED)));
            pass(1_000);
        }

        private TransportSample sample(DtlsState dtls) {
            samples++;
            return new TransportSample(200 * samples, new Packets(samples, samples, 0), new Checks(1, 1, 1), dtls);
        }

        private void say(PublisherSignal signal) {
            said.onNext(signal);
            time.triggerActions();
        }
    }

    private final TestScheduler time = new TestScheduler();
    private final List<Fake> made = new ArrayList<>();
    private final List<SingleSubject<HostConnection>> attempts = new ArrayList<>();
    private boolean calledOff;
    private final ReturningHost host;
    private final TestSubscriber<Presence> presence;
    private final TestSubscriber<HostEvent> events;

    ReturningHostTest() {
        HostConnector connector = leaving -> {
            SingleSubject<HostConnection> attempt = SingleSubject.create();
            attempts.add(attempt);
            leaving.subscribe(() -> calledOff = true);
            return attempt;
        };
        var publishing = ReturningHost.publish(connector, DropThresholds.ofDefaults(), time)
                .test();
        connected(0);
        host = publishing.values().get(0);
        presence = Flowable.fromPublisher(host).test();
        events = host.events().test();
    }

    private Fake connected(int attempt) {
        Fake fake = new Fake();
        made.add(fake);
        attempts.get(attempt).onSuccess(fake);
        time.triggerActions();
        return fake;
    }

    private void pass(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    private Fake up() {
        Fake first = made.get(0);
        first.up();
        presence.assertValues(UP);
        return first;
    }

    @Test
    @Tag("P5")
    void dropThatHealsByAnIceRestartKeepsTheConnection() {
        Fake first = up();
        first.lost();
        presence.assertValues(UP, SUSPECT);
        assertThat(first.calls).containsExactly("restart");
        first.restarted.onComplete();
        pass(4_999);
        first.up();
        presence.assertValues(UP, SUSPECT, UP);
        pass(60_000);
        assertThat(attempts).hasSize(1);
        events.assertValues(new HostEvent.RestartingIce(), new HostEvent.Returned());
    }

    @Test
    void restartThatDoesNotHelpLeadsToANewConnection() {
        Fake first = up();
        first.lost();
        first.restarted.onComplete();
        pass(5_000);
        assertThat(first.calls).containsExactly("restart", "ask");
        first.replaced.onSuccess(false);
        pass(0);
        assertThat(first.calls).endsWith("abandon");
        Fake second = connected(1);
        presence.assertValues(UP, SUSPECT);
        second.up();
        presence.assertValues(UP, SUSPECT, UP);
        events.assertValues(new HostEvent.RestartingIce(), new HostEvent.Connecting(1), new HostEvent.Returned());
    }

    @Test
    void restartThatIsNotAnsweredIsGivenUpAfterFiveSeconds() {
        Fake first = up();
        first.lost();
        pass(5_000);
        assertThat(first.calls).containsExactly("restart", "ask");
    }

    @Test
    void connectionThatThePeerClosedIsNotRestarted() {
        Fake first = up();
        first.over();
        presence.assertValues(UP, SUSPECT);
        assertThat(first.calls).containsExactly("ask");
        first.replaced.onSuccess(false);
        pass(0);
        connected(1).up();
        presence.assertValues(UP, SUSPECT, UP);
    }

    @Test
    void serverOutOfReachIsAskedAgainUntilTheDropHeals() {
        Fake first = up();
        first.lost();
        first.restarted.onError(new IllegalStateException("no route"));
        pass(0);
        for (long pause : new long[] {500, 1_000, 2_000, 4_000, 8_000, 8_000}) {
            int asked = first.calls.size();
            first.replaced.onError(new IllegalStateException("no route"));
            pass(pause - 1);
            assertThat(first.calls).hasSize(asked);
            pass(1);
            assertThat(first.calls).hasSize(asked + 1);
        }
        first.up();
        presence.assertValues(UP, SUSPECT, UP);
        assertThat(attempts).hasSize(1);
    }

    @Test
    void connectionThatFailsIsMadeAgainAfterAPause() {
        Fake first = up();
        first.over();
        first.replaced.onSuccess(false);
        pass(0);
        attempts.get(1).onError(new IllegalStateException("refused"));
        pass(500);
        first.replaced.onSuccess(false);
        pass(0);
        connected(2).up();
        presence.assertValues(UP, SUSPECT, UP);
        assertThat(events.values()).contains(new HostEvent.Connecting(1), new HostEvent.Connecting(2));
    }

    @Test
    void oldConnectionIsNotListenedToOnceThereIsANewOne() {
        Fake first = up();
        first.over();
        first.replaced.onSuccess(false);
        pass(0);
        Fake second = connected(1);
        second.up();
        first.lost();
        first.over();
        first.up();
        presence.assertValues(UP, SUSPECT, UP);
        assertThat(first.said.hasSubscribers()).isFalse();
        assertThat(second.calls).isEmpty();
    }

    @Test
    void replacementByAnotherDeviceIsNeitherDropNorFight() {
        Fake first = up();
        first.over();
        first.replaced.onSuccess(true);
        pass(0);
        presence.assertValues(UP, SUSPECT, UP);
        for (int i = 0; i < 5; i++) {
            pass(2_000);
            first.replaced.onSuccess(true);
            pass(0);
        }
        assertThat(attempts).hasSize(1);
        presence.assertValues(UP, SUSPECT, UP);
        pass(2_000);
        first.replaced.onError(new IllegalStateException("no answer"));
        pass(2_000);
        first.replaced.onSuccess(false);
        pass(0);
        presence.assertValues(UP, SUSPECT, UP, DOWN);
        events.assertResult(
                new HostEvent.TakenOver(),
                new HostEvent.Failed(events.values().stream()
                        .filter(HostEvent.Failed.class::isInstance)
                        .map(failed -> ((HostEvent.Failed) failed).cause())
                        .findFirst()
                        .orElseThrow()),
                new HostEvent.Gone());
    }

    @Test
    void hostThatLeavesIsDownAndStaysAway() {
        Fake first = up();
        var left = host.leave().test();
        time.triggerActions();
        presence.assertValues(UP, DOWN);
        assertThat(first.calls).containsExactly("leave");
        left.assertNotComplete();
        first.gone.onComplete();
        left.assertComplete();
        first.said.onNext(new Sampled(first.sample(DtlsState.CLOSED)));
        pass(60_000);
        assertThat(attempts).hasSize(1);
        events.assertResult(new HostEvent.Gone());
    }

    private SingleSubject<HostConnection> connecting(Fake first) {
        first.over();
        first.replaced.onSuccess(false);
        pass(0);
        return attempts.get(attempts.size() - 1);
    }

    @Test
    void leavingWaitsForTheAttemptItCallsOff() {
        Fake first = up();
        SingleSubject<HostConnection> attempt = connecting(first);
        var left = host.leave().test();
        pass(0);
        presence.assertValues(UP, SUSPECT, DOWN);
        assertThat(calledOff).isTrue();
        assertThat(attempt.hasObservers()).isTrue();
        first.gone.onComplete();
        left.assertNotComplete();
        attempt.onError(new IllegalStateException("called off"));
        pass(0);
        left.assertComplete();
        assertThat(events.values()).doesNotHaveAnyElementsOfTypes(HostEvent.Failed.class);
    }

    @Test
    void connectionThatComesAfterTheHostLeftIsLeftToo() {
        Fake first = up();
        connecting(first);
        var left = host.leave().test();
        pass(0);
        first.gone.onComplete();
        Fake late = connected(1);
        assertThat(late.calls).containsExactly("leave");
        left.assertNotComplete();
        late.gone.onComplete();
        left.assertComplete();
        assertThat(late.said.hasSubscribers()).isFalse();
    }

    @Test
    void leavingThatTheServerDoesNotHearOfStillWaits() {
        Fake first = up();
        SingleSubject<HostConnection> attempt = connecting(first);
        var left = host.leave().test();
        pass(0);
        first.gone.onError(new IllegalStateException("no route"));
        left.assertNotComplete().assertNoErrors();
        attempt.onError(new IllegalStateException("called off"));
        pass(0);
        left.assertError(IllegalStateException.class);
    }

    @Test
    void signalsThatCompleteAreAnEndOfTheConnection() {
        Fake first = up();
        first.said.onComplete();
        time.triggerActions();
        presence.assertValues(UP, SUSPECT);
        pass(1_000);
        assertThat(first.calls).containsExactly("ask");
    }

    @Test
    void subscriberThatThrowsDoesNotKeepTheHostAway() {
        Fake first = up();
        host.subscribe(new DefaultSubscriber<>() {
            @Override
            public void onNext(Presence now) {
                throw new IllegalStateException("a hostile subscriber");
            }

            @Override
            public void onError(Throwable error) {
                throw new AssertionError(error);
            }

            @Override
            public void onComplete() {
                throw new AssertionError("presence never completes");
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> pass(0)).withMessage("a hostile subscriber");
        first.over();
        assertThat(first.calls).containsExactly("ask");
    }

    @Test
    void signalsThatEndInAnErrorAreAnEndOfTheConnection() {
        Fake first = up();
        first.said.onError(new IllegalStateException("native"));
        time.triggerActions();
        presence.assertValues(UP, SUSPECT);
        pass(1_000);
        assertThat(first.calls).containsExactly("ask");
    }
}
