package io.keelstream.canary.configuration;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.query.MetricQuery;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is judged and what is asked for to judge it. Immutable.
 *
 * @param config the rules
 * @param queries metric name to what to ask for; of every metric of the rules
 * @param source name of the metrics source; empty for the one that serves the cluster
 */
public record Observation(AnalysisConfig config, SortedMap<String, MetricQuery> queries, Optional<String> source) {

    public Observation {
        queries = Collections.unmodifiableSortedMap(new TreeMap<>(queries));
    }
}
