/** Runs a service's partitions: consumer container, start-up checks, liveness and readiness. */
@NullMarked
package io.keelstream.messaging.service;

import org.jspecify.annotations.NullMarked;
