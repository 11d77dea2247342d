package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Three replicas that start within seconds of each other, each told of some of the others by a name that may be out of date, in every
 * way in which that can be. The engine is modelled: the first of the seeds joins the cluster of another one that has one, and begins one
 * if all others say that they have none; any other waits until one of its seeds has one.
 */
class FoundingSimulationTest {
    private static final int REPLICAS = 3;
    private static final int LATEST_START = 4;
    private static final int SECONDS = 40;
    private static final int JOIN_ANEW_AFTER = 10;
    private static final List<List<Integer>> ORDERS = List.of(
            List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1), List.of(2, 1, 0));

    /** One of them; its number is its place by address. */
    private static final class Replica {
        private final int number;
        private final int start;
        private int looks;
        private int asked;
        private List<Address> seeds = List.of();
        private Optional<Integer> founder = Optional.empty();

        Replica(int number, int start) {
            this.number = number;
            this.start = start;
        }

        void second(List<Replica> live) {
            looks++;
            if (asked == 0 || looks - asked >= JOIN_ANEW_AFTER) {
                List<Address> others =
                        live.stream().map(one -> address(one.number)).toList();
                Founding.join(address(number), others, looks).ifPresent(found -> {
                    asked = looks;
                    seeds = found;
                });
            }
            Optional<Integer> joined = live.stream()
                    .filter(one -> seeds.contains(address(one.number)))
                    .flatMap(one -> one.founder.stream())
                    .findFirst();
            boolean mayBegin = !seeds.isEmpty() && seeds.get(0).equals(address(number));
            founder = joined.isPresent() || !mayBegin ? joined : Optional.of(number);
        }
    }

    private static Address address(int number) {
        return new Address("10.0.0." + (number + 1), 25_520);
    }

    /** Returns who has begun a cluster, once all are members of one, or have waited for long. */
    private static Set<Integer> founders(
            List<Integer> starts, List<Integer> order, BiPredicate<Integer, Integer> told) {
        List<Replica> all = IntStream.range(0, REPLICAS)
                .mapToObj(i -> new Replica(i, starts.get(i)))
                .toList();
        for (int second = 0; second < SECONDS; second++) {
            for (int next : order) {
                Replica replica = all.get(next);
                int now = second;
                if (replica.start <= now && replica.founder.isEmpty()) {
                    replica.second(all.stream()
                            .filter(one -> one != replica && one.start <= now && told.test(next, one.number))
                            .toList());
                }
            }
        }
        Set<Integer> founders = new HashSet<>();
        all.forEach(replica -> founders.add(replica.founder.orElseThrow()));
        return founders;
    }

    private static List<List<Integer>> starts() {
        List<List<Integer>> all = new ArrayList<>();
        for (int a = 0; a <= LATEST_START; a++) {
            for (int b = 0; b <= LATEST_START; b++) {
                for (int c = 0; c <= LATEST_START; c++) {
                    all.add(List.of(a, b, c));
                }
            }
        }
        return all;
    }

    @Test
    void oneClusterBeginsWhereAllAreToldOfAll() {
        for (List<Integer> starts : starts()) {
            for (List<Integer> order : ORDERS) {
                assertThat(founders(starts, order, (replica, other) -> true))
                        .as("%s %s", starts, order)
                        .hasSize(1);
            }
        }
    }

    /** Whoever is not told of whom, and whoever starts when: six pairs, each a bit. */
    @Test
    void secondOneBeginsOnlyWhereAFounderWasNotToldOfTheOther() {
        int several = 0;
        for (int bits = 0; bits < 1 << (REPLICAS * (REPLICAS - 1)); bits++) {
            int pairs = bits;
            BiPredicate<Integer, Integer> told = (replica, other) ->
                    ((pairs >> (replica * (REPLICAS - 1) + (other > replica ? other - 1 : other))) & 1) == 1;
            for (List<Integer> starts : starts()) {
                List<Integer> order = ORDERS.get((starts.hashCode() & 0xff) % ORDERS.size());
                Set<Integer> founders = founders(starts, order, told);
                several += founders.size() > 1 ? 1 : 0;
                for (int one : founders) {
                    for (int other : founders) {
                        assertThat(one == other || !told.test(one, other) || !told.test(other, one))
                                .as("%s and %s have begun: %s %s %s", one, other, bits, starts, order)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(several).isPositive();
    }

    /** The one that comes first by address is told of all and begins, while the other is told of itself alone. */
    @Test
    void oneToldOfNobodyBeginsASecondOne() {
        BiPredicate<Integer, Integer> told = (replica, other) -> replica == 0;
        assertThat(founders(List.of(0, 0, 0), ORDERS.get(0), told)).contains(0, 1);
    }
}
