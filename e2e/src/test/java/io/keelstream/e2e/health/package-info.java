/** What a release waits for, and what it does while it waits. */
@NullMarked
package io.keelstream.e2e.health;

import org.jspecify.annotations.NullMarked;
