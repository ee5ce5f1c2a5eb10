package io.keelstream.contracts.analysis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One side of an analysis.
 *
 * @param pods regular expression (RE2) that the names of its pods match as a whole, and no others
 * @param service name of the Service that traffic reaches it by, for metrics of routers; null without one of its own
 * @param startedAt when its oldest pod was created
 * @param weight percent of the traffic that the router was asked to send to it; null where that cannot be asked
 * @param matched whether requests of a certain kind reach it whatever its weight is: neither its share of the requests nor a
 *     time without them says anything then; null for no
 * @param placement on what kinds of nodes its pods are; null where nothing is known of that
 */
public record AnalysisArm(
        String pods,
        @Nullable String service,
        Instant startedAt,
        @Nullable Double weight,
        @Nullable Boolean matched,
        @Nullable Placement placement) {

    /** One that is reached by its weight alone, and of whose nodes nothing is known. */
    public AnalysisArm(String pods, @Nullable String service, Instant startedAt, @Nullable Double weight) {
        this(pods, service, startedAt, weight, null, null);
    }
}
