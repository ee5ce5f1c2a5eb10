/** From Kafka to each sink: at least once, in order per target, and no sink waits for another. */
@NullMarked
package io.keelstream.notifier.delivery;

import org.jspecify.annotations.NullMarked;
