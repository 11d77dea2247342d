package io.github.streamlifecycle.livekit.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallGateTest {
    private final List<Integer> begun = new ArrayList<>();
    private final List<SingleSubject<Integer>> answers = new ArrayList<>();

    private Single<Integer> call(int number) {
        return Single.defer(() -> {
            begun.add(number);
            return answers.get(number);
        });
    }

    private List<TestObserver<Integer>> pass(CallGate gate, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(number -> {
                    answers.add(SingleSubject.create());
                    return gate.pass(call(number)).test();
                })
                .toList();
    }

    @Test
    void thoseBeyondWaitForTheirTurn() {
        CallGate gate = new CallGate(2, () -> {});
        List<TestObserver<Integer>> results = pass(gate, 5);
        assertThat(begun).containsExactly(0, 1);
        assertThat(gate.isAnybodyWaiting()).isTrue();
        answers.get(1).onSuccess(1);
        answers.get(0).onError(new IllegalStateException("no answer"));
        assertThat(begun).containsExactly(0, 1, 2, 3);
        results.get(1).assertResult(1);
        results.get(0).assertFailure(IllegalStateException.class);
    }

    @Test
    void callThatIsDisposedOfLeavesTheLine() {
        CallGate gate = new CallGate(1, () -> {});
        List<TestObserver<Integer>> results = pass(gate, 3);
        results.get(1).dispose();
        results.get(0).dispose();
        assertThat(begun).containsExactly(0, 2);
        assertThat(answers.get(0).hasObservers()).isFalse();
    }

    @Test
    void callLeavesTheGateBeforeItsResultIsPassedOn() {
        CallGate gate = new CallGate(1, () -> {});
        answers.add(SingleSubject.create());
        gate.pass(call(0)).subscribe(result -> assertThat(begun).containsExactly(0, 1));
        answers.add(SingleSubject.create());
        gate.pass(call(1)).test();
        answers.get(0).onSuccess(0);
        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void manyCallsThatEndAtOnceNeedNoStack() {
        CallGate gate = new CallGate(1, () -> {});
        SingleSubject<Integer> first = SingleSubject.create();
        gate.pass(first).test();
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            gate.pass(Single.just(i)).subscribe(result -> ended.incrementAndGet());
        }
        first.onSuccess(0);
        assertThat(ended).hasValue(100_000);
        assertThat(gate.isAnybodyWaiting()).isFalse();
    }

    @Test
    void callMadeWhileAnotherEndsIsLetThrough() {
        CallGate gate = new CallGate(1, () -> {});
        TestObserver<Integer> inner = new TestObserver<>();
        gate.pass(Single.just(1)).subscribe(result -> gate.pass(Single.just(2)).subscribe(inner));
        inner.assertResult(2);
    }

    @Test
    void closedGateOpensWhenItIsTold() {
        AtomicBoolean open = new AtomicBoolean();
        CallGate gate = new CallGate(1, open::get);
        TestObserver<Integer> result = gate.pass(Single.just(1)).test();
        result.assertEmpty();
        open.set(true);
        gate.letThrough();
        result.assertResult(1);
    }

    @Test
    void looksPauseWhileStopsAreWaiting() {
        CallGates gates = new CallGates(1);
        SingleSubject<Integer> first = SingleSubject.create();
        SingleSubject<Integer> second = SingleSubject.create();
        gates.stops().pass(first).test();
        gates.stops().pass(second).test();
        TestObserver<Integer> look = gates.looks().pass(Single.just(1)).test();
        look.assertEmpty();
        first.onSuccess(1);
        look.assertResult(1);
    }
}
