/** One partition, one owner, one fenced writer over tables: what a service sees of the partitions it owns, and the engine behind it. */
@NullMarked
package io.keelstream.messaging.partition;

import org.jspecify.annotations.NullMarked;
