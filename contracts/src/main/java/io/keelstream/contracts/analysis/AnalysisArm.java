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
 */
public record AnalysisArm(
        String pods,
        @Nullable String service,
        Instant startedAt,
        @Nullable Double weight) {}
