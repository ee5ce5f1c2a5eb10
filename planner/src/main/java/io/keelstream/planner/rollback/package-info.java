/** Which bundle a target is to have: the one that Git wants, or one that was healthy here. Pure. */
@NullMarked
package io.keelstream.planner.rollback;

import org.jspecify.annotations.NullMarked;
