/** Where a key lives and how a topic must be set up. */
@NullMarked
package io.keelstream.messaging.topic;

import org.jspecify.annotations.NullMarked;
