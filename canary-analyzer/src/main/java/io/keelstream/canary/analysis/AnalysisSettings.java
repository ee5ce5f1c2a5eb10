package io.keelstream.canary.analysis;

import java.time.Duration;

/**
 * What an installation may choose.
 *
 * @param measuredEvery how often an event reports what was measured
 * @param verdictValidity how long a verdict may be acted on
 */
public record AnalysisSettings(Duration measuredEvery, Duration verdictValidity) {}
