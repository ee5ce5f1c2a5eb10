/** Whether one object is still what was applied, and if not, what changed and who did it. Pure. */
@NullMarked
package io.keelstream.drift.assessment;

import org.jspecify.annotations.NullMarked;
