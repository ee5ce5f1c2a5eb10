/** How much the sandbox bears: objects, watches and writes, and what it needs for them. */
@NullMarked
package io.keelstream.benchmarks.sandbox;

import org.jspecify.annotations.NullMarked;
