/** Why something is not healthy, by its pods, and the one thing that is done about it: freeing a stuck StatefulSet. */
@NullMarked
package io.keelstream.applier.diagnosis;

import org.jspecify.annotations.NullMarked;
