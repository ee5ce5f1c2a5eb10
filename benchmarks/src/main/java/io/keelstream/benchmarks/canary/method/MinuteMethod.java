package io.keelstream.benchmarks.canary.method;

import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Effect;
import io.keelstream.benchmarks.canary.simulation.Simulation;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.verdict.Ruling;
import java.util.function.Function;

/**
 * A method that looks at minute values. Safe for use by many threads.
 *
 * @param name as in the report
 * @param begin makes the memory of one analysis
 */
record MinuteMethod(String name, Function<Scenario, Look> begin) implements Method {

    /** Looks at the end of every minute, and remembers what it must. */
    interface Look {

        /**
         * The ruling after some minutes.
         *
         * @param minutes how many have passed, from 1
         * @param baseline values of the baseline so far
         * @param canary likewise
         */
        Ruling after(int minutes, MinuteValues baseline, MinuteValues canary);
    }

    @Override
    public Outcome judge(Scenario scenario, long seed) {
        Look look = begin.apply(scenario);
        Simulation simulation = scenario.run(seed);
        MinuteValues baseline = new MinuteValues();
        MinuteValues canary = new MinuteValues();
        double requests = 0;
        for (int number = 0; number < TICKS; number++) {
            Tick tick = simulation.next(number);
            requests += Requests.ofCanary(tick);
            MinuteValues.add(tick, baseline, canary);
            if (number % Effect.MINUTE != Effect.MINUTE - 1) {
                continue;
            }
            int minutes = number / Effect.MINUTE + 1;
            baseline.close(minutes - 1);
            canary.close(minutes - 1);
            Ruling ruling = look.after(minutes, baseline, canary);
            if (ruling != Ruling.CONTINUE) {
                return new Outcome(ruling, minutes, requests);
            }
        }
        return new Outcome(Ruling.CONTINUE, TICKS / (double) Effect.MINUTE, requests);
    }
}
