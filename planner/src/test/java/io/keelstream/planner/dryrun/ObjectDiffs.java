package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What changed between two states of an object, in the words of a plan. */
public final class ObjectDiffs {

    private ObjectDiffs() {}

    public static List<FieldDiff> between(Manifest before, Manifest after) {
        return ObjectDiff.between(before, after, new Masking("key".getBytes(StandardCharsets.UTF_8)));
    }
}
