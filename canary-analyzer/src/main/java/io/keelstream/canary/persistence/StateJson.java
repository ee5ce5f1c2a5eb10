package io.keelstream.canary.persistence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.MetricState;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the state of an analysis. The round trip is exact: doubles are written with the fewest digits that
 * name them. Stateless.
 */
public final class StateJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addMixIn(MetricState.class, Kinds.class).build();

    private StateJson() {}

    /** The state as one line. */
    public static String write(AnalysisState state) {
        return MAPPER.writeValueAsString(state);
    }

    /**
     * The state of one line.
     *
     * @throws tools.jackson.core.JacksonException when the text is not a state, or one of another layout
     */
    public static AnalysisState read(String json) {
        return MAPPER.readValue(json, AnalysisState.class);
    }

    /** Whether {@link #read} understands a text. */
    public static boolean understands(String json) {
        try {
            read(json);
            return true;
        } catch (JacksonException otherLayout) {
            return false;
        }
    }

    /** Names the kinds of metrics; the names are part of the layout. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = MetricState.OfRatio.class, name = "ratio"),
        @JsonSubTypes.Type(value = MetricState.OfHistogram.class, name = "histogram"),
        @JsonSubTypes.Type(value = MetricState.OfGauge.class, name = "gauge"),
        @JsonSubTypes.Type(value = MetricState.OfSlo.class, name = "slo")
    })
    private interface Kinds {}
}
