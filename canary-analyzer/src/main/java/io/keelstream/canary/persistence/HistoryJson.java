package io.keelstream.canary.persistence;

import io.keelstream.canary.history.Blocks;
import io.keelstream.canary.history.NoiseHistory;
import io.keelstream.canary.observations.ArmCounts;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads what is learned from healthy analyses. A text of another layout counts as none: then the judge learns anew.
 * Stateless.
 */
public final class HistoryJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private HistoryJson() {}

    /** The history as one line. */
    public static String write(NoiseHistory history) {
        return MAPPER.writeValueAsString(history);
    }

    /**
     * The history of one line.
     *
     * @param json null when there is none
     * @param configDigest of the configuration that is judged by now
     */
    public static NoiseHistory read(@Nullable String json, String configDigest) {
        if (json == null) {
            return NoiseHistory.none(configDigest);
        }
        try {
            NoiseHistory history = MAPPER.readValue(json, NoiseHistory.class);
            return history.configDigest().equals(configDigest) ? history : NoiseHistory.none(configDigest);
        } catch (JacksonException otherLayout) {
            return NoiseHistory.none(configDigest);
        }
    }

    /** The counts of a running analysis as one line. */
    public static String write(Blocks blocks) {
        return MAPPER.writeValueAsString(blocks.counts());
    }

    /** The counts of one line; null is none. */
    public static Blocks readBlocks(@Nullable String json) {
        if (json == null) {
            return new Blocks();
        }
        try {
            return new Blocks(
                    MAPPER.readValue(json, new TypeReference<SortedMap<String, SortedMap<Long, ArmCounts>>>() {}));
        } catch (JacksonException otherLayout) {
            return new Blocks();
        }
    }
}
