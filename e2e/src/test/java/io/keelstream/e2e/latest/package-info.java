/** Commit after commit to one target: the last one wins, whatever the earlier ones are in the middle of. */
@NullMarked
package io.keelstream.e2e.latest;

import org.jspecify.annotations.NullMarked;
