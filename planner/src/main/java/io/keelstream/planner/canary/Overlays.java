package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.HeaderMatch;
import io.keelstream.kubernetes.route.WeightedRoute;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import java.util.ArrayList;
import java.util.List;

/** The routes as they will be written at each step of a trial, so that the server is asked about every one before. Pure. */
public final class Overlays {

    /** The baseline's share does not grow beyond this. */
    private static final int MOST_BASELINE = 20;

    private static final int WHOLE = 100;

    private Overlays() {}

    /**
     * One route at one step.
     *
     * @param body what is written
     * @param where the route and the weight, for messages
     */
    public record Overlay(Manifest body, String where) {}

    /** Every route at every step; none where the Service itself splits the traffic. */
    public static List<Overlay> of(Trial trial) {
        if (!(trial.shift() instanceof Trial.Shift.Routes routes)) {
            return List.of();
        }
        Trial.Backend stable = routes.stable();
        Backend split = new Backend(stable.group(), stable.kind(), stable.namespace(), stable.name(), stable.port());
        List<HeaderMatch> any = matches(trial.rules());
        List<Overlay> overlays = new ArrayList<>();
        for (Trial.Body route : routes.routes()) {
            Manifest resting = new Manifest(route.body());
            for (Trial.Step step : trial.steps()) {
                Manifest body =
                        new WeightedRoute(resting).split(split, resting.namespace(), arms(trial, step.weight()), any);
                overlays.add(new Overlay(body, route.reference() + " at " + step.weight() + " %"));
            }
        }
        return overlays;
    }

    /** Requests that go to the canary whatever its share is. */
    static List<HeaderMatch> matches(CanaryRules rules) {
        return rules.traffic().matches().stream()
                .map(each -> new HeaderMatch(each.header(), each.value(), each.regex()))
                .toList();
    }

    /** The copies' parts of the share. */
    static List<Arm> arms(Trial trial, int weight) {
        List<Arm> arms = new ArrayList<>();
        if (trial.canary().service() != null) {
            arms.add(new Arm(trial.canary().service(), weight));
        }
        Trial.Copy baseline = trial.baseline();
        if (baseline != null && baseline.service() != null) {
            arms.add(new Arm(baseline.service(), baseline(weight)));
        }
        return arms;
    }

    /** Percent for a fresh baseline while the canary has that weight. */
    static int baseline(int weight) {
        return Math.min(weight, Math.min(MOST_BASELINE, WHOLE - weight));
    }
}
