package io.keelstream.planner.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EffectiveTests {

    private static final TargetPolicy POLICY = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);
    private static final Desired GOOD = bundle(POLICY, config("a", "1"), secret("old"));
    private static final Desired BAD = bundle(POLICY, config("a", "2"), secret("new"));

    private static final Decided PINNED = new Decided("d1", Decision.Kind.PIN, "ada", "incident 7", "SHA256:key");

    private static final Inventory.Barrier BARRIER =
            new Inventory.Barrier("Job.batch/ns/contract", "c0ffee00aa", Instant.EPOCH.plusSeconds(1));

    @Test
    void bundleThatDidNotFailIsWhatGitWants() throws Exception {
        History failed = history(BAD, GOOD);

        assertThat(effective(GOOD, failed)).isEqualTo(new Effective.Git(GOOD));
        assertThat(effective(BAD, failed.withFailed(failed.failed().retried("ada"))))
                .isEqualTo(new Effective.Git(BAD));
        assertThat(Effective.of("t/a", BAD, null, null, EffectiveTests::stored)).isEqualTo(new Effective.Git(BAD));
    }

    @Test
    void bundleThatFailedGivesWayToTheLastHealthyOne() throws Exception {
        Effective effective = effective(BAD, history(BAD, BAD, GOOD));

        assertThat(effective).isInstanceOfSatisfying(Effective.Earlier.class, earlier -> {
            assertThat(earlier.bundle().bundleDigest()).isEqualTo(GOOD.bundleDigest());
            assertThat(earlier.instead().message())
                    .isEqualTo("commit bad00000 did not become healthy: crashes; commit "
                            + GOOD.revision().shortCommit() + " is applied in its place until a change or a revert is"
                            + " pushed, or keelstream retry t/a is run");
        });
    }

    @Test
    void bundleThatFailedBeforeAnotherOneDidGivesWayToo() throws Exception {
        Desired worse = bundle(POLICY, config("a", "3"), secret("new"));
        FailedBundle second = new FailedBundle(
                "second", "bad11111", worse.bundleDigest(), "hangs", Instant.EPOCH.plusSeconds(1), null, null);
        History both = history(BAD, BAD, GOOD).failing(second);

        assertThat(effective(BAD, both)).isInstanceOfSatisfying(Effective.Earlier.class, earlier -> {
            assertThat(earlier.bundle().bundleDigest()).isEqualTo(GOOD.bundleDigest());
            assertThat(earlier.instead().message()).startsWith("commit bad00000 did not become healthy: crashes");
        });
        assertThat(effective(worse, both).bundle().bundleDigest()).isEqualTo(GOOD.bundleDigest());
        assertHeld(effective(BAD, both.withFailed(second.notRolledBack("no node left"))), "failed too: no node left");
    }

    @Test
    void secretsStayAtTheirNewest() throws Exception {
        Effective effective = effective(BAD, history(BAD, GOOD));

        assertThat(effective.bundle().objects())
                .extracting(DesiredObject::digest)
                .containsExactly(
                        GOOD.objects().getFirst().digest(),
                        BAD.objects().getLast().digest());
    }

    @Test
    void policyThatHoldsAppliesNothingElse() throws Exception {
        Desired bad = bundle(POLICY.withOnFailure(OnFailure.HOLD), config("a", "2"));

        assertHeld(
                effective(bad, history(bad, GOOD)),
                "commit bad00000 did not become healthy: crashes; push a change, revert, or run keelstream retry t/a");
    }

    @Test
    void nothingHealthyBeforeHolds() throws Exception {
        assertHeld(effective(BAD, history(BAD)), "no earlier commit was healthy here");
        assertHeld(effective(BAD, history(BAD, BAD)), "no earlier commit was healthy here");
    }

    @Test
    void bundleThatIsNotKeptHolds() throws Exception {
        Desired lost = bundle(POLICY, config("a", "0"));

        assertHeld(effective(BAD, history(BAD, lost)), "is not kept");
    }

    @Test
    void rollbackThatFailedHolds() throws Exception {
        History failed = history(BAD, GOOD);

        assertHeld(
                effective(BAD, failed.withFailed(failed.failed().notRolledBack("no node left"))),
                "failed too: no node left");
    }

    @Test
    void objectThatMovedSinceThenHolds() throws Exception {
        Desired bad = new Desired(
                false,
                BAD.revision(),
                BAD.settings(),
                BAD.bundleDigest(),
                List.of(),
                List.of(new Desired.Moved("ConfigMap/ns/a", "t/b")),
                List.of());
        DesiredObject arrived = Samples.object("ns", Samples.manifest(config("b", "1")));
        Desired other = bundle(
                POLICY,
                List.of(new DesiredObject(
                        arrived.reference(),
                        arrived.digest(),
                        new DesiredObject.Origin("c", "t/b", null, null),
                        false,
                        arrived.body())));

        assertHeld(effective(bad, history(bad, GOOD)), "ConfigMap/ns/a moved between targets");
        assertHeld(effective(other, history(other, GOOD)), "ConfigMap/ns/b moved between targets");
    }

    @Test
    void objectThatCameSinceThenAndMovedIsHandedOver() throws Exception {
        Desired.Moved moved = new Desired.Moved("ConfigMap/ns/later", "t/b");
        Desired bad = new Desired(
                false, BAD.revision(), BAD.settings(), BAD.bundleDigest(), BAD.objects(), List.of(moved), List.of());

        assertThat(effective(bad, history(bad, GOOD)).bundle().movedTo()).containsExactly(moved);
    }

    @Test
    void removalIsNotHeld() throws Exception {
        Desired removed =
                new Desired(true, BAD.revision(), BAD.settings(), BAD.bundleDigest(), List.of(), List.of(), List.of());

        assertThat(effective(removed, history(BAD, GOOD))).isEqualTo(new Effective.Git(removed));
    }

    @Test
    void anotherClusterKnowsNothingOfWhatFailedHere() throws Exception {
        Inventory elsewhere = Samples.inventory(1, "uid", BAD, List.of())
                .withPlacement(new io.keelstream.contracts.targets.Placement("other", "uid", "ns"))
                .withHistory(history(BAD, GOOD));

        assertThat(Effective.of("t/a", BAD, elsewhere, null, EffectiveTests::stored))
                .isEqualTo(new Effective.Git(BAD));
    }

    @Test
    void pinnedTargetHasTheBundleOfThatCommit() throws Exception {
        Effective effective = pinned(BAD, healthy(GOOD), pin(GOOD.revision().commit()));

        assertThat(effective).isInstanceOfSatisfying(Effective.Earlier.class, earlier -> {
            assertThat(earlier.bundle().bundleDigest()).isEqualTo(GOOD.bundleDigest());
            assertThat(earlier.instead().message())
                    .isEqualTo("commit " + BAD.revision().shortCommit()
                            + " is held by the pin of ada (incident 7) since 2026-03-01T12:00:00Z at "
                            + GOOD.revision().shortCommit() + "; keelstream unpin t/a ends the pin");
        });
    }

    @Test
    void pinAtWhatGitWantsChangesNothing() throws Exception {
        assertThat(pinned(GOOD, healthy(GOOD), pin(GOOD.revision().commit()))).isEqualTo(new Effective.Git(GOOD));
    }

    @Test
    void pinWhoseBundleIsNotKeptHolds() throws Exception {
        assertHeld(pinned(BAD, healthy(GOOD), pin("0123456789")), "is not kept any more");
    }

    @Test
    void pinDoesNotHoldBackARemoval() throws Exception {
        Desired removed =
                new Desired(true, BAD.revision(), BAD.settings(), BAD.bundleDigest(), List.of(), List.of(), List.of());

        assertThat(pinned(removed, healthy(GOOD), pin(GOOD.revision().commit())))
                .isEqualTo(new Effective.Git(removed));
    }

    @Test
    void moveToAnotherClusterWaitsForTheEndOfThePin() throws Exception {
        Inventory elsewhere = Samples.inventory(1, "uid", BAD, List.of())
                .withPlacement(new io.keelstream.contracts.targets.Placement("other", "uid", "ns"))
                .withHistory(healthy(GOOD));

        assertHeld(
                Effective.of("t/a", BAD, elsewhere, pin(GOOD.revision().commit()), EffectiveTests::stored),
                "and so is the move to cluster default");
    }

    @Test
    void wayBackDoesNotPassABarrier() throws Exception {
        assertHeld(
                effective(BAD, behindABarrier(history(BAD, GOOD))),
                "commit bad00000 did not become healthy: crashes; not rolled back, because the hook"
                        + " Job.batch/ns/contract of commit c0ffee00aa, which ran since then, is a barrier for rollbacks;"
                        + " keelstream rollback t/a --to "
                        + GOOD.revision().shortCommit() + " --past-barrier passes it; push a change");
    }

    @Test
    void pinDoesNotPassABarrierUnlessItSaysSo() throws Exception {
        String commit = GOOD.revision().commit();
        History history = behindABarrier(healthy(GOOD));

        assertHeld(pinned(BAD, history, pin(commit)), "the hook Job.batch/ns/contract of commit c0ffee00");
        assertThat(pinned(BAD, history, person(commit, new Pin.Extent(true, false))))
                .isInstanceOf(Effective.Earlier.class);
    }

    @Test
    void commitThatWasHealthySinceIsNotBehindTheBarrier() throws Exception {
        String commit = GOOD.revision().commit();
        History since = behindABarrier(healthy(GOOD))
                .knownGood(new KnownGood(GOOD.bundleDigest(), GOOD.revision(), BARRIER.at()));

        assertThat(pinned(BAD, since, pin(commit))).isInstanceOf(Effective.Earlier.class);
    }

    @Test
    void pinTakesSecretsBackWhereItSaysSo() throws Exception {
        Pin pin = person(GOOD.revision().commit(), new Pin.Extent(false, true));

        Effective back = pinned(BAD, healthy(GOOD), pin);

        assertThat(back.bundle().objects()).isEqualTo(GOOD.objects());
        assertThat(back).isInstanceOfSatisfying(Effective.Earlier.class, earlier -> {
            assertThat(earlier.evidence().decisions()).containsExactly(PINNED);
            assertThat(earlier.evidence().skipped())
                    .extracting(Evidence.Skipped::gate)
                    .containsExactly("SecretsTakenBack");
        });
    }

    @Test
    void limitsOfTenantsAreThoseOfTodayWithItsSecretsToo() throws Exception {
        TenantLimits today = new TenantLimits("blue", List.of("ns"), List.of("*"), List.of(), List.of(), List.of("*"));
        Desired held = BAD.heldTo(List.of(today));
        String commit = GOOD.revision().commit();

        assertThat(pinned(held, healthy(GOOD), pin(commit)).bundle().tenants()).containsExactly(today);
        assertThat(pinned(held, healthy(GOOD), person(commit, new Pin.Extent(false, true)))
                        .bundle()
                        .tenants())
                .containsExactly(today);
    }

    @Test
    void bundleOutsideOfTheLimitsOfTodayIsNotReturnedTo() throws Exception {
        TenantLimits today =
                new TenantLimits("blue", List.of("other"), List.of("*"), List.of(), List.of(), List.of("*"));
        Desired held = BAD.heldTo(List.of(today));
        String why = "ConfigMap/ns/a is in namespace 'ns', which tenant 'blue' may not have (namespaces: other)";

        assertHeld(effective(held, history(BAD, GOOD)), "because " + why);
        assertHeld(
                pinned(held, healthy(GOOD), pin(GOOD.revision().commit())),
                "the bundle of that commit is outside of the limits: " + why);
    }

    @Test
    void pinOfThePolicyHoldsAlsoWhereNothingIsKnownOfWhatWasHealthy() throws Exception {
        Desired declaring = bundle(
                POLICY.withGating(POLICY.gating().pinnedTo(GOOD.revision().commit())), config("a", "2"), secret("new"));
        Pin pin = Objects.requireNonNull(Pin.declared(declaring));

        assertThat(pinned(declaring, healthy(GOOD), pin)).isInstanceOfSatisfying(Effective.Earlier.class, earlier -> {
            assertThat(earlier.bundle().bundleDigest()).isEqualTo(GOOD.bundleDigest());
            assertThat(earlier.instead().message())
                    .isEqualTo("commit " + declaring.revision().shortCommit()
                            + " is held by policy.pin in keelstream.yaml at "
                            + GOOD.revision().shortCommit()
                            + "; taking policy.pin out of keelstream.yaml ends that");
        });
        assertHeld(
                pinned(declaring, History.NONE, pin),
                "the bundle of that commit is not kept any more; taking policy.pin");
        assertHeld(
                Effective.of("t/a", declaring, null, pin, EffectiveTests::stored),
                "it is not known what was healthy here; taking policy.pin out");
    }

    @Test
    void pinOfAPersonHoldsAlsoWhereNothingIsKnownOfWhatWasHealthy() throws Exception {
        assertHeld(
                Effective.of("t/a", BAD, null, pin(GOOD.revision().commit()), EffectiveTests::stored),
                ", and it is not known what was healthy here; keelstream unpin t/a ends the pin");
    }

    @Test
    void pinThatCannotBeReadHolds() throws Exception {
        String why =
                "is held by a pin whose record cannot be read (t/a#pin: not JSON), so that it is not known where the"
                        + " target stays; keelstream unpin t/a ends the pin, and another pin or rollback takes its place";
        Pin pin = Pin.unreadable("t/a#pin: not JSON");

        assertHeld(pinned(BAD, healthy(GOOD), pin), why);
        assertHeld(Effective.of("t/a", BAD, null, pin, EffectiveTests::stored), why);
    }

    private static History behindABarrier(History history) {
        return history.withBarrier(BARRIER);
    }

    private static Pin pin(String commit) {
        return person(commit, Pin.Extent.NONE);
    }

    private static Pin person(String commit, Pin.Extent extent) {
        return new Pin(
                commit, new Pin.Origin.Person(PINNED, Instant.parse("2026-03-01T12:00:00Z"), Instant.MAX), extent);
    }

    private static History healthy(Desired bundle) {
        return History.NONE.knownGood(new KnownGood(bundle.bundleDigest(), bundle.revision(), Instant.EPOCH));
    }

    private static Effective pinned(Desired desired, History history, Pin pin) throws InterruptedException {
        Inventory inventory = Samples.inventory(1, "uid", desired, List.of()).withHistory(history);
        return Effective.of("t/a", desired, inventory, pin, EffectiveTests::stored);
    }

    private static void assertHeld(Effective effective, String why) {
        assertThat(effective)
                .isInstanceOfSatisfying(
                        Effective.Held.class,
                        held -> assertThat(held.why().message()).contains(why));
    }

    private static Effective effective(Desired desired, History history) throws InterruptedException {
        Inventory inventory = Samples.inventory(1, "uid", desired, List.of()).withHistory(history);
        return Effective.of("t/a", desired, inventory, null, EffectiveTests::stored);
    }

    private static @Nullable Desired stored(String digest) {
        return Map.of(GOOD.bundleDigest(), GOOD).get(digest);
    }

    private static History history(Desired failed, Desired... healthy) {
        History history = History.NONE.withFailed(new FailedBundle(
                "deployment", "bad00000", failed.bundleDigest(), "crashes", Instant.EPOCH, null, null));
        for (Desired each : List.of(healthy).reversed()) {
            history = history.knownGood(new KnownGood(each.bundleDigest(), each.revision(), Instant.EPOCH));
        }
        return Objects.requireNonNull(history);
    }

    private static Desired bundle(TargetPolicy policy, String... documents) {
        return Samples.bundle("ns", policy, documents);
    }

    private static Desired bundle(TargetPolicy policy, List<DesiredObject> objects) {
        return Samples.bundle("ns", policy, objects);
    }

    private static String config(String name, String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {value: \"" + value + "\"}}";
    }

    private static String secret(String value) {
        return "{apiVersion: v1, kind: Secret, metadata: {name: login}, stringData: {password: " + value + "}}";
    }
}
