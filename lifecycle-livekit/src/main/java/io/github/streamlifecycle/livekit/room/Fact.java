package io.github.streamlifecycle.livekit.room;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one thing, to which more can be joined. Joining is associative, commutative and idempotent, so that the
 * order in which facts arrive, and how often, cannot matter.
 */
interface Fact<F extends Fact<F>> {
    /** What it is about. */
    String key();

    /** Joins what is known of the same thing. */
    F join(F other);

    /** Joins two lists that are sorted by key. */
    static <F extends Fact<F>> List<F> join(List<F> some, List<F> others) {
        if (others.isEmpty()) {
            return some;
        }
        if (some.isEmpty()) {
            return others;
        }
        return others.size() == 1 ? joinOne(some, others.get(0)) : joinAll(some, others);
    }

    private static <F extends Fact<F>> List<F> joinOne(List<F> some, F other) {
        int at = indexOf(some, other.key());
        List<F> joined = new ArrayList<>(some.size() + 1);
        joined.addAll(some);
        if (at >= 0) {
            joined.set(at, some.get(at).join(other));
        } else {
            joined.add(-at - 1, other);
        }
        return joined;
    }

    private static <F extends Fact<F>> List<F> joinAll(List<F> some, List<F> others) {
        List<F> joined = new ArrayList<>(some.size() + others.size());
        int s = 0;
        int o = 0;
        while (s < some.size() && o < others.size()) {
            int order = some.get(s).key().compareTo(others.get(o).key());
            if (order == 0) {
                joined.add(some.get(s++).join(others.get(o++)));
            } else {
                joined.add(order < 0 ? some.get(s++) : others.get(o++));
            }
        }
        joined.addAll(some.subList(s, some.size()));
        joined.addAll(others.subList(o, others.size()));
        return joined;
    }

    /** Where a key is in a sorted list, or where it would be: as {@link java.util.Collections#binarySearch} says it. */
    static int indexOf(List<? extends Fact<?>> sorted, String key) {
        int low = 0;
        int high = sorted.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = sorted.get(middle).key().compareTo(key);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
    }
}
