package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.Attention.Cause;
import io.keelstream.contracts.attention.TargetAttention;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Fact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a person is said once and resolved once, whatever happens to the process. */
class AttentionTests extends SandboxedApplier {

    private static final Problem MANUAL = Reason.SYNC_MANUAL.problem("policy.sync is manual", null);
    private static final Problem MISSING = Reason.APPROVAL_MISSING.problem("approve it as it is: ...", null);

    @Test
    void approvalIsSaidOnceAndAgainByNoRestart() {
        // When
        world.push(manual("first"));
        world.await().until(() -> !said(world, EventType.ATTENTION_NEEDED).isEmpty());
        int written = world.awaitQuiet();
        world.restart();
        world.await()
                .during(Duration.ofMillis(300))
                .until(() -> world.partition.written().size() == written);

        // Then
        assertThat(said(world, EventType.ATTENTION_NEEDED)).singleElement().satisfies(event -> {
            Attention attention = event.attention();
            assertThat(event.identity().name()).hasToString(TARGET);
            assertThat(attention.cause()).isEqualTo(Cause.APPROVAL);
            assertThat(attention.revision().commit()).isEqualTo("first");
            assertThat(attention.command()).startsWith("keelstream approve " + TARGET + " ");
            assertThat(attention.said().reminders()).isZero();
            assertThat(world.state().attention()).containsExactly(attention);
        });
    }

    @Test
    void everyEventIsInTheTransactionOfTheReadModelThatRemembersIt() {
        // When
        world.push(manual("first"));
        world.await().until(() -> !said(world, EventType.ATTENTION_NEEDED).isEmpty());
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.await().until(() -> !said(world, EventType.ATTENTION_RESOLVED).isEmpty());

        // Then
        List<List<EventType>> transitions = world.partition.transitions().stream()
                .map(facts -> facts.stream().map(Fact::type).toList())
                .filter(types ->
                        types.contains(EventType.ATTENTION_NEEDED) || types.contains(EventType.ATTENTION_RESOLVED))
                .toList();
        assertThat(transitions).hasSize(2).allSatisfy(types -> assertThat(types).contains(EventType.TARGET_CHANGED));
        assertThat(world.state().attention()).isEmpty();
    }

    @Test
    void newerChangeIsAnotherMatter() {
        // When
        world.push(manual("first"));
        world.await().until(() -> said(world, EventType.ATTENTION_NEEDED).size() == 1);
        world.push(manual("second"));
        world.await().until(() -> said(world, EventType.ATTENTION_NEEDED).size() == 2);

        // Then
        assertThat(said(world, EventType.ATTENTION_RESOLVED))
                .extracting(event -> event.attention().revision().commit())
                .containsExactly("first");
        assertThat(world.state().attention())
                .extracting(each -> each.revision().commit())
                .containsExactly("second");
    }

    @Test
    void targetThatGoesWaitsForNobody() {
        // Given
        world.push(manual("first"));
        world.await().until(() -> !said(world, EventType.ATTENTION_NEEDED).isEmpty());

        // When
        world.push(Planned.of(TARGET, "second").removed());

        // Then
        world.await().until(() -> !said(world, EventType.ATTENTION_RESOLVED).isEmpty());
        world.await().until(() -> !world.published());
        assertThat(said(world, EventType.ATTENTION_RESOLVED)).hasSize(1);
    }

    @TestFactory
    @Passes({Step.Applying.class, Step.Finished.class})
    Stream<DynamicTest> saidOnceAndResolvedOnceWhereverTheProcessDies(TestInfo test, @TempDir Path base) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox other = new ApplyingSandbox(base)) {
                deaths.begin(other);
                other.push(manual("first"));
                deaths.await(
                        other, () -> !said(other, EventType.ATTENTION_NEEDED).isEmpty());
                Planned approved = Planned.of(TARGET, "first").create(configMap("a", "1"));
                other.plan(approved);
                deaths.await(other, () -> !other.finished(approved).isEmpty());
                other.push(manual("second"));
                deaths.await(
                        other, () -> said(other, EventType.ATTENTION_NEEDED).size() > 1);
                other.push(Planned.of(TARGET, "third").waiting(State.FAILED));
                deaths.await(
                        other, () -> said(other, EventType.ATTENTION_RESOLVED).size() > 1);

                assertThat(commits(other, EventType.ATTENTION_NEEDED)).containsExactly("first", "second");
                assertThat(commits(other, EventType.ATTENTION_RESOLVED)).containsExactly("first", "second");
            }
        });
    }

    private static Planned manual(String commit) {
        return Planned.of(TARGET, commit)
                .waiting(State.AWAITING_APPROVAL, MANUAL, MISSING)
                .create(configMap("a", "1"));
    }

    private static List<String> commits(ApplyingSandbox world, EventType type) {
        return said(world, type).stream()
                .map(each -> each.attention().revision().commit())
                .toList();
    }

    private static List<TargetAttention> said(ApplyingSandbox world, EventType type) {
        return world.partition.written().stream()
                .filter(fact -> fact.type() == type)
                .map(fact -> (TargetAttention) fact.payload())
                .toList();
    }
}
