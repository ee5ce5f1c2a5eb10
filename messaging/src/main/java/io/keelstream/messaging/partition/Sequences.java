package io.keelstream.messaging.partition;

import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Headers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The number of the last record of each topic and key that this partition's owner wrote. Numbers of table records are in
 * those records; numbers of stream records would be lost with the process, so each transition's anchor carries them in a
 * header: one line {@code <number> <topic> <key>} per stream and key it ever anchored.
 *
 * <p>A key without a known last number starts at the fact's time in milliseconds. A target that is removed and returns after
 * its tombstones have been compacted away thus goes on above everything that a subscriber has seen of it.
 *
 * <p>Filled by the polling thread before the writer exists, used by the writer's thread afterwards.
 */
final class Sequences {

    /** A topic with a key. */
    record Place(String topic, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : key.compareTo(other.key);
        }
    }

    /** What {@link CloudEventCodec#sequence} takes, so that the next number is always one. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private final Map<Place, Long> last = new HashMap<>();
    private final Map<Place, Map<Place, Long>> anchored = new HashMap<>();

    /** Learns from a record of a table that this service writes. */
    void restore(String topic, String key, ConsumerRecord<?, ?> record) {
        Place place = new Place(topic, key);
        CloudEventCodec.sequence(record).ifPresent(number -> last.merge(place, number, Math::max));
        String lines = CloudEventCodec.text(record, Headers.LAST_SEQUENCES);
        if (lines == null) {
            return;
        }
        Map<Place, Long> carried = new TreeMap<>();
        lines.lines().forEach(line -> {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3 && NUMBER.matcher(parts[0]).matches()) {
                carried.put(new Place(parts[1], parts[2]), Long.parseLong(parts[0]));
            }
        });
        carried.forEach((where, number) -> last.merge(where, number, Math::max));
        anchored.put(place, carried);
    }

    /** The number of the next record; counts. */
    long next(Place place, Instant time) {
        return last.compute(place, (_, number) -> number == null ? time.toEpochMilli() : number + 1);
    }

    /** The header of an anchor that now also carries these numbers; empty when it carries none at all. */
    String anchor(Place anchor, Map<Place, Long> numbers) {
        Map<Place, Long> carried = anchored.computeIfAbsent(anchor, _ -> new TreeMap<>());
        carried.putAll(numbers);
        return carried.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().topic() + " "
                        + each.getKey().key())
                .collect(Collectors.joining("\n"));
    }
}
