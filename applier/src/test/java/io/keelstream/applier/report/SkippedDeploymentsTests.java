package io.keelstream.applier.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.record.Known;
import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.messaging.codec.PayloadJson;
import io.keelstream.messaging.event.EventContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkippedDeploymentsTests {

    private static final Path GOLDEN = Path.of("../contracts/src/test/resources/golden");
    private static final String MAIN = "refs/heads/main";

    @Test
    void commitsThatWereNeverLookedAtAreOvertakenToo() {
        assertThat(overtaken(published(revision(MAIN, 3), false), desired(6, 5, 4, 3, 2)))
                .containsExactly("3", "4", "5");
    }

    @Test
    void commitWhoseDeploymentBeganHasItsOwnEnd() {
        assertThat(overtaken(published(revision(MAIN, 3), true), desired(6, 5, 4, 3, 2)))
                .containsExactly("4", "5");
    }

    @Test
    void nothingIsSaidOfCommitsThatAVersionBeforeMayHaveDeployed() {
        assertThat(overtaken(published(revision(MAIN, 3), null), desired(4, 3, 2)))
                .isEmpty();
        assertThat(overtaken(null, desired(4, 3, 2))).isEmpty();
    }

    @Test
    void numbersOfAnotherRefAreNotCompared() {
        assertThat(overtaken(published(revision("refs/heads/next", 3), false), desired(6, 5, 4)))
                .containsExactly("3");
    }

    @Test
    void commitThatComesBackIsNotOvertakenByItself() {
        Desired again = desired(revision(MAIN, 7), List.of(new NumberedCommit(6, "b"), new NumberedCommit(5, "7")));
        assertThat(overtaken(published(revision(MAIN, 4), true), again)).containsExactly("b");
    }

    private static List<String> overtaken(@Nullable TargetState published, Desired desired) {
        Known known = new Known(desired, null, null, null, null, published, List.of());
        return SkippedDeployments.of(
                        "production/checkout",
                        sample("target.changed", TargetState.class).identity(),
                        known,
                        EventContext.at(Instant.EPOCH))
                .stream()
                .map(fact -> (DeploymentSkipped) fact.payload())
                .map(DeploymentSkipped::commit)
                .toList();
    }

    private static Revision revision(String ref, long number) {
        return new Revision("infra", ref, String.valueOf(number), "Tester", "Change", Instant.EPOCH).numbered(number);
    }

    private static Desired desired(long number, long... before) {
        return desired(
                revision(MAIN, number),
                LongStream.of(before)
                        .mapToObj(each -> new NumberedCommit(each, String.valueOf(each)))
                        .toList());
    }

    private static Desired desired(Revision revision, List<NumberedCommit> overtaken) {
        Desired sample = sample("desired.changed", Desired.class);
        return new Desired(
                false,
                revision,
                sample.settings(),
                sample.bundleDigest(),
                sample.objects(),
                sample.hooks(),
                new Desired.Notes(List.of(), List.of(), List.of(), List.of(), overtaken));
    }

    private static TargetState published(Revision desired, @Nullable Boolean begun) {
        TargetState sample = sample("target.changed", TargetState.class);
        return new TargetState(
                sample.identity(),
                new TargetState.Revisions(desired, null, List.of(), null, begun, null),
                sample.state(),
                sample.deployment(),
                sample.waiting(),
                List.of(),
                List.of());
    }

    private static <T extends Record> T sample(String type, Class<T> as) {
        try {
            return PayloadJson.read(
                    Files.readAllBytes(GOLDEN.resolve("io.keelstream." + type + "/1/minimal.json")), as);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
