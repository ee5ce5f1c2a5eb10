package io.keelstream.planner.reconcile;

import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.Table;
import io.keelstream.planner.dependency.ReadModels;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The read models of all targets, from their table. Thread-safe.
 *
 * @param table the table, which is another one after a new start
 * @param isCurrent whether it is up to date
 */
public record PublishedTargets(Supplier<Table<TargetState>> table, BooleanSupplier isCurrent) implements ReadModels {

    @Override
    public @Nullable TargetState of(String target) {
        return table.get().get(target) instanceof Entry.Present<TargetState> present
                ? present.received().payload()
                : null;
    }

    @Override
    public Set<String> names() {
        return table.get().keys();
    }

    @Override
    public boolean current() {
        return isCurrent.getAsBoolean();
    }
}
