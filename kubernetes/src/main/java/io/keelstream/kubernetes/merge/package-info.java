/**
 * Server-side apply as a pure function: what the API server would make of an applied configuration, whom it would
 * contradict, and who owns which field afterwards. The planner predicts with it, the drift detector reads ownership with
 * it, the sandbox serves with it.
 */
@NullMarked
package io.keelstream.kubernetes.merge;

import org.jspecify.annotations.NullMarked;
