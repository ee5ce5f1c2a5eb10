/** Drives one release through its states: applies waves, waits for health, deletes, settles. */
@NullMarked
package io.keelstream.applier.phase;

import org.jspecify.annotations.NullMarked;
