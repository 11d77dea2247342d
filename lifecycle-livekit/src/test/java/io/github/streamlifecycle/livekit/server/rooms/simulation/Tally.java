package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What came of many sessions. */
final class Tally {
    private final Ablation ablation;
    private final Map<Flaw.Sort, Integer> flaws = new EnumMap<>(Flaw.Sort.class);
    private final Map<Flaw.Sort, Long> firstSeeds = new TreeMap<>();
    private int sessions;
    private long stops;
    private long returns;
    private long egress;
    private double longestOrphan;
    private long orphanMillis;

    private Tally(Ablation ablation) {
        this.ablation = ablation;
    }

    static Tally of(Ablation ablation, long firstSeed, int sessions) {
        Tally tally = new Tally(ablation);
        Quiet.onThisThread(() -> {
            for (long seed = firstSeed; seed < firstSeed + sessions; seed++) {
                tally.add(seed, Session.play(seed, ablation, false));
            }
        });
        return tally;
    }

    private void add(long seed, Session.Result result) {
        sessions++;
        stops += result.stops();
        returns += result.returns();
        egress += result.egress();
        longestOrphan = Math.max(longestOrphan, result.longestOrphan());
        orphanMillis += result.orphanMillis();
        result.flaw().ifPresent(flaw -> {
            flaws.merge(flaw.sort(), 1, Integer::sum);
            firstSeeds.putIfAbsent(flaw.sort(), seed);
        });
    }

    int flaws() {
        return flaws.values().stream().mapToInt(Integer::intValue).sum();
    }

    long stops() {
        return stops;
    }

    long returns() {
        return returns;
    }

    int flaws(Flaw.Sort sort) {
        return flaws.getOrDefault(sort, 0);
    }

    /** Returns for how long the longest orphan of a session ran in the mean, since the faults ended. */
    double orphanSeconds() {
        return orphanMillis / 1_000.0 / sessions;
    }

    /** Returns how each sort of flaw is seen again, and the timeline of the first of them. */
    String report() {
        StringBuilder report = new StringBuilder(toString());
        firstSeeds.forEach((sort, seed) -> report.append("\n\n")
                .append(sort)
                .append(
                        ": mvn -pl lifecycle-livekit -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false")
                .append(" -Dsimulation.sessions=1 -Dsimulation.seed=")
                .append(seed)
                .append('\n')
                .append(Session.play(seed, ablation, true).timeline()));
        return report.toString();
    }

    @Override
    public String toString() {
        return ablation + ": " + sessions + " sessions, " + egress + " egress, " + stops + " stops, " + returns
                + " returns, flaws " + flaws
                + " " + firstSeeds + ", longest orphan " + Math.round(100 * longestOrphan)
                + " % of its bound, in the mean " + Math.round(10 * orphanSeconds()) / 10.0 + " s";
    }
}
