/** The tables of one partition, read per target: what is known of it at one moment. */
@NullMarked
package io.keelstream.applier.record;

import org.jspecify.annotations.NullMarked;
