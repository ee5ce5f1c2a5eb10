package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.topic.Partitions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactEncoderTests {

    private static final String TARGET = "production/shop";
    private static final int COUNT = 3;
    private static final int HOME = Partitions.of(TARGET, COUNT);
    private static final EventContext NOW = EventContext.at(Instant.EPOCH);

    private final FactEncoder applier = new FactEncoder(
            new ServiceInputs(
                    "applier", "test", List.of(Topic.INVENTORY, Topic.EXECUTION), List.of(), List.of("applier")),
            Map.of(Topic.INVENTORY, COUNT, Topic.EXECUTION, COUNT, Topic.TARGET, COUNT),
            HOME);
    private final FactEncoder planner = new FactEncoder(
            new ServiceInputs("planner", "test", List.of(Topic.KNOWN_GOOD), List.of(), List.of("planner")),
            Map.of(Topic.KNOWN_GOOD, COUNT),
            HOME);
    private final FactEncoder watcher = new FactEncoder(
            new ServiceInputs("git-watcher", "test", List.of(Topic.HEAD), List.of(), List.of("git-watcher")),
            Map.of(Topic.HEAD, COUNT, Topic.REVISION, COUNT),
            0);

    @Test
    void stateRecordAboveTwelveMebibytesIsRefusedAndNamesItsTarget() {
        // Given
        Fact huge = inventory(TARGET, "a".repeat((12 << 20) + 1));

        // Then
        assertThatThrownBy(() -> applier.encode(List.of(huge)))
                .isInstanceOf(FactRefusedException.class)
                .hasMessageContaining(TARGET)
                .hasMessageContaining("limit is 12582912")
                .hasMessageContaining("Split the application");
    }

    @Test
    void stateRecordThatCompressesWellIsTakenUpToTwelveMebibytes() {
        // When
        Transition.Facts encoded = applier.encode(List.of(inventory(TARGET, "a".repeat(11 << 20))));

        // Then
        assertThat(encoded.bytes()).isGreaterThan(11 << 20);
    }

    @Test
    void stateRecordThatDoesNotCompressIsRefusedAboveFourMebibytes() {
        // Given
        Fact huge = inventory(TARGET, noise(4 << 20));

        // Then
        assertThatThrownBy(() -> applier.encode(List.of(huge)))
                .isInstanceOf(FactRefusedException.class)
                .hasMessageContaining(TARGET)
                .hasMessageContaining("compressed; the limit is 4194304");
    }

    @Test
    void bundleThatIsKeptForARollbackMayHaveOneMebibyteCompressed() {
        // Given
        Fact fits = bundle(noise(1_000_000));
        Fact large = bundle(noise(1_100_000));

        // Then
        assertThat(planner.encode(List.of(fits)).bytes()).isGreaterThan(1_000_000);
        assertThatThrownBy(() -> planner.encode(List.of(large)))
                .isInstanceOf(FactRefusedException.class)
                .hasMessageContaining(TARGET)
                .hasMessageContaining("compressed; the limit is 1048576");
    }

    @Test
    void eventAboveHalfAMebibyteIsRefused() {
        // Given
        Fact huge = Fact.of(
                EventType.REVISION_REJECTED,
                TARGET,
                new RevisionRejected(
                        new Revision("infra", "refs/heads/main", "c0ffee", "A", "m", Instant.EPOCH),
                        List.of(new Problem("YamlSyntax", "x".repeat(512 << 10), null))),
                NOW);

        // Then
        assertThatThrownBy(() -> watcher.encode(List.of(huge)))
                .isInstanceOf(FactRefusedException.class)
                .hasMessageContaining(TARGET);
    }

    @Test
    void refusesTopicsOfOthersAndPartitionsOfOthers() {
        // Given
        String elsewhere = elsewhere();

        // Then
        assertThatThrownBy(() -> watcher.encode(List.of(inventory(TARGET, ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("git-watcher does not write keelstream.inventory.v1; applier does");
        assertThatThrownBy(() -> applier.encode(List.of(inventory(elsewhere, ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(elsewhere + ", which lives on partition");
    }

    @Test
    void anchorIsTheFirstStateRecordThatStays() {
        // Given
        Fact tombstone = Fact.tombstone(EventType.EXECUTION_CHANGED, TARGET, NOW);

        // When
        Transition.Facts staying = applier.encode(List.of(tombstone, inventory(TARGET, "")));
        Transition.Facts going = applier.encode(List.of(tombstone));

        // Then
        assertThat(staying.anchor()).isEqualTo(1);
        assertThat(going.anchor()).isZero();
        assertThatThrownBy(() -> applier.encode(List.of(Fact.tombstone(EventType.TARGET_CHANGED, TARGET, NOW))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no state record");
    }

    /** Text that does not become smaller than this many bytes. */
    private static String noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return Base64.getEncoder().encodeToString(noise);
    }

    private static Fact bundle(String message) {
        Desired bundle = new Desired(
                false,
                new Revision("infra", "refs/heads/main", "c0ffee", "A", message, Instant.EPOCH),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(),
                List.of(),
                List.of());
        return Fact.of(EventType.KNOWN_GOOD_CHANGED, TARGET + "#digest", bundle, NOW);
    }

    private static Fact inventory(String target, String namespace) {
        Inventory inventory =
                Inventory.empty(new Placement("default", null, namespace)).next(null);
        return Fact.of(EventType.INVENTORY_CHANGED, target, inventory, NOW);
    }

    private static String elsewhere() {
        int number = 0;
        while (Partitions.of("production/app-" + number, COUNT) == HOME) {
            number++;
        }
        return "production/app-" + number;
    }
}
