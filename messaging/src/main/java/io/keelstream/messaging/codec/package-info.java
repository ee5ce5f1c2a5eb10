/** CloudEvents 1.0 in Kafka's binary mode: attributes as headers, the data as plain JSON. */
@NullMarked
package io.keelstream.messaging.codec;

import org.jspecify.annotations.NullMarked;
