/** Keelstream's use of Kafka. */
@NullMarked
package io.keelstream.messaging;

import org.jspecify.annotations.NullMarked;
