package io.keelstream.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.access.Right.Kind;
import io.keelstream.contracts.access.Right.Operation;
import io.keelstream.contracts.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTests {

    @ParameterizedTest
    @EnumSource
    void servicesThatWriteATopicMay(Topic topic) {
        // When
        List<Account> writers = Arrays.stream(Account.values())
                .filter(account -> may(account, topic, Operation.WRITE))
                .toList();

        // Then
        List<String> services = topic == Topic.DECISION ? List.of() : topic.writers();
        assertThat(writers).extracting(Account::service).containsExactlyElementsOf(services);
    }

    @ParameterizedTest
    @EnumSource(names = "AUDIT", mode = EnumSource.Mode.EXCLUDE)
    void topicHasOneWriterExceptTheAuditStream(Topic topic) {
        assertThat(topic.writers()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void accountReadsItsInputsItsTailsAndItsStreamsAndNothingElse(Account account) {
        assertThat(Arrays.stream(Topic.values()).filter(topic -> may(account, topic, Operation.READ)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(account.inputs(), account.tails(), account.streams())
                        .flatMap(List::stream)
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyCompactedTopicIsReadByItsWriterWhichNumbersItsRecords(Topic topic) {
        assertThat(Arrays.stream(Account.values())
                        .filter(account -> topic.compacted() && topic.writers().contains(account.service()))
                        .filter(account -> !account.inputs().contains(topic)))
                .isEqualTo(topic == Topic.DESIRED || topic == Topic.LIMITS ? List.of(Account.GIT_WATCHER) : List.of());
    }

    @Test
    void whoJudgesDecisionsWritesTheAuditStreamAndNobodyElseDoesEither() {
        // When
        List<Account> readers = Arrays.stream(Account.values())
                .filter(account -> may(account, Topic.DECISION, Operation.READ))
                .toList();
        List<Account> auditors = Arrays.stream(Account.values())
                .filter(account -> may(account, Topic.AUDIT, Operation.WRITE))
                .toList();

        // Then
        assertThat(readers).containsExactly(Account.PLANNER, Account.APPLIER).isEqualTo(auditors);
    }

    @Test
    void serviceMayLookAtTheGroupsOfItsOlderVersionsAndNotJoinThem() {
        assertThat(Account.PLANNER.rights("acme"))
                .filteredOn(right -> right.kind() == Kind.GROUP)
                .containsExactly(
                        new Right(
                                Kind.GROUP,
                                "planner.v2",
                                false,
                                Set.of(Operation.READ, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)),
                        new Right(Kind.GROUP, "planner", false, Set.of(Operation.DESCRIBE)));
    }

    @Test
    void notifierReadsPublicTopicsAndWritesNothing() {
        assertThat(Account.NOTIFIER.reads())
                .isNotEmpty()
                .allMatch(topic -> topic.audience() == Topic.Audience.PUBLIC && !topic.compacted());
        assertThat(Account.NOTIFIER.rights("acme"))
                .noneMatch(right -> right.operations().contains(Operation.WRITE))
                .contains(new Right(
                        Kind.GROUP,
                        "notifier.",
                        true,
                        Set.of(Operation.READ, Operation.DESCRIBE, Operation.DESCRIBE_CONFIGS)));
    }

    @Test
    void transactionsOfAnotherInstallationAreOutOfReach() {
        assertThat(Account.PLANNER.rights("acme"))
                .filteredOn(right -> right.kind() == Kind.TRANSACTIONAL_ID)
                .singleElement()
                .satisfies(right -> {
                    assertThat(right.name()).isEqualTo("keelstream-acme-planner-");
                    assertThat(right.prefix()).isTrue();
                });
    }

    private static boolean may(Account account, Topic topic, Operation operation) {
        return account.rights("acme").stream()
                .anyMatch(right -> right.kind() == Kind.TOPIC
                        && right.name().equals(topic.topicName())
                        && right.operations().contains(operation));
    }
}
