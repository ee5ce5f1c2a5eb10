/** What the store keeps, and what it tells to whom. */
@NullMarked
package io.keelstream.sandbox.store;

import org.jspecify.annotations.NullMarked;
