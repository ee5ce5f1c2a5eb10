package io.keelstream.drift.assessment;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.Claim;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assesses one object: what our field manager owns on it, and its existence, against what the applier left. What others add
 * beside our fields, what the server fills in, and what it writes in its own way is not drift, since the applier's record
 * is what the server answered. Pure.
 */
public final class DriftAssessor {

    private DriftAssessor() {}

    /**
     * Assesses the object.
     *
     * @param live what the server has, read later than the applier's record was written
     * @param now the time, for holds
     * @throws IllegalArgumentException when managedFields cannot be read
     */
    public static DriftAssessment assess(Expected expected, Live live, Instant now) {
        if (exempt(expected)) {
            return new DriftAssessment.Excluded();
        }
        if (uncertain(expected)) {
            return new DriftAssessment.Unsettled();
        }
        return switch (live) {
            case Live.Absent absent -> expires(expected) ? new DriftAssessment.Excluded() : missing(expected);
            case Live.Present present -> present(expected, present, now);
        };
    }

    /** Whether the object is excluded, whatever is live: by its rules, or because it ran to its end. */
    public static boolean exempt(Expected expected) {
        return expected.rules().mode() == TargetPolicy.Drift.OFF
                || expected.applied().completed();
    }

    /** Whether the applier does not know what it left: the planner looks at the object anyway. */
    private static boolean uncertain(Expected expected) {
        var applied = expected.applied();
        return applied.dirty() || applied.uid() == null || applied.uid().isEmpty() || applied.ownedFields() == null;
    }

    private static DriftAssessment present(Expected expected, Live.Present live, Instant now) {
        Manifest object = live.object();
        Instant held = Hold.until(object, now);
        if (held != null) {
            return new DriftAssessment.Held(held);
        }
        if (object.terminating()) {
            return new DriftAssessment.Unsettled();
        }
        if (!object.uid().equals(expected.applied().uid())) {
            return missing(expected);
        }
        if (expected.rules().existenceOnly()) {
            return new DriftAssessment.Clean();
        }
        List<DriftedField> fields = FieldDrift.of(expected, live);
        String foreign = foreignOwner(object, expected.owner());
        if (foreign != null) {
            return drifted(expected, DriftKind.FOREIGN_OWNER, fields, foreign, TargetPolicy.Drift.REPORT);
        }
        return fields.isEmpty()
                ? new DriftAssessment.Clean()
                : drifted(expected, DriftKind.MODIFIED, fields, null, policy(expected, fields));
    }

    /** Whether it deletes itself after its end: corrected, it would run a second time. */
    private static boolean expires(Expected expected) {
        return expected.desired() != null && expected.desired().expires();
    }

    private static DriftAssessment missing(Expected expected) {
        return drifted(
                expected, DriftKind.MISSING, List.of(), null, expected.rules().mode());
    }

    /** The mark or controller that says that the object is not ours; null where nothing says so. */
    private static @Nullable String foreignOwner(Manifest object, OwnerMark own) {
        return switch (Claim.on(object, own, null)) {
            case Claim.Ours ours -> null;
            case Claim.Unmarked unmarked -> null;
            case Claim.HandedOver(OwnerMark from) -> from.toString();
            case Claim.Foreign(String owner) -> owner;
            case Claim.Controlled(var controller) -> controller.toString();
        };
    }

    /** Under {@code conflicts: fail} nothing is taken from another manager; and a volume cannot shrink. */
    private static TargetPolicy.Drift policy(Expected expected, List<DriftedField> fields) {
        if (expected.applied().reference().startsWith("PersistentVolumeClaim/")
                && fields.stream().anyMatch(field -> field.path().equals("/spec/resources/requests/storage"))) {
            return TargetPolicy.Drift.REPORT;
        }
        boolean taken = fields.stream().anyMatch(FieldDrift::byAnotherManager);
        return taken && !expected.rules().force()
                ? TargetPolicy.Drift.REPORT
                : expected.rules().mode();
    }

    private static DriftAssessment.Drifted drifted(
            Expected expected,
            DriftKind kind,
            List<DriftedField> fields,
            @Nullable String owner,
            TargetPolicy.Drift policy) {
        List<@Nullable Object> content = new ArrayList<>();
        content.add(expected.applied().reference());
        content.add(kind.name());
        content.add(Objects.requireNonNullElse(owner, ""));
        for (DriftedField field : fields) {
            content.add(field.path());
            content.add(field.change().name());
            content.add(field.manager());
            content.add(field.operation());
        }
        return new DriftAssessment.Drifted(kind, fields, owner, policy, ObjectDigest.of(content));
    }
}
