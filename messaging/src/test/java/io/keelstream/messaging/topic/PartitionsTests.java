package io.keelstream.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionsTests {

    @Test
    void putsEveryKeyWhereKafkasOwnPartitionerPutsIt() {
        // Given
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            int partitions = 1 + random.nextInt(40);
            String key = "production/app-ü-" + random.nextInt();

            // When
            int partition = Partitions.of(key, partitions);

            // Then
            assertThat(partition)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions));
        }
    }

    @Test
    void keepsAnApplicationWithItsRef() {
        // When
        int ref = Partitions.of("infra@refs/heads/main", 12);

        // Then
        for (int i = 0; i < 50; i++) {
            assertThat(Partitions.of("infra@refs/heads/main#app-" + i, 12)).isEqualTo(ref);
        }
    }

    @Test
    void usesEveryPartition() {
        // When
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            used.add(Partitions.of("production/app-" + i, 12));
        }

        // Then
        assertThat(used).hasSize(12);
    }
}
