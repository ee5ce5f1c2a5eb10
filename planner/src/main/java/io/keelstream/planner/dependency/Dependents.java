package io.keelstream.planner.dependency;

import io.keelstream.contracts.targets.TargetState;
import java.util.Set;
import java.util.TreeSet;

/**
 * The targets that depend on one: as long as there are any, it is not taken away. Pure.
 *
 * @param looked their names
 */
record Dependents(Set<String> looked) implements OtherTargets.Answer {

    /** Nobody is looked for. */
    static final Dependents NONE = new Dependents(Set.of());

    Dependents {
        looked = Set.copyOf(looked);
    }

    static Dependents of(String target, ReadModels others) {
        Set<String> found = new TreeSet<>();
        for (String each : others.names()) {
            TargetState state = others.of(each);
            if (state != null && !each.equals(target) && state.dependsOn().contains(target)) {
                found.add(each);
            }
        }
        return new Dependents(found);
    }

    @Override
    public boolean settled() {
        return looked.isEmpty();
    }
}
