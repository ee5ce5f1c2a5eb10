/** Canary releases: what an application asks for, what a plan puts on trial, and where a trial stands. */
@NullMarked
package io.keelstream.contracts.canary;

import org.jspecify.annotations.NullMarked;
