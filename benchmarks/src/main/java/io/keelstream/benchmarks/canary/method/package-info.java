/** Ways to judge a canary: ours, and those of other tools as their manuals describe them. */
@NullMarked
package io.keelstream.benchmarks.canary.method;

import org.jspecify.annotations.NullMarked;
