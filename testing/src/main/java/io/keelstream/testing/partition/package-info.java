/** A partition in memory, and a view of it that dies at a chosen transition: services run without Kafka. */
@NullMarked
package io.keelstream.testing.partition;

import org.jspecify.annotations.NullMarked;
