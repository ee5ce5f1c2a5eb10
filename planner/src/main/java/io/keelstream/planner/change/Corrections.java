package io.keelstream.planner.change;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The drift of one target that is to be put back now. Drift that was found on another inventory than the current one counts
 * for nothing: a release has run since, and the detector judges anew. Immutable.
 *
 * @param objects what is put back
 * @param next when contested objects may be put back again; null without any
 */
public record Corrections(
        List<DriftedObject> objects, @Nullable Instant next) {

    public static final Corrections NONE = new Corrections(List.of(), null);

    public Corrections {
        objects = List.copyOf(objects);
    }

    /**
     * The corrections that are due.
     *
     * @param state what has drifted; null when nothing ever did
     * @param sequence the inventory's sequence
     * @param now the time
     */
    public static Corrections due(@Nullable DriftState state, long sequence, Instant now) {
        if (state == null || state.inventorySequence() != sequence) {
            return NONE;
        }
        List<DriftedObject> wanted = state.objects().stream()
                .filter(object -> object.policy() == Drift.CORRECT && object.kind() != DriftKind.FOREIGN_OWNER)
                .toList();
        Instant next = wanted.stream()
                .map(DriftedObject::notBefore)
                .filter(Objects::nonNull)
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
        return new Corrections(
                wanted.stream().filter(object -> isDue(object, now)).toList(), next);
    }

    /** References of what is put back. */
    public Set<String> references() {
        return objects.stream().map(DriftedObject::reference).collect(Collectors.toSet());
    }

    /** One text for what is put back: another one for other drift. */
    public String fingerprint() {
        return objects.stream().map(DriftedObject::fingerprint).sorted().collect(Collectors.joining(","));
    }

    private static boolean isDue(DriftedObject object, Instant now) {
        Instant notBefore = object.notBefore();
        return notBefore == null || !notBefore.isAfter(now);
    }
}
