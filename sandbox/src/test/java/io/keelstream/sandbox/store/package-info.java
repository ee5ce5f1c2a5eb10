/** What the store keeps, and which subscription gets what. */
@NullMarked
package io.keelstream.sandbox.store;

import org.jspecify.annotations.NullMarked;
