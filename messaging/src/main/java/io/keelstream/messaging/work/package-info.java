/** Keyed work on virtual threads: wake-ups are hints, one key never runs twice at once. */
@NullMarked
package io.keelstream.messaging.work;

import org.jspecify.annotations.NullMarked;
