/** What a subscriber sees with another Kafka client. */
@NullMarked
package io.keelstream.e2e.subscriber;

import org.jspecify.annotations.NullMarked;
