/**
 * Evaluating applications in a local folder, without Kafka, a cluster or a commit: what {@code keelstream render}
 * and {@code keelstream validate} do. Edge; the same core as the service.
 */
@NullMarked
package io.keelstream.gitwatcher.offline;

import org.jspecify.annotations.NullMarked;
