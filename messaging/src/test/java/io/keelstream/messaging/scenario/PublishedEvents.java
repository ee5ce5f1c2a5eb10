package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** A subscriber of {@code deployment}: what it has got, by target, in order of arrival. */
final class PublishedEvents implements AutoCloseable {

    private final Map<String, List<Received<?>>> byTarget = new HashMap<>();
    private final EventReader reader;

    PublishedEvents(String servers) {
        reader = new EventReader(KafkaSettings.at(servers), List.of(Topic.DEPLOYMENT));
        reader.read(EventReader.Start.BEGINNING, this::take);
    }

    private synchronized void take(ReadEvent event) {
        byTarget.computeIfAbsent(event.received().key(), _ -> new ArrayList<>()).add(event.received());
    }

    /** How many events the least advanced of the targets has. */
    synchronized long least(List<String> targets) {
        return targets.stream()
                .mapToLong(target -> byTarget.getOrDefault(target, List.of()).size())
                .min()
                .orElse(0);
    }

    /** No fact lost, doubled, or out of order; sequence numbers without a gap; no id twice. */
    synchronized void areEveryNumberOnce(List<String> targets, long goal) {
        Set<String> ids = new HashSet<>();
        for (String target : targets) {
            List<Received<?>> events = byTarget.getOrDefault(target, List.of());
            assertThat(events.stream().map(event -> (long)
                            ((DeploymentStarted) event.payload()).deployment().attempt()))
                    .as("events of %s", target)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, goal).boxed().toList());
            long first = events.getFirst().sequence();
            assertThat(events.stream().map(Received::sequence))
                    .as("ce_sequence of %s", target)
                    .containsExactlyElementsOf(
                            LongStream.range(first, first + goal).boxed().toList());
            events.forEach(event -> ids.add(event.id()));
        }
        assertThat(ids).as("distinct ids").hasSize((int) (targets.size() * goal));
    }

    @Override
    public void close() {
        reader.close();
    }
}
