/** The detector's edge to Kafka: which target is assessed when, and what is written. */
@NullMarked
package io.keelstream.drift.reconcile;

import org.jspecify.annotations.NullMarked;
