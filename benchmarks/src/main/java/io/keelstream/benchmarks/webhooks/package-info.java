/** How fast webhooks are answered, and how many looks they cause. */
@NullMarked
package io.keelstream.benchmarks.webhooks;

import org.jspecify.annotations.NullMarked;
