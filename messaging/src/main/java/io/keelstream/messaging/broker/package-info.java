/** An Apache Kafka broker inside this process or as its own small process, for one-machine installations and tests. */
@NullMarked
package io.keelstream.messaging.broker;

import org.jspecify.annotations.NullMarked;
