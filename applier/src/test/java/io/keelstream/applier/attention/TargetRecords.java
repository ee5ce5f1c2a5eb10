package io.keelstream.applier.attention;

import io.keelstream.applier.record.Known;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of one target, after the samples of every type. */
final class TargetRecords {

    private static final Path GOLDEN = Path.of("../contracts/src/test/resources/golden");

    private final Desired desired;
    private final Plan plan = sample("plan.changed", "minimal", Plan.class);
    private final Plan canary = sample("plan.changed", "full", Plan.class);
    private final Execution analysing = sample("execution.changed", "analysing-full", Execution.class);
    private final Inventory resting = sample("inventory.changed", "minimal", Inventory.class);
    private final Inventory running = sample("inventory.changed", "on-trial-full", Inventory.class);
    private final TargetState published = sample("target.changed", "minimal", TargetState.class);

    /** Of a target that follows Git. */
    TargetRecords() {
        this("minimal");
    }

    private TargetRecords(String desired) {
        this(sample("desired.changed", desired, Desired.class));
    }

    private TargetRecords(Desired desired) {
        this.desired = desired;
    }

    /** The same target at another commit. */
    TargetRecords at(String commit) {
        Revision now = desired.revision();
        return new TargetRecords(new Desired(
                desired.removed(),
                new Revision(now.repository(), now.ref(), commit, now.description(), now.number()),
                desired.settings(),
                desired.bundleDigest(),
                desired.objects(),
                desired.hooks(),
                desired.notes()));
    }

    /** Of a target that Git keeps at a commit. */
    static TargetRecords pinnedInGit() {
        return new TargetRecords("full");
    }

    /** What was published before, and what is added to it. */
    final class After {

        private final TargetState state;

        private After(TargetState state) {
            this.state = state;
        }

        Known planned(State other, Problem... problems) {
            return with(answering(new Plan.Readiness(other, null, List.of(problems), List.of())));
        }

        Known with(Plan current) {
            return known(state, current, null, resting, null, List.of());
        }

        Known releasing(Plan current) {
            return known(state, current, current, running, analysing(null), List.of());
        }

        Known unreadable() {
            return known(state, null, null, null, null, List.of(Reason.POISON_EVENT.problem("unreadable", null)));
        }
    }

    After remembering(List<Attention> attention) {
        return new After(new TargetState(
                published.identity(),
                published.revisions(),
                published.state(),
                published.deployment(),
                new TargetState.Waiting("", attention),
                List.of(),
                List.of()));
    }

    Known before() {
        return known(null, null, null, null, null, List.of());
    }

    Known planned(State state, Problem... problems) {
        return remembering(List.of()).planned(state, problems);
    }

    Known with(Plan current) {
        return remembering(List.of()).with(current);
    }

    /** A plan that is carried out in place of what Git wants. */
    Plan warned(Problem why) {
        return answering(new Plan.Readiness(State.UNCHANGED, null, List.of(), List.of(why)));
    }

    /** A canary on hold. */
    Known held(TrialHold hold) {
        return known(published, canary, canary, running, analysing(hold), List.of());
    }

    private Execution analysing(@Nullable TrialHold hold) {
        Step.Analysing step = (Step.Analysing) analysing.step();
        TrialPosition at = step.trial();
        return analysing.at(new Step.Analysing(
                new TrialPosition(at.step(), at.weight(), at.round(), at.exposure(), at.made(), hold), step.since()));
    }

    private Plan answering(Plan.Readiness readiness) {
        Plan.Origin origin = plan.origin();
        return new Plan(
                plan.id(),
                new Plan.Origin(origin.mode(), origin.trigger(), desired.identity(), origin.inventorySequence(), 0),
                plan.bundle(),
                plan.placement(),
                readiness,
                plan.work(),
                plan.timing());
    }

    private Known known(
            @Nullable TargetState state,
            @Nullable Plan current,
            @Nullable Plan accepted,
            @Nullable Inventory inventory,
            @Nullable Execution execution,
            List<Problem> unreadable) {
        Received<Plan> record = current == null
                ? null
                : new Received<>(
                        "production/shop",
                        current,
                        "id",
                        1,
                        Instant.EPOCH,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null);
        return new Known(desired, record, accepted, inventory, execution, state, unreadable);
    }

    private static <T extends Record> T sample(String type, String name, Class<T> as) {
        try {
            return PayloadJson.read(
                    Files.readAllBytes(GOLDEN.resolve("io.keelstream." + type + "/1/" + name + ".json")), as);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
