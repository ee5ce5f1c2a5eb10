package io.keelstream.canary.prometheus;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the Prometheus is.
 *
 * @param url its base, before {@code /api/v1}
 * @param tokenFile file with a bearer token, read for every request; null for none
 * @param timeout for a whole answer
 */
public record PrometheusSettings(URI url, @Nullable Path tokenFile, Duration timeout) {}
