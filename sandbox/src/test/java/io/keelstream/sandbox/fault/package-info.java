/** Faults that are injected. */
@NullMarked
package io.keelstream.sandbox.fault;

import org.jspecify.annotations.NullMarked;
