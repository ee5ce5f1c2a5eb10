/** The course of a trial: sizes, shares of the traffic and what is said of it. Pure. */
@NullMarked
package io.keelstream.applier.canary;

import org.jspecify.annotations.NullMarked;
