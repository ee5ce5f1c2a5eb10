/** The command {@code events}, and one line per event. */
@NullMarked
package io.keelstream.cli.events;

import org.jspecify.annotations.NullMarked;
