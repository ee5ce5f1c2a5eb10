package io.keelstream.planner.order;

import io.keelstream.planner.annotation.ObjectRules;

/** Folds hook phases and waves into one number, so that ascending numbers are the order of work. Pure. */
public final class Waves {

    private static final int PHASE = 1_000_000;
    private static final int LIMIT = 499_999;

    private Waves() {}

    /** The effective wave of an object with these rules; waves beyond half a million are cut to it. */
    public static int effective(ObjectRules rules) {
        int wave = Math.clamp(rules.wave(), -LIMIT, LIMIT);
        return switch (rules.phase()) {
            case BEFORE -> wave - PHASE;
            case WAVES, NEVER -> wave;
            case AFTER -> wave + PHASE;
        };
    }
}
