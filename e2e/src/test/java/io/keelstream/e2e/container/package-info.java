/** The main path on a Kafka and a cluster in containers, where an engine for them is. */
@NullMarked
package io.keelstream.e2e.container;

import org.jspecify.annotations.NullMarked;
