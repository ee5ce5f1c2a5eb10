/** Reads recorded observations from CSV or JSON lines, in any order, and hands them out tick by tick. */
@NullMarked
package io.keelstream.canary.offline.rows;

import org.jspecify.annotations.NullMarked;
