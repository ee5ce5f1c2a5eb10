/** Holds: annotations by which a person keeps one object from being changed for a while. */
@NullMarked
package io.keelstream.kubernetes.hold;

import org.jspecify.annotations.NullMarked;
