package io.keelstream.planner.dependency;

import io.keelstream.contracts.targets.TargetState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all targets of the installation publish of themselves. Thread-safe. */
public interface ReadModels {

    /** A target as it is; null where none is known by that name, or its record cannot be read. */
    @Nullable
    TargetState of(String target);

    /** The names of all. */
    Set<String> names();

    /** Whether decisions may rest on them now. */
    boolean current();
}
