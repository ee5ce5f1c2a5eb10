/** When what failed is tried again. */
@NullMarked
package io.keelstream.contracts.retry;

import org.jspecify.annotations.NullMarked;
