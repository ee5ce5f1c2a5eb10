/** What people decided about the changes of targets: what counts, and what becomes of a new decision. Pure. */
@NullMarked
package io.keelstream.planner.decision;

import org.jspecify.annotations.NullMarked;
