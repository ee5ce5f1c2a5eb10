/** The objects of our shards, kind by kind, as list+watch loops show them. */
@NullMarked
package io.keelstream.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
