package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actor;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.signature.SshPublicKey;
import io.keelstream.planner.sample.Samples;
import io.keelstream.testing.decision.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What approvals, rejections and pins do where the installation lists who may decide. */
class SignedDecisionTests extends SandboxedPlanner {

    private static final Person ADA = Person.named("ada");
    private static final Person BOB = Person.named("bob");
    private static final Person EVE = Person.named("eve");
    private static final Actors ACTORS = new Actors(List.of(ADA.actor(), BOB.actor()));

    @Test
    void changeIsAppliedOnceTwoPeopleApprovedIt() throws Exception {
        // Given
        String target = "signed/two";
        String digest = waiting(target, "two", 2);

        // When
        DecisionAnswer first = approve(target, ADA, digest);
        DecisionAnswer again = approve(target, ADA, digest);
        State afterOne = world.current(target).state();
        DecisionAnswer second = approve(target, BOB, digest);

        // Then
        assertThat(first.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(first.message()).endsWith("(1 of 2)");
        assertThat(Objects.requireNonNull(first.signed()).by())
                .isEqualTo(SshPublicKey.parse(ADA.publicKey()).fingerprint());
        assertThat(again.message()).endsWith("(1 of 2)");
        assertThat(afterOne).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(second.message()).endsWith("(2 of 2)");
        assertThat(world.current(target).state()).isEqualTo(State.READY);
    }

    @Test
    void decisionsOfTwoPeopleAtOnceAreBothAnswered() throws Exception {
        // Given
        String target = "signed/at-once";
        String digest = waiting(target, "at-once", 2);

        // When
        write(target, ADA.sign("acme", target, decision(Kind.APPROVE, "ada", digest)));
        write(target, BOB.sign("acme", target, decision(Kind.APPROVE, "bob", digest)));
        evaluate(target, ACTORS);

        // Then
        assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer(target, "bob").outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
    }

    @Test
    void unsignedAndForgedApprovalsAreRefusedAndAudited() throws Exception {
        // Given
        String target = "signed/forged";
        String digest = waiting(target, "forged", 1);
        Decision unsigned = decision(Kind.APPROVE, "ada", digest);
        Decision forged = EVE.sign("acme", target, decision(Kind.APPROVE, "ada", digest));
        Decision elsewhere = ADA.sign("other", target, decision(Kind.APPROVE, "ada", digest));

        for (Decision made : List.of(unsigned, forged, elsewhere)) {
            // When
            write(target, made);
            evaluate(target, ACTORS);

            // Then
            assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(answer(target, "ada").signed()).isNull();
            assertThat(audited(made)).isEqualTo(1);
            assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
        }
        assertThat(approve(target, ADA, digest).outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void approvalThatWasReplacedCannotBePutBack() throws Exception {
        // Given
        String target = "signed/replayed";
        String digest = waiting(target, "replayed", 2);
        Instant now = Instant.now();
        Decision approval = ADA.sign("acme", target, decision(Kind.APPROVE, "ada", digest), now.minusSeconds(2));
        Decision rejection = ADA.sign("acme", target, decision(Kind.REJECT, "ada", digest), now);
        for (Decision made : List.of(approval, rejection)) {
            write(target, made);
            evaluate(target, ACTORS);
            assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.HONOURED);
        }

        // When
        write(target, approval);
        evaluate(target, ACTORS);
        DecisionAnswer replayed = answer(target, "ada");
        write(target, decision(Kind.APPROVE, "ada", digest));
        evaluate(target, ACTORS);
        write(target, approval);
        evaluate(target, ACTORS);

        // Then
        assertThat(replayed.reason()).isEqualTo(Reason.DECISION_UNVERIFIED.label());
        assertThat(answer(target, "ada").reason()).isEqualTo(Reason.DECISION_UNVERIFIED.label());
        assertThat(answer(target, "ada").message()).contains("another decision in its place");
    }

    @Test
    void approvalByAKeyThatWasRemovedSinceDoesNotCount() throws Exception {
        // Given
        String target = "signed/removed";
        String digest = waiting(target, "removed", 2);
        approve(target, ADA, digest);

        // When
        Actors without = new Actors(List.of(ADA.withNewKey().actor(), BOB.actor()));
        write(target, BOB.sign("acme", target, decision(Kind.APPROVE, "bob", digest)));
        evaluate(target, without);

        // Then
        assertThat(answer(target, "bob").message()).endsWith("(1 of 2)");
        assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(world.current(target).problems().getLast().message()).endsWith("(by bob)");
    }

    @Test
    void authorsDoNotApproveTheirOwnChange() throws Exception {
        // Given
        String target = "signed/author";
        Desired first = by("Ada <ADA@example.org>", bundle("author", manual(1, null), "blue"));
        Desired second = by("Carl <carl@example.org>", bundle("author", manual(1, null), "red"));
        world.desire(target, first);
        evaluate(target, ACTORS);
        world.desire(target, second);
        evaluate(target, ACTORS);
        String digest = world.current(target).changeDigest();

        // When
        DecisionAnswer own = approve(target, ADA, digest);
        DecisionAnswer other = approve(target, BOB, digest);

        // Then
        assertThat(world.current(target).origin().authors())
                .containsExactly("Ada <ADA@example.org>", "Carl <carl@example.org>");
        assertThat(own.reason()).isEqualTo(Reason.DECISION_FORBIDDEN.label());
        assertThat(own.message()).startsWith("it has commits of Ada <ADA@example.org>");
        assertThat(other.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
    }

    @Test
    void authorsOfWhatAPinHeldBackDoNotApproveWhatComesWithIt() throws Exception {
        // Given
        String target = "signed/held";
        world.namespace("held");
        Desired applied = by("Carl <carl@example.org>", bundle("held", TargetPolicy.DEFAULT, "white"));
        world.release(target, applied);
        Inventory inventory = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
        KnownGood good = new KnownGood(applied.bundleDigest(), applied.revision(), Instant.EPOCH);
        world.partition.put(
                Topic.INVENTORY,
                target,
                inventory.withHistory(inventory.history().knownGood(good)));
        world.desire(target, by("Dora <dora@example.org>", bundle("held", manual(1, null), "grey")));
        evaluate(target, ACTORS);
        pin(target, Kind.PIN, applied.revision().commit());
        world.desire(target, by("Ada <ada@example.org>", bundle("held", manual(1, null), "blue")));
        evaluate(target, ACTORS);
        assertThat(world.current(target).state()).isEqualTo(State.UNCHANGED);

        // When
        world.desire(target, by("Eve <eve@example.org>", bundle("held", manual(1, null), "red")));
        pin(target, Kind.UNPIN, null);

        // Then
        assertThat(world.current(target).origin().authors())
                .containsExactly("Dora <dora@example.org>", "Ada <ada@example.org>", "Eve <eve@example.org>");
        assertThat(approve(target, ADA, world.current(target).changeDigest()).reason())
                .isEqualTo(Reason.DECISION_FORBIDDEN.label());
    }

    @Test
    void authorsOfWhatIsAppliedApproveWhatOthersWrote() throws Exception {
        // Given
        String target = "signed/applied";
        world.namespace("applied");
        world.release(target, by("Ada <ada@example.org>", bundle("applied", TargetPolicy.DEFAULT, "blue")));
        world.desire(target, by("Bob <bob@example.org>", bundle("applied", manual(1, null), "red")));
        evaluate(target, ACTORS);

        // When
        DecisionAnswer answer = approve(target, ADA, world.current(target).changeDigest());

        // Then
        assertThat(world.current(target).origin().authors()).containsExactly("Bob <bob@example.org>");
        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void authorsApproveTheirOwnChangeWhereTheTargetSaysSo() throws Exception {
        // Given
        String target = "signed/own";
        world.desire(target, by("Ada <ada@example.org>", bundle("own", manual(1, true), "blue")));
        evaluate(target, ACTORS);

        // When, Then
        assertThat(approve(target, ADA, world.current(target).changeDigest()).outcome())
                .isEqualTo(Outcome.HONOURED);
    }

    @Test
    void personWhomNobodyKnowsInGitDoesNotApprove() throws Exception {
        // Given
        String target = "signed/unknown";
        String digest = waiting(target, "unknown", 1);
        Actor ada = ADA.actor();
        Actors unknown = new Actors(List.of(new Actor("ada", ada.keys(), List.of(), ada.targets(), ada.verbs())));

        // When
        write(target, ADA.sign("acme", target, decision(Kind.APPROVE, "ada", digest)));
        evaluate(target, unknown);

        // Then
        assertThat(answer(target, "ada").message()).contains("who ada is in Git is not known", "emails");
    }

    @Test
    void severalPeopleAreNotAskedWhereNobodyCanBeToldApart() throws Exception {
        // Given
        String target = "signed/nobody";
        world.desire(target, bundle("nobody", manual(2, null), "blue"));
        Plan waits = world.plan(target);

        // When
        write(target, decision(Kind.APPROVE, "ada", waits.changeDigest()));
        evaluate(target, Actors.NONE);

        // Then
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("SyncManual", "ApprovalUnverified");
        assertThat(waits.problems().getLast().message())
                .isEqualTo("list who may decide in keelstream.decisions.actors of the installation, or set"
                        + " policy.approval.required: 1; 2 people have to approve it, and who decides is not verified");
        assertThat(answer(target, "ada").reason()).isEqualTo(Reason.DECISION_FORBIDDEN.label());
        assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void forgedPinIsRefused() throws Exception {
        // Given
        String target = "signed/pin";
        waiting(target, "pin", 1);
        Decision forged = EVE.sign(
                "acme", target, new Decision("pin-1", Kind.PIN, "ada", "", Named.commit("a".repeat(40)), null, null));

        // When
        world.partition.put(Topic.DECISION, Kind.PIN.key(target), forged);
        evaluate(target, ACTORS);

        // Then
        DecisionAnswer answer = Objects.requireNonNull(
                world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Kind.PIN.key(target)));
        assertThat(answer.reason()).isEqualTo(Reason.DECISION_UNVERIFIED.label());
        assertThat(audited(forged)).isEqualTo(1);
    }

    /** The digest of a change that waits for as many people. */
    private static String waiting(String target, String namespace, int required) throws InterruptedException {
        world.desire(target, bundle(namespace, manual(required, null), "blue"));
        evaluate(target, ACTORS);
        assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
        return world.current(target).changeDigest();
    }

    private static DecisionAnswer approve(String target, Person person, String digest) throws InterruptedException {
        write(target, person.sign("acme", target, decision(Kind.APPROVE, person.name(), digest)));
        evaluate(target, ACTORS);
        return answer(target, person.name());
    }

    /** Bob pins the target, or ends that. */
    private static void pin(String target, Kind kind, @Nullable String commit) throws InterruptedException {
        Named named = commit == null ? Named.NOTHING : Named.commit(commit);
        write(
                target,
                BOB.sign(
                        "acme",
                        target,
                        new Decision(UUID.randomUUID().toString(), kind, "bob", "", named, null, null)));
        evaluate(target, ACTORS);
    }

    private static Decision decision(Kind kind, String actor, String digest) {
        return new Decision(UUID.randomUUID().toString(), kind, actor, "seen", Named.change(digest), null, null);
    }

    private static void write(String target, Decision made) {
        world.partition.put(Topic.DECISION, made.key(target), made);
    }

    /** Lets a planner that knows these people answer and plan anew. */
    private static void evaluate(String target, Actors actors) throws InterruptedException {
        TargetPlanner planner = world.planner(world.partition, world.settings.decidedBy(actors), Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            planner.evaluate(target);
        }
    }

    private static DecisionAnswer answer(String target, String actor) {
        @Nullable
        DecisionAnswer answer =
                world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Decision.approvalKey(target, actor));
        return Objects.requireNonNull(answer);
    }

    private static long audited(Decision made) {
        return world.partition.written().stream()
                .filter(fact -> fact.topic() == Topic.AUDIT
                        && fact.payload() instanceof DecisionAnswer given
                        && given.decision().equals(made))
                .count();
    }

    private static TargetPolicy manual(int required, @Nullable Boolean author) {
        return TargetPolicy.DEFAULT.withGating(
                new Gating(Sync.MANUAL, new Approval(required, 86_400_000, author), List.of()));
    }

    private static Desired bundle(String namespace, TargetPolicy policy, String colour) {
        return Samples.bundle(
                namespace,
                policy,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: " + colour + "}}");
    }

    private static Desired by(String author, Desired bundle) {
        Revision commit = bundle.revision();
        return new Desired(
                false,
                new Revision(
                        commit.repository(),
                        commit.ref(),
                        commit.commit(),
                        author,
                        commit.message(),
                        commit.committedAt()),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                List.of(),
                List.of());
    }
}
