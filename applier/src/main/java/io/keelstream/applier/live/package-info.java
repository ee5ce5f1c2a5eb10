/** The cluster as the watches show it: health, holds and identity of the objects of the owned partitions. */
@NullMarked
package io.keelstream.applier.live;

import org.jspecify.annotations.NullMarked;
