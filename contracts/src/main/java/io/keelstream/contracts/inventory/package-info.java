/** What the applier has applied: the memory on which prune, drift and restart rest. */
@NullMarked
package io.keelstream.contracts.inventory;

import org.jspecify.annotations.NullMarked;
