package io.keelstream.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.access.Right.Kind;
import io.keelstream.contracts.access.Right.Operation;
import io.keelstream.contracts.topic.Topic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTests {

    @ParameterizedTest
    @EnumSource
    void everyTopicHasOneAccountThatMayWriteIt(Topic topic) {
        // When
        List<Account> writers = Arrays.stream(Account.values())
                .filter(account -> may(account, topic, Operation.WRITE))
                .toList();

        // Then
        assertThat(writers).extracting(Account::service).containsExactly(topic.writer());
    }

    @ParameterizedTest
    @EnumSource
    void anAccountReadsItsInputsAndNothingElse(Account account) {
        assertThat(Arrays.stream(Topic.values()).filter(topic -> may(account, topic, Operation.READ)))
                .containsExactlyInAnyOrderElementsOf(account.inputs());
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
