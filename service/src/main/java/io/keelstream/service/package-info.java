/**
 * What every service is as a process of its own: how it reaches Kafka, its probes, metrics and logs, how it starts and stops.
 * A process that runs all services does without.
 */
@NullMarked
package io.keelstream.service;

import org.jspecify.annotations.NullMarked;
