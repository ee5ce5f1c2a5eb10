/** What the inventory says when a release starts, while it runs, and when it ends. Pure. */
@NullMarked
package io.keelstream.applier.inventory;

import org.jspecify.annotations.NullMarked;
