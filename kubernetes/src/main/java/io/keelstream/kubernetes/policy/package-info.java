/**
 * Rules about objects that an installation has: what breaks them, and what follows. Pure; the planner asks them about a change,
 * {@code keelstream validate} about a folder.
 */
@NullMarked
package io.keelstream.kubernetes.policy;

import org.jspecify.annotations.NullMarked;
