/** What somebody sees who subscribes with a Kafka client that is not ours. */
@NullMarked
package io.keelstream.e2e.subscriber;

import org.jspecify.annotations.NullMarked;
