/** The notifier as a process: its configuration and its wiring. */
@NullMarked
package io.keelstream.notifier;

import org.jspecify.annotations.NullMarked;
