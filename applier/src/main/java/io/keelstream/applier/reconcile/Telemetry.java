package io.keelstream.applier.reconcile;

import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.tracing.Traces;

/**
 * What is reported of releases beside their events.
 *
 * @param meters figures
 * @param traces spans
 */
public record Telemetry(DeploymentMeters meters, Traces traces) {}
